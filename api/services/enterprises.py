"""Enterprises: the list with where each stands, and one with all that its page shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from api.schemas.base import Page
from api.schemas.enterprises import EnterpriseDetail, EnterpriseRow
from api.schemas.quotas import QuotaPosition
from api.scope import select_subtree
from api.services.alerts import read_worst_alerts
from api.services.books import read_books
from api.services.findings import list_findings
from api.services.gateways import list_gateways, read_last_arrivals
from api.services.orders import SUBJECT, Order, order_enterprises
from api.services.paging import PAGE, PAGE_MAX, AnySelect, Listing, read_page
from api.services.points import list_points
from api.services.products import read_benchmarks
from api.services.quotas import read_positions, year_start_ms
from api.services.standings import read_worst
from api.services.subjects import enterprise_subject
from api.services.verdicts import BENCHMARK_CLASS, QUOTA_PACE
from api.viewer import Viewer
from core.calendar import Period, to_local
from core.registry.models import Enterprise, Region
from core.registry.results import Alert, Verdict
from core.units import conversion_factor
from core.vocabulary import Basis, QuotaKind


@dataclass(frozen=True)
class EnterpriseFilter:
    """Which enterprises a list holds; None takes all.

    Attributes
    ----------
    region : str or None
        Only in this region's subtree.
    sector : str or None
        Only sectors whose code starts with this.
    level : str or None
        Only with a verdict of this year at this level; several with commas between.
    text : str or None
        Only with this in name or code.
    order : Order
        By code, worst standing verdict first, or by a column.
    descending : bool
        The other way round.
    """

    region: str | None = None
    sector: str | None = None
    level: str | None = None
    text: str | None = None
    order: Order = "code"
    descending: bool = False


def list_enterprises(
    viewer: Viewer,
    chosen: EnterpriseFilter | None = None,
    *,
    limit: int = PAGE,
    cursor: str | None = None,
) -> Page[EnterpriseRow]:
    """Return enterprises with where each stands, at most `limit` [1].

    Raises
    ------
    MissingError
        There is no such region.
    ParameterError
        The cursor is not one this list gave.
    """
    chosen = chosen or EnterpriseFilter()
    year = to_local(viewer.now_ms()).year
    with viewer.read() as session:
        if chosen.region is not None:
            viewer.require_region(session, chosen.region)
        rows, after = read_page(session, _listing(viewer, chosen, year), limit=limit, cursor=cursor)
        items = _rows(session, [(row[0], str(row[1])) for row in rows], year)
    return Page(items=items, next=after)


def _listing(viewer: Viewer, chosen: EnterpriseFilter, year: int) -> Listing:
    statement = (
        select(Enterprise, Region.name)
        .join(Region, Region.code == Enterprise.region_code)
        .where(viewer.only_enterprises(Enterprise.code))
    )
    statement = _narrow(statement, chosen, year)
    return order_enterprises(statement, chosen.order, descending=chosen.descending, year=year)


def _narrow(statement: AnySelect, chosen: EnterpriseFilter, year: int) -> AnySelect:
    if chosen.region is not None:
        statement = statement.where(Enterprise.region_code.in_(select_subtree(chosen.region)))
    if chosen.sector:
        of_sector = Enterprise.sector_code.istartswith(chosen.sector, autoescape=True)
        statement = statement.where(of_sector)
    if chosen.text:
        statement = statement.where(
            Enterprise.name.icontains(chosen.text, autoescape=True)
            | Enterprise.code.icontains(chosen.text, autoescape=True)
        )
    if chosen.level:
        statement = statement.where(
            exists().where(
                Verdict.subject == SUBJECT,
                Verdict.level.in_(chosen.level.split(",")),
                Verdict.version == 0,
                Verdict.period == Period.YEAR,
                Verdict.start_ms == year_start_ms(year),
            )
        )
    return statement


def _rows(
    session: Session, found: Sequence[tuple[Enterprise, str]], year: int
) -> list[EnterpriseRow]:
    codes = [enterprise.code for enterprise, _ in found]
    subjects = [enterprise_subject(code) for code in codes]
    standings = read_worst(session, subjects, year, (QUOTA_PACE, BENCHMARK_CLASS))
    positions = read_positions(session, subjects, year, QuotaKind.ENERGY)
    alerts = _count_alerts(session, subjects)
    arrivals = read_last_arrivals(session, codes)
    rows = []
    for enterprise, region_name in found:
        subject = enterprise_subject(enterprise.code)
        held = positions.get(subject, [])
        pace = standings.get((subject, QUOTA_PACE))
        benchmark = standings.get((subject, BENCHMARK_CLASS))
        rows.append(
            EnterpriseRow(
                code=enterprise.code,
                name=enterprise.name,
                region=enterprise.region_code,
                region_name=region_name,
                sector=enterprise.sector_code,
                simulated=enterprise.simulated,
                pace=pace.level if pace else None,
                benchmark=benchmark.level if benchmark else None,
                severity=max(s.severity if s else 0 for s in (pace, benchmark)),
                alerts=alerts.get(subject, 0),
                last_arrival=arrivals.get(enterprise.code),
                **_energy(held[0] if held else None),
            )
        )
    return rows


def _energy(position: QuotaPosition | None) -> dict[str, Any]:
    """Return where an energy quota stands [tce]."""
    figures: dict[str, Any] = dict.fromkeys(("used", "quota", "projection", "coverage"))
    if position is None:
        return {**figures, "basis": Basis.NONE}
    scale = conversion_factor(position.unit, "tce")
    for name in ("used", "quota", "projection"):
        value: float | None = getattr(position, name)
        figures[name] = None if value is None else value * scale
    return {**figures, "basis": position.basis, "coverage": position.coverage}


def _count_alerts(session: Session, subjects: Sequence[str]) -> dict[str, int]:
    statement = (
        select(Alert.subject, func.count())
        .where(Alert.subject.in_(subjects), Alert.resolved_ms.is_(None))
        .group_by(Alert.subject)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def read_enterprise(viewer: Viewer, code: str) -> EnterpriseDetail:
    """Return all that the page of one enterprise shows, curves apart.

    Load and consumption are given by `api.services.consumption`, the quota curve by
    `api.services.curves`.

    Raises
    ------
    MissingError
        There is no such enterprise.
    """
    year = to_local(viewer.now_ms()).year
    subject = enterprise_subject(code)
    with viewer.read() as session:
        enterprise = viewer.require_enterprise(session, code)
        region_name = session.get_one(Region, enterprise.region_code).name
        row = _rows(session, [(enterprise, region_name)], year)[0]
        quotas = read_positions(session, [subject], year).get(subject, [])
        benchmarks = read_benchmarks(viewer, session, code)
        alerts = read_worst_alerts(session, select(Alert).where(Alert.subject == subject), 20)
    return EnterpriseDetail(
        enterprise=row,
        points=list_points(viewer, enterprise=code, latest=True, limit=PAGE_MAX).items,
        gateways=list_gateways(viewer, enterprise=code, limit=PAGE_MAX).items,
        books=read_books(viewer, code),
        quotas=quotas,
        benchmarks=benchmarks,
        alerts=alerts,
        findings=list_findings(viewer, subject=subject, limit=50).items,
    )
