"""Corrections of limits as small functions, each with the clause it comes from.

`CorrectionRule` asks for one condition of the site (the altitude and the chromium ores for a second
one) and says how a limit grade moves by it, or why it does not. A factor acts on the base figure,
additions come after. The figures are those of ``limit_corrections.csv``
(`core.catalogue.correction_shapes` reads them).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from core.catalogue.conditions import CONDITIONS, Condition


@dataclass(frozen=True)
class Effect:
    """How a grade moves: ``grade × factor + addition`` [1; the limit's unit].

    `judged` is False where the standard does not judge such a plant at all.
    """

    factor: float = 1.0
    addition: float = 0.0
    judged: bool = True


@dataclass(frozen=True)
class Unapplied:
    """Why a correction cannot be made: the condition is not stated, or no figure covers it."""

    condition: Condition
    why: str
    why_en: str


Values = Mapping[str, float]
Outcome = Effect | Unapplied
Compute = Callable[[int, Values], Outcome]


@dataclass(frozen=True)
class CorrectionRule:
    """A correction by one condition, of the limit grades in `grades` [1].

    Attributes
    ----------
    conditions : tuple of Condition
        What must be known.
    """

    conditions: tuple[Condition, ...]
    grades: frozenset[int]
    compute: Compute

    def apply(self, grade: int, values: Values) -> Outcome:
        """Return how limit grade `grade` [1] moves at the conditions `values` [their units]."""
        if grade not in self.grades:
            return Effect()
        for condition in self.conditions:
            value = values.get(condition.name)
            if value is not None and not condition.low <= value <= condition.high:
                limits = f"{condition.low:g} … {condition.high:g} {condition.unit}"
                return Unapplied(
                    condition,
                    f"{value:g} 不在 {limits} 之内",
                    f"{value:g} is outside {limits}",
                )
        return self.compute(grade, values)


def unstated(condition: Condition) -> Unapplied:
    """Return that nobody has stated a condition."""
    return Unapplied(condition, "未填报", "not stated")


def make_linear(condition: Condition, base: float, slopes: tuple[float, ...]) -> Compute:
    """Return ``(value − base) × slope`` [limit's unit], one slope for all grades or one for each.

    `base` in the condition's unit, `slopes` in the limit's unit per one of it [unit].

    References
    ----------
    GB 16780-2021 cl. 5.4 (clinker ratio); GB 21342-2025 cl. 5.3 (mixed gas) and table 2
    (moisture); GB 21256-2025 cl. 4.1 to 4.5 (ores, scrap, hot metal).
    """

    def _compute(grade: int, values: Values) -> Outcome:
        value = values.get(condition.name)
        if value is None:
            return unstated(condition)
        slope = slopes[grade - 1] if len(slopes) > 1 else slopes[0]
        return Effect(addition=(value - base) * slope)

    return _compute


def make_altitude(above_m: float, intercept: float, slope: float, reference_pa: float) -> Compute:
    """Return the factor ``intercept − slope × P / reference`` [1] above `above_m` [m].

    `reference_pa` is the pressure at sea level [Pa]; `intercept` and `slope` are pure [1].

    References
    ----------
    GB 16780-2021 cl. 5.3.
    """
    altitude, pressure = CONDITIONS["altitude"], CONDITIONS["site_pressure"]

    def _compute(grade: int, values: Values) -> Outcome:
        del grade
        height = values.get(altitude.name)
        if height is None:
            return unstated(altitude)
        if height <= above_m:
            return Effect()
        pressure_pa = values.get(pressure.name)
        if pressure_pa is None:
            return unstated(pressure)
        return Effect(factor=intercept - slope * pressure_pa / reference_pa)

    return _compute


def make_table(condition: Condition, points: tuple[tuple[float, float], ...]) -> Compute:
    """Return what lies on the straight lines between `points` [condition's unit; limit's unit].

    Outside the table nothing is stated and nothing is corrected.

    References
    ----------
    GB 21342-2025 table 2 (dry volatile matter).
    """

    def _compute(grade: int, values: Values) -> Outcome:
        del grade
        value = values.get(condition.name)
        if value is None:
            return unstated(condition)
        for (x0, y0), (x1, y1) in pairwise(points):
            if x0 <= value <= x1:
                return Effect(addition=y0 + (y1 - y0) * (value - x0) / (x1 - x0))
        span = f"{points[0][0]:g} … {points[-1][0]:g} {condition.unit}"
        return Unapplied(
            condition,
            f"{value:g} 超出修正表 {span}",
            f"{value:g} is outside the table {span}",
        )

    return _compute


def make_switch(condition: Condition, addition: float) -> Compute:
    """Return `addition` [limit's unit] where the condition is 1, nothing where it is 0.

    References
    ----------
    GB 21342-2025 cl. 5.3 (wet quenching).
    """

    def _compute(grade: int, values: Values) -> Outcome:
        del grade
        value = values.get(condition.name)
        if value is None:
            return unstated(condition)
        if value not in (0.0, 1.0):
            return Unapplied(condition, f"{value:g} 既非 0 也非 1", f"{value:g} is neither 0 nor 1")
        return Effect(addition=addition * value)

    return _compute


def make_steps(condition: Condition, steps: tuple[tuple[float, float], ...]) -> Compute:
    """Return the addition [limit's unit] of the first step whose upper end is not passed.

    `steps` holds upper end, inclusive [condition's unit], and addition.

    References
    ----------
    GB 21342-2025 cl. 5.3 (oven age).
    """

    def _compute(grade: int, values: Values) -> Outcome:
        del grade
        value = values.get(condition.name)
        if value is None:
            return unstated(condition)
        return Effect(addition=next(added for end, added in steps if value <= end))

    return _compute


def make_ore_grade(base: float, slope: float, ratio_min: float | None) -> Compute:
    """Return ``−(grade − base) × slope`` [limit's unit]; `base` in %, `slope` per point of it.

    Where `ratio_min` [1] is given, only for ores with at least this ratio of chromium to iron.

    References
    ----------
    GB 21341-2022 tables 1 and 2.
    """
    ore, ratio = CONDITIONS["ore_grade"], CONDITIONS["chromium_iron_ratio"]

    def _compute(grade: int, values: Values) -> Outcome:
        del grade
        if ratio_min is not None:
            known = values.get(ratio.name)
            if known is None:
                return unstated(ratio)
            if known < ratio_min:
                return Effect()
        value = values.get(ore.name)
        return unstated(ore) if value is None else Effect(addition=-(value - base) * slope)

    return _compute


def make_capped_shortfall(condition: Condition, slope: float, most: float, full: float) -> Compute:
    """Return ``slope × min(most, max(0, full − value))`` [limit's unit].

    `most` and `full` in the condition's unit, `slope` per one of it [unit].

    References
    ----------
    GB 21256-2025 cl. 4.3 (iron grade of the burden).
    """

    def _compute(grade: int, values: Values) -> Outcome:
        del grade
        value = values.get(condition.name)
        if value is None:
            return unstated(condition)
        return Effect(addition=slope * min(most, max(0.0, full - value)))

    return _compute


def make_kinds(condition: Condition, effects: tuple[Effect, ...]) -> Compute:
    """Return the effect of the n-th kind that the row lists; 0 is none of them.

    References
    ----------
    GB 21256-2025 cl. 4.4 and 4.5 (steel kinds).
    """

    def _compute(grade: int, values: Values) -> Outcome:
        del grade
        value = values.get(condition.name)
        if value is None:
            return unstated(condition)
        if value not in range(len(effects) + 1):
            last = len(effects)
            return Unapplied(
                condition,
                f"{value:g} 不是 0 … {last} 的代号",
                f"{value:g} is no number from 0 to {last}",
            )
        return effects[int(value) - 1] if value else Effect()

    return _compute
