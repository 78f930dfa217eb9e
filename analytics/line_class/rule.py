"""The rule itself: what a line is asked to reach, and whether it does."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.benchmark_class.rule import ClassLevel, Standing, compute_standing
from analytics.benchmark_class.yardstick import Yardstick
from core.vocabulary import Severity, Vintage


@dataclass(frozen=True)
class Access:
    """Whether a line reaches what is asked of one of its age.

    Attributes
    ----------
    asked : str
        ``benchmark`` 标杆, ``baseline`` 基准, ``grade2`` 准入值 or ``grade3`` 限定值.
    bound : float or None
        The figure asked [yardstick's unit]; None where nothing is.
    met : bool or None
        None where nothing is asked.
    """

    standing: Standing
    asked: str
    bound: float | None
    met: bool | None
    severity: Severity


def compute_access(value: float, vintage: Vintage, yardstick: Yardstick) -> Access:
    """Judge `value` [yardstick's unit] of a line.

    New and planned lines are asked for 标杆, and where only a limit standard stands for its grade
    2; where an edition names no 标杆, for its ceiling. Existing lines are asked for 基准 or
    grade 3. Missing 标杆 is a warning, being below 基准 too is serious, planned or not.

    References
    ----------
    发改产业〔2023〕723号: 拟建、在建项目应对照能效标杆水平; GB limit standards: grade 2 is the
    access value (准入值) of new and rebuilt plants, grade 3 the limit of existing ones.
    """
    level, limit = yardstick.level, yardstick.limit
    standing = compute_standing(value, level, limit, yardstick.unit)
    asked, bound, direction = _asked(vintage, yardstick)
    if bound is None:
        return Access(standing, asked, None, None, standing.severity)
    met = value >= bound if direction == "higher" else value <= bound
    severity = standing.severity
    if vintage is not Vintage.EXISTING and not met:
        severity = max(severity, Severity.WARNING)
    if standing.level is ClassLevel.BEYOND_LIMIT and vintage is not Vintage.EXISTING:
        severity = Severity.SERIOUS
    return Access(standing, asked, bound, met, severity)


def _asked(vintage: Vintage, yardstick: Yardstick) -> tuple[str, float | None, str]:
    level, limit = yardstick.level, yardstick.limit
    fresh = vintage is not Vintage.EXISTING
    if level is not None:
        if fresh and level.benchmark is not None:
            return "benchmark", level.benchmark, level.direction
        if level.baseline is not None:
            return "baseline", level.baseline, level.direction
        return "baseline", None, level.direction
    if limit is not None and fresh and limit.grade2 is not None:
        return "grade2", limit.grade2, limit.direction
    if limit is not None:
        return "grade3", limit.grade3, limit.direction
    return "", None, "lower"
