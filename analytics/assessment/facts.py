"""`YearFacts` of a region: gross use and what may be taken off it, with the source of each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.accounts.parts import FEEDSTOCK
from analytics.assessment.ledger import count_certified, state_projects
from analytics.assessment.net import YearFacts
from analytics.regional.rule import Balance
from analytics.regional.source import SUFFIX, RegionSource, year_span
from core.vocabulary import Basis

KG_PER_T = 1000.0


@dataclass(frozen=True)
class Below:
    """What lies in a region: codes of regions, itself included, and subjects of enterprises."""

    regions: Sequence[str]
    subjects: Sequence[str]


def choose_gross(year: Balance, base: Balance) -> tuple[str, float, float] | None:
    """Return which use is assessed, of the year and of the base year [their unit].

    The official statistic where it stands for both; else what is metered and the remainder, where
    that stands for both; never one beside the other, and never the metered sum alone.
    """
    one, other = year.official, base.official
    if one is not None and other is not None and one.is_whole and other.is_whole:
        return "official", one.value, other.value
    if year.is_whole and base.is_whole:
        return "account", year.total, base.total
    return None


def read_year(
    source: RegionSource, year: int, basis: Basis, *, gross: float, below: Below
) -> YearFacts:
    """Read what may be taken off the use `gross` [tce] of a year [calendar year]."""
    span = year_span(year)
    found: dict[str, str] = {}
    feedstock = _feedstock(source, year, basis, found)
    renewable = _renewable(source, year, basis, found)
    non_fossil = source.whole("non_fossil_energy", span, "tce")
    if non_fossil is not None:
        found["non_fossil"] = non_fossil.source
    factor, factor_source = power_factor(source, year, basis)
    certified = count_certified(source.session, below.subjects, span, source.code)
    other = math.fsum(month.other_provinces for month in certified)
    if other:
        text = f"certificate_use: {other:.10g} kWh × {factor:.10g} kgce/kWh ({factor_source})"
        found["non_fossil"] = "; ".join(filter(None, (found.get("non_fossil"), text)))
    projects = state_projects(source, below.regions, basis, span)
    if projects:
        found["separate"] = "; ".join(project.source for project in projects)
    return YearFacts(
        year,
        gross,
        feedstock,
        renewable,
        non_fossil.value if non_fossil is not None else None,
        other * factor / KG_PER_T,
        projects,
        found,
    )


def power_factor(source: RegionSource, year: int, basis: Basis) -> tuple[float, str]:
    """Return the standard coal of electricity in a year [kgce/kWh], and its source."""
    factor = source.catalogue.coal_factor("electricity", basis, year_span(year)[0])
    return factor.value, f"{factor.source}, {factor.confidence}"


def _feedstock(
    source: RegionSource, year: int, basis: Basis, found: dict[str, str]
) -> float | None:
    span = year_span(year)
    stated = source.whole(f"feedstock:{SUFFIX[basis]}", span, "tce")
    if stated is not None:
        found["feedstock"] = stated.source
        return stated.value
    metered = source.metered(FEEDSTOCK[basis][0], span)
    if metered is None:
        return None
    found["feedstock"] = f"Σ 企业计量 (Σ enterprises, metered), {FEEDSTOCK[basis][0]}"
    return metered[0]


def _renewable(
    source: RegionSource, year: int, basis: Basis, found: dict[str, str]
) -> float | None:
    stated = source.whole("renewable_electricity", year_span(year), "kWh")
    if stated is None:
        return None
    factor, factor_source = power_factor(source, year, basis)
    text = f"{stated.source}: {stated.value:.10g} kWh × {factor:.10g} kgce/kWh ({factor_source})"
    found["renewable"] = text
    found.setdefault("non_fossil", text)
    return stated.value * factor / KG_PER_T
