"""Registers: readings of many meters become spans with amounts.

Series that simply rise within their declared stretches are computed for the whole chunk at once;
those in which a register steps down, leaps, or contradicts what is declared go one by one through
`analytics.consumption.eventful`. Both give the same spans for the same readings.
"""

from __future__ import annotations

import numpy as np

from analytics.consumption.changes import describe_change
from analytics.consumption.chunk import Chunk
from analytics.consumption.eventful import compute_eventful
from analytics.consumption.meters import TIME_MAX_MS, TIME_MIN_MS, MeterTable
from analytics.consumption.spans import Derived, Spans, Step
from analytics.consumption.steps import SLACK
from core.calendar import HOUR_MS
from core.readings import BoolArray, Float64Array, Int64Array, ReadingBatch
from core.vocabulary import Quality

GAP = 2
"""Readings further apart than this many times the expected time are a gap (design) [1]."""


def compute_register(
    readings: ReadingBatch, table: MeterTable, since_ms: Int64Array | None = None
) -> Derived:
    """Return the spans of registers.

    Parameters
    ----------
    readings : ReadingBatch
        Usable readings by (series, time), one per (series, time), of series in `table`.
    table : MeterTable
        Registers.
    since_ms : (n,) int64, optional
        From when on spans are wanted of each meter [ms since the epoch, UTC]; always, if absent.

    Returns
    -------
    Derived
        Amounts in the accounting unit.
    """
    if not len(table):
        return Derived(Spans.empty(), Spans.empty(), [])
    chunk = Chunk.build(readings, table)
    rise = _compute_rise(chunk)
    eventful = _find_unsteady(chunk, rise)
    eventful |= _find_contradictions(chunk)
    eventful |= _find_broken_joins(chunk) | _find_undecided(chunk)
    if since_ms is None:
        since_ms = np.zeros(len(table), np.int64)
    eventful |= _find_unread_joins(chunk, since_ms)
    spans = _list_spans(chunk, rise, eventful)
    edges = _list_edges(chunk, eventful)
    parts = [
        compute_eventful(readings.take(np.arange(chunk.lower[i], chunk.upper[i])), table, int(i))
        for i in np.flatnonzero(eventful)
    ]
    return Derived(
        _by_series([spans, *(part.spans for part in parts)]),
        _by_series([edges, *(part.edges for part in parts)]),
        _detect_changes(chunk) + [step for part in parts for step in part.steps],
    )


def _by_series(parts: list[Spans]) -> Spans:
    """Join parts that are sorted each and share no series."""
    parts = [part for part in parts if len(part)]
    joined = Spans.concat(parts)
    return joined if len(parts) < 2 else joined.take(np.argsort(joined.series, kind="stable"))


def _compute_rise(chunk: Chunk) -> Float64Array:
    """Return the rise [raw unit] from each row to the next, 0 where a stretch ends."""
    rise = np.diff(chunk.readings.value, append=0.0)
    filled = chunk.stretches.last > chunk.stretches.first
    rise[chunk.stretches.last[filled] - 1] = 0.0
    if len(rise):
        rise[chunk.upper[chunk.upper > chunk.lower] - 1] = 0.0
    return rise


def _find_unsteady(chunk: Chunk, rise: Float64Array) -> BoolArray:
    """Find meters that fall, leap, or have readings while no meter is declared."""
    found = np.zeros(len(chunk.table), np.bool_)
    held = chunk.stretches.take(chunk.stretches.last > chunk.stretches.first)
    inside = np.bincount(held.meter, held.last - held.first, minlength=len(found))
    found |= inside < chunk.upper - chunk.lower
    falls = np.flatnonzero(rise < 0)
    found[np.searchsorted(chunk.upper, falls, "right")] = True
    if not len(held.first):
        return found
    leaps = np.maximum.reduceat(rise, held.first) > held.max_rate
    for k in np.flatnonzero(leaps):
        rows = slice(held.first[k], held.last[k])
        allowed = _allowed(np.diff(chunk.readings.time_ms[rows]), held.max_rate[k])
        found[held.meter[k]] |= bool((rise[rows][:-1] > allowed).any())
    return found


