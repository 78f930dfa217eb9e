"""The target board: every target of a region in a year beside what was reached."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assessment.goals import HELD_KINDS, list_goals
from analytics.assessment.rule import AssessmentLevel, Goal, due_change, is_met, judge
from analytics.regional.indicators import Actual, read_actual
from analytics.regional.source import RegionSource
from core.errors import RefusedError

PERCENT = 100.0


@dataclass(frozen=True)
class BoardLine:
    """A target with what was reached.

    Attributes
    ----------
    due : float or None
        What the year asks for [unit]: of a change, its part so far in %.
    actual : Actual or None
        What was reached; None where nothing is stated.
    level : AssessmentLevel or None
        None where there is no actual, or the target is only about right.
    distance : float or None
        Actual − due [unit].
    note : str
        Why there is no actual.
    """

    goal: Goal
    due: float
    unit: str
    actual: Actual | None = None
    level: AssessmentLevel | None = None
    note: str = ""

    @property
    def distance(self) -> float | None:
        """Actual − due [unit]; None without an actual."""
        return self.actual.value - self.due if self.actual is not None else None


def list_board(source: RegionSource, year: int, base_year: int) -> list[BoardLine]:
    """Return the targets of a region in a year beside the actual figures [calendar years]."""
    return [_line(source, goal, year, base_year) for goal in list_goals(source, year, base_year)]


def _line(source: RegionSource, goal: Goal, year: int, base_year: int) -> BoardLine:
    base = goal.base_year if goal.base_year is not None else base_year
    due, unit = goal.value, goal.unit
    if goal.is_change:
        due, unit = due_change(goal, year, "geometric") * PERCENT, "%"
    try:
        actual = read_actual(source, goal, year, base)
    except RefusedError as error:
        return BoardLine(goal, due, unit, note=str(error))
    if actual is None:
        return BoardLine(goal, due, unit, note="未填报 (not stated)")
    if goal.kind not in HELD_KINDS:
        return BoardLine(goal, due, unit, actual)
    met = is_met(goal.kind, actual.value, due)
    level = judge(met=met, exempt=False, is_final=year == goal.last_year)
    return BoardLine(goal, due, unit, actual, level)
