"""Too round: days whose values are multiples of a coarse unit although the meter shows finer ones.

A coarse meter is round all the year; what is suspect is a stretch that is rounder than the rest.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analytics.falsification.line import Hint, Line, find_quantum, is_multiple, join_spans
from core.calendar import DAY_MS, floor_days
from core.readings import Float64Array, Int64Array

CODE = "too_round"
ROUND_SHARE = 0.95
"""Share of a day's values that must be multiples [1]."""
LEAST_VALUES = 5
"""Changes of value, zeros left out, a day must have to tell anything [1]."""
LEAST_DIFFERENT = 3
"""Different values a day must have [1]: a flat line is another matter."""
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


def detect_too_round(line: Line) -> list[Hint]:
    """Return the stretches of days that are far rounder than the others."""
    days = _split(line)
    if int((days.number >= LEAST_VALUES).sum()) < LEAST_DAYS:
        return []
    suspect: dict[int, tuple[float, float, float]] = {}
    for unit in _list_units(line.value):
        share = _find_shares(days, unit)
        usual = float(np.percentile(share[days.number >= LEAST_VALUES], USUAL_PERCENTILE))
        usual = max(usual, SMOOTHING)
        if usual > USUAL_MOST:
            continue
        evidence = days.number * share * -np.log(usual)
        round_days = (share >= ROUND_SHARE) & (days.number >= LEAST_VALUES)
        for index in np.flatnonzero(round_days & (evidence >= LEAST_EVIDENCE)).tolist():
            suspect.setdefault(index, (unit, float(share[index]), usual))
    return _list_hints(days, suspect)


def _split(line: Line) -> _Days:
    """Return the values other than zero by day.

    Of equal values in a row one is kept: held base loads tell nothing. A day of few different
    values gives none.
    """
    changed = np.concatenate(([True], np.diff(line.value) != 0))[: len(line)]
    kept = changed & (line.value != 0)
    start_ms, place = np.unique(floor_days(line.time_ms), return_inverse=True)
    value, place = line.value[kept], place[kept].astype(np.int64)
    order = np.lexsort((value, place))
    new = np.concatenate(([True], (np.diff(value[order]) != 0) | (np.diff(place[order]) != 0)))[
        : len(value)
    ]
    different = np.bincount(place[order][new], minlength=len(start_ms))
    telling = different[place] >= LEAST_DIFFERENT
    value, place = value[telling], place[telling]
    return _Days(start_ms, value, place, np.bincount(place, minlength=len(start_ms)))


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