def _find_contradictions(chunk: Chunk) -> BoolArray:
    """Find meters whose readings contradict declared start or stop values."""
    found = np.zeros(len(chunk.table), np.bool_)
    columns = chunk.stretches
    filled = columns.last > columns.first
    found[columns.meter[~filled & (columns.stop_value < columns.start_value)]] = True
    held = columns.take(filled)
    time, value = chunk.readings.time_ms, chunk.readings.value
    rise = value[held.first] - held.start_value
    waited = time[held.first] - held.start_ms
    bad = (rise < 0) | (rise > _allowed(waited, held.max_rate))
    bad |= (waited == 0) & (rise > 0)
    bad |= held.stop_value < value[held.last - 1]
    found[held.meter[bad]] = True
    return found


def _find_broken_joins(chunk: Chunk) -> BoolArray:
    """Find meters whose register should go on over a boundary but does not simply rise there."""
    found = np.zeros(len(chunk.table), np.bool_)
    columns = chunk.stretches
    joined = np.flatnonzero(columns.joined)
    if not len(joined):
        return found
    count = columns.last - columns.first
    both = joined[(count[joined] > 0) & (count[joined - 1] > 0)]
    right = columns.first[both]
    time, value = chunk.readings.time_ms, chunk.readings.value
    rise = value[right] - value[right - 1]
    bad = (rise < 0) | (rise > _allowed(time[right] - time[right - 1], columns.max_rate[both]))
    found[columns.meter[both[bad]]] = True
    return found


def _find_unread_joins(chunk: Chunk, since_ms: Int64Array) -> BoolArray:
    """Find meters whose register goes on through a stretch without readings.

    A declared start value of such a stretch counts only if no reading older than what is wanted
    says that its own readings were just not read.
    """
    columns = chunk.stretches
    found = np.zeros(len(chunk.table), np.bool_)
    joined = np.flatnonzero(columns.joined)
    if not len(joined):
        return found
    meter, first = columns.meter[joined], columns.first[joined]
    earlier = first > chunk.lower[meter]
    empty = columns.last[joined] == first
    ends = empty & earlier & ~np.isnan(columns.stop_value[joined])
    unread = columns.last[joined - 1] == columns.first[joined - 1]
    time = np.append(chunk.readings.time_ms, TIME_MAX_MS)
    fresh = ~np.isnan(columns.start_value[joined - 1]) & (time[first] >= since_ms[meter])
    found[meter[ends | (unread & (earlier | fresh))]] = True
    return found


def _find_undecided(chunk: Chunk) -> BoolArray:
    """Find meters of which only a reading can tell whether one value is declared for both sides."""
    columns = chunk.stretches
    count = columns.last - columns.first
    asked = np.flatnonzero(columns.joins == 3)
    asked = asked[(count[asked] > 0) & (count[asked - 1] > 0)]
    found = np.zeros(len(chunk.table), np.bool_)
    found[columns.meter[asked]] = True
    return found


def _allowed(elapsed_ms: Int64Array, max_rate: Float64Array | float) -> Float64Array:
    """Return the greatest plausible rise [raw unit]; see `analytics.consumption.steps`."""
    hours: Float64Array = np.maximum(elapsed_ms / HOUR_MS, 1.0)
    return hours * max_rate * (1 + SLACK)


def _list_spans(chunk: Chunk, rise: Float64Array, eventful: BoolArray) -> Spans:
    """Return the spans between neighbouring readings of one stretch, of meters without events.

    Where a stretch ends, and of the other meters, they are empty.
    """
    readings, columns = chunk.readings, chunk.stretches
    amount = rise
    if (columns.factor != 1.0).any():
        amount = rise * chunk.rows_factor()
    end = np.empty_like(readings.time_ms)
    end[:-1] = readings.time_ms[1:]
    nothing = [columns.last[columns.last > columns.first] - 1]
    nothing += [np.arange(chunk.lower[i], chunk.upper[i]) for i in np.flatnonzero(eventful)]
    for rows in nothing:
        end[rows] = readings.time_ms[rows]
        amount[rows] = 0.0
    measured = end - readings.time_ms <= chunk.rows_expected_ms() * GAP
    good = readings.quality == Quality.GOOD
    if not good.all():
        measured &= good
        measured[:-1] &= good[1:]
    return Spans(readings.series, readings.time_ms, end, amount, measured)


