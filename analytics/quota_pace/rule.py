"""The rule itself, without a database: a year's daily use against a plan.

Method (docs/decisions/021-coverage-and-pace.md): the ratio of use to plan over the last 28 days
that reach the coverage floor is carried on to the rest of the plan, so that a season in the plan
is a season in the projection. The band is that of `analytics.quota_pace.band`: meant to hold four
years out of five, measured on the holder's own past weeks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from analytics.quota_pace.band import (
    WEEK_DAYS,
    Restlessness,
    compute_half_width,
    compute_weeks,
    measure_restlessness,
)
from analytics.quota_pace.plan import Plan
from core.calendar import DAY_MS, HOUR_MS
from core.readings import BoolArray, Float64Array, Int64Array
from core.vocabulary import Severity

RECENT_DAYS = 28
EQUAL = 1 + 1e-9
"""Two amounts closer than this ratio are equal: sums of the same floats in another order [1]."""


class PaceLevel(StrEnum):
    """Levels of the rule, from good to bad, and the one without data."""

    WITHIN = "within_pace"
    OVER = "over_pace"
    WILL_EXCEED = "will_exceed"
    EXCEEDED = "exceeded"
    UNDETERMINED = "undetermined"


SEVERITY: dict[PaceLevel, Severity] = {
    PaceLevel.WITHIN: Severity.NONE,
    PaceLevel.UNDETERMINED: Severity.NOTICE,
    PaceLevel.OVER: Severity.WARNING,
    PaceLevel.WILL_EXCEED: Severity.SERIOUS,
    PaceLevel.EXCEEDED: Severity.GRAVE,
}


@dataclass(frozen=True)
class YearUse:
    """What is used in a year so far, in the quota's unit.

    Attributes
    ----------
    used : float
        The year's account.
    coverage : float
        Share of the year's seconds so far that is measured, 0 … 1 [1].
    days_ms : (n,) int64
        Starts of the days that have begun [ms].
    amount : (n,) float64
        Use of each day.
    day_coverage : (n,) float64
        Share of each day's seconds so far that is measured [1].
    as_of_ms : int
        End of the last hour that has passed, at most the year's end [ms].
    before : (m,) float64
        Use by plan of the weeks of the year before, in order; empty where it is not known [1].
    """

    used: float
    coverage: float
    days_ms: Int64Array
    amount: Float64Array
    day_coverage: Float64Array
    as_of_ms: int
    before: Float64Array = field(default_factory=lambda: np.empty(0))


@dataclass(frozen=True)
class Pace:
    """A judged year. Amounts are in the quota's unit, times in ms.

    ``used + remaining = quota``. `ratio` is use by plan [1]; `method` tells over what it was taken.
    `low` and `high` are the band of the projection, None while too few weeks are known for one.
    `exceed_ms` is the day the quota is or will be passed, None where it is not; `earliest_ms` and
    `latest_ms` are that day at the upper and at the lower end of the band; `rest` is what the band
    was measured by.
    """

    level: PaceLevel
    quota: float
    used: float
    remaining: float
    plan_to_date: float
    projection: float
    low: float | None
    high: float | None
    ratio: float
    method: str
    exceed_ms: int | None
    earliest_ms: int | None
    latest_ms: int | None
    coverage: float
    since_ms: int
    rest: Restlessness | None = None


def compute_pace(use: YearUse, plan: Plan, floor: float) -> Pace:
    """Judge a year's use against its plan; `floor` is the least coverage, 0 … 1 [1]."""
    quota = plan.amount
    to_date = float(plan.to_date(np.array([use.as_of_ms]))[0])
    full = use.days_ms + DAY_MS <= use.as_of_ms
    chosen = np.flatnonzero(full & (use.day_coverage >= floor))[-RECENT_DAYS:]
    shape = plan.shape
    planned = shape.to_date(use.days_ms + DAY_MS) - shape.to_date(use.days_ms)
    passed = float(shape.to_date(np.array([use.as_of_ms]))[0])
    ratio, method = _ratio(use, chosen, planned, passed)
    ahead = shape.ahead(use.as_of_ms)
    projection = use.used + ratio * ahead
    rest = _measure(use, planned, floor)
    low, high = _band(use, plan, rest, ratio)
    level = _level(use.used, to_date, projection, quota)
    if use.coverage < floor:
        level = PaceLevel.UNDETERMINED
    return Pace(
        level,
        quota=quota,
        used=use.used,
        remaining=quota - use.used,
        plan_to_date=to_date,
        projection=projection,
        low=None if low is None else use.used + low * ahead,
        high=None if high is None else use.used + high * ahead,
        ratio=ratio,
        method=method,
        exceed_ms=_exceeding(use, plan, passed, ratio),
        earliest_ms=None if high is None else _exceeding(use, plan, passed, high),
        latest_ms=None if low is None else _exceeding(use, plan, passed, low),
        coverage=use.coverage,
        since_ms=_since(use, plan, level, floor),
        rest=rest,
    )


