"""What if: a projection with changes of use that are only supposed, such as 10 % less from August.

The rest of the year is the projection's ratio times the plan, day by day; a change scales it or
adds to it from one day to another. What is used already does not change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.quota_pace.plan import Plan
from analytics.quota_pace.rule import EQUAL, Pace
from core.calendar import DAY_MS
from core.errors import RefusedError
from core.readings import Float64Array, Int64Array


@dataclass(frozen=True)
class Change:
    """A supposed change in ``[start_ms, end_ms)`` [ms].

    Attributes
    ----------
    share : float
        By which share use changes, −0.1 for ten per cent less [1].
    per_month : float
        What is added for a mean month (a twelfth of the year) on top [quota's unit].
    """

    start_ms: int
    end_ms: int
    share: float = 0.0
    per_month: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """A year's end as it would be, in the quota's unit; `exceed_ms` [ms] None where it holds."""

    projection: float
    low: float | None
    high: float | None
    remaining: float
    exceed_ms: int | None


def suppose(pace: Pace, plan: Plan, as_of_ms: int, changes: Sequence[Change]) -> Outcome:
    """Return the year's end with supposed changes; without any it is the projection's.

    Parameters
    ----------
    pace : Pace
        The projection as it stands.
    plan : Plan
        The quota's plan.
    as_of_ms : int
        Up to when use is known [ms].
    changes : sequence of Change
        They add up where they overlap.

    Raises
    ------
    RefusedError
        A change takes away more than all, or ends before it starts.
    """
    edges = _edges(plan, as_of_ms)
    factor, added = _line(edges, changes, plan)
    planned = np.diff(plan.shape.to_date(edges))
    ahead = plan.shape.ahead(as_of_ms)
    ratios = (pace.ratio, _ratio(pace, pace.low, ahead), _ratio(pace, pace.high, ahead))
    lines = [
        None if ratio is None else np.maximum(ratio * planned * factor + added, 0.0)
        for ratio in ratios
    ]
    middle, low, high = (None if line is None else pace.used + float(line.sum()) for line in lines)
    assert middle is not None
    assert lines[0] is not None
    return Outcome(
        projection=middle,
        low=low,
        high=high,
        remaining=pace.quota - middle,
        exceed_ms=_exceed(pace, edges, lines[0]),
    )


def compute_needed_share(pace: Pace, plan: Plan, as_of_ms: int, from_ms: int) -> float | None:
    """Return the change of use from a time [ms] that ends the year exactly at its quota [1].

    None where nothing is left to change.
    """
    edges = _edges(plan, as_of_ms)
    ahead = pace.ratio * np.diff(plan.shape.to_date(edges))
    later = edges[1:] > max(from_ms, as_of_ms)
    kept = pace.used + float(ahead[~later].sum())
    free = float(ahead[later].sum())
    return (pace.quota - kept) / free - 1 if free > 0 else None


def _ratio(pace: Pace, end: float | None, ahead: float) -> float | None:
    """Return the ratio [1] that leads to an end of the band; both in the quota's unit."""
    if end is None:
        return None
    return (end - pace.used) / ahead if ahead > 0 else pace.ratio


def _edges(plan: Plan, as_of_ms: int) -> Int64Array:
    """Return the edges of the days that are left, the running one cut [ms]."""
    start, end = int(plan.edges_ms[0]), int(plan.edges_ms[-1])
    days = np.arange(start, end + 1, DAY_MS, dtype=np.int64)
    first = min(max(as_of_ms, start), end)
    return np.concatenate([[first], days[days > first]]).astype(np.int64)


def _line(
    edges: Int64Array, changes: Sequence[Change], plan: Plan
) -> tuple[Float64Array, Float64Array]:
    """Return each day's factor [1] and what is added to it [quota's unit]."""
    size = len(edges) - 1
    factor, added = np.ones(size), np.zeros(size)
    month_ms = (int(plan.edges_ms[-1]) - int(plan.edges_ms[0])) / 12
    length = np.maximum(np.diff(edges), 1)
    for change in changes:
        if change.end_ms <= change.start_ms:
            raise RefusedError(
                f"change ends at {change.end_ms} ms, before its start {change.start_ms} ms",
                where="what-if",
                fix="give a change from an earlier to a later day",
            )
        within = np.minimum(edges[1:], change.end_ms) - np.maximum(edges[:-1], change.start_ms)
        overlap = np.maximum(within, 0)
        factor += change.share * overlap / length
        added += change.per_month * overlap / month_ms
    if size and float(factor.min()) < 0:
        raise RefusedError(
            f"changes take {1 - float(factor.min()):.0%} of the use away",
            where="what-if",
            fix="take at most 100 % away",
        )
    return factor, added


def _exceed(pace: Pace, edges: Int64Array, ahead: Float64Array) -> int | None:
    """Return the start of the day on which use passes the quota [ms], None if it does not."""
    if pace.used > pace.quota * EQUAL:
        return pace.exceed_ms
    over = np.flatnonzero(pace.used + np.cumsum(ahead) > pace.quota * EQUAL)
    if not len(over):
        return None
    return int(edges[1:][over[0]]) - DAY_MS