def _list_edges(chunk: Chunk, eventful: BoolArray) -> Spans:
    """Return the spans at the ends of stretches, of meters without events."""
    columns = chunk.stretches
    plain = ~eventful[columns.meter]
    filled = columns.last > columns.first
    starts = plain & filled & ~np.isnan(columns.start_value)
    stops = plain & filled & ~np.isnan(columns.stop_value) & (columns.end_ms < TIME_MAX_MS)
    unread = plain & ~filled & ~np.isnan(columns.start_value + columns.stop_value)
    unread &= (columns.start_ms > TIME_MIN_MS) & (columns.end_ms < TIME_MAX_MS)
    parts = [
        _from_start(chunk, np.flatnonzero(starts)),
        _to_stop(chunk, np.flatnonzero(stops)),
        _unread(chunk, np.flatnonzero(unread)),
        *_across(chunk, np.flatnonzero(plain & filled & columns.joined)),
    ]
    edges = Spans.concat(parts)
    edges = edges.take(edges.start_ms < edges.end_ms)
    return edges.take(np.lexsort((edges.start_ms, edges.series)))


def _from_start(chunk: Chunk, chosen: Int64Array) -> Spans:
    """Return the spans from declared start values to the first reading."""
    columns = chunk.stretches.take(chosen)
    readings = chunk.readings.take(columns.first)
    rise = readings.value - columns.start_value
    good = readings.quality == Quality.GOOD
    return _edge(chunk, chosen, (columns.start_ms, readings.time_ms, rise, good))


def _to_stop(chunk: Chunk, chosen: Int64Array) -> Spans:
    """Return the spans from the last reading to declared stop values."""
    columns = chunk.stretches.take(chosen)
    readings = chunk.readings.take(columns.last - 1)
    rise = columns.stop_value - readings.value
    good = readings.quality == Quality.GOOD
    return _edge(chunk, chosen, (readings.time_ms, columns.end_ms, rise, good))


def _unread(chunk: Chunk, chosen: Int64Array) -> Spans:
    """Return the spans of stretches without a reading between two declared values."""
    columns = chunk.stretches.take(chosen)
    rise = columns.stop_value - columns.start_value
    return _edge(chunk, chosen, (columns.start_ms, columns.end_ms, rise, rise == rise))


def _across(chunk: Chunk, chosen: Int64Array) -> list[Spans]:
    """Return the two parts of spans over a boundary at which the register goes on.

    The rise is spread evenly in time, and each part takes its own stretch's factor.
    """
    columns = chunk.stretches
    chosen = chosen[columns.last[chosen - 1] > columns.first[chosen - 1]]
    right = columns.first[chosen]
    before, after = chunk.readings.take(right - 1), chunk.readings.take(right)
    boundary = columns.start_ms[chosen]
    length = after.time_ms - before.time_ms
    rise = after.value - before.value
    good = (before.quality == Quality.GOOD) & (after.quality == Quality.GOOD)
    good &= length <= GAP * chunk.table.expected_ms[columns.meter[chosen]]
    older = rise * ((boundary - before.time_ms) / length)
    newer = rise * ((after.time_ms - boundary) / length)
    return [
        _edge(chunk, chosen - 1, (before.time_ms, boundary, older, good)),
        _edge(chunk, chosen, (boundary, after.time_ms, newer, good)),
    ]


def _edge(
    chunk: Chunk,
    stretch: Int64Array,
    columns: tuple[Int64Array, Int64Array, Float64Array, BoolArray],
) -> Spans:
    """Return spans of (start, end, raw rise, good), each with the factor of its stretch."""
    start, end, rise, good = columns
    meter = chunk.stretches.meter[stretch]
    measured = good & (end - start <= GAP * chunk.table.expected_ms[meter])
    amount = rise * chunk.stretches.factor[stretch]
    return Spans(chunk.table.series[meter], start, end, amount, measured)


def _detect_changes(chunk: Chunk) -> list[Step]:
    """Return a `meter_change` for every change of meter around which the amount is unknown."""
    columns = chunk.stretches
    filled = columns.last > columns.first
    follows = columns.meter[1:] == columns.meter[:-1]
    follows &= columns.start_ms[1:] == columns.end_ms[:-1]
    later = np.flatnonzero(filled[1:] & filled[:-1] & follows) + 1
    silent = np.isnan(columns.stop_value[later - 1]) | np.isnan(columns.start_value[later])
    value = chunk.readings.value
    steps: list[Step] = []
    for k in later[silent & ((columns.joins[later] == 0) | (columns.joins[later] == 2))]:
        shown = float(value[columns.last[k - 1] - 1]), float(value[columns.first[k]])
        if columns.joins[k] and shown[1] >= shown[0] - chunk.table.stretches[k].jitter:
            continue
        series, at_ms = int(chunk.table.series[columns.meter[k]]), int(columns.start_ms[k])
        declared = float(columns.stop_value[k - 1]), float(columns.start_value[k])
        steps.append(describe_change(series, at_ms, shown, declared))
    return steps
