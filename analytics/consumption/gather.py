"""Reading what amounts need: whole series a chunk at a time, with the readings just outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import NamedTuple

import numpy as np

from analytics.consumption.at_hand import ReadingSource
from analytics.consumption.meters import MeterTable
from analytics.consumption.windows import Region
from core.readings import Int64Array, ReadingBatch


class Gathered(NamedTuple):
    """Readings of some meters by (series, time), and the meters' positions in their table [1]."""

    readings: ReadingBatch
    meters: Int64Array


def gather_readings(
    store: ReadingSource, table: MeterTable, region: Region, rows: int
) -> Iterator[Gathered]:
    """Yield the readings of a region, about `rows` [1] at a time; every meter comes once.

    Each series brings its last usable reading before the region and its first one after it.
    """
    series = table.series[region.meters]
    outside = ReadingBatch.concat(
        [store.last_before(series, region.start_ms), store.first_from(series, region.end_ms)]
    ).sorted()
    unseen = np.ones(len(series), np.bool_)
    for batch in _scan(store, table, region, rows):
        first = np.flatnonzero(np.diff(batch.series, prepend=-1))
        seen = np.searchsorted(series, batch.series[first])
        unseen[seen] = False
        yield Gathered(_merge(batch, outside, batch.series[first]), region.meters[seen])
    if unseen.any():
        rest = outside.take(np.isin(outside.series, series[unseen]))
        yield Gathered(rest, region.meters[unseen])


def _scan(
    store: ReadingSource, table: MeterTable, region: Region, rows: int
) -> Iterator[ReadingBatch]:
    """Yield the readings of the region; at once where half as many as fit are expected."""
    series = table.series[region.meters]
    spans = (region.end_ms - region.start_ms) / table.expected_ms[region.meters]
    if 2 * float(spans.sum()) > rows:
        yield from store.scan_readings(series, region.start_ms, region.end_ms, rows, brief=True)
        return
    batch = store.read_readings(series, region.start_ms, region.end_ms, brief=True)
    if len(batch):
        yield batch


def _merge(batch: ReadingBatch, outside: ReadingBatch, series: Int64Array) -> ReadingBatch:
    """Put the readings outside the region that belong to `series` before and after their own."""
    extra = outside.take(np.isin(outside.series, series))
    if not len(extra):
        return batch
    lower = np.searchsorted(batch.series, extra.series, "left")
    upper = np.searchsorted(batch.series, extra.series, "right")
    place = np.where(extra.time_ms < batch.time_ms[lower], lower, upper)
    return ReadingBatch(
        *(
            np.insert(getattr(batch, field.name), place, getattr(extra, field.name))
            for field in fields(batch)
        )
    )
