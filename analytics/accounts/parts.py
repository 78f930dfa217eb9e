"""Parts of an enterprise's accounts that assessment asks for: feedstock, classes, CO2 by scope.

References
----------
发改环资〔2022〕803号 (feedstock is taken off); GHG Protocol (scope 1: what is burned here, scope 2:
electricity and heat bought); shares of coal and of electricity by the classes of the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analytics.accounts.boundary import Boundary
from analytics.accounts.factors import Use
from analytics.accounts.stocks import StockTerm
from analytics.accounts.tree import SignedPoint
from core.vocabulary import Basis

FEEDSTOCK = {
    Basis.CALORIFIC: ("feedstock_calorific_tce", Use.COAL_CALORIFIC),
    Basis.PRIMARY: ("feedstock_primary_tce", Use.COAL_PRIMARY),
}
CLASSES = ("coal", "electricity")
CLASS_TCE = "class_tce"
SCOPE_1, SCOPE_2 = "co2_scope1", "co2_scope2"
BOUGHT = ("electricity", "heat")
"""Kinds of carrier whose CO2 arises elsewhere."""


class Part(NamedTuple):
    """A part: its indicator, basis and unit, and what it is the sum of."""

    indicator: str
    basis: Basis
    unit: str
    use: Use
    points: list[SignedPoint]
    stocks: list[StockTerm]


def list_parts(boundary: Boundary, stocks: Iterable[StockTerm]) -> Iterator[Part]:
    """Yield the parts of an enterprise's accounts that have a meter."""
    held = list(stocks)
    energy = boundary.list_energy()
    feedstock = boundary.list_feedstock()
    if feedstock:
        for basis, (name, use) in FEEDSTOCK.items():
            yield Part(name, basis, "tce", use, feedstock, [])
    for word in CLASSES:
        carriers = boundary.catalogue.carriers_of_class(word)
        own = [s for s in energy if s.point.carrier in carriers]
        stocked = [s for s in held if s.carrier in carriers]
        if own or stocked:
            name = f"{CLASS_TCE}:{word}"
            yield Part(name, Basis.CALORIFIC, "tce", Use.COAL_CALORIFIC, own, stocked)
    yield from _list_scopes(boundary, held)


def _list_scopes(boundary: Boundary, stocks: list[StockTerm]) -> Iterator[Part]:
    emitting = boundary.list_co2()
    burned = {s.carrier: s for s in stocks if boundary.carriers[s.carrier].kind == "fuel"}
    for code in sorted({*(s.point.carrier for s in emitting), *burned}):
        scope = SCOPE_2 if boundary.carriers[code].kind in BOUGHT else SCOPE_1
        own = [s for s in emitting if s.point.carrier == code]
        held = [burned[code]] if code in burned else []
        yield Part(f"{scope}:{code}", Basis.NONE, "tCO2", Use.CO2, own, held)
