"""`Question` and `Outcome`: one measure of a scheme for a region and year, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from analytics.assessment.facts import Below
from analytics.assessment.rule import AssessmentLevel, Goal
from analytics.errors import AnalyticsError
from analytics.regional.source import RegionSource
from core.catalogue import Measure, Scheme
from core.vocabulary import Basis


class MissingFigureError(AnalyticsError):
    """A figure that a measure needs is not stated."""


@dataclass(frozen=True)
class Outcome:
    """A measure of a region and year.

    Attributes
    ----------
    value, reference : float or None
        What was reached and what is held against it [unit].
    why : tuple of str
        What is missing, in Chinese and English; empty where it could be judged.
    evidence : dict
        Gross, deductions, net, denominators and targets.
    """

    measure: str
    level: AssessmentLevel
    value: float | None
    reference: float | None
    unit: str
    basis: Basis = Basis.NONE
    coverage: float = 1.0
    why: tuple[str, str] = ("", "")
    evidence: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """A measure to judge: of which scheme, region and year [calendar year], with its goals."""

    scheme: Scheme
    measure: Measure
    source: RegionSource
    year: int
    goals: Sequence[Goal]
    below: Below
    floor: float

    def goal(self, indicator: str) -> Goal | None:
        """Return the goal of an indicator, if there is one."""
        return next((goal for goal in self.goals if goal.indicator == indicator), None)

    @property
    def is_final(self) -> bool:
        """Whether the plan period ends with the year."""
        return self.year == self.scheme.last_year

    @property
    def basis(self) -> Basis:
        """Basis of the measure: the scheme's for energy, none for the others."""
        return self.scheme.basis if self.measure.quantity == "energy" else Basis.NONE


def goal_evidence(goal: Goal | None) -> dict[str, object] | None:
    """Return a goal as evidence."""
    if goal is None:
        return None
    return {
        "indicator": goal.indicator,
        "kind": goal.kind,
        "value": goal.value,
        "unit": goal.unit,
        "first_year": goal.first_year,
        "last_year": goal.last_year,
        "base_year": goal.base_year,
        "source": goal.source,
        "confidence": goal.confidence,
    }
