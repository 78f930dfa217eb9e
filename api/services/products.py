"""Products, and where each stands against its benchmark."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.errors import MissingError
from api.schemas.base import Page
from api.schemas.products import BenchmarkPosition, ProductRow
from api.services.catalogue import level_row
from api.services.paging import PAGE, Listing, read_page
from api.services.subjects import enterprise_subject
from api.services.verdicts import BENCHMARK_CLASS, judged_fields, read_standing
from api.viewer import Viewer
from core.calendar import Period
from core.registry.models import Product
from core.registry.results import Verdict


def list_products(
    viewer: Viewer, *, enterprise: str | None = None, limit: int = PAGE, cursor: str | None = None
) -> Page[ProductRow]:
    """Return products by enterprise and code, at most `limit` [1].

    Raises
    ------
    MissingError
        There is no such enterprise.
    ParameterError
        The cursor is not one this list gave.
    """
    statement = select(Product).where(viewer.only_enterprises(Product.enterprise_code))
    with viewer.read() as session:
        if enterprise is not None:
            viewer.require_enterprise(session, enterprise)
            statement = statement.where(Product.enterprise_code == enterprise)
        keys = (Product.enterprise_code, Product.code)
        listing = Listing("products", statement, keys, (str, str))
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        items = [_row(row[0]) for row in rows]
    return Page(items=items, next=after)


def read_product(viewer: Viewer, enterprise: str, code: str) -> ProductRow:
    """Return one product.

    Raises
    ------
    MissingError
        There is no such enterprise or product, or it is not the viewer's.
    """
    with viewer.read() as session:
        viewer.require_enterprise(session, enterprise)
        found = session.get(Product, (enterprise, code))
    if found is None:
        raise MissingError(
            f"product {code!r} of enterprise {enterprise} is not in the registry",
            parameter="product",
            value=code,
            fix="`GET /api/v1/products?enterprise=…` lists those that are",
        )
    return _row(found)


def _row(product: Product) -> ProductRow:
    return ProductRow(
        enterprise=product.enterprise_code,
        code=product.code,
        name=product.name,
        unit=product.unit,
        benchmark_key=product.benchmark_key,
    )


def read_benchmarks(viewer: Viewer, session: Session, enterprise: str) -> list[BenchmarkPosition]:
    """Return where each benchmarked product of an enterprise stands, by code."""
    products = session.scalars(
        select(Product)
        .where(Product.enterprise_code == enterprise, Product.benchmark_key != "")
        .order_by(Product.code)
    )
    subject = enterprise_subject(enterprise)
    standing = read_standing(
        session,
        select(Verdict).where(
            Verdict.subject == subject,
            Verdict.rule == BENCHMARK_CLASS,
            Verdict.version == 0,
            Verdict.period == Period.YEAR,
        ),
    )
    return [
        _position(viewer, product, standing.get((subject, product.code))) for product in products
    ]


def _position(viewer: Viewer, product: Product, verdict: Verdict | None) -> BenchmarkPosition:
    at_ms = verdict.start_ms if verdict is not None else viewer.now_ms()
    levels = level_row(viewer, product.benchmark_key, at_ms)
    return BenchmarkPosition(
        enterprise=product.enterprise_code,
        product=product.code,
        product_name=product.name,
        benchmark_key=product.benchmark_key,
        unit=levels.unit,
        value=None if verdict is None else verdict.value,
        benchmark=levels.benchmark,
        baseline=levels.baseline,
        grade1=levels.grade1,
        grade2=levels.grade2,
        grade3=levels.grade3,
        edition=levels.edition,
        standard=levels.standard,
        source=levels.source,
        confidence=levels.confidence,
        coverage=None if verdict is None else verdict.coverage,
        provisional=True if verdict is None else verdict.provisional,
        **judged_fields(verdict),
    )
