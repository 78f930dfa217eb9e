"""The rule itself: measures graded by a scheme's rows, and what changed since last time.

References
----------
发改办环资〔2021〕629号, as reported: intensity that went up on the year before is level one; that
fell by less than the schedule asks level two; on schedule level three. Every figure stands in
``core/catalogue/data/warning_levels.csv``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from core.catalogue.early_warning import WarningLevel

SLACK = 1e-7
"""Two percentages closer than this are equal: sums of the same floats in another order [%]."""


class Turn(StrEnum):
    """What became of a grade since last time."""

    FIRST = "first"
    SAME = "same"
    WORSE = "worse"
    BETTER = "better"


@dataclass(frozen=True)
class Grade:
    """A grade of one indicator at one time.

    Attributes
    ----------
    level : WarningLevel or None
        None where what it needs is not known.
    missing : str
        The measure that is not known, empty where a level is found.
    measures : mapping of str to float
        What was graded [%].
    """

    level: WarningLevel | None
    missing: str = ""
    measures: Mapping[str, float] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """Level of the scheme, ``undetermined`` where none is found."""
        return self.level.level if self.level else "undetermined"


def find_grade(levels: Sequence[WarningLevel], measures: Mapping[str, float]) -> Grade:
    """Return the worst level whose condition holds.

    Parameters
    ----------
    levels : sequence of WarningLevel
        From the worst to the one that holds where no other does.
    measures : mapping of str to float
        What is known [%]. A level that asks for something else leaves the grade open.
    """
    for level in levels:
        if not level.measure:
            return Grade(level, measures=measures)
        if level.measure not in measures:
            return Grade(None, level.measure, measures)
        if measures[level.measure] > level.above + SLACK:
            return Grade(level, measures=measures)
    return Grade(None, measures=measures)


def compare_grades(now: Grade, before: Grade | None) -> Turn:
    """Tell what became of a grade; without a level now or before it is the first."""
    if now.level is None or before is None or before.level is None:
        return Turn.FIRST
    difference = now.level.severity - before.level.severity
    if difference == 0:
        return Turn.SAME
    return Turn.WORSE if difference > 0 else Turn.BETTER


def measure_total(used: float, plan: float) -> dict[str, float]:
    """Return by how much use lies above the plan so far [%].

    Parameters
    ----------
    used, plan : float
        Use and plan from 1 January on [one unit]. Use where nothing is planned is above any
        bound; where neither is, nothing is known.
    """
    if plan > 0:
        return {"schedule_excess": (used / plan - 1) * 100}
    return {"schedule_excess": math.inf} if used > 0 else {}


def measure_intensity(now: float, before: float, due: float | None) -> dict[str, float]:
    """Return how intensity moved on the year before, and by how much more than was due [%].

    Parameters
    ----------
    now, before : float
        Intensity of the same months of this year and the last [one unit].
    due : float or None
        Change that is due in the year, −0.032 for 3.2 % less [1]; None where no target is known.
    """
    if before <= 0:
        return {}
    change = (now / before - 1) * 100
    found = {"intensity_change": change}
    if due is not None:
        found["intensity_gap"] = change - due * 100
    return found


def is_behind(grade: Grade) -> bool:
    """Tell whether what was graded misses its schedule, however mild its level."""
    names = ("schedule_excess", "intensity_gap")
    return any(grade.measures.get(name, 0.0) > SLACK for name in names)


def since_when(starts: Sequence[int], grades: Sequence[Grade]) -> int:
    """Return the start of the first of the last periods that all have the last one's level [ms].

    Parameters
    ----------
    starts : sequence of int
        Starts of the year's periods in order [ms].
    grades : sequence of Grade
        Their grades.
    """
    at = len(grades) - 1
    while at > 0 and grades[at - 1].name == grades[-1].name:
        at -= 1
    return starts[at]
