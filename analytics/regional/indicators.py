"""Indicators of a region by their word: from accounts where they can be had, else as entered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from analytics.regional.source import RegionSource, year_span
from analytics.regional.statement import read_statement
from core.units import convert
from core.vocabulary import Basis

PERCENT = 100.0
TIMES = {"water_per_industrial_added_value": ("industrial_water", "m3", "industrial_added_value")}
"""Ratios of an entered amount by a denominator at constant prices."""


class GoalLike(Protocol):
    """What is asked of a target: its indicator, its unit, and whether it is a change."""

    @property
    def indicator(self) -> str:
        """Word of the indicator."""
        ...

    @property
    def unit(self) -> str:
        """Unit of the level."""
        ...

    @property
    def is_change(self) -> bool:
        """Whether a change over the base year is asked for."""
        ...


@dataclass(frozen=True)
class Actual:
    """What an indicator has reached [unit], with where it comes from.

    `figure` and `base_figure` are the year's and the base year's where it is a change [any unit].
    """

    indicator: str
    value: float
    unit: str
    source: str
    figure: float
    base_figure: float | None = None

    def evidence(self) -> dict[str, object]:
        """Return the figure as evidence."""
        return {
            "indicator": self.indicator,
            "figure": self.figure,
            "base_figure": self.base_figure,
            "figure_source": self.source,
        }


def read_actual(source: RegionSource, goal: GoalLike, year: int, base_year: int) -> Actual | None:
    """Return what an indicator reached in a year [calendar years]; None where it is not stated.

    Where the goal is a change, the change over the base year in %.
    """
    if not goal.is_change:
        found = _read(source, goal.indicator, goal.unit, (year, base_year))
        if found is None:
            return None
        return Actual(goal.indicator, found[0], goal.unit, found[1], found[0])
    now = _read(source, goal.indicator, "", (year, base_year))
    then = _read(source, goal.indicator, "", (base_year, base_year))
    if now is None or then is None or then[0] <= 0:
        return None
    change = (now[0] / then[0] - 1) * PERCENT
    text = f"{now[1]}; {base_year}: {then[1]}"
    return Actual(goal.indicator, change, "%", text, now[0], then[0])


def _read(
    source: RegionSource, indicator: str, unit: str, years: tuple[int, int]
) -> tuple[float, str] | None:
    """Return a figure in `unit` ('' for the unit it is first entered in) and its source."""
    year, base_year = years
    span = year_span(year)
    first = next((line for line in source.lines if line.item == indicator), None)
    if first is not None:
        into = unit or first.unit
        stated = source.whole(indicator, span, into)
        stated = stated or source.level(indicator, span, into)
        if stated is not None:
            return stated.value, stated.source
    if indicator in TIMES:
        item, amount_unit, below = TIMES[indicator]
        amount = source.whole(item, span, amount_unit)
        denominator = source.denominator(below, span, base_year, year)
        if amount is not None and denominator is not None and denominator.value > 0:
            value = amount.value / denominator.value
            return value, f"{amount.source} ÷ {denominator.source}"
        return None
    return _of_statement(source, indicator, unit, years)


def _of_statement(
    source: RegionSource, indicator: str, unit: str, years: tuple[int, int]
) -> tuple[float, str] | None:
    """Return a share or intensity of the region's account."""
    statement = read_statement(source, *years, Basis.CALORIFIC)
    for share in statement.shares:
        if share.name == indicator:
            return convert(share.value, "1", unit or "1"), share.source
    intensity = statement.intensities.get(indicator)
    if intensity is not None:
        into = unit or intensity.unit
        return convert(intensity.value, intensity.unit, into), intensity.denominator.source
    return None