def _ratio(
    use: YearUse, chosen: Int64Array, planned: Float64Array, to_date: float
) -> tuple[float, str]:
    """Return the ratio of use to plan [1] to carry on, and what it was taken over."""
    recent_plan = float(planned[chosen].sum())
    if recent_plan > 0:
        return max(float(use.amount[chosen].sum()) / recent_plan, 0.0), "recent_28_days"
    if to_date > 0:
        return max(use.used / to_date, 0.0), "year_to_date"
    return 1.0, "plan"


def _measure(use: YearUse, planned: Float64Array, floor: float) -> Restlessness | None:
    """Return how restless the weeks that are known have been."""
    good = (use.days_ms + DAY_MS <= use.as_of_ms) & (use.day_coverage >= floor)
    weeks = compute_weeks(use.amount[good], planned[good])
    return measure_restlessness(np.concatenate([use.before, weeks]))


def _band(
    use: YearUse, plan: Plan, rest: Restlessness | None, ratio: float
) -> tuple[float | None, float | None]:
    """Return the lower and upper ratio of use to plan for the rest of the year [1]."""
    ahead_ms = int(plan.edges_ms[-1]) - use.as_of_ms
    if ahead_ms <= 0:
        return ratio, ratio
    if rest is None:
        return None, None
    half = compute_half_width(rest, ahead_ms / (WEEK_DAYS * DAY_MS))
    return max(ratio - half, 0.0), ratio + half


def _level(used: float, to_date: float, projection: float, quota: float) -> PaceLevel:
    if used > quota * EQUAL:
        return PaceLevel.EXCEEDED
    if projection > quota * EQUAL:
        return PaceLevel.WILL_EXCEED
    if used > to_date * EQUAL:
        return PaceLevel.OVER
    return PaceLevel.WITHIN


def _exceeding(use: YearUse, plan: Plan, passed: float, ratio: float) -> int | None:
    """Return the start of the day on which use passes the quota [ms], None if it does not."""
    over = np.flatnonzero(np.cumsum(use.amount) > plan.amount * EQUAL)
    if use.used > plan.amount * EQUAL and len(over):
        return int(use.days_ms[over[0]])
    shape = plan.shape
    if use.used + ratio * shape.ahead(use.as_of_ms) <= plan.amount * EQUAL:
        return None
    moment = shape.date_of(passed + (plan.amount - use.used) / ratio)
    first = int(plan.edges_ms[0])
    return first + (max(moment, use.as_of_ms) - first) // DAY_MS * DAY_MS


def _since(use: YearUse, plan: Plan, level: PaceLevel, floor: float) -> int:
    """Return the start of the day from which the days' closing levels have all been `level` [ms].

    Each full day is judged at its end by the same rule; the running day has the present level.
    """
    full = use.days_ms + DAY_MS <= use.as_of_ms
    closed = _closing_levels(use, plan, floor)[full]
    other = np.flatnonzero(closed != level)
    first = int(other[-1]) + 1 if len(other) else 0
    if first < len(use.days_ms):
        return int(use.days_ms[first])
    return int(use.days_ms[-1]) if len(use.days_ms) else int(plan.edges_ms[0])


def _closing_levels(
    use: YearUse, plan: Plan, floor: float
) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    """Return the level at the end of each day, shape (n,)."""
    ends = use.days_ms + DAY_MS
    used = np.cumsum(use.amount)
    to_date = plan.to_date(ends)
    passed = plan.shape.to_date(ends)
    planned = np.diff(passed, prepend=0.0)
    ratio = _trailing_ratio(use.amount, planned, use.day_coverage >= floor)
    yearly = np.divide(used, passed, out=np.ones(len(used)), where=passed > 0)
    ratio = np.maximum(np.where(np.isnan(ratio), yearly, ratio), 0.0)
    projection = used + ratio * np.maximum(plan.shape.amount - passed, 0.0)
    hours = np.maximum(np.minimum(ends, use.as_of_ms) - use.days_ms, 0) / HOUR_MS
    passed = np.cumsum(hours)
    covered = np.cumsum(hours * use.day_coverage)
    coverage = np.divide(covered, passed, out=np.zeros(len(used)), where=passed > 0)
    quota = plan.amount * EQUAL
    return np.select(
        [coverage < floor, used > quota, projection > quota, used > to_date * EQUAL],
        [PaceLevel.UNDETERMINED, PaceLevel.EXCEEDED, PaceLevel.WILL_EXCEED, PaceLevel.OVER],
        default=PaceLevel.WITHIN,
    )


def _trailing_ratio(amount: Float64Array, planned: Float64Array, good: BoolArray) -> Float64Array:
    """Return use by plan over the last 28 good days up to each day [1]; NaN without plan."""
    used = np.concatenate([[0.0], np.cumsum(np.where(good, amount, 0.0)[good])])
    plan = np.concatenate([[0.0], np.cumsum(planned[good])])
    count = np.cumsum(good)
    first = np.maximum(count - RECENT_DAYS, 0)
    window = plan[count] - plan[first]
    ratio = np.full(len(amount), np.nan)
    np.divide(used[count] - used[first], window, out=ratio, where=window > 0)
    return ratio
