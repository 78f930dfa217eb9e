"""Which hours a change of readings can touch, point by point.

A changed reading changes the amounts between its neighbours, so each point's dirty span is widened
to the hours from the last usable reading before it to the first one after it. Where a register
stepped down within a day of it, what that step means may change as well, and the hours a day
further out are computed again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from analytics.consumption.at_hand import ReadingSource
from analytics.consumption.gauge import HOLD
from analytics.consumption.hours import Windows
from analytics.consumption.meters import TIME_MAX_MS, TIME_MIN_MS, MeterTable
from core.calendar import DAY_MS, HOUR_MS
from core.readings import Int64Array
from core.vocabulary import Kind

NONE_BEFORE = -1
NONE_AFTER = TIME_MAX_MS


class Region(NamedTuple):
    """Meters (positions in their table) [1] whose readings in ``[start, end)`` [ms] are needed."""

    meters: Int64Array
    start_ms: int
    end_ms: int


def floor_hour(t_ms: Int64Array) -> Int64Array:
    """Return the hours' starts [ms] at or before `t_ms` [ms]."""
    return t_ms - t_ms % HOUR_MS


def ceil_hour(t_ms: Int64Array) -> Int64Array:
    """Return the hours' starts [ms] at or after `t_ms` [ms]."""
    return t_ms + -t_ms % HOUR_MS


def read_before(store: ReadingSource, series: Int64Array, t_ms: int) -> Int64Array:
    """Read the time [ms] of each series' last usable reading before `t_ms`, or `NONE_BEFORE`."""
    found = store.last_before(series, t_ms)
    times = np.full(len(series), NONE_BEFORE, np.int64)
    times[np.searchsorted(series, found.series)] = found.time_ms
    return times


def read_after(store: ReadingSource, series: Int64Array, t_ms: int) -> Int64Array:
    """Read the time [ms] of each series' first usable reading from `t_ms` on, or `NONE_AFTER`."""
    found = store.first_from(series, t_ms)
    times = np.full(len(series), NONE_AFTER, np.int64)
    times[np.searchsorted(series, found.series)] = found.time_ms
    return times


def find_windows(store: ReadingSource, table: MeterTable, start_ms: int, end_ms: int) -> Windows:
    """Return the hours of each meter that changes in ``[start, end)`` [ms] can touch."""
    before = read_before(store, table.series, start_ms)
    after = read_after(store, table.series, end_ms)
    reach = np.array([_reach_ms(table, i) for i in range(len(table))], np.int64)
    low = np.where(before >= start_ms - reach, before, start_ms)
    high = np.minimum(after, end_ms + reach)
    register = reach == TIME_MAX_MS
    for i in np.flatnonzero(register & (before == NONE_BEFORE)):
        low[i] = min(start_ms, _first_declared(table, int(i), start_ms))
    for i in np.flatnonzero(register & (after == NONE_AFTER)):
        high[i] = max(end_ms, _last_declared(table, int(i), end_ms))
    low, high = np.minimum(low, start_ms), np.maximum(high, end_ms)
    near = 2 * table.expected_ms + 2 * HOUR_MS
    far = np.flatnonzero((start_ms - low > near) | (high - end_ms > near))
    still = far[_find_still(store, table.at(far), start_ms, end_ms)] if len(far) else far
    low[still], high[still] = start_ms, end_ms
    return Windows(table.series, floor_hour(low), ceil_hour(high))


def _find_still(store: ReadingSource, table: MeterTable, start_ms: int, end_ms: int) -> Int64Array:
    """Return the meters (positions) [1] without a reading or a change of epoch in the span [ms].

    Nothing that concerns them can have changed there: a meter that has been silent for months is
    not computed over these months because its neighbours are alive.
    """
    silent = np.flatnonzero(read_after(store, table.series, start_ms) >= end_ms)
    if not len(silent):
        return silent
    found = store.read_readings(table.series[silent], start_ms, end_ms, brief=True)
    silent = silent[np.isin(table.series[silent], found.series, invert=True)]
    return np.array([i for i in silent if not _changes(table, int(i), start_ms, end_ms)], np.int64)


