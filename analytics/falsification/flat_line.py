"""Flat line: one value held for longer than this point ever holds one.

What is usual differs: a data centre with a coarse meter holds a value for a day, a rolling mill for
none. So a run of equal values is held against the longest run of the weeks around it, by its length
and by how unlikely it is: a coarse meter holds a value all night and never all morning, so a step
counts by how often the value changes in that hour of the week. A value that a meter often rests at,
such as a power factor of 100, says nothing of how long it holds others.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analytics.falsification.line import RAIL_SHARE, Blind, Blindness, Hint, Line, Look
from core.calendar import DAY_MS, HOUR_MS, OFFSET_MS
from core.readings import BoolArray, Float64Array, Int64Array

CODE = "flat_line"
LEAST_MS = 8 * HOUR_MS
"""A shorter run is never a hint [ms]."""
LEAST_READINGS = 8
"""Nor is one of fewer readings [1]."""
TIMES_USUAL = 1.5
"""A run is a hint when it is so many times the usual longest run of a week [1]."""
USUAL_PERCENTILE = 90.0
"""Percentile of the weeks' longest runs that counts as usual [%]."""
WEEKS_NEAR = 14
"""Weeks before and after a run that tell what is usual [1]; a search has so many before it."""
LEAST_SURPRISE = 12.0
"""Logarithm of how unlikely a run must be [1] that is not longer than usual."""
WEEK_HOURS = 168
PRIOR_STEPS = 4.0
"""Weight of the same hour of all days in an hour of the week's share of changes [steps]."""
LIKELIEST = 0.95
"""No step is taken to change more often than this [1]."""
BLIND_MS = DAY_MS
"""Where a value must be held longer than this to be told [ms], a line is too coarse."""
WEEKS_KNOWN = 4
"""With fewer other weeks to compare with [1] a run must last a day."""
GAP_STEPS = 2
"""A run ends where readings are more than so many steps apart [1]."""
REST_SHARE = 0.01
"""A value of this share of the usual size is rest, as zero is [1]."""
JOIN_MS = 2 * DAY_MS
"""Flat lines of one point no further apart are one finding [ms]."""


class _Runs(NamedTuple):
    """Runs of one value, in order of time, shape (n,) each.

    Attributes
    ----------
    first, after : (n,) int64
        Positions of the first value and of the one after the last [1].
    length_ms : (n,) int64
        Lengths [ms].
    week : (n,) int64
        Week in which each starts [1].
    moving, rail : (n,) bool
        Not at rest; at a value the meter often rests at.
    surprise : (n,) float64
        Logarithm of how unlikely each is [1].
    """

    first: Int64Array
    after: Int64Array
    length_ms: Int64Array
    week: Int64Array
    moving: BoolArray
    rail: BoolArray
    surprise: Float64Array


class _Usual(NamedTuple):
    """Usual longest run of a week [ms], its surprise [1], and the weeks compared [1]."""

    length_ms: float
    surprise: float
    weeks: int

    @property
    def least_ms(self) -> float:
        """Return the length from which a run is a hint [ms]."""
        least_ms = max(float(LEAST_MS), TIMES_USUAL * self.length_ms)
        return least_ms if self.weeks >= WEEKS_KNOWN else max(least_ms, float(DAY_MS))

    @property
    def least_surprise(self) -> float:
        """Return the surprise from which one is [1]."""
        known = self.weeks >= WEEKS_KNOWN
        return max(LEAST_SURPRISE, TIMES_USUAL * self.surprise) if known else np.inf


def look_for_flat_line(line: Line) -> Look:
    """Return the runs of moving values that are far longer than usual, or why none would be told.

    A rest, at zero or nearly so, is the business of the findings ``dead_meter``.
    """
    if len(line) < LEAST_READINGS:
        return Look([], Blind(Blindness.SHORT, {"readings": len(line)}))
    runs = _describe_runs(line)
    long = (runs.length_ms >= LEAST_MS) & (runs.after - runs.first >= LEAST_READINGS)
    found: list[Hint] = []
    for index in np.flatnonzero(runs.moving & long).tolist():
        usual = _find_usual(runs, index)
        if runs.length_ms[index] >= usual.least_ms or runs.surprise[index] >= usual.least_surprise:
            _add(found, _hint(line, (int(runs.first[index]), int(runs.after[index])), usual))
    return Look(found, _find_blindness(runs))


def _find_blindness(runs: _Runs) -> Blind | None:
    if not runs.moving.any() or len(runs.first) < LEAST_READINGS:
        return Blind(Blindness.CONSTANT, {"changes": len(runs.first) - 1})
    least_ms = _compute_least_ms(runs)
    if least_ms > BLIND_MS:
        return Blind(Blindness.COARSE, {"least_hours": least_ms / HOUR_MS})
    return None


def _compute_least_ms(runs: _Runs) -> float:
    """Return from which length the next run would be told by that alone [ms].

    A run is at a value not rested at, or where these are the fewer, at any.
    """
    near = runs.moving & (runs.week > runs.week[-1] - WEEKS_NEAR)
    number = runs.after - runs.first
    free = near & ~runs.rail
    chosen = free if 2 * number[free].sum() >= number[near].sum() else near
    return max(float(LEAST_MS), TIMES_USUAL * _find_longest(runs, chosen)[0])


