"""Gauges: a value holds until the next reading, at most twice the expected time."""

from __future__ import annotations

import numpy as np

from analytics.consumption.chunk import Chunk
from analytics.consumption.meters import MeterTable
from analytics.consumption.spans import Derived, Spans
from core.calendar import HOUR_MS
from core.readings import ReadingBatch
from core.vocabulary import Quality

HOLD = 2
"""A gauge's value holds at most this many times the expected time (design, Amounts) [1]."""


def compute_gauge(readings: ReadingBatch, table: MeterTable) -> Derived:
    """Return the spans over which gauges held a value.

    Parameters
    ----------
    readings : ReadingBatch
        Usable readings by (series, time), one per (series, time), of series in `table`.
    table : MeterTable
        Gauges, all of them rates or none.

    Returns
    -------
    Derived
        Of rates amounts in the accounting unit; of others values in the point's own unit.
    """
    if not len(readings):
        return Derived(Spans.empty(), Spans.empty(), [])
    chunk = Chunk.build(readings, table)
    end = readings.time_ms + chunk.rows_expected_ms() * HOLD
    same = readings.series[1:] == readings.series[:-1]
    end[:-1][same] = np.minimum(end[:-1][same], readings.time_ms[1:][same])
    columns = chunk.stretches
    end = np.minimum(end, np.repeat(columns.end_ms, np.diff(columns.first, append=len(readings))))
    value = readings.value * chunk.rows_factor()
    if table.meters[0].rate:
        value *= (end - readings.time_ms) / HOUR_MS
    spans = Spans(readings.series, readings.time_ms, end, value, readings.quality == Quality.GOOD)
    return Derived(spans.take(~chunk.rows_outside()), Spans.empty(), [])
