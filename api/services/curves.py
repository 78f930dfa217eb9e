"""The quota curve: cumulative use against plan and quota over the days of a year."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.quota_pace.plan import Plan, make_plan
from analytics.quota_pace.quotas import read_quotas
from api.errors import MissingError
from api.schemas.quotas import QuotaCurve, QuotaPosition
from api.services.quotas import INDICATOR_OF, read_positions, year_start_ms
from api.services.subjects import check_subject
from api.viewer import Viewer
from core.calendar import DAY_MS, Period, period_end, period_starts
from core.readings import Int64Array
from core.registry.models import Quota, QuotaMonth
from core.registry.results import Account
from core.units import conversion_factor


def read_quota_curve(
    viewer: Viewer, holder: str, *, year: int, kind: str = "energy", basis: str | None = None
) -> QuotaCurve:
    """Return the curve of one quota of a holder.

    Parameters
    ----------
    viewer : Viewer
        Who asks.
    holder : str
        ``enterprise:CODE`` or ``region:CODE``.
    year : int
        Calendar year.
    kind : str
        Kind of the quota.
    basis : str or None
        Its basis; None takes the first there is.

    Raises
    ------
    MissingError
        The holder has no such quota.
    ParameterError
        The holder is no subject.
    """
    check_subject(holder)
    with viewer.read() as session:
        seen = [holder] if viewer.sees_subject(session, holder) else []
        positions = read_positions(session, seen, year, kind).get(holder, [])
        position = next((p for p in positions if basis in (None, p.basis)), None)
        if position is None:
            raise MissingError(
                f"{holder} has no {kind} quota for {year}",
                parameter="holder",
                value=holder,
                fix="`GET /api/v1/quotas?holder=…` lists those it has",
            )
        plan = _read_plan(session, position)
        days = _read_days(session, position)
    return _draw(position, plan, days, viewer.now_ms())


def _read_plan(session: Session, position: QuotaPosition) -> Plan:
    """Return a quota's plan as the verdict has it: by months, season and transfers."""
    for quota in read_quotas(session, position.holder, [position.year]):
        if (quota.kind, quota.basis) == (position.kind, position.basis):
            return quota.plan
    statement = (
        select(QuotaMonth.month, QuotaMonth.amount)
        .join(Quota, Quota.id == QuotaMonth.quota_id)
        .where(
            Quota.holder == position.holder,
            Quota.year == position.year,
            Quota.kind == position.kind,
            Quota.basis == position.basis,
        )
    )
    months = {row[0]: row[1] for row in session.execute(statement)}
    return make_plan(year_start_ms(position.year), position.quota, months)


def _read_days(session: Session, position: QuotaPosition) -> dict[int, tuple[float, float]]:
    """Return amount [quota's unit] and coverage [1] of the days of the year."""
    start_ms = year_start_ms(position.year)
    statement = select(Account.start_ms, Account.amount, Account.unit, Account.coverage).where(
        Account.subject == position.holder,
        Account.indicator == INDICATOR_OF.get((position.kind, position.basis), ""),
        Account.period == Period.DAY,
        Account.start_ms >= start_ms,
        Account.start_ms < period_end(Period.YEAR, start_ms),
        Account.version == 0,
    )
    return {
        row[0]: (row[1] * conversion_factor(row[2], position.unit), row[3])
        for row in session.execute(statement)
    }


def _draw(
    position: QuotaPosition,
    plan: Plan,
    days: Mapping[int, tuple[float, float]],
    now_ms: int,
) -> QuotaCurve:
    start_ms = year_start_ms(position.year)
    end_ms = period_end(Period.YEAR, start_ms)
    starts = period_starts(Period.DAY, start_ms, end_ms)
    ends = np.array(starts) + DAY_MS
    past = [start for start in starts if start <= now_ms]
    sums = list(accumulate(days.get(start, (0.0, 0.0))[0] for start in past))
    return QuotaCurve(
        position=position,
        day_ms=ends.tolist(),
        used=[*sums, *[None] * (len(starts) - len(past))],
        plan=plan.to_date(ends).tolist(),
        projected=_project(position, plan.shape, ends, now_ms=now_ms),
        coverage=[days[start][1] if start in days else None for start in starts],
    )


def _project(
    position: QuotaPosition, shape: Plan, ends: Int64Array, *, now_ms: int
) -> list[float | None]:
    """Return use from the running day to the projection at the year's end, in the plan's shape."""
    columns: list[float | None] = [None] * len(ends)
    if position.projection is None or position.plan_to_date is None:
        return columns
    ahead = shape.ahead(now_ms)
    ratio = (position.projection - position.used) / ahead if ahead > 0 else 0.0
    passed = shape.to_date(np.array([now_ms]))
    planned = np.maximum(shape.to_date(ends) - passed, 0.0).tolist()
    first = max(int(np.count_nonzero(ends - DAY_MS <= now_ms)) - 1, 0)
    for index in range(first, len(ends)):
        columns[index] = position.used + ratio * planned[index]
    return columns
