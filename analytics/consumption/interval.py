"""Intervals: a reading is the amount of the period that starts at its time."""

from __future__ import annotations

import numpy as np

from analytics.consumption.chunk import Chunk
from analytics.consumption.meters import MeterTable
from analytics.consumption.spans import Derived, Spans
from core.calendar import HOUR_MS
from core.readings import ReadingBatch
from core.vocabulary import Quality


def compute_interval(readings: ReadingBatch, table: MeterTable) -> Derived:
    """Return the spans of interval readings: each covers the expected time from its stamp.

    Where the next one starts earlier the span ends there and keeps its amount: a stamp that is a
    few seconds early takes nothing away.

    Parameters
    ----------
    readings : ReadingBatch
        Usable readings by (series, time), one per (series, time), of series in `table`.
    table : MeterTable
        Interval points; one whose unit is a rate gives the mean rate of each period.
    """
    if not len(readings):
        return Derived(Spans.empty(), Spans.empty(), [])
    chunk = Chunk.build(readings, table)
    expected = chunk.rows_expected_ms()
    end = readings.time_ms + expected
    same = readings.series[1:] == readings.series[:-1]
    end[:-1][same] = np.minimum(end[:-1][same], readings.time_ms[1:][same])
    value = readings.value * chunk.rows_factor()
    rate = np.array([meter.rate for meter in table.meters], np.bool_)
    if rate.any():
        hours = np.where(np.repeat(rate, chunk.upper - chunk.lower), expected / HOUR_MS, 1.0)
        value *= hours
    spans = Spans(readings.series, readings.time_ms, end, value, readings.quality == Quality.GOOD)
    return Derived(spans.take(~chunk.rows_outside()), Spans.empty(), [])
