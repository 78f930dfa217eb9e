"""Spans become hourly amounts.

The sums of an hour are always formed in the same order (whole spans by time, then parts of spans
by time, then edges), so that however the work is cut the last bit is the same.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analytics.consumption.spans import Spans
from core.calendar import HOUR_MS
from core.hours import HourBatch
from core.readings import Float64Array, Int64Array


class Windows(NamedTuple):
    """Hours wanted of each series: ``[start, end)`` [ms], aligned to hours, by series [1]."""

    series: Int64Array
    start_ms: Int64Array
    end_ms: Int64Array


class _Parts(NamedTuple):
    """Contributions to hours: columns of series, hour and four sums."""

    series: Int64Array
    hour: Int64Array
    measured: Float64Array
    estimated: Float64Array
    covered_ms: Float64Array
    held_ms: Float64Array


def compute_hours(spans: Spans, edges: Spans, windows: Windows, *, mean: bool = False) -> HourBatch:
    """Return hourly amounts of `spans` and `edges` within `windows`.

    Parameters
    ----------
    spans : Spans
        By (series, start); spans of a series do not overlap.
    edges : Spans
        Further spans by (series, start), added after the others.
    windows : Windows
        Hours wanted of each series, by ascending series.
    mean : bool
        The amounts are values to be averaged by time instead of amounts to be added.

    Returns
    -------
    HourBatch
        By (series, hour), hours with any span in them, in the unit of the spans.
    """
    parts = [*_sum_whole(spans, windows, mean=mean), *_cut(edges, windows, mean=mean)]
    return _merge(_concat(parts), windows, mean=mean)


def _sum_whole(spans: Spans, windows: Windows, *, mean: bool) -> list[_Parts]:
    """Sum measured spans that lie in one hour; cut up the others."""
    if not len(spans):
        return []
    hour = spans.start_ms // HOUR_MS
    length = spans.end_ms - spans.start_ms
    other = np.flatnonzero((spans.end_ms > (hour + 1) * HOUR_MS) | ~spans.measured)
    amount = spans.amount * length if mean else spans.amount.copy()
    amount[other] = 0.0
    length[other] = 0
    changed = np.empty(len(spans), np.bool_)
    changed[0] = True
    np.not_equal(hour[1:], hour[:-1], out=changed[1:])
    changed[1:] |= spans.series[1:] != spans.series[:-1]
    first = np.flatnonzero(changed)
    group = np.repeat(np.arange(len(first)), np.diff(first, append=len(spans)))
    covered = np.add.reduceat(length, first).astype(np.float64)
    measured = _sum(group, amount)
    zero = np.zeros(len(first))
    whole = _Parts(spans.series[first], hour[first], measured, zero, covered, covered)
    used = covered > 0
    if not used.all():
        whole = _Parts(
            whole.series[used],
            whole.hour[used],
            *(column[used] for column in (measured, zero, covered, covered)),
        )
    return [whole, *_cut(spans.take(other), windows, mean=mean)]


def _cut(spans: Spans, windows: Windows, *, mean: bool) -> list[_Parts]:
    """Cut spans at the hours, pro rata, within the windows of their series."""
    if not len(spans):
        return []
    place = np.searchsorted(windows.series, spans.series)
    first = np.maximum(spans.start_ms, windows.start_ms[place]) // HOUR_MS
    last = (np.minimum(spans.end_ms, windows.end_ms[place]) - 1) // HOUR_MS
    count = np.where(spans.start_ms < spans.end_ms, np.maximum(last - first + 1, 0), 0)
    origin = np.repeat(np.arange(len(spans)), count)
    offset = np.arange(len(origin)) - np.repeat(np.cumsum(count) - count, count)
    hour = first[origin] + offset
    start, end = spans.start_ms[origin], spans.end_ms[origin]
    length = np.minimum(end, (hour + 1) * HOUR_MS) - np.maximum(start, hour * HOUR_MS)
    share = length if mean else length / (end - start)
    amount = spans.amount[origin] * share
    measured = spans.measured[origin]
    held = length.astype(np.float64)
    return [
        _Parts(
            spans.series[origin],
            hour,
            np.where(measured, amount, 0.0),
            np.where(measured, 0.0, amount),
            np.where(measured, held, 0.0),
            held,
        )
    ]


def _concat(parts: list[_Parts]) -> _Parts:
    if not parts:
        whole = np.empty(0, np.int64)
        return _Parts(whole, whole, *(np.empty(0) for _ in range(4)))
    return _Parts(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _merge(parts: _Parts, windows: Windows, *, mean: bool) -> HourBatch:
    """Add up the contributions of each (series, hour)."""
    if not len(parts.series):
        return HourBatch.empty()
    order = np.lexsort((parts.hour, parts.series))
    series, hour = parts.series[order], parts.hour[order]
    new = np.empty(len(series), np.bool_)
    new[0] = True
    new[1:] = (series[1:] != series[:-1]) | (hour[1:] != hour[:-1])
    group = np.cumsum(new) - 1
    series, hour_ms = series[new], hour[new] * HOUR_MS
    measured, estimated, covered, held = (
        _sum(group, column[order])
        for column in (parts.measured, parts.estimated, parts.covered_ms, parts.held_ms)
    )
    if mean:
        held = np.where(held > 0, held, 1.0)
        measured, estimated = measured / held, estimated / held
    coverage = np.minimum(covered / HOUR_MS, 1.0)
    hours = HourBatch(series, hour_ms, measured + estimated, measured, estimated, coverage)
    place = np.searchsorted(windows.series, series)
    inside = (hour_ms >= windows.start_ms[place]) & (hour_ms < windows.end_ms[place])
    return hours if inside.all() else hours.take(inside)


def _sum(group: Int64Array, column: Float64Array) -> Float64Array:
    """Add up a column by group, in its order."""
    sums: Float64Array = np.bincount(group, column).astype(np.float64, copy=False)
    return sums
