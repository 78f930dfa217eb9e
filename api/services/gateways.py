"""Gateways and when each was last heard."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.errors import MissingError
from api.schemas.base import Page
from api.schemas.gateways import GatewayRow
from api.services.paging import PAGE, AnyRow, AnySelect, Listing, read_page
from api.viewer import Viewer
from core.registry.models import Gateway
from core.registry.results import Book


def list_gateways(
    viewer: Viewer, *, enterprise: str | None = None, limit: int = PAGE, cursor: str | None = None
) -> Page[GatewayRow]:
    """Return gateways by enterprise and code, at most `limit` [1].

    Raises
    ------
    MissingError
        There is no such enterprise.
    ParameterError
        The cursor is not one this list gave.
    """
    statement = _select(viewer)
    with viewer.read() as session:
        if enterprise is not None:
            viewer.require_enterprise(session, enterprise)
            statement = statement.where(Gateway.enterprise_code == enterprise)
        listing = Listing(
            "gateways", statement, (Gateway.enterprise_code, Gateway.code), (str, str)
        )
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
    return Page(items=[_row(row) for row in rows], next=after)


def read_gateway(viewer: Viewer, enterprise: str, code: str) -> GatewayRow:
    """Return one gateway.

    Raises
    ------
    MissingError
        There is no such enterprise or gateway, or it is not the viewer's.
    """
    with viewer.read() as session:
        viewer.require_enterprise(session, enterprise)
        own = (Gateway.enterprise_code == enterprise, Gateway.code == code)
        found = session.execute(_select(viewer).where(*own)).one_or_none()
    if found is None:
        raise MissingError(
            f"gateway {code!r} of enterprise {enterprise} is not in the registry",
            parameter="gateway",
            value=code,
            fix="`GET /api/v1/gateways?enterprise=…` lists those that are",
        )
    return _row(found)


def _select(viewer: Viewer) -> AnySelect:
    last = (
        select(func.max(Book.last_arrival_ms))
        .where(Book.enterprise_code == Gateway.enterprise_code, Book.gateway_code == Gateway.code)
        .scalar_subquery()
    )
    return select(
        Gateway.enterprise_code, Gateway.code, Gateway.name, Gateway.delivery, last.label("last")
    ).where(viewer.only_enterprises(Gateway.enterprise_code))


def _row(row: AnyRow) -> GatewayRow:
    return GatewayRow(
        enterprise=row.enterprise_code,
        code=row.code,
        name=row.name,
        delivery=row.delivery,
        last_arrival=row.last or None,
    )


def read_last_arrivals(session: Session, enterprises: list[str] | None = None) -> dict[str, int]:
    """Return when each enterprise was last heard [ms since the epoch, UTC]; silent ones absent."""
    statement = select(Book.enterprise_code, func.max(Book.last_arrival_ms)).group_by(
        Book.enterprise_code
    )
    if enterprises is not None:
        statement = statement.where(Book.enterprise_code.in_(enterprises))
    return {code: last for code, last in session.execute(statement) if last}
