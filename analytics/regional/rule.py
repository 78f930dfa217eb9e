"""The rule itself: a region's balance, its denominators at constant prices, and its intensities.

A region's sum of supervised enterprises stands beside the official statistic, never for it; and
nothing is called an intensity without its denominator's source.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from analytics.errors import DenominatorError
from analytics.regional.stated import Stated
from core.vocabulary import Severity

EQUAL = 1 + 1e-9
"""Two amounts closer than this ratio are equal: sums of the same floats in another order [1]."""


class RegionLevel(StrEnum):
    """How far a region's account can be held against its statistic."""

    BESIDE = "beside_statistic"
    WHOLE = "without_statistic"
    METERED_ONLY = "metered_only"
    EXCEEDS = "exceeds_statistic"


SEVERITY: dict[RegionLevel, Severity] = {
    RegionLevel.BESIDE: Severity.NONE,
    RegionLevel.WHOLE: Severity.NOTICE,
    RegionLevel.METERED_ONLY: Severity.NOTICE,
    RegionLevel.EXCEEDS: Severity.WARNING,
}


@dataclass(frozen=True)
class Balance:
    """A region's use of a year or part of it, all in one unit and on one basis.

    Attributes
    ----------
    metered : float
        Σ of the supervised enterprises' accounts.
    coverage : float
        Share of that which is measured, 0 … 1 [1].
    unmetered, official : Stated or None
        The hand-fed remainder of those without meters, and the official statistic.
    """

    metered: float
    coverage: float
    unit: str
    unmetered: Stated | None = None
    official: Stated | None = None

    @property
    def total(self) -> float:
        """Metered and remainder together [unit]; without a remainder the metered sum alone."""
        return self.metered + (self.unmetered.value if self.unmetered else 0.0)

    @property
    def is_whole(self) -> bool:
        """Whether the remainder is stated, so that `total` is the region's use."""
        return self.unmetered is not None and self.unmetered.is_whole

    @property
    def share_metered(self) -> float | None:
        """Share of the region's use that is metered [1]: of the statistic, else of the total."""
        whole = self._whole()
        return self.metered / whole if whole and whole > 0 else None

    def _whole(self) -> float | None:
        if self.official is not None and self.official.is_whole:
            return self.official.value
        return self.total if self.is_whole else None

    @property
    def difference(self) -> float | None:
        """Official statistic − total [unit]; None without a statistic."""
        return self.official.value - self.total if self.official else None

    @property
    def level(self) -> RegionLevel:
        """How far the account can be held against the statistic."""
        if self.official is not None and self.official.is_whole:
            exceeds = (
                self.total > self.official.value * EQUAL and self.metered > self.official.value
            )
            return RegionLevel.EXCEEDS if exceeds else RegionLevel.BESIDE
        return RegionLevel.WHOLE if self.is_whole else RegionLevel.METERED_ONLY


@dataclass(frozen=True)
class Denominator:
    """GDP, added value … at constant prices, with how it came about.

    Attributes
    ----------
    value : float
        At constant prices, in `unit`.
    method : str
        ``comparable`` (entered so), ``deflated`` (nominal by a price index), or ``base_year``
        (nominal of the base year, whose prices are the constant ones).
    parts : tuple of Stated
        What was entered.
    """

    value: float
    unit: str
    method: str
    parts: tuple[Stated, ...]

    @property
    def source(self) -> str:
        """Where it comes from."""
        return "; ".join(part.source for part in self.parts)


def deflate(
    nominal: Stated | None,
    comparable: Stated | None,
    indices: Sequence[Stated] | None,
) -> Denominator | None:
    """Return a denominator at the base year's prices, None where it cannot be had.

    A figure entered at comparable prices goes first; a nominal one is divided by the product of the
    yearly price indices since the base year (`indices`; none at all for the base year itself, None
    where one is missing). Nominal money alone is no denominator: a rise of prices would look like
    saved energy.
    """
    if comparable is not None:
        return Denominator(comparable.value, comparable.unit, "comparable", (comparable,))
    if nominal is None or indices is None:
        return None
    index = math.prod(part.value for part in indices)
    if index <= 0:
        return None
    method = "deflated" if indices else "base_year"
    return Denominator(nominal.value / index, nominal.unit, method, (nominal, *indices))


@dataclass(frozen=True)
class Intensity:
    """A numerator by a sourced denominator, in `unit`."""

    value: float
    unit: str
    numerator: float
    denominator: Denominator


def compute_intensity(
    name: str, numerator: float, unit: str, denominator: Denominator | None
) -> Intensity:
    """Return ``numerator ÷ denominator`` [unit/denominator's unit].

    Raises
    ------
    DenominatorError
        There is no denominator, it has no source, or it is not above zero.
    """
    if denominator is None:
        raise DenominatorError(
            f"{name}: {numerator:.10g} {unit} has no denominator at constant prices",
            where=name,
            fix="enter gdp_comparable (or gdp and price_index) of the period with its document",
        )
    if not denominator.source.strip():
        raise DenominatorError(
            f"{name}: denominator {denominator.value:.10g} {denominator.unit} has no source",
            where=name,
            fix="enter it again with its document",
        )
    if denominator.value <= 0:
        raise DenominatorError(
            f"{name}: denominator {denominator.value:.10g} {denominator.unit} is not above zero",
            where=denominator.source,
            fix="enter the figure again as a new version",
        )
    value = numerator / denominator.value
    return Intensity(value, f"{unit}/{denominator.unit}", numerator, denominator)


def compute_shares(parts: Mapping[str, float], whole: float) -> dict[str, float]:
    """Return each part's share of `whole` [1], both in one unit; empty where there is no whole."""
    if whole <= 0:
        return {}
    return {name: amount / whole for name, amount in parts.items()}
