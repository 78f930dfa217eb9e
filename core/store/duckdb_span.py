"""First and last time of every series, so that most writes and searches need no look-up."""

from __future__ import annotations

import numpy as np

from core.readings import Int64Array

NEVER_FIRST = np.iinfo(np.int64).max
NEVER_LAST = np.iinfo(np.int64).min


class SpanIndex:
    """First and last time of each series as two arrays indexed by series id."""

    def __init__(self) -> None:
        self._first = np.full(1024, NEVER_FIRST, np.int64)
        self._last = np.full(1024, NEVER_LAST, np.int64)

    def _reach(self, greatest: int) -> None:
        size = len(self._first)
        if greatest < size:
            return
        more = max(size * 2, greatest + 1) - size
        self._first = np.concatenate([self._first, np.full(more, NEVER_FIRST, np.int64)])
        self._last = np.concatenate([self._last, np.full(more, NEVER_LAST, np.int64)])

    def first_ms(self, series: Int64Array) -> Int64Array:
        """Return the first time [ms] of each of `series` [1], `NEVER_FIRST` where it has none."""
        if len(series):
            self._reach(int(series.max()))
        return self._first[series]

    def last_ms(self, series: Int64Array) -> Int64Array:
        """Return the last time [ms] of each of `series` [1], `NEVER_LAST` where it has none."""
        if len(series):
            self._reach(int(series.max()))
        return self._last[series]

    def widen(self, series: Int64Array, first_ms: Int64Array, last_ms: Int64Array) -> None:
        """Take in further times [ms] of distinct `series` [1]."""
        if not len(series):
            return
        self._reach(int(series.max()))
        self._first[series] = np.minimum(self._first[series], first_ms)
        self._last[series] = np.maximum(self._last[series], last_ms)


def group_starts(series: Int64Array) -> Int64Array:
    """Return the positions [1] at which a new series begins in sorted `series` [1]."""
    if not len(series):
        return np.empty(0, np.int64)
    return np.flatnonzero(np.concatenate(([True], series[1:] != series[:-1])))