def _describe_runs(line: Line) -> _Runs:
    first, after = _find_runs(line)
    value = line.value[first]
    length_ms = line.time_ms[after - 1] + line.step_ms - line.time_ms[first]
    moving = np.abs(value) > REST_SHARE * _usual_size(line)
    unlikely = np.concatenate(([0.0], np.cumsum(_compute_surprise(line))))
    return _Runs(
        first,
        after,
        length_ms,
        line.time_ms[first] // (7 * DAY_MS),
        moving,
        _find_rails(line, value),
        unlikely[after - 1] - unlikely[first],
    )


def _find_rails(line: Line, held: Float64Array) -> BoolArray:
    """Tell which `held` values, in the line's unit, are such that the meter often rests at them.

    A value that so many readings have stands at one of as many places of their order.
    """
    value = line.value[np.abs(line.value) > REST_SHARE * _usual_size(line)]
    if not len(value):
        return np.zeros(len(held), np.bool_)
    places = (np.arange(RAIL_SHARE / 2, 1, RAIL_SHARE / 2) * len(value)).astype(np.int64)
    often = np.unique(np.partition(value, places)[places])
    share = np.array([np.count_nonzero(value == one) for one in often]) / len(value)
    return np.isin(held, often[share >= RAIL_SHARE])


def _compute_surprise(line: Line) -> Float64Array:
    """Return how unlikely each value is to equal the one before it, as a logarithm [1]."""
    close = np.diff(line.time_ms) <= GAP_STEPS * line.step_ms
    changed = (np.diff(line.value) != 0) & close
    hour = ((line.time_ms[:-1] + OFFSET_MS) // HOUR_MS) % WEEK_HOURS
    steps = np.bincount(hour, close, WEEK_HOURS)
    changes = np.bincount(hour, changed, WEEK_HOURS)
    by_hour = [part.reshape(7, 24).sum(axis=0) for part in (changes, steps)]
    expected = np.tile((by_hour[0] + 0.5) / (by_hour[1] + 1.0), 7)
    share = (changes + PRIOR_STEPS * expected) / (steps + PRIOR_STEPS)
    return np.asarray(-np.log1p(-np.minimum(share, LIKELIEST))[hour], np.float64)


def _usual_size(line: Line) -> float:
    """Return the median size of the values that are not zero, in their unit."""
    moving = np.abs(line.value[line.value != 0])
    return float(np.median(moving)) if len(moving) else 0.0


def _add(found: list[Hint], hint: Hint) -> None:
    """Add a hint; one close to the last makes that one longer, with the longer run's evidence."""
    if not found or hint.start_ms > found[-1].end_ms + JOIN_MS:
        found.append(hint)
        return
    last = found[-1]
    longer = max(last, hint, key=lambda one: one.end_ms - one.start_ms)
    found[-1] = Hint(CODE, last.start_ms, hint.end_ms, longer.evidence)


def _find_runs(line: Line) -> tuple[Int64Array, Int64Array]:
    """Return where runs of one value start and end, exclusive [1]."""
    change = (np.diff(line.value) != 0) | (np.diff(line.time_ms) > GAP_STEPS * line.step_ms)
    edges = np.flatnonzero(change) + 1
    return np.concatenate(([0], edges)), np.concatenate((edges, [len(line)]))


def _find_usual(runs: _Runs, index: int) -> _Usual:
    """Return what is usual in the weeks around the run at `index` [1] that it does not touch.

    A run touches its own week and, if it is longer, those that follow.
    """
    week = runs.week[index]
    last = week + int(runs.length_ms[index]) // (7 * DAY_MS) + 1
    near = np.abs(runs.week - week) <= WEEKS_NEAR
    other = runs.moving & near & ((runs.week < week) | (runs.week > last))
    weeks = int(np.count_nonzero(np.diff(runs.week[other], prepend=-1)))
    length_ms, surprise, some = _find_longest(
        runs, other if runs.rail[index] else other & ~runs.rail
    )
    return _Usual(length_ms, surprise, weeks if some else 0)


def _find_longest(runs: _Runs, chosen: BoolArray) -> tuple[float, float, int]:
    """Return a week's usual longest run [ms], its surprise [1], and the number of weeks [1]."""
    at = np.flatnonzero(chosen)
    if not len(at):
        return 0.0, 0.0, 0
    starts = np.flatnonzero(np.diff(runs.week[at], prepend=-1))
    length_ms, surprise = (
        float(np.percentile(np.maximum.reduceat(size[at], starts), USUAL_PERCENTILE))
        for size in (runs.length_ms, runs.surprise)
    )
    return length_ms, surprise, len(starts)


def _hint(line: Line, run: tuple[int, int], usual: _Usual) -> Hint:
    first, after = run
    start, end = int(line.time_ms[first]), int(line.time_ms[after - 1]) + line.step_ms
    return Hint(
        CODE,
        start,
        end,
        {
            "value": float(line.value[first]),
            "hours": (end - start) / HOUR_MS,
            "readings": after - first,
            "usual_longest_hours": round(usual.length_ms / HOUR_MS, 3),
            "weeks_compared": usual.weeks,
        },
    )
