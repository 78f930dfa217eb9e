"""Back-test: what the band of the projection was worth in years that are over.

At the end of each month of a past year the projection is made again from what was known then, and
the year's use is held against its band. The share of months whose band held it is what the band's
80 % is to be measured by.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from analytics.quota_pace.plan import Plan
from analytics.quota_pace.rule import YearUse, compute_pace
from core.calendar import DAY_MS
from core.readings import Float64Array, Int64Array


@dataclass(frozen=True)
class Origin:
    """A projection as it was made at `at_ms` [ms], and what the year came to [unit of the plan]."""

    at_ms: int
    projection: float
    low: float
    high: float
    actual: float

    @property
    def is_inside(self) -> bool:
        """Whether the band held what came."""
        slack = 1e-9 * max(abs(self.actual), abs(self.high))
        return self.low - slack <= self.actual <= self.high + slack


@dataclass(frozen=True)
class Backtest:
    """Projections of past years with what came of them."""

    origins: tuple[Origin, ...]

    @property
    def inside(self) -> int:
        """How many bands held what came [1]."""
        return sum(origin.is_inside for origin in self.origins)

    @property
    def share(self) -> float | None:
        """Share of bands that held what came, 0 … 1 [1]; None where none was tried."""
        return self.inside / len(self.origins) if self.origins else None

    @property
    def width(self) -> float | None:
        """Median width of the band by what came [1]; None where none was tried."""
        widths = [(o.high - o.low) / o.actual for o in self.origins if o.actual > 0]
        return float(np.median(widths)) if widths else None

    @property
    def error(self) -> float | None:
        """Median distance of the projection from what came, by what came [1]; None likewise."""
        errors = [abs(o.projection / o.actual - 1) for o in self.origins if o.actual > 0]
        return float(np.median(errors)) if errors else None


def join_backtests(parts: Iterable[Backtest]) -> Backtest:
    """Return several back-tests as one."""
    return Backtest(tuple(origin for part in parts for origin in part.origins))


def backtest(use: YearUse, plan: Plan, floor: float) -> Backtest:
    """Project a year that is over from the end of each of its months.

    Parameters
    ----------
    use : YearUse
        The whole year.
    plan : Plan
        What it was to be.
    floor : float
        Least coverage of a day, 0 … 1 [1]. Days below it stand aside: those that reach it tell
        what the rest of the year came to. Where fewer than this share of the days that were left
        reach it, what came is not known, and the month is not tried.
    """
    shape = plan.shape
    planned = shape.to_date(use.days_ms + DAY_MS) - shape.to_date(use.days_ms)
    good = use.day_coverage >= floor
    origins = []
    for at_ms in plan.edges_ms[1:-1].tolist():
        rest = use.days_ms >= at_ms
        if not rest.any() or good[rest].mean() < floor:
            continue
        known = _until(use, at_ms)
        pace = compute_pace(known, plan, floor)
        if pace.low is None or pace.high is None:
            continue
        came = _measure(use.amount, planned, rest & good)
        actual = known.used + came * shape.ahead(at_ms)
        origins.append(Origin(at_ms, pace.projection, pace.low, pace.high, actual))
    return Backtest(tuple(origins))


def _until(use: YearUse, at_ms: int) -> YearUse:
    """Return what was known of a year at a time [ms]."""
    known = int(np.searchsorted(use.days_ms, at_ms))
    days: Int64Array = use.days_ms[:known]
    return YearUse(
        used=float(use.amount[:known].sum()),
        coverage=float(use.day_coverage[:known].mean()) if known else 0.0,
        days_ms=days,
        amount=use.amount[:known],
        day_coverage=use.day_coverage[:known],
        as_of_ms=at_ms,
        before=use.before,
    )


def _measure(amount: Float64Array, planned: Float64Array, days: np.ndarray) -> float:
    """Return use by plan over the chosen days [1]."""
    plan = float(planned[days].sum())
    return float(amount[days].sum()) / plan if plan > 0 else 0.0
