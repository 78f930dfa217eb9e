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
from core.units import conversion_factor
from core.vocabulary import Basis, Indicator, QuotaKind

INDICATOR_OF: dict[tuple[str, str], str] = {
    (QuotaKind.ENERGY, Basis.CALORIFIC): Indicator.COAL_CALORIFIC,
    (QuotaKind.ENERGY, Basis.PRIMARY): Indicator.COAL_PRIMARY,
    (QuotaKind.CARBON, Basis.NONE): Indicator.CO2,
}
"""Indicator whose account a quota of (kind, basis) limits."""
SUMMED = ("quota", "used", "plan_to_date", "projection", "projection_low", "projection_high")
"""Figures of a position that are added up."""


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
        account = used.get((quota.holder, indicator), (0.0, quota.unit, 0.0))
        positions[quota.holder].append(_position(quota, verdict, account))
    return positions


def _read_verdicts(
    session: Session, holders: Sequence[str], year: int
) -> dict[tuple[str, str, str], Verdict]:
    statement = select(Verdict).where(
        Verdict.subject.in_(holders),
        Verdict.rule == QUOTA_PACE,
        Verdict.version == 0,
        Verdict.period == Period.YEAR,
        Verdict.start_ms == year_start_ms(year),
    )
    return {
        (verdict.subject, verdict.detail.partition(":")[0], verdict.basis): verdict
        for verdict in session.scalars(statement)
    }


def _read_used(
    session: Session, holders: Sequence[str], year: int
) -> dict[tuple[str, str], tuple[float, str, float]]:
    """Return amount, its unit and coverage [1] of a year's accounts by (subject, indicator)."""
    statement = select(
        Account.subject, Account.indicator, Account.amount, Account.unit, Account.coverage
    ).where(
        Account.subject.in_(holders),
        Account.indicator.in_(set(INDICATOR_OF.values())),
        Account.period == Period.YEAR,
        Account.start_ms == year_start_ms(year),
        Account.version == 0,
    )
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in session.execute(statement)}


def _position(
    quota: Quota, verdict: Verdict | None, account: tuple[float, str, float]
) -> QuotaPosition:
    amount, unit, coverage = account
    evidence: Mapping[str, Any] = verdict.evidence if verdict is not None else {}
    return QuotaPosition(
        holder=quota.holder,
        kind=quota.kind,
        basis=quota.basis,
        unit=quota.unit,
        year=quota.year,
        quota=quota.amount,
        used=evidence.get("used", amount * conversion_factor(unit, quota.unit)),
        plan_to_date=evidence.get("plan_to_date"),
        projection=evidence.get("projection"),
        projection_low=evidence.get("projection_low"),
        projection_high=evidence.get("projection_high"),
        exceed_on=_day(evidence.get("exceed_ms")),
        coverage=coverage if verdict is None else verdict.coverage,
        holders=1,
        **judged_fields(verdict),
    )


def _day(t_ms: object) -> date | None:
    return to_local(t_ms).date() if isinstance(t_ms, int) else None


def add_positions(holder: str, positions: Sequence[QuotaPosition], now_ms: int) -> QuotaPosition:
    """Return the sum of quotas of one kind, held by `holder`'s enterprises, on one basis.

    Parameters
    ----------
    holder : str
        Subject the sum is of.
    positions : sequence of QuotaPosition
        At least one, of one kind; those on the basis that most are on are added.
    now_ms : int
        Present time [ms since the epoch, UTC].
    """
    alike = _most_common(positions)
    first = alike[0]
    scales = [conversion_factor(p.unit, first.unit) for p in alike]
    sums = {name: _sum(alike, scales, name) for name in SUMMED}
    quota, used = sums["quota"] or 0.0, sums["used"] or 0.0
    weights = [p.quota * scale for p, scale in zip(alike, scales, strict=True)]
    covered = sum(p.coverage * w for p, w in zip(alike, weights, strict=True))
    return first.model_copy(
        update={
            **sums,
            "holder": holder,
            "exceed_on": _exceed_on(first.year, now_ms, (used, quota, sums["projection"])),
            "coverage": covered / quota if quota else 0.0,
            "holders": len(alike),
            **judged_fields(None),
        }
    )


def _most_common(positions: Sequence[QuotaPosition]) -> list[QuotaPosition]:
    """Return the positions on the basis that most are on; the calorific one of two as many."""
    by_basis: dict[str, list[QuotaPosition]] = defaultdict(list)
    for position in positions:
        by_basis[position.basis].append(position)
    return max(by_basis.values(), key=lambda held: (len(held), held[0].basis == Basis.CALORIFIC))


def _sum(positions: Sequence[QuotaPosition], scales: Sequence[float], name: str) -> float | None:
    """Return the sum of a figure, None where one of them is not known."""
    total = 0.0
    for position, scale in zip(positions, scales, strict=True):
        value: float | None = getattr(position, name)
        if value is None:
            return None
        total += value * scale
    return total


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
