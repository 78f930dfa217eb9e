"""A measure's year and base year side by side: use, deductions, GDP, and the change between."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assessment.facts import choose_gross, read_year
from analytics.assessment.net import Net, YearFacts, compute_nets
from analytics.assessment.question import MissingFigureError, Question
from analytics.errors import DenominatorError
from analytics.regional.rule import Denominator, compute_intensity
from analytics.regional.source import year_span
from core.vocabulary import Basis


@dataclass(frozen=True)
class Pair:
    """Net of the year and of the base year, with which use they rest on and its coverage [1]."""

    used: str
    coverage: float
    year: Net
    base: Net


def read_nets(question: Question) -> Pair:
    """Return gross, deductions and net of the year and of the base year.

    Raises
    ------
    MissingFigureError
        The use of the whole region is not stated alike for both years.
    """
    source, scheme = question.source, question.scheme
    balances = [
        source.balance(question.basis, year_span(y)) for y in (question.year, scheme.base_year)
    ]
    chosen = choose_gross(*balances)
    if chosen is None:
        items = "energy_official / energy_unmetered"
        if question.basis is Basis.NONE:
            items = "co2_official / co2_unmetered"
        shown = "; ".join(
            f"{year}: metered {b.metered:.10g}, remainder "
            f"{b.unmetered.value if b.unmetered else '—'}, statistic "
            f"{b.official.value if b.official else '—'} {b.unit}"
            for year, b in zip((question.year, scheme.base_year), balances, strict=True)
        )
        raise MissingFigureError(
            f"the use of the whole region is not stated alike for both years ({shown})",
            where=f"region:{source.code}",
            fix=f"enter {items} for the year and for the base year",
        )
    used, gross, base_gross = chosen
    coverage = balances[0].coverage if used == "account" else 1.0
    if question.basis is Basis.NONE:
        return Pair(
            used, coverage, Net(question.year, gross, ()), Net(scheme.base_year, base_gross, ())
        )
    years = [
        read_year(source, y, question.basis, gross=g, below=question.below)
        for y, g in ((question.year, gross), (scheme.base_year, base_gross))
    ]
    return Pair(used, coverage, *_deduct(question, *years))


def _deduct(question: Question, year: YearFacts, base: YearFacts) -> tuple[Net, Net]:
    rules = question.scheme.deductions_of(question.measure, year_span(question.year)[0])
    nets = compute_nets(year, base, rules)
    for net in nets:
        if net.net < 0:
            lines = ", ".join(f"{line.deduction} {line.amount:.10g}" for line in net.lines)
            raise MissingFigureError(
                f"deductions of {net.year} ({lines}) exceed the gross use {net.gross:.10g} tce",
                where=f"region:{question.source.code}",
                fix="mend the figure that is too great",
            )
    return nets


def read_gdp(question: Question) -> tuple[Denominator, Denominator]:
    """Return GDP of the year and of the base year at the base year's prices.

    Raises
    ------
    DenominatorError
        One of the two is missing, or does not cover its year.
    """
    found: list[Denominator] = []
    base = question.scheme.base_year
    for year in (question.year, base):
        one = question.source.denominator("gdp", year_span(year), base, year)
        if one is None or not one.parts[0].is_whole:
            value = "nothing" if one is None else f"{one.value:.10g} {one.unit} of part of the year"
            raise DenominatorError(
                f"{question.measure.indicator} of {year} has {value} as denominator at prices of "
                f"{base}",
                where=f"region:{question.source.code}",
                fix="enter gdp_comparable, or gdp and the yearly price_index, for the whole year",
            )
        found.append(one)
    return found[0], found[1]


def intensity_change(
    question: Question, pair: Pair, gdp: tuple[Denominator, Denominator]
) -> tuple[float, dict[str, object]]:
    """Return the change of net use by GDP over the base year [1], with what it was taken of."""
    name, unit = question.measure.indicator, "tCO2" if question.basis is Basis.NONE else "tce"
    now = compute_intensity(name, pair.year.net, unit, gdp[0])
    then = compute_intensity(name, pair.base.net, unit, gdp[1])
    if then.value <= 0:
        raise MissingFigureError(
            f"{name} of the base year is {then.value:.10g} {then.unit}, no change can be taken",
            where=f"region:{question.source.code}",
            fix="mend the base year's figures",
        )
    evidence: dict[str, object] = {
        "intensity": now.value,
        "base_intensity": then.value,
        "intensity_unit": now.unit,
        "gdp": gdp[0].value,
        "gdp_source": gdp[0].source,
        "gdp_method": gdp[0].method,
        "base_gdp": gdp[1].value,
        "base_gdp_source": gdp[1].source,
    }
    return now.value / then.value - 1, evidence


def pair_evidence(pair: Pair) -> dict[str, object]:
    """Return gross, deductions and net of both years as evidence."""
    return {"used": pair.used, "year": pair.year.evidence(), "base": pair.base.evidence()}
