"""The pace of many quotas at once: their sum, and those that are used too fast.

Both are worked out by the database, so that a region of a thousand enterprises costs a few rows.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, func, select
from sqlalchemy.orm import Session

from api.schemas.quotas import QuotaPosition
from api.services.quotas import SAID, Figures, Subjects, read_figures, year_start_ms
from api.services.verdicts import QUOTA_PACE
from core.calendar import Period, period_end, to_local
from core.registry.models import Quota
from core.registry.results import Verdict
from core.units import conversion_factor
from core.vocabulary import Basis, QuotaKind

OVER_PACE = ("over_pace", "will_exceed", "exceeded")
Sums = list[float | None]
"""Quota, then the figures of `SAID`, added up [unit]; None where one of them is not known."""


def _judged_on(year: int) -> tuple[ColumnElement[bool], ...]:
    return (
        Verdict.rule == QUOTA_PACE,
        Verdict.version == 0,
        Verdict.period == Period.YEAR,
        Verdict.start_ms == year_start_ms(year),
    )


def read_over_pace(session: Session, holders: Subjects, year: int, *, limit: int) -> list[Figures]:
    """Return the quotas of `holders` that are used too fast, worst first, at most `limit` [1]."""
    exceeding = cast(Verdict.evidence["exceed_ms"].as_string(), BigInteger)
    statement = (
        select(Verdict.subject)
        .where(Verdict.subject.in_(holders), Verdict.level.in_(OVER_PACE), *_judged_on(year))
        .order_by(Verdict.severity.desc(), exceeding.is_(None), exceeding, Verdict.subject)
        .limit(limit)
    )
    worst = list(dict.fromkeys(session.scalars(statement)))
    held = read_figures(session, worst, year)
    found = [figures for name in worst for figures in held.get(name, [])]
    over = [figures for figures in found if figures.level in OVER_PACE]
    over.sort(key=lambda f: (-f.severity, f.exceed_on or date.max, f.holder))
    return over[:limit]


def sum_quotas(
    session: Session, holder: str, holders: Subjects, *, year: int, now_ms: int
) -> QuotaPosition | None:
    """Return the sum of the energy quotas of `holders`, on the basis that most are on.

    Parameters
    ----------
    session : Session
        The registry.
    holder : str
        Subject the sum is of.
    holders : Subjects
        Whose quotas are added.
    year : int
        Calendar year.
    now_ms : int
        Present time [ms since the epoch, UTC].

    Returns
    -------
    QuotaPosition or None
        None where none of them has an energy quota.
    """
    said = [Verdict.evidence[name].as_float() for name in SAID]
    detail = case(
        (Quota.basis == Basis.NONE, Quota.kind), else_=Quota.kind.concat(":").concat(Quota.basis)
    )
    on = and_(Verdict.subject == Quota.holder, Verdict.detail == detail, *_judged_on(year))
    # As it stands after transfers, which its verdict knows
    stands = func.coalesce(Verdict.evidence["quota"].as_float(), Quota.amount)
    statement = (
        select(
            Quota.basis,
            Quota.unit,
            func.count(),
            func.sum(stands * func.coalesce(Verdict.coverage, 0.0)),
            func.sum(stands),
            *(func.sum(figure) for figure in said),
            *(func.count(figure) for figure in said),
        )
        .select_from(Quota)
        .outerjoin(Verdict, on)
        .where(Quota.year == year, Quota.kind == QuotaKind.ENERGY, Quota.holder.in_(holders))
        .group_by(Quota.basis, Quota.unit)
    )
    by_basis: dict[str, list[tuple[str, int, float, Sums]]] = defaultdict(list)
    for basis, unit, count, covered, *sums in session.execute(statement):
        amounts = sums[: 1 + len(SAID)]
        known = [count, *sums[1 + len(SAID) :]]
        whole = [a if k == count else None for a, k in zip(amounts, known, strict=True)]
        by_basis[basis].append((unit, count, covered, whole))
    if not by_basis:
        return None
    basis = max(by_basis, key=lambda b: (sum(g[1] for g in by_basis[b]), b == Basis.CALORIFIC))
    return _add(holder, basis, by_basis[basis], year=year, now_ms=now_ms)


def _add(
    holder: str,
    basis: str,
    groups: list[tuple[str, int, float, Sums]],
    *,
    year: int,
    now_ms: int,
) -> QuotaPosition:
    """Add groups of different units; figures are in the first one's unit."""
    unit = groups[0][0]
    scales = [conversion_factor(group[0], unit) for group in groups]
    columns = zip(*(group[3] for group in groups), strict=True)
    quota, used, plan, projection, low, high = (_total(column, scales) for column in columns)
    covered = sum(group[2] * scale for group, scale in zip(groups, scales, strict=True))
    amount = quota or 0.0
    return QuotaPosition(
        holder=holder,
        kind=QuotaKind.ENERGY,
        basis=basis,
        unit=unit,
        year=year,
        quota=amount,
        used=used or 0.0,
        plan_to_date=plan,
        projection=projection,
        projection_low=low,
        projection_high=high,
        exceed_on=_exceed_on(year, now_ms, (used or 0.0, amount, projection)),
        level=None,
        severity=0,
        coverage=covered / amount if amount else 0.0,
        verdict_id=None,
        reason="",
        reason_en="",
        holders=sum(group[1] for group in groups),
    )


def _total(column: tuple[float | None, ...], scales: list[float]) -> float | None:
    total = 0.0
    for value, scale in zip(column, scales, strict=True):
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
