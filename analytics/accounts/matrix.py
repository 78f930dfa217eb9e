"""`HourMatrix`: the hourly amounts of an enterprise's points as (points, hours) arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.calendar import HOUR_MS
from core.hours import HourBatch
from core.readings import BoolArray, Float64Array, Int64Array
from core.store.protocol import SeriesKey, TimeSeriesStore


@dataclass(frozen=True)
class HourMatrix:
    """Hourly amounts of P points over H hours; what is missing is 0 with coverage 0.

    Attributes
    ----------
    start_ms : int
        Start of the first hour [ms].
    measured, estimated : (P, H) float64
        Parts of the amounts, in each point's accounting unit.
    coverage : (P, H) float64
        Share of each hour's seconds that is measured, 0 … 1 [1].
    """

    start_ms: int
    measured: Float64Array
    estimated: Float64Array
    coverage: Float64Array

    @property
    def hours(self) -> int:
        """Number of hours [1]."""
        return int(self.measured.shape[1])

    @property
    def end_ms(self) -> int:
        """End of the last hour [ms]."""
        return self.start_ms + self.hours * HOUR_MS

    @cached_property
    def starts(self) -> Int64Array:
        """Start of each hour [ms]."""
        return self.start_ms + HOUR_MS * np.arange(self.hours, dtype=np.int64)

    @cached_property
    def present(self) -> BoolArray:
        """Whether anything is known of each point and hour, (P, H)."""
        return np.asarray((self.coverage > 0) | (self.measured != 0) | (self.estimated != 0))

    def within(self, start_ms: int, end_ms: int) -> BoolArray:
        """Tell which hours reach into ``[start_ms, end_ms)`` [ms]."""
        return np.asarray((self.starts + HOUR_MS > start_ms) & (self.starts < end_ms))


def read_matrix(
    store: TimeSeriesStore, keys: Sequence[SeriesKey], start_ms: int, end_ms: int
) -> HourMatrix:
    """Read the hourly amounts of `keys` in whole hours of ``[start_ms, end_ms)`` [ms]."""
    hours = (end_ms - start_ms) // HOUR_MS
    if not keys or hours <= 0:
        return build_matrix(HourBatch.empty(), (), start_ms, max(hours, 0))
    series = store.series_ids(keys)
    batch = store.read_hours(series, start_ms, start_ms + hours * HOUR_MS)
    return build_matrix(batch, series.tolist(), start_ms, hours)


def build_matrix(batch: HourBatch, series: Sequence[int], start_ms: int, hours: int) -> HourMatrix:
    """Lay `batch` out with one row for each of `series` [1] and `hours` columns [1]."""
    shape = (len(series), hours)
    columns = [np.zeros(shape) for _ in range(3)]
    if len(batch):
        order = np.argsort(np.asarray(series, np.int64))
        at = np.searchsorted(np.asarray(series, np.int64)[order], batch.series)
        row = order[at]
        hour = (batch.hour_ms - start_ms) // HOUR_MS
        for column, name in zip(columns, ("measured", "estimated", "coverage"), strict=True):
            values = getattr(batch, name)
            column[row, hour] = np.where(np.isfinite(values), values, 0.0)
    return HourMatrix(start_ms, *columns)
