"""The rule itself: what a measure is held against in a year, and the level it reaches.

References
----------
发改环资〔2021〕1310号 (intensity first; the total is elastic, and not held against who meets the
incentive intensity target; yearly evaluation, mid-term evaluation, verdict over five years).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.vocabulary import Severity

EQUAL = 1 + 1e-9
"""Two amounts closer than this ratio are equal: sums of the same floats in another order [1]."""
SLACK = 1e-12
"""Two rates of change closer than this are equal [1]."""


class AssessmentLevel(StrEnum):
    """Levels, from good to bad, and the one without data."""

    MET = "met"
    ON_SCHEDULE = "on_schedule"
    EXEMPT = "exempt"
    BEHIND = "behind_schedule"
    NOT_MET = "not_met"
    UNDETERMINED = "undetermined"


SEVERITY: dict[AssessmentLevel, Severity] = {
    AssessmentLevel.MET: Severity.NONE,
    AssessmentLevel.ON_SCHEDULE: Severity.NONE,
    AssessmentLevel.EXEMPT: Severity.NOTICE,
    AssessmentLevel.UNDETERMINED: Severity.NOTICE,
    AssessmentLevel.BEHIND: Severity.WARNING,
    AssessmentLevel.NOT_MET: Severity.GRAVE,
}
AT_MOST = ("at_most", "change", "change_at_least")
"""Kinds of target that are met from below."""
AT_LEAST = ("at_least", "more_than", "aim", "aim_at_least")
"""Kinds of target that are met from above; an ``aim`` is a level to reach."""


@dataclass(frozen=True)
class Goal:
    """A target as it stands for a region, of targets.csv or hand-fed.

    Attributes
    ----------
    value : float
        In `unit`: a change over the base year, or a level.
    first_year, last_year, base_year : int
        Plan period, and the year a change counts from; equal where the target is of one year.
    """

    indicator: str
    kind: str
    value: float
    unit: str
    first_year: int
    last_year: int
    base_year: int | None
    source: str
    confidence: str

    @property
    def is_change(self) -> bool:
        """Whether it is a change over the base year."""
        return self.kind.startswith("change")


def schedule(change: float, year: int, years: tuple[int, int], progress: str) -> float:
    """Return the change over the base year that is due after `year` [1].

    Parameters
    ----------
    change : float
        Change over the whole period [1], such as −0.15.
    years : tuple of int
        Base year and last year.
    progress : str
        ``geometric``: the same rate every year, ``(1 + change)^(passed/all) − 1``; ``linear``: the
        same step every year.
    """
    base, last = years
    part = (year - base) / (last - base)
    if progress == "linear":
        return change * part
    return float((1 + change) ** part - 1)


def due_change(goal: Goal, year: int, progress: str) -> float:
    """Return the change over the base year that a goal asks for after `year` [1].

    A goal in % is a share; of a single year (its own base before it) it counts whole.
    """
    change = goal.value / 100 if goal.unit == "%" else goal.value
    base = goal.base_year if goal.base_year is not None else goal.first_year - 1
    if goal.first_year == goal.last_year:
        return change
    return schedule(change, year, (base, goal.last_year), progress)


def elastic_total(base: float, change: float, growth: float, adjustment: float = 0.0) -> float:
    """Return the total that follows from the intensity due and the growth there is [tce].

    ``base · (1 + change) · growth + adjustment``: with intensity ``base/GDP₀ · (1 + change)`` due
    and GDP grown to ``growth`` · GDP₀.

    Parameters
    ----------
    base : float
        Net energy of the base year [tce].
    change : float
        Change of intensity due [1].
    growth : float
        GDP at constant prices by that of the base year [1].
    adjustment : float
        What was agreed on top, entered with its paper [tce].

    References
    ----------
    发改环资〔2021〕1310号: the total is set by the intensity target and expected growth, and is
    adjusted to the growth there was.
    """
    return base * (1 + change) * growth + adjustment


def is_met(kind: str, value: float, reference: float) -> bool:
    """Tell whether a value meets a reference of a kind, both in one unit [any]."""
    slack = abs(reference) * (EQUAL - 1) + SLACK
    if kind in AT_MOST:
        return value <= reference + slack
    if kind == "more_than":
        return value > reference
    return value >= reference - slack


def judge(*, met: bool, exempt: bool, is_final: bool) -> AssessmentLevel:
    """Return the level of a year: a yearly evaluation looks at the schedule, the last judges."""
    if met:
        return AssessmentLevel.MET if is_final else AssessmentLevel.ON_SCHEDULE
    if exempt:
        return AssessmentLevel.EXEMPT
    return AssessmentLevel.NOT_MET if is_final else AssessmentLevel.BEHIND
