"""`Figure`: what an account indicator of an enterprise or a line is the sum of.

References
----------
GB/T 2589-2020 (comprehensive energy use: inputs − what is passed on); GHG Protocol, scopes 1 and 2.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from analytics.accounts.boundary import Boundary, is_amount
from analytics.accounts.factors import Use
from analytics.accounts.facts import EnterpriseFacts, PointFacts, ProductFacts
from analytics.accounts.parts import list_parts
from analytics.accounts.split import Split, find_split
from analytics.accounts.stocks import StockTerm, list_stocks
from analytics.accounts.tree import Cover, SignedPoint
from core.catalogue import Carrier, Catalogue
from core.errors import CatalogueError
from core.vocabulary import Basis, Flow, Indicator

ELECTRICITY = "electricity"
OIL_UNITS = ("kgoe", "toe")
"""Numerators of refining and petrochemicals."""
COAL_UNITS = dict.fromkeys(("kgce", "tce", "gce", *OIL_UNITS), "tce")
REFINING = {ELECTRICITY: "electricity_refining"}
"""Carriers that a product judged in oil equivalent counts by factors of its own.

References
----------
GB 30251-2024, appendix A: electricity 0.21 kgoe/kWh. The figure is the catalogue's.
"""
VALUE_UNIT = "万元"
VALUES = ("output_value", "output_value_comparable", "added_value", "added_value_comparable")
"""Hand-fed values that are accounts of their own [万元]."""


class Heading(NamedTuple):
    """What a figure is called and what its amounts are multiplied with."""

    indicator: str
    basis: Basis
    unit: str
    use: Use


CO2 = Heading(Indicator.CO2, Basis.NONE, "tCO2", Use.CO2)
COALS = (
    Heading(Indicator.COAL_CALORIFIC, Basis.CALORIFIC, "tce", Use.COAL_CALORIFIC),
    Heading(Indicator.COAL_PRIMARY, Basis.PRIMARY, "tce", Use.COAL_PRIMARY),
)


@dataclass(frozen=True)
class Term:
    """One point's part in a figure: `sign` · amount · factor of `use` for `carrier`.

    `covers` are spans in which another sign holds, the later one before the earlier one.
    """

    point: PointFacts
    sign: int
    use: Use
    carrier: str
    covers: tuple[Cover, ...] = ()


@dataclass(frozen=True)
class Figure:
    """An indicator as a sum of terms, of stock changes and of one kind of entry.

    Attributes
    ----------
    entry_item : str
        Item of the entries that are added, such as ``output:P``; empty for none.
    stocks : tuple of StockTerm
        Changes of hand-fed stocks, which are taken off, each times the factor of `stock_use`.
    split : Split or None
        How much of the sum is this product's, where heat and power are made together.
    """

    indicator: str
    basis: Basis
    unit: str
    terms: tuple[Term, ...]
    entry_item: str = ""
    stocks: tuple[StockTerm, ...] = ()
    stock_use: Use = Use.ONE
    split: Split | None = None


def list_figures(facts: EnterpriseFacts, catalogue: Catalogue, at_ms: int) -> list[Figure]:
    """Return all figures of an enterprise, those without any term or entry left out.

    Parameters
    ----------
    at_ms : int
        Time that decides which edition tells the unit of a product's energy [ms].
    """
    boundary = Boundary(facts, catalogue, at_ms)
    stocks = list_stocks(facts, boundary.carriers)
    energy = boundary.list_energy()
    figures = _coal(energy, stocks)
    burned = [s for s in stocks if boundary.carriers[s.carrier].kind == "fuel"]
    figures.append(_figure(CO2, boundary.list_co2(), burned))
    figures += _carriers(energy, boundary, stocks)
    figures += [
        _figure(Heading(*part[:4]), part.points, part.stocks)
        for part in list_parts(boundary, stocks)
    ]
    for product in facts.products:
        figures.append(_output(facts, product))
        figures += _product_energy(product, boundary)
    figures += [Figure(item, Basis.NONE, VALUE_UNIT, (), item) for item in VALUES]
    items = {entry.item for entry in facts.entries}
    return [f for f in figures if f.terms or f.stocks or f.entry_item in items]


def list_line_figures(
    facts: EnterpriseFacts, line: str, catalogue: Catalogue, at_ms: int
) -> list[Figure]:
    """Return the figures of a process line 工序: both bases and each carrier.

    Parameters
    ----------
    at_ms : int
        Time that decides which rows of the catalogue hold [ms].

    References
    ----------
    GB/T 2589-2020, 5: use of a process is what it takes in less what it converts, recovers and
    passes on.
    """
    boundary = Boundary(facts, catalogue, at_ms)
    energy = boundary.list_line(line)
    figures = [*_coal(energy, ()), *_carriers(energy, boundary, ())]
    return [figure for figure in figures if figure.terms]


def _coal(energy: list[SignedPoint], stocks: Iterable[StockTerm]) -> list[Figure]:
    return [_figure(heading, energy, stocks) for heading in COALS]


def _carriers(
    energy: list[SignedPoint], boundary: Boundary, stocks: Iterable[StockTerm]
) -> list[Figure]:
    """Return one figure a carrier that is metered or stocked, in its accounting unit."""
    held = {stock.carrier: stock for stock in stocks}
    own: dict[str, list[SignedPoint]] = {code: [] for code in held}
    for signed in energy:
        own.setdefault(signed.point.carrier, []).append(signed)
    return [
        _figure(
            Heading(f"carrier:{code}", Basis.NONE, boundary.carriers[code].unit, Use.ONE),
            own[code],
            [held[code]] if code in held else (),
        )
        for code in sorted(own)
    ]


def _figure(
    heading: Heading, points: Iterable[SignedPoint], stocks: Iterable[StockTerm] = ()
) -> Figure:
    indicator, basis, unit, use = heading
    terms = _terms(points, use)
    return Figure(indicator, basis, unit, terms, stocks=tuple(stocks), stock_use=use)


def _terms(points: Iterable[SignedPoint], use: Use) -> tuple[Term, ...]:
    return tuple(Term(s.point, s.sign, use, s.point.carrier, s.covers) for s in points)


def _output(facts: EnterpriseFacts, product: ProductFacts) -> Figure:
    terms = tuple(
        Term(p, 1, Use.ONE, p.carrier)
        for p in facts.points
        if p.flow == Flow.OUTPUT and p.product_code == product.code and is_amount(p)
    )
    item = f"output:{product.code}"
    return Figure(f"product:{product.code}", Basis.NONE, product.unit, terms, item)


def _product_energy(product: ProductFacts, boundary: Boundary) -> list[Figure]:
    """Return the numerator of a product's energy per output, in what its level's unit asks.

    Standard coal stands on both bases; a product without a level has it too.
    """
    unit = level_unit(boundary.catalogue, product.benchmark_key, boundary.at_ms)
    numerator = unit.split("/")[0]
    split = find_split(boundary, product.code)
    own = split.inputs if split else boundary.list_product(product.code)
    name = f"product_energy:{product.code}"
    if unit == "1" or numerator == "kWh":
        own = [s for s in own if s.point.carrier == ELECTRICITY]
        return [Figure(name, Basis.NONE, "kWh", _terms(own, Use.ONE), split=split)]
    if unit and numerator not in COAL_UNITS:
        return []
    if numerator == "gce":
        own = [s for s in own if _is_fuel(boundary.carriers, s)]
    primary = f"product_energy_primary:{product.code}"
    counted = [_terms(own, use) for use in (Use.COAL_CALORIFIC, Use.COAL_PRIMARY)]
    if numerator in OIL_UNITS:
        counted = [_count_refining(terms) for terms in counted]
    return [
        Figure(name, Basis.CALORIFIC, "tce", counted[0], split=split),
        Figure(primary, Basis.PRIMARY, "tce", counted[1], split=split),
    ]


def _count_refining(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Return terms that count by the factors of refining where it has its own."""
    return tuple(replace(term, carrier=REFINING.get(term.carrier, term.carrier)) for term in terms)


def _is_fuel(carriers: dict[str, Carrier], signed: SignedPoint) -> bool:
    return carriers[signed.point.carrier].kind == "fuel"


def level_unit(catalogue: Catalogue, benchmark_key: str, at_ms: int) -> str:
    """Return the unit of the level or limit in force at `at_ms` [ms]; empty where there is none."""
    if not benchmark_key:
        return ""
    try:
        row = catalogue.level(benchmark_key, at_ms) or catalogue.limit(benchmark_key, at_ms)
    except CatalogueError:
        return ""
    return row.unit if row else ""
