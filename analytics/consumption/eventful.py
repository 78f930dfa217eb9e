"""One register at a time, where a step down, a leap or a declared value needs deciding."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from analytics.consumption.changes import describe_change
from analytics.consumption.meters import TIME_MAX_MS, TIME_MIN_MS, MeterTable, Stretch
from analytics.consumption.spans import Derived, Spans, Step
from analytics.consumption.steps import Limits, Link, Run, compute_links
from core.calendar import HOUR_MS
from core.readings import ReadingBatch
from core.vocabulary import Quality

GAP = 2


@dataclass(slots=True)
class _Rows:
    """Readings of one stretch as lists, with its declared values at the ends."""

    time_ms: list[int]
    value: list[float]
    good: list[bool]
    start_value: float | None
    stop_value: float | None


@dataclass(slots=True)
class _Found:
    """Spans and edges as rows (start, end, amount, measured), and steps."""

    spans: list[tuple[int, int, float, bool]] = field(default_factory=list)
    edges: list[tuple[int, int, float, bool]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def compute_eventful(readings: ReadingBatch, table: MeterTable, index: int) -> Derived:
    """Return the spans of one register, by the decision table.

    Parameters
    ----------
    readings : ReadingBatch
        Usable readings of the meter by time, one per time.
    table : MeterTable
        Table that holds it.
    index : int
        Its position in `table` [1].
    """
    meter = table.meters[index]
    stretches = table.of_meter(index)
    held, outside = _assign(readings, stretches)
    found = _Found()
    for start_ms, end_ms in outside:
        found.steps.append(Step(meter.series, "outside_epoch", start_ms, end_ms, {}))
    found.steps.extend(_share_values(meter.series, stretches, held))
    for run in _list_runs(stretches, held):
        links, turns = compute_links(run)
        for turn in turns:
            start, end = run.time_ms[turn.left], run.time_ms[turn.right]
            found.steps.append(Step(meter.series, turn.code, start, end, turn.evidence))
        for link in links:
            if link.rise is not None:
                _add_link(run, link, stretches, (meter.expected_ms, found))
    return Derived(
        _as_spans(meter.series, found.spans), _as_spans(meter.series, found.edges), found.steps
    )


def _assign(
    readings: ReadingBatch, stretches: list[Stretch]
) -> tuple[list[_Rows], list[tuple[int, int]]]:
    """Give every reading to its stretch; also return the periods without a meter that hold some."""
    starts = np.array([stretch.start_ms for stretch in stretches], np.int64)
    ends = np.array([stretch.end_ms for stretch in stretches], np.int64)
    first = np.searchsorted(readings.time_ms, starts)
    last = np.searchsorted(readings.time_ms, ends)
    held: list[_Rows] = []
    outside: list[tuple[int, int]] = []
    for k, stretch in enumerate(stretches):
        rows = slice(int(first[k]), int(last[k]))
        held.append(
            _Rows(
                readings.time_ms[rows].tolist(),
                readings.value[rows].tolist(),
                (readings.quality[rows] == Quality.GOOD).tolist(),
                _known(stretch.start_value) if stretch.start_ms > TIME_MIN_MS else None,
                _known(stretch.stop_value) if stretch.end_ms < TIME_MAX_MS else None,
            )
        )
        following = int(first[k + 1]) if k + 1 < len(stretches) else len(readings)
        if following > last[k]:
            gap_end = stretches[k + 1].start_ms if k + 1 < len(stretches) else TIME_MAX_MS
            outside.append((stretch.end_ms, gap_end))
    for k in range(1, len(stretches)):
        adjoins = stretches[k].start_ms == stretches[k - 1].end_ms
        if adjoins and stretches[k].joins in (0, 3):
            _settle_boundary(held[k - 1], held[k], stretches[k])
    return held, outside


def _share_values(series: int, stretches: list[Stretch], held: list[_Rows]) -> list[Step]:
    """Take one declared value for both sides where it lies on the register's way.

    Else it is a change of meter around which something is not declared, which is returned.
    """
    steps: list[Step] = []
    for k in range(1, len(stretches)):
        stretch, old, new = stretches[k], held[k - 1], held[k]
        if stretch.joins != 3 or not old.value or not new.value:
            continue
        shown = old.value[-1], new.value[0]
        declared = stretches[k - 1].stop_value, stretch.start_value
        value = declared[1] if math.isnan(declared[0]) else declared[0]
        waited = stretch.start_ms - old.time_ms[-1], new.time_ms[0] - stretch.start_ms
        rises = value - shown[0], shown[1] - value
        if all(
            0 <= rise <= stretch.max_rate * max(elapsed / HOUR_MS, 1.0)
            for rise, elapsed in zip(rises, waited, strict=True)
        ):
            old.stop_value = new.start_value = value
        else:
            steps.append(describe_change(series, stretch.start_ms, shown, declared))
    return steps


def _known(value: float) -> float | None:
    return None if value != value else value


def _settle_boundary(old: _Rows, new: _Rows, stretch: Stretch) -> None:
    """Decide whether a reading at the very boundary is the old meter's last or the new one's first.

    Then let a declared value at the same instant take the reading's place.
    """
    if not new.time_ms or new.time_ms[0] != stretch.start_ms:
        return
    value = new.value[0]
    if old.value and value >= old.value[-1] - stretch.jitter and _is_old(old, new, stretch):
        for name in ("time_ms", "value", "good"):
            getattr(old, name).append(getattr(new, name).pop(0))


def _is_old(old: _Rows, new: _Rows, stretch: Stretch) -> bool:
    """Tell whether the first reading of `new` looks like the old meter's last."""
    value = new.value[0]
    if new.start_value is not None:
        reference = old.value[-1] if old.stop_value is None else old.stop_value
        misses = abs(value - new.start_value)
        return misses > stretch.jitter and misses > abs(value - reference)
    return len(new.value) > 1 and new.value[1] < value - stretch.jitter


