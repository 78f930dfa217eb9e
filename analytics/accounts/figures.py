"""`Figure`: what an account indicator of an enterprise is the sum of.

References
----------
GB/T 2589-2020 (comprehensive energy use: inputs − what is passed on); GHG Protocol, scopes 1 and 2.
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.accounts.factors import Use
from analytics.accounts.facts import EnterpriseFacts, PointFacts, ProductFacts
from core.catalogue import Carrier, Catalogue
from core.errors import CatalogueError
from core.units import is_rate
from core.vocabulary import SIGN_OF_FLOW, Basis, Flow, Indicator, Kind

ELECTRICITY = "electricity"
COAL_UNITS = {"kgce": "tce", "tce": "tce", "gce": "tce"}


@dataclass(frozen=True)
class Term:
    """One point's part in a figure: `sign` · amount · factor of `use` for `carrier`."""

    point: PointFacts
    sign: int
    use: Use
    carrier: str


@dataclass(frozen=True)
class Figure:
    """An indicator of an enterprise as a sum of terms and of one kind of entry.

    Attributes
    ----------
    entry_item : str
        Item of the entries that are added, such as ``output:P``; empty for none.
    """

    indicator: str
    basis: Basis
    unit: str
    terms: tuple[Term, ...]
    entry_item: str = ""


def list_figures(facts: EnterpriseFacts, catalogue: Catalogue, at_ms: int) -> list[Figure]:
    """Return all figures of an enterprise, those without any term or entry left out.

    Parameters
    ----------
    at_ms : int
        Time that decides which edition tells the unit of a product's energy [ms].
    """
    carriers = {carrier.code: carrier for carrier in catalogue.carriers()}
    energy = [p for p in facts.points if p.carrier in carriers and is_amount(p)]
    figures = [
        _coal(Indicator.COAL_CALORIFIC, Basis.CALORIFIC, Use.COAL_CALORIFIC, energy),
        _coal(Indicator.COAL_PRIMARY, Basis.PRIMARY, Use.COAL_PRIMARY, energy),
        Figure(
            Indicator.CO2,
            Basis.NONE,
            "tCO2",
            tuple(
                Term(p, sign, Use.CO2, p.carrier)
                for p in energy
                if (sign := co2_sign(p, carriers[p.carrier]))
            ),
        ),
    ]
    for code in sorted({p.carrier for p in energy}):
        terms = _signed([p for p in energy if p.carrier == code], Use.ONE)
        figures.append(Figure(f"carrier:{code}", Basis.NONE, carriers[code].unit, terms))
    for product in facts.products:
        figures.append(_output(facts, product))
        figures += _product_energy(
            product, energy, carriers, level_unit(catalogue, product.benchmark_key, at_ms)
        )
    items = {entry.item for entry in facts.entries}
    return [f for f in figures if f.terms or f.entry_item in items]


def is_amount(point: PointFacts) -> bool:
    """Tell whether a point's hours are amounts that add up (a gauge only if it is a rate)."""
    return point.kind != Kind.GAUGE or is_rate(point.unit)


def co2_sign(point: PointFacts, carrier: Carrier) -> int:
    """Return how a flow enters CO2 of scope 1 and 2: what is burned here, what is bought [1].

    Sold electricity and heat stay in (their fuel was burned here); sold fuel goes out with its
    carbon; feedstock is no fuel; energy-consumed media carry no own emission.
    """
    flow = Flow(point.flow)
    if carrier.kind == "medium" or flow is Flow.FEEDSTOCK:
        return 0
    if carrier.kind in ("electricity", "heat"):
        return 1 if flow is Flow.PURCHASED else 0
    return SIGN_OF_FLOW[flow]


def _signed(points: list[PointFacts], use: Use) -> tuple[Term, ...]:
    return tuple(
        Term(p, sign, use, p.carrier) for p in points if (sign := SIGN_OF_FLOW[Flow(p.flow)])
    )


def _coal(indicator: str, basis: Basis, use: Use, energy: list[PointFacts]) -> Figure:
    return Figure(indicator, basis, "tce", _signed(energy, use))


def _output(facts: EnterpriseFacts, product: ProductFacts) -> Figure:
    terms = tuple(
        Term(p, 1, Use.ONE, p.carrier)
        for p in facts.points
        if p.flow == Flow.OUTPUT and p.product_code == product.code and is_amount(p)
    )
    item = f"output:{product.code}"
    return Figure(f"product:{product.code}", Basis.NONE, product.unit, terms, item)


def _product_energy(
    product: ProductFacts,
    energy: list[PointFacts],
    carriers: dict[str, Carrier],
    unit: str,
) -> list[Figure]:
    """Return the numerator of a product's energy per output, in what the level's `unit` asks."""
    numerator = unit.split("/")[0]
    own = [p for p in energy if p.product_code == product.code]
    if unit == "1" or numerator == "kWh":
        own = [p for p in own if p.carrier == ELECTRICITY]
        use, basis, amount_unit = Use.ONE, Basis.NONE, "kWh"
    elif numerator in COAL_UNITS:
        if numerator == "gce":
            own = [p for p in own if carriers[p.carrier].kind == "fuel"]
        use, basis, amount_unit = Use.COAL_CALORIFIC, Basis.CALORIFIC, "tce"
    else:
        return []
    indicator = f"product_energy:{product.code}"
    return [Figure(indicator, basis, amount_unit, _boundary(own, use))]


def _boundary(own: list[PointFacts], use: Use) -> tuple[Term, ...]:
    """Return the terms at a product's boundary, carrier by carrier.

    What is bought and sold for the product counts by its flow; a carrier that is not, by the
    product's own sub-meters (``consumed``).
    """
    terms: list[Term] = []
    for carrier in sorted({p.carrier for p in own}):
        points = [p for p in own if p.carrier == carrier]
        signed = _signed(points, use)
        inner = [p for p in points if p.flow == Flow.CONSUMED]
        terms += signed or tuple(Term(p, 1, use, carrier) for p in inner)
    return tuple(terms)


def level_unit(catalogue: Catalogue, benchmark_key: str, at_ms: int) -> str:
    """Return the unit of the level or limit in force at `at_ms` [ms]; empty where there is none."""
    if not benchmark_key:
        return ""
    try:
        row = catalogue.level(benchmark_key, at_ms) or catalogue.limit(benchmark_key, at_ms)
    except CatalogueError:
        return ""
    return row.unit if row else ""
