"""The rule itself, without a database: a figure against the levels and limits in force."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.catalogue import BenchmarkLevel, LimitGrades
from core.units import conversion_factor
from core.vocabulary import Severity

BEYOND = 4
"""Limit grade of what meets none of grades 1 to 3 [1]."""


class ClassLevel(StrEnum):
    """Levels of the rule, from good to bad, and the one without data.

    What only a limit standard covers is within or beyond its grade 3, and reaches no 标杆.
    """

    BENCHMARK = "benchmark"
    BETWEEN = "between"
    BELOW = "below_baseline"
    WITHIN_LIMIT = "within_limit"
    BEYOND_LIMIT = "beyond_limit"
    UNDETERMINED = "undetermined"


SEVERITY: dict[ClassLevel, Severity] = {
    ClassLevel.BENCHMARK: Severity.NONE,
    ClassLevel.BETWEEN: Severity.NONE,
    ClassLevel.UNDETERMINED: Severity.NOTICE,
    ClassLevel.BELOW: Severity.SERIOUS,
    ClassLevel.WITHIN_LIMIT: Severity.NONE,
    ClassLevel.BEYOND_LIMIT: Severity.WARNING,
}


@dataclass(frozen=True)
class Standing:
    """Where a figure stands.

    Attributes
    ----------
    limit_grade : int or None
        1 to 3, `BEYOND` where it meets none, None where no limit is in force [1].
    """

    level: ClassLevel
    severity: Severity
    limit_grade: int | None


def compute_standing(
    value: float, level: BenchmarkLevel | None, limit: LimitGrades | None, unit: str = ""
) -> Standing:
    """Judge `value` [`unit`, by default that of `level`] against levels and limit grades.

    A level that an edition leaves out is not asked for: without a baseline nothing is below it,
    without a benchmark nothing reaches it. Beyond the limit's grade 3 is a warning at least.

    References
    ----------
    发改产业〔2021〕1609号 and 发改产业〔2023〕723号: at or better than the level reaches it.
    """
    if level is None:
        grade = grade_of(value, unit, limit)
        if grade is None:
            return Standing(ClassLevel.UNDETERMINED, Severity.NOTICE, None)
        found = ClassLevel.BEYOND_LIMIT if grade == BEYOND else ClassLevel.WITHIN_LIMIT
        return Standing(found, SEVERITY[found], grade)
    if level.benchmark is not None and _reaches(value, level.benchmark, level.direction):
        found = ClassLevel.BENCHMARK
    elif level.baseline is not None and not _reaches(value, level.baseline, level.direction):
        found = ClassLevel.BELOW
    else:
        found = ClassLevel.BETWEEN
    grade = grade_of(value, level.unit, limit)
    severity = SEVERITY[found]
    if grade == BEYOND:
        severity = max(severity, Severity.WARNING)
    return Standing(found, severity, grade)


def grade_of(value: float, unit: str, limit: LimitGrades | None) -> int | None:
    """Return the limit grade of `value` [unit]: 1 to 3, `BEYOND`, None without a limit [1].

    A grade is met with its own bound and all laxer ones: in GB 21258-2024 the grade 2 of some units
    is the access value of new ones and stricter than their grade 1.
    """
    if limit is None:
        return None
    own = value * conversion_factor(unit, limit.unit)
    grades = (limit.grade1, limit.grade2, limit.grade3)
    bounds = [(number, b) for number, b in enumerate(grades, start=1) if b is not None]
    if not bounds:
        return None
    met = BEYOND
    for number, bound in reversed(bounds):
        if not _reaches(own, bound, limit.direction):
            break
        met = number
    return met


def _reaches(value: float, bound: float, direction: str) -> bool:
    return value >= bound if direction == "higher" else value <= bound