def _list_runs(stretches: list[Stretch], held: list[_Rows]) -> list[Run]:
    """Return the continuous registers: stretches, joined where the register goes on."""
    runs: list[Run] = []
    run = Run()
    for k, (stretch, rows) in enumerate(zip(stretches, held, strict=True)):
        first = rows.value[0] if rows.value else None
        falls = bool(run.value) and first is not None and first < run.value[-1] - stretch.jitter
        if stretch.joins in (0, 3) or (stretch.joins == 2 and falls):
            runs.append(run)
            run = Run()
        _append(run, k, stretch, rows)
    runs.append(run)
    return [run for run in runs if len(run)]


def _append(run: Run, k: int, stretch: Stretch, rows: _Rows) -> None:
    """Append the readings of stretch `k` [1] and its declared values to `run`."""
    times, values = rows.time_ms, rows.value
    start, stop = rows.start_value, rows.stop_value
    head, tail = 0, len(times)
    if start is not None and tail and times[0] == stretch.start_ms:
        head = int(values[0] != start)
        start = start if head else None
    if stop is not None and tail > head and times[-1] == stretch.end_ms:
        tail -= int(values[-1] != stop)
        stop = stop if tail < len(times) else None
    if start is not None:
        _append_rows(run, [stretch.start_ms], [start], [True], declared=True)
    _append_rows(run, times[head:tail], values[head:tail], rows.good[head:tail], declared=False)
    if stop is not None:
        _append_rows(run, [stretch.end_ms], [stop], [True], declared=True)
    added = len(run.value) - len(run.stretch)
    run.stretch.extend([k] * added)
    run.limits.extend([Limits(stretch.jitter, stretch.register_max, stretch.max_rate)] * added)


def _append_rows(
    run: Run, time_ms: list[int], value: list[float], good: list[bool], *, declared: bool
) -> None:
    run.time_ms.extend(time_ms)
    run.value.extend(value)
    run.good.extend(good)
    run.declared.extend([declared] * len(value))


def _add_link(run: Run, link: Link, stretches: list[Stretch], into: tuple[int, _Found]) -> None:
    """Turn a link into a span, or into one edge for each stretch it touches."""
    expected_ms, found = into
    left, right = link.left, link.right
    start, end = run.time_ms[left], run.time_ms[right]
    rise = 0.0 if link.rise is None else link.rise
    measured = run.good[left] and run.good[right] and end - start <= GAP * expected_ms
    first, last = run.stretch[left], run.stretch[right]
    if first == last:
        row = (start, end, rise * stretches[first].factor, measured)
        edge = run.declared[left] or run.declared[right]
        (found.edges if edge else found.spans).append(row)
        return
    for k in range(first, last + 1):
        begin, finish = max(start, stretches[k].start_ms), min(end, stretches[k].end_ms)
        if begin < finish:
            amount = rise * ((finish - begin) / (end - start)) * stretches[k].factor
            found.edges.append((begin, finish, amount, measured))


def _as_spans(series: int, rows: list[tuple[int, int, float, bool]]) -> Spans:
    rows = [row for row in rows if row[0] < row[1]]
    if not rows:
        return Spans.empty()
    start, end, amount, measured = zip(*rows, strict=True)
    return Spans(
        np.full(len(rows), series, np.int64),
        np.array(start, np.int64),
        np.array(end, np.int64),
        np.array(amount, np.float64),
        np.array(measured, np.bool_),
    )
