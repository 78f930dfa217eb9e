"""Quotas: rows, where each stands, and the curve over the year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.schemas.base import Page
from api.schemas.quotas import QuotaPosition, QuotaRow
from api.services.paging import PAGE, Listing, read_page
from api.services.subjects import check_subject
from api.services.verdicts import QUOTA_PACE, judged_fields
from api.viewer import Viewer
from core.calendar import Period, local_midnight_ms, period_end, to_local
from core.registry.models import Quota, QuotaMonth
from core.registry.results import Account, Verdict
from core.vocabulary import Basis, Indicator, QuotaKind

INDICATOR_OF: dict[tuple[str, str], str] = {
    (QuotaKind.ENERGY, Basis.CALORIFIC): Indicator.COAL_CALORIFIC,
    (QuotaKind.ENERGY, Basis.PRIMARY): Indicator.COAL_PRIMARY,
    (QuotaKind.CARBON, Basis.NONE): Indicator.CO2,
}
"""Indicator whose account a quota of (kind, basis) limits."""


@dataclass(frozen=True)
class Holding:
    """A quota with its monthly plan, as read.

    Attributes
    ----------
    quota : Quota
        The row.
    months : sequence of float
        Plan of the months 1 … 12 [quota's unit]; empty without a plan.
    """

    quota: Quota
    months: Sequence[float]


def year_start_ms(year: int) -> int:
    """Return the start of a Shanghai year [ms since the epoch, UTC]."""
    return local_midnight_ms(date(year, 1, 1))


def list_quotas(
    viewer: Viewer,
    *,
    holder: str | None = None,
    year: int | None = None,
    limit: int = PAGE,
    cursor: str | None = None,
) -> Page[QuotaRow]:
    """Return quotas by holder and year, at most `limit` [1].

    Raises
    ------
    ParameterError
        The holder is no subject, or the cursor is not one this list gave.
    """
    statement = select(Quota)
    if holder is not None:
        statement = statement.where(Quota.holder == check_subject(holder))
    if year is not None:
        statement = statement.where(Quota.year == year)
    keys = (Quota.holder, Quota.year, Quota.id)
    with viewer.read() as session:
        listing = Listing("quotas", statement, keys, (str, int, int))
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        holdings = _with_months(session, [row[0] for row in rows])
    return Page(items=[_row(holding) for holding in holdings], next=after)


def _row(holding: Holding) -> QuotaRow:
    quota = holding.quota
    return QuotaRow(
        id=quota.id,
        holder=quota.holder,
        year=quota.year,
        kind=quota.kind,
        basis=quota.basis,
        amount=quota.amount,
        unit=quota.unit,
        months=list(holding.months),
        source=quota.source,
    )


def _with_months(session: Session, quotas: Sequence[Quota]) -> list[Holding]:
    months: dict[int, dict[int, float]] = defaultdict(dict)
    wanted = select(QuotaMonth.quota_id, QuotaMonth.month, QuotaMonth.amount)
    if quotas:
        wanted = wanted.where(QuotaMonth.quota_id.in_([quota.id for quota in quotas]))
        for quota_id, month, amount in session.execute(wanted):
            months[quota_id][month] = amount
    return [
        Holding(quota, [months[quota.id].get(m, 0.0) for m in range(1, 13)])
        if months.get(quota.id)
        else Holding(quota, ())
        for quota in quotas
    ]


def read_positions(
    session: Session, holders: Iterable[str], year: int, kind: str | None = None
) -> dict[str, list[QuotaPosition]]:
    """Return where the quotas of `holders` of a year stand; holders without one are absent."""
    names = list(holders)
    wanted = select(Quota).where(Quota.year == year, Quota.holder.in_(names))
    if kind is not None:
        wanted = wanted.where(Quota.kind == kind)
    quotas = list(session.scalars(wanted.order_by(Quota.holder, Quota.kind, Quota.basis)))
    verdicts = _read_verdicts(session, [quota.holder for quota in quotas], year)
    used = _read_used(session, [quota.holder for quota in quotas], year)
    positions: dict[str, list[QuotaPosition]] = defaultdict(list)
    for quota in quotas:
        verdict = verdicts.get((quota.holder, quota.kind, quota.basis))
        indicator = INDICATOR_OF.get((quota.kind, quota.basis), "")
        fallback = used.get((quota.holder, indicator), (0.0, 0.0))
        positions[quota.holder].append(_position(quota, verdict, fallback))
    return positions


def _read_verdicts(
    session: Session, holders: Sequence[str], year: int
) -> dict[tuple[str, str, str], Verdict]:
    statement = select(Verdict).where(
        Verdict.subject.in_(holders),
        Verdict.rule == QUOTA_PACE,
        Verdict.version == 0,
        Verdict.start_ms == year_start_ms(year),
    )
    return {
        (verdict.subject, verdict.detail.partition(":")[0], verdict.basis): verdict
        for verdict in session.scalars(statement)
    }


def _read_used(
    session: Session, holders: Sequence[str], year: int
) -> dict[tuple[str, str], tuple[float, float]]:
    statement = select(Account.subject, Account.indicator, Account.amount, Account.coverage).where(
        Account.subject.in_(holders),
        Account.indicator.in_(set(INDICATOR_OF.values())),
        Account.period == Period.YEAR,
        Account.start_ms == year_start_ms(year),
        Account.version == 0,
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in session.execute(statement)}


def _position(
    quota: Quota, verdict: Verdict | None, fallback: tuple[float, float]
) -> QuotaPosition:
    evidence: Mapping[str, Any] = verdict.evidence if verdict is not None else {}
    return QuotaPosition(
        holder=quota.holder,
        kind=quota.kind,
        basis=quota.basis,
        unit=quota.unit,
        year=quota.year,
        quota=quota.amount,
        used=evidence.get("used", fallback[0]),
        plan_to_date=evidence.get("plan_to_date"),
        projection=evidence.get("projection"),
        projection_low=evidence.get("projection_low"),
        projection_high=evidence.get("projection_high"),
        exceed_on=_day(evidence.get("exceed_ms")),
        coverage=fallback[1] if verdict is None else verdict.coverage,
        holders=1,
        **judged_fields(verdict),
    )


def _day(t_ms: object) -> date | None:
    return to_local(t_ms).date() if isinstance(t_ms, int) else None


def add_positions(holder: str, positions: Sequence[QuotaPosition], now_ms: int) -> QuotaPosition:
    """Return the sum of quotas of one kind and basis, held by `holder`'s enterprises.

    Parameters
    ----------
    holder : str
        Subject the sum is of.
    positions : sequence of QuotaPosition
        At least one; those of the first one's kind, basis and unit are added.
    now_ms : int
        Present time [ms since the epoch, UTC].
    """
    first = positions[0]
    alike = [
        p for p in positions if (p.kind, p.basis, p.unit) == (first.kind, first.basis, first.unit)
    ]
    quota = sum(p.quota for p in alike)
    used = sum(p.used for p in alike)
    projection = _sum([p.projection for p in alike])
    return first.model_copy(
        update={
            "holder": holder,
            "quota": quota,
            "used": used,
            "plan_to_date": _sum([p.plan_to_date for p in alike]),
            "projection": projection,
            "projection_low": _sum([p.projection_low for p in alike]),
            "projection_high": _sum([p.projection_high for p in alike]),
            "exceed_on": _exceed_on(first.year, now_ms, (used, quota, projection)),
            "level": None,
            "severity": 0,
            "coverage": sum(p.coverage * p.quota for p in alike) / quota if quota else 0.0,
            "verdict_id": None,
            "reason": "",
            "reason_en": "",
            "holders": len(alike),
        }
    )


def _sum(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _exceed_on(year: int, now_ms: int, figures: tuple[float, float, float | None]) -> date | None:
    """Return the day on which a straight line from now to the projection meets the quota."""
    used, quota, projection = figures
    if used >= quota:
        return to_local(now_ms).date()
    if projection is None or projection <= quota:
        return None
    end_ms = period_end(Period.YEAR, year_start_ms(year))
    share = (quota - used) / (projection - used)
    return to_local(int(now_ms + share * (end_ms - now_ms))).date()
