"""The days of a year's accounts as arrays, and the coverage of a period that had not all meters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.accounts.rows import AccountRow
from core.calendar import DAY_MS, HOUR_MS
from core.readings import Float64Array, Int64Array

Span = tuple[int, int]


@dataclass(frozen=True)
class DayLine:
    """One indicator's days in a period so far; days without a row are 0 with coverage 0.

    Attributes
    ----------
    days_ms : (n,) int64
        Starts of the days that have begun [ms].
    amount : (n,) float64
        Amount of each day, in the indicator's unit.
    coverage : (n,) float64
        Share of each day's seconds so far that is measured, time before service included [1].
    """

    days_ms: Int64Array
    amount: Float64Array
    coverage: Float64Array


def make_day_line(rows: list[AccountRow], period: Span, service: Span, as_of_ms: int) -> DayLine:
    """Lay the day `rows` of one indicator out over a period [ms] as far as it has passed.

    `service` tells from when until when there was something to measure [ms].
    """
    end = min(period[1], as_of_ms + -(as_of_ms - period[0]) % DAY_MS)
    days = np.arange(period[0], max(end, period[0]), DAY_MS, dtype=np.int64)
    amount, coverage = np.zeros(len(days)), np.zeros(len(days))
    for row in rows:
        at = (row.start_ms - period[0]) // DAY_MS
        if 0 <= at < len(days):
            amount[at], coverage[at] = row.amount, row.coverage
    passed = hours_between(days, days + DAY_MS, (period[0], as_of_ms))
    served = hours_between(days, days + DAY_MS, (service[0], min(service[1], as_of_ms)))
    share = np.divide(served, passed, out=np.zeros(len(days)), where=passed > 0)
    return DayLine(days, amount, coverage * share)


def hours_between(start_ms: Int64Array, end_ms: Int64Array, span: Span) -> Float64Array:
    """Return how many hours of each ``[start, end)`` [ms] lie in `span` [h]."""
    overlap = np.minimum(end_ms, span[1]) - np.maximum(start_ms, span[0])
    return np.asarray(np.maximum(overlap, 0) / HOUR_MS, np.float64)


def share_in_service(period: Span, service: Span, as_of_ms: int) -> float:
    """Return the share of a period so far in which there was something to measure, 0 … 1 [1]."""
    end = min(period[1], as_of_ms)
    passed = max(end - period[0], 0)
    served = max(min(end, service[1]) - max(period[0], service[0]), 0)
    return served / passed if passed else 0.0
