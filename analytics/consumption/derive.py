"""Readings of any kind of point → spans → hours and steps, for the windows wanted."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analytics.consumption.findings import detect_gaps
from analytics.consumption.gauge import compute_gauge
from analytics.consumption.hours import Windows, compute_hours
from analytics.consumption.interval import compute_interval
from analytics.consumption.meters import MeterTable
from analytics.consumption.register import compute_register
from analytics.consumption.spans import Derived, Step
from core.hours import HourBatch
from core.readings import Int64Array, ReadingBatch
from core.vocabulary import Kind


class Amounts(NamedTuple):
    """Hourly amounts and what was noticed on the way."""

    hours: HourBatch
    steps: list[Step]


def compute_amounts(readings: ReadingBatch, table: MeterTable, windows: Windows) -> Amounts:
    """Return the hourly amounts of all meters of `table` from their readings.

    Parameters
    ----------
    readings : ReadingBatch
        Usable readings by (series, time), one per (series, time), of series in `table`.
    table : MeterTable
        The meters.
    windows : Windows
        Hours wanted of each series, by ascending series, one row a meter.
    """
    kinds = np.array([_group(meter.kind, meter.rate) for meter in table.meters])
    hours: list[HourBatch] = []
    steps: list[Step] = []
    for group in np.unique(kinds):
        mine = kinds == group
        part = table if mine.all() else table.at(np.flatnonzero(mine))
        rows = readings if mine.all() else readings.take(np.isin(readings.series, part.series))
        derived = _derive(group, rows, (part, windows.start_ms[mine]))
        hours.append(
            compute_hours(derived.spans, derived.edges, windows, mean=group == "gauge_mean")
        )
        steps.extend(derived.steps)
        if group == Kind.REGISTER:
            steps.extend(detect_gaps(derived.spans, part) + detect_gaps(derived.edges, part))
    merged = HourBatch.concat(hours)
    if len(hours) > 1:
        merged = merged.take(np.argsort(merged.series, kind="stable"))
    return Amounts(merged, steps)


def _group(kind: Kind, rate: bool) -> str:
    return "gauge_mean" if kind is Kind.GAUGE and not rate else str(kind)


def _derive(group: str, readings: ReadingBatch, wanted: tuple[MeterTable, Int64Array]) -> Derived:
    table, since_ms = wanted
    if group == Kind.REGISTER:
        return compute_register(readings, table, since_ms)
    if group == Kind.INTERVAL:
        return compute_interval(readings, table)
    return compute_gauge(readings, table)
