"""Too round: days whose values are multiples of a coarse unit although the meter shows finer ones.

A coarse meter is round all the year; what is suspect is a stretch that is rounder than the rest.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analytics.falsification.line import (
    Blind,
    Blindness,
    Hint,
    Line,
    Look,
    find_quantum,
    is_multiple,
    join_spans,
)
from core.calendar import DAY_MS, floor_days
from core.readings import BoolArray, Float64Array, Int64Array

CODE = "too_round"
ROUND_SHARE = 0.95
"""Share of a day's values that must be multiples [1]."""
LEAST_VALUES = 4
"""Changes of value, zeros left out, a day must have to tell anything [1]."""
LEAST_DAYS = 14
"""With fewer days [1] nobody knows how round the meter is."""
USUAL_PERCENTILE = 75.0
"""Percentile of the days' shares that counts as usual [%]."""
USUAL_MOST = 0.3
"""Where the usual share is greater, round values are no news [1]."""
LEAST_EVIDENCE = 9.0
"""Logarithm of how unlikely so many multiples must be [1]."""
SMOOTHING = 0.05
"""The usual share counts as at least this [1]."""
JOIN_MS = 3 * DAY_MS
"""Round days no further apart are one finding [ms]."""
SEEN_SHARE = 0.5
"""A line of whose days fewer could be told if rounded [1] is too coarse."""
DECADES = 5
FACTORS = (5.0, 1.0)


class _Days(NamedTuple):
    """The values that tell something, in order of time, and the days they fall on.

    Attributes
    ----------
    start_ms : (d,) int64
        Starts of the days [ms].
    value : (n,) float64
        Values, in their unit.
    place : (n,) int64
        Day of each value, as a position in `start_ms` [1].
    number : (d,) int64
        Values of each day [1].
    """

    start_ms: Int64Array
    value: Float64Array
    place: Int64Array
    number: Int64Array


def look_for_too_round(line: Line) -> Look:
    """Return the stretches that are far rounder than the others, or why none would be told."""
    days = _split(line)
    telling = days.number >= LEAST_VALUES
    if len(days.number) < LEAST_DAYS:
        return Look([], Blind(Blindness.SHORT, {"days": len(days.number)}))
    if int(telling.sum()) < LEAST_DAYS:
        return Look([], Blind(Blindness.CONSTANT, {"days_that_change": int(telling.sum())}))
    suspect: dict[int, tuple[float, float, float]] = {}
    told = np.zeros(len(days.number), np.bool_)
    for unit in _list_units(line.value):
        share = _find_shares(days, unit)
        usual = max(float(np.percentile(share[telling], USUAL_PERCENTILE)), SMOOTHING)
        if usual > USUAL_MOST:
            continue
        told |= telling & (days.number * -np.log(usual) >= LEAST_EVIDENCE)
        evidence = days.number * share * -np.log(usual)
        round_days = (share >= ROUND_SHARE) & telling
        for index in np.flatnonzero(round_days & (evidence >= LEAST_EVIDENCE)).tolist():
            suspect.setdefault(index, (unit, float(share[index]), usual))
    seen = float(told.mean())
    coarse = Blind(Blindness.COARSE, {"told_share": round(seen, 3)})
    return Look(_list_hints(days, suspect), coarse if seen < SEEN_SHARE else None)


def _split(line: Line) -> _Days:
    """Return the values other than zero by day.

    Of equal values in a row one is kept: held base loads tell nothing. A day of fewer than three
    different values gives none: a flat line is another matter.
    """
    changed = np.concatenate(([True], np.diff(line.value) != 0))[: len(line)]
    kept = changed & (line.value != 0)
    start_ms, place = np.unique(floor_days(line.time_ms), return_inverse=True)
    value, place = line.value[kept], place[kept].astype(np.int64)
    telling = _has_between(value, place)[place] if len(value) else kept[:0]
    value, place = value[telling], place[telling]
    return _Days(start_ms, value, place, np.bincount(place, minlength=len(start_ms)))


def _has_between(value: Float64Array, place: Int64Array) -> BoolArray:
    """Tell which days have a value between their least and their greatest: three different ones.

    `value` and the days' positions `place` [1] are in order of time.
    """
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    least, most = np.minimum.reduceat(value, starts), np.maximum.reduceat(value, starts)
    number = np.diff(np.append(starts, len(place)))
    between = (value > np.repeat(least, number)) & (value < np.repeat(most, number))
    found = np.zeros(int(place[-1]) + 1, np.bool_)
    found[place[starts]] = np.logical_or.reduceat(between, starts)
    return found


def _find_shares(days: _Days, unit: float) -> Float64Array:
    """Return of each day the share of multiples of `unit` [1]; the unit is the values'."""
    found = np.bincount(
        days.place, is_multiple(days.value, unit).astype(np.float64), len(days.number)
    )
    return np.asarray(found / np.maximum(days.number, 1), np.float64)


def _list_units(value: Float64Array) -> list[float]:
    """Return the units to try, the coarsest first, in the values' unit."""
    size = float(np.percentile(np.abs(value), 90)) if len(value) else 0.0
    if size == 0:
        return []
    quantum = find_quantum(value)
    top = int(np.floor(np.log10(size)))
    units = [f * 10.0**e for e in range(top, top - DECADES, -1) for f in FACTORS]
    return [unit for unit in units if unit > 1.5 * quantum and unit < size]


def _list_hints(days: _Days, suspect: dict[int, tuple[float, float, float]]) -> list[Hint]:
    starts = days.start_ms
    spans = [(int(starts[index]), int(starts[index]) + DAY_MS) for index in suspect]
    found = []
    for start, end in join_spans(spans, JOIN_MS):
        inside = [index for index in suspect if start <= starts[index] < end]
        unit = min(suspect[index][0] for index in inside)
        usual = max(suspect[index][2] for index in inside)
        found.append(
            Hint(
                CODE,
                start,
                end,
                {
                    "unit_of_rounding": unit,
                    "days": len(inside),
                    "values": int(days.number[inside].sum()),
                    "share": round(min(suspect[index][1] for index in inside), 4),
                    "usual_share": round(usual, 4),
                },
            )
        )
    return found
