"""`Chunk`: readings of many meters laid against the stretches of their epochs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

from analytics.consumption.meters import TIME_MAX_MS, MeterTable
from core.readings import BoolArray, Float64Array, Int64Array, ReadingBatch

KEY = TIME_MAX_MS + 1


@dataclass(frozen=True, slots=True)
class StretchColumns:
    """Stretches in columns of one length k, by meter and start.

    Attributes
    ----------
    meter : (k,) int64
        Position of the meter in its table [1].
    start_ms, end_ms : (k,) int64
        Stretch ``[start, end)`` [ms].
    start_value, stop_value : (k,) float64
        Declared values at its ends [raw unit], NaN where there is none.
    factor : (k,) float64
        Accounting units per raw unit [1].
    max_rate : (k,) float64
        Greatest plausible rise [raw unit per hour], infinite where there is none.
    joins : (k,) int64
        See `analytics.consumption.meters.Stretch` [1].
    first, last : (k,) int64
        Its rows ``[first, last)`` in the chunk [1].
    """

    meter: Int64Array
    start_ms: Int64Array
    end_ms: Int64Array
    start_value: Float64Array
    stop_value: Float64Array
    factor: Float64Array
    max_rate: Float64Array
    joins: Int64Array
    first: Int64Array
    last: Int64Array

    @property
    def joined(self) -> BoolArray:
        """Mask of the stretches in which the register of the one before can go on undeclared."""
        mask: BoolArray = (self.joins == 1) | (self.joins == 2)
        return mask

    def take(self, chosen: Int64Array | BoolArray) -> Self:
        """Return the stretches at the given positions or under the given mask [1]."""
        return type(self)(*(getattr(self, name)[chosen] for name in self.__slots__))


@dataclass(frozen=True, slots=True)
class Chunk:
    """Usable readings by (series, time) of the meters of `table`, whole series each.

    Attributes
    ----------
    readings : ReadingBatch
        The readings.
    table : MeterTable
        Their meters.
    lower, upper : (n,) int64
        Rows ``[lower, upper)`` of each meter [1].
    stretches : StretchColumns
        All stretches with their rows.
    """

    readings: ReadingBatch
    table: MeterTable
    lower: Int64Array
    upper: Int64Array
    stretches: StretchColumns

    @classmethod
    def build(cls, readings: ReadingBatch, table: MeterTable) -> Self:
        """Lay `readings` against the stretches of `table`."""
        lower = np.searchsorted(readings.series, table.series, "left")
        upper = np.searchsorted(readings.series, table.series, "right")
        columns = list(zip(*table.stretches, strict=True)) or [()] * 10
        meter = np.array(columns[0], np.int64)
        start, end = np.array(columns[1], np.int64), np.array(columns[2], np.int64)
        first, last = lower[meter], upper[meter]
        if len(meter) > len(table) or (start > 0).any() or (end < TIME_MAX_MS).any():
            key = np.repeat(np.arange(len(table)) * KEY, upper - lower)
            key += readings.time_ms
            first = np.searchsorted(key, meter * KEY + start)
            last = np.searchsorted(key, meter * KEY + end)
        stretches = StretchColumns(
            meter,
            start,
            end,
            np.array(columns[3], np.float64),
            np.array(columns[4], np.float64),
            np.array(columns[5], np.float64),
            np.array(columns[7], np.float64),
            np.array(columns[9], np.int64),
            first,
            last,
        )
        return cls(readings, table, lower, upper, stretches)

    def rows_factor(self) -> Float64Array:
        """Return the factor [1] of each row's stretch; of a row in none, of the one before."""
        columns = self.stretches
        sizes = np.diff(columns.first, append=len(self.readings))
        return np.repeat(columns.factor, sizes)

    def rows_expected_ms(self) -> Int64Array:
        """Return the time between readings [ms] expected of each row's meter."""
        return np.repeat(self.table.expected_ms, self.upper - self.lower)

    def rows_outside(self) -> BoolArray:
        """Return a mask of the rows that lie in no stretch: no meter was there."""
        edges = np.zeros(len(self.readings) + 1, np.int64)
        np.add.at(edges, self.stretches.first, 1)
        np.add.at(edges, self.stretches.last, -1)
        outside: BoolArray = np.cumsum(edges[:-1]) == 0
        return outside
