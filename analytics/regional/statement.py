"""`Statement`: a region's account of a year as the regulator reads it, each figure with its source.

Structure: shares of coal and of electricity in the metered use (当量值), share of non-fossil energy
in the region's use, share of renewable power in the electricity used.
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.accounts.parts import CLASS_TCE
from analytics.errors import DenominatorError
from analytics.regional.rule import Balance, Denominator, Intensity, compute_intensity
from analytics.regional.source import DENOMINATORS, RegionSource, year_span
from core.vocabulary import Basis

ELECTRICITY = "carrier:electricity"
NAMES = {"gdp": "energy_per_gdp", "industrial_added_value": "energy_per_industrial_added_value"}
INDUSTRIAL_ENERGY = "industrial_energy"


@dataclass(frozen=True)
class Share:
    """A share of something [1], with what it was taken of."""

    name: str
    value: float
    part: float
    whole: float
    unit: str
    source: str

    def evidence(self) -> dict[str, object]:
        """Return the share as evidence."""
        return {
            "name": self.name,
            "value": self.value,
            "part": self.part,
            "whole": self.whole,
            "unit": self.unit,
            "source": self.source,
        }


@dataclass(frozen=True)
class Statement:
    """A region's account of a year.

    Attributes
    ----------
    year, base_year : int
        Calendar years; denominators are at prices of the base year.
    refused : dict of str
        Why intensities are not given, by name.
    """

    region: str
    year: int
    base_year: int
    basis: Basis
    energy: Balance
    carbon: Balance
    denominators: dict[str, Denominator]
    intensities: dict[str, Intensity]
    refused: dict[str, str]
    shares: tuple[Share, ...]


def read_statement(source: RegionSource, year: int, base_year: int, basis: Basis) -> Statement:
    """Put the account of a region's year together [calendar years]."""
    span = year_span(year)
    energy = source.balance(basis, span)
    carbon = source.balance(Basis.NONE, span)
    denominators: dict[str, Denominator] = {}
    intensities: dict[str, Intensity] = {}
    refused: dict[str, str] = {}
    for word in DENOMINATORS:
        found = source.denominator(word, span, base_year, year)
        if found is not None:
            denominators[word] = found
        try:
            intensities[NAMES[word]] = _intensity(source, energy, (word, year), found)
        except DenominatorError as error:
            if word == "gdp" or _is_stated(source, word):
                refused[NAMES[word]] = str(error)
    return Statement(
        source.code,
        year,
        base_year,
        basis,
        energy,
        carbon,
        denominators,
        intensities,
        refused,
        tuple(list_shares(source, year, energy)),
    )


def _is_stated(source: RegionSource, word: str) -> bool:
    """Tell whether anything is entered of an intensity of industry; who enters none asks none."""
    return bool({word, f"{word}_comparable", INDUSTRIAL_ENERGY} & source.items)


def _intensity(
    source: RegionSource, energy: Balance, what: tuple[str, int], denominator: Denominator | None
) -> Intensity:
    """Return use by GDP, or energy of industry by its added value.

    Raises
    ------
    DenominatorError
        There is no sourced denominator, or the numerator is not the whole region's.
    """
    word, year = what
    name = NAMES[word]
    if word == "gdp":
        whole = energy.official if energy.official and energy.official.is_whole else None
        if whole is None and not energy.is_whole:
            raise DenominatorError(
                f"{name}: metered {energy.metered:.10g} {energy.unit} is not the use of the "
                "region, and GDP is the whole region's",
                where=f"region:{source.code} {year}",
                fix="enter energy_official or energy_unmetered:coal_calorific with its document",
            )
        numerator = whole.value if whole is not None else energy.total
    else:
        stated = source.stated(INDUSTRIAL_ENERGY, year_span(year), energy.unit)
        if stated is None:
            raise DenominatorError(
                f"{name}: the energy of industry in {year} is not stated, so there is no numerator",
                where=f"region:{source.code} {year}",
                fix=f"enter {INDUSTRIAL_ENERGY} with its document",
            )
        numerator = stated.value
    return compute_intensity(name, numerator, energy.unit, denominator)


def list_shares(source: RegionSource, year: int, energy: Balance) -> list[Share]:
    """Return the shares of a region's structure that can be had [calendar year]."""
    span = year_span(year)
    found: list[Share] = []
    metered = source.metered("coal_calorific_tce", span)
    for name, word in (("coal_share_metered", "coal"), ("electricity_share", "electricity")):
        part = source.metered(f"{CLASS_TCE}:{word}", span)
        if part is not None and metered is not None and metered[0] > 0:
            what = f"Σ 监管企业，当量值 (Σ enterprises, calorific), {CLASS_TCE}:{word}"
            found.append(Share(name, part[0] / metered[0], part[0], metered[0], "tce", what))
    whole = energy.official.value if energy.official and energy.official.is_whole else None
    if whole is None and energy.is_whole:
        whole = energy.total
    for name, item in (
        ("coal_share", "coal_consumption"),
        ("non_fossil_share", "non_fossil_energy"),
    ):
        stated = source.stated(item, span, "tce")
        if stated is not None and stated.is_whole and whole is not None and whole > 0:
            found.append(
                Share(name, stated.value / whole, stated.value, whole, "tce", stated.source)
            )
    found += _renewable(source, year)
    return found


def _renewable(source: RegionSource, year: int) -> list[Share]:
    """Return renewable power by all electricity used, both as stated of the region."""
    span = year_span(year)
    renewable = source.stated("renewable_electricity", span, "kWh")
    used = source.stated("electricity_consumption", span, "kWh")
    if renewable is None or used is None or not (renewable.is_whole and used.is_whole):
        return []
    if used.value <= 0:
        return []
    text = f"{renewable.source}; {used.source}"
    value = renewable.value / used.value
    return [Share("renewable_consumption_share", value, renewable.value, used.value, "kWh", text)]