def _changes(table: MeterTable, i: int, start_ms: int, end_ms: int) -> bool:
    """Tell whether a stretch of meter `i` [1] begins or ends in the span [ms]."""
    stretches = table.of_meter(i)
    times = [s.start_ms for s in stretches] + [s.end_ms for s in stretches]
    return any(start_ms <= t <= end_ms for t in times if TIME_MIN_MS < t < TIME_MAX_MS)


def widen_windows(store: ReadingSource, table: MeterTable, windows: Windows) -> Windows:
    """Return the windows wider, and on to the next usable reading there.

    A step is decided within a day after it, and may take back the reading before.
    """
    low, high = windows.start_ms - 2 * DAY_MS, windows.end_ms + DAY_MS
    start, end = windows.start_ms.copy(), windows.end_ms.copy()
    for kind in np.unique(_octave(high - low)):
        mine = np.flatnonzero(_octave(high - low) == kind)
        series = table.series[mine]
        before = read_before(store, series, int(low[mine].min()))
        after = read_after(store, series, int(high[mine].max()))
        start[mine] = np.where(before == NONE_BEFORE, low[mine], before)
        end[mine] = np.where(after == NONE_AFTER, high[mine], after)
    return Windows(windows.series, floor_hour(start), ceil_hour(end))


def _reach_ms(table: MeterTable, i: int) -> int:
    """Return how far a reading of meter `i` [1] can reach at most [ms]."""
    kind = table.meters[i].kind
    if kind is Kind.REGISTER:
        return TIME_MAX_MS
    return table.meters[i].expected_ms * (HOLD if kind is Kind.GAUGE else 1)


def _first_declared(table: MeterTable, i: int, otherwise: int) -> int:
    """Return the first declared value's time [ms] of meter `i` [1]."""
    times = [s.start_ms for s in table.of_meter(i) if s.start_value == s.start_value]
    times += [s.end_ms for s in table.of_meter(i) if s.stop_value == s.stop_value]
    return min((t for t in times if TIME_MIN_MS < t < TIME_MAX_MS), default=otherwise)


def _last_declared(table: MeterTable, i: int, otherwise: int) -> int:
    """Return the last declared value's time [ms] of meter `i` [1]."""
    times = [s.start_ms for s in table.of_meter(i) if s.start_value == s.start_value]
    times += [s.end_ms for s in table.of_meter(i) if s.stop_value == s.stop_value]
    return max((t for t in times if TIME_MIN_MS < t < TIME_MAX_MS), default=otherwise)


def list_regions(table: MeterTable, windows: Windows, margin_ms: Int64Array) -> Iterator[Region]:
    """Yield the readings needed for `windows`, meters with alike spans together.

    Registers need `margin_ms` [ms] (one a meter) more on either side, to decide what steps down
    mean; the others as far back as a reading holds.
    """
    register = np.array([meter.kind is Kind.REGISTER for meter in table.meters], np.bool_)
    low = windows.start_ms - np.where(register, margin_ms, table.expected_ms * HOLD)
    high = windows.end_ms + np.where(register, margin_ms, 0)
    low, high = np.maximum(low, TIME_MIN_MS), np.minimum(high, TIME_MAX_MS)
    if not len(low):
        return
    middle = (int(low.max()) + int(high.min())) // 2
    classes = _octave(middle - low) * 64 + _octave(high - middle)
    for kind in np.unique(classes):
        mine = np.flatnonzero(classes == kind)
        yield Region(mine, int(low[mine].min()), int(high[mine].max()))


def _octave(length_ms: Int64Array) -> Int64Array:
    """Return a class of lengths [ms] within which none is more than twice another."""
    hours = np.maximum(length_ms, HOUR_MS) / HOUR_MS
    return np.ceil(np.log2(hours)).astype(np.int64)
