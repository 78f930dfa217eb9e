"""Flat line: one value held for longer than this point ever holds one.

What is usual differs: a data centre with a coarse meter holds a value for a day, a rolling mill for
none. So a run of equal values is held against the longest run of the point's other weeks.
"""

from __future__ import annotations

import numpy as np

from analytics.falsification.line import Hint, Line
from core.calendar import DAY_MS, HOUR_MS
from core.readings import BoolArray, Int64Array

CODE = "flat_line"
LEAST_MS = 8 * HOUR_MS
"""A shorter run is never a hint [ms]."""
LEAST_READINGS = 8
"""Nor is one of fewer readings [1]."""
TIMES_USUAL = 1.5
"""A run is a hint when it is so many times the usual longest run of a week [1]."""
USUAL_PERCENTILE = 90.0
"""Percentile of the weeks' longest runs that counts as usual [%]."""
WEEKS_KNOWN = 4
"""With fewer other weeks to compare with [1] a run must last a day."""
GAP_STEPS = 2
"""A run ends where readings are more than so many steps apart [1]."""
REST_SHARE = 0.01
"""A value of this share of the usual size is rest, as zero is [1]."""
JOIN_MS = 2 * DAY_MS
"""Flat lines of one point no further apart are one finding [ms]."""


def detect_flat_line(line: Line) -> list[Hint]:
    """Return the runs of one value, other than at rest, that are far longer than usual.

    A rest, at zero or nearly so, is the business of the findings ``dead_meter``.
    """
    if len(line) < LEAST_READINGS:
        return []
    first, after = _find_runs(line)
    length_ms = line.time_ms[after - 1] + line.step_ms - line.time_ms[first]
    week = line.time_ms[first] // (7 * DAY_MS)
    moving = np.abs(line.value[first]) > REST_SHARE * _usual_size(line)
    candidates = moving & (length_ms >= LEAST_MS) & (after - first >= LEAST_READINGS)
    found: list[Hint] = []
    for index in np.flatnonzero(candidates).tolist():
        usual_ms, weeks = _usual(length_ms, week, moving, index)
        least_ms = max(LEAST_MS, TIMES_USUAL * usual_ms)
        if weeks < WEEKS_KNOWN:
            least_ms = max(least_ms, DAY_MS)
        if length_ms[index] >= least_ms:
            run = (int(first[index]), int(after[index]))
            _add(found, _hint(line, run, usual_ms, weeks))
    return found


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


def _usual(
    length_ms: Int64Array, week: Int64Array, moving: BoolArray, index: int
) -> tuple[float, int]:
    """Return the usual longest run of the weeks that a run does not touch [ms], and their number.

    A run touches its own week and, if it is longer, those that follow.
    """
    last = week[index] + int(length_ms[index]) // (7 * DAY_MS) + 1
    other = moving & ((week < week[index]) | (week > last))
    weeks, place = np.unique(week[other], return_inverse=True)
    if not len(weeks):
        return 0.0, 0
    longest = np.zeros(len(weeks))
    np.maximum.at(longest, place, length_ms[other])
    return float(np.percentile(longest, USUAL_PERCENTILE)), len(weeks)


def _hint(line: Line, run: tuple[int, int], usual_ms: float, weeks: int) -> Hint:
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
            "usual_longest_hours": round(usual_ms / HOUR_MS, 3),
            "weeks_compared": weeks,
        },
    )
