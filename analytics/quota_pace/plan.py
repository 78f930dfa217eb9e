"""`Plan`: a quota spread over its year, month by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.calendar import DAY_MS, Period, period_starts
from core.readings import Float64Array, Int64Array


@dataclass(frozen=True)
class Plan:
    """A quota's plan over one Shanghai year.

    Attributes
    ----------
    amount : float
        The whole year's amount, in the quota's unit.
    edges_ms : (13,) int64
        Starts of the twelve months and end of the last [ms].
    months : (12,) float64
        Planned amounts, in the quota's unit.
    season : Plan or None
        The plan before quota was transferred, by which use is expected to spread over the year: a
        quota that comes or goes moves what is allowed, not what is used. None where nothing was.
    """

    amount: float
    edges_ms: Int64Array
    months: Float64Array
    season: Plan | None = None

    def to_date(self, t_ms: Int64Array) -> Float64Array:
        """Return the plan up to each time [ms], pro rata by time within a month."""
        total = np.concatenate([[0.0], np.cumsum(self.months)])
        return np.asarray(np.interp(t_ms, self.edges_ms, total))

    def ahead(self, t_ms: int) -> float:
        """Return what is planned after a time [ms]; never below zero."""
        return max(self.amount - float(self.to_date(np.array([t_ms]))[0]), 0.0)

    def date_of(self, planned: float) -> int:
        """Return the first time at which the plan reaches `planned` in the quota's unit [ms]."""
        total = np.concatenate([[0.0], np.cumsum(self.months)])
        month = min(int(np.searchsorted(total, planned)), len(self.months))
        if month == 0:
            return int(self.edges_ms[0])
        share = (planned - total[month - 1]) / self.months[month - 1]
        start, end = self.edges_ms[month - 1 : month + 1].tolist()
        return int(start + min(float(share), 1.0) * (end - start))

    @property
    def shape(self) -> Plan:
        """The plan by which use is expected to spread."""
        return self.season or self


def make_plan(year_ms: int, amount: float, months: Mapping[int, float]) -> Plan:
    """Make the plan of a year that starts at `year_ms` [ms].

    Parameters
    ----------
    amount : float
        The quota, in its unit; spread by the days of the months where no month is planned.
    months : mapping of int to float
        Planned amounts by month 1 … 12, in the same unit.
    """
    starts = period_starts(Period.MONTH, year_ms, year_ms + 360 * DAY_MS)
    edges = np.array([*starts, period_starts(Period.YEAR, year_ms, year_ms + 367 * DAY_MS)[1]])
    if months:
        planned = np.array([months.get(month, 0.0) for month in range(1, 13)])
    else:
        planned = amount * np.diff(edges) / (edges[-1] - edges[0])
    return Plan(amount, edges, planned)
