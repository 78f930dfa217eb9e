"""Limit grades corrected for the conditions of the site, every step kept for the evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.catalogue import Correction, LimitGrades
from core.catalogue.conditions import Condition
from core.catalogue.corrections import CorrectionRule, Effect, Outcome, Unapplied

GRADES = (1, 2, 3)
NAMES = ("grade1", "grade2", "grade3")


@dataclass(frozen=True)
class Stated:
    """A condition's value over a period [its unit], and what states it.

    Attributes
    ----------
    share : float
        Share of the period so far for which it is stated, 0 … 1 [1].
    documents : tuple of str
        The documents of the entries.
    """

    value: float
    share: float
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One correction: by which row, at which conditions, and what it does to each grade."""

    row: Correction
    stated: Mapping[str, Stated]
    effects: tuple[Effect, ...]


@dataclass(frozen=True)
class CorrectedLimit:
    """A limit line with its grades as they hold at the site.

    Attributes
    ----------
    base, limit : LimitGrades
        As printed, and corrected.
    missing : tuple of (Correction, Unapplied)
        What could not be corrected, and why; the grades then stand without it.
    judged : bool
        False where the standard does not judge such a plant.
    """

    base: LimitGrades
    limit: LimitGrades
    steps: tuple[Step, ...]
    missing: tuple[tuple[Correction, Unapplied], ...]
    judged: bool

    @property
    def confidences(self) -> set[str]:
        """Confidences of the limit and of every correction made."""
        return {self.base.confidence, *(step.row.confidence for step in self.steps)}


def correct_limit(
    base: LimitGrades, corrections: Sequence[Correction], stated: Mapping[str, Stated]
) -> CorrectedLimit:
    """Correct the grades of a limit line for the conditions that are stated.

    A condition that nobody states corrects nothing and is listed as missing: no value is assumed.
    Factors act on the printed grades, additions come after.

    References
    ----------
    The clause of each row of ``limit_corrections.csv``; see `core.catalogue.corrections`.
    """
    values = {name: found.value for name, found in stated.items()}
    steps: list[Step] = []
    missing: list[tuple[Correction, Unapplied]] = []
    for row in corrections:
        for rule in row.rules:
            outcomes = [rule.apply(grade, values) for grade in GRADES]
            lacking = [found for found in outcomes if isinstance(found, Unapplied)]
            if lacking:
                missing.append((row, lacking[0]))
            else:
                steps.append(Step(row, _stated_of(rule, stated), _effects(outcomes)))
    judged = all(effect.judged for step in steps for effect in step.effects)
    return CorrectedLimit(base, _corrected(base, steps), tuple(steps), tuple(missing), judged)


def _stated_of(rule: CorrectionRule, stated: Mapping[str, Stated]) -> dict[str, Stated]:
    return {c.name: stated[c.name] for c in rule.conditions if c.name in stated}


def _effects(outcomes: Sequence[Outcome]) -> tuple[Effect, ...]:
    return tuple(found for found in outcomes if isinstance(found, Effect))


def _corrected(base: LimitGrades, steps: Sequence[Step]) -> LimitGrades:
    grades: dict[str, float | None] = {}
    for index, name in enumerate(NAMES):
        value: float | None = getattr(base, name)
        if value is not None:
            for step in steps:
                value *= step.effects[index].factor
            for step in steps:
                value += step.effects[index].addition
        grades[name] = value
    return replace(base, **grades)  # type: ignore[arg-type]


def list_asked(corrections: Sequence[Correction]) -> dict[str, Condition]:
    """Return every condition that the corrections of a line ask for, by name."""
    return {
        condition.name: condition
        for row in corrections
        for rule in row.rules
        for condition in rule.conditions
    }
