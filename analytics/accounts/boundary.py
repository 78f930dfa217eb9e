"""The boundaries of accounts: how each flow enters an enterprise's, a line's and a product's.

References
----------
GB/T 2589-2020, 4 and 5: comprehensive use is what is put in less what is passed on, each quantity
once; what is recovered and used inside is neither. GHG Protocol, scopes 1 and 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from analytics.accounts.facts import EnterpriseFacts, PointFacts
from analytics.accounts.tree import Covered, MeterTree, SignedPoint, SignOf, make_tree
from core.catalogue import Carrier, Catalogue
from core.units import is_rate
from core.vocabulary import SIGN_OF_FLOW, Flow, Kind

LINE_SIGNS: dict[Flow, int] = {
    Flow.PURCHASED: 1,
    Flow.CONSUMED: 1,
    Flow.FEEDSTOCK: 1,
    Flow.PRODUCED: -1,
    Flow.RECOVERED: -1,
    Flow.SOLD: -1,
    Flow.STOCK_CHANGE: -1,
    Flow.OUTPUT: 0,
}
"""How a flow enters a line's use: what is put in less what it converts, recovers and passes on."""
INSIDE = frozenset({Flow.CONSUMED, Flow.RECOVERED, Flow.OUTPUT})
"""What never crosses the boundary of an enterprise."""
INTO = frozenset({Flow.PURCHASED, Flow.FEEDSTOCK})
INTO_LINE = frozenset({Flow.PURCHASED, Flow.FEEDSTOCK, Flow.CONSUMED})
OUT_OF_LINE = frozenset({Flow.PRODUCED, Flow.RECOVERED, Flow.SOLD})
PASSED_ON = frozenset({Flow.SOLD, Flow.STOCK_CHANGE})


def is_amount(point: PointFacts) -> bool:
    """Tell whether a point's hours are amounts that add up (a gauge only if it is a rate)."""
    return point.kind != Kind.GAUGE or is_rate(point.unit)


@dataclass(frozen=True)
class Boundary:
    """The meters of an enterprise, and how they enter its accounts.

    Parameters
    ----------
    at_ms : int
        Time that decides which rows of the catalogue hold [ms].
    """

    facts: EnterpriseFacts
    catalogue: Catalogue
    at_ms: int

    @cached_property
    def carriers(self) -> dict[str, Carrier]:
        """The carriers by code."""
        return {carrier.code: carrier for carrier in self.catalogue.carriers()}

    @cached_property
    def tree(self) -> MeterTree:
        """The meters as a tree."""
        return make_tree(self.facts.points)

    @cached_property
    def energy(self) -> list[PointFacts]:
        """The points that measure amounts of a carrier."""
        return [p for p in self.facts.points if p.carrier in self.carriers and is_amount(p)]

    @cached_property
    def _crossing(self) -> list[PointFacts]:
        return [point for point in self.energy if point.flow not in INSIDE]

    def list_energy(self) -> list[SignedPoint]:
        """Return the points of the enterprise's comprehensive use with their signs."""
        return self._signed_energy

    @cached_property
    def _signed_energy(self) -> list[SignedPoint]:
        return self._list(self._crossing, self._energy_sign, self._energy_covered)

    def list_co2(self) -> list[SignedPoint]:
        """Return the points of CO2 of scope 1 and 2 with their signs."""
        return self._signed_co2

    @cached_property
    def _signed_co2(self) -> list[SignedPoint]:
        return self._list(self._crossing, self._co2_sign, self._co2_covered)

    def list_feedstock(self) -> list[SignedPoint]:
        """Return the meters of feedstock 原料用能, also those below a meter of what is bought."""
        return self._list(
            [p for p in self.energy if p.flow == Flow.FEEDSTOCK],
            lambda _point: 1,
            lambda _point, above: 0 if above.flow == Flow.FEEDSTOCK else None,
        )

    def list_line(self, line: str) -> list[SignedPoint]:
        """Return the points of a line's use with their signs."""

        def sign_of(point: PointFacts) -> int:
            """Return the sign of a point with nothing above it [1]."""
            if point.line_code == line:
                return self._line_sign(point)
            return 0

        def covered(point: PointFacts, above: PointFacts) -> int | None:
            """Return the sign of a point below another [1]."""
            return _covered_in_line(line, point, above)

        return self._list(self.energy, sign_of, covered)

    def list_product(self, product: str) -> list[SignedPoint]:
        """Return the points of a product's energy with their signs.

        What is bought and sold for the product counts by its flow; a carrier that is not, by the
        product's own sub-meters (``consumed``). A product without a meter of its own takes the
        use of the lines that make it.
        """
        own = [p for p in self.energy if p.product_code == product and self._uses(p)]
        if not own:
            lines = [line.code for line in self.facts.lines if line.product_code == product]
            return [signed for line in lines for signed in self.list_line(line)]
        found: list[SignedPoint] = []
        for carrier in sorted({p.carrier for p in own}):
            points = [p for p in own if p.carrier == carrier]
            signed = self._list(points, self._energy_sign, _own_covered(product, INTO))
            found += signed or self._list(
                [p for p in points if p.flow == Flow.CONSUMED],
                lambda _point: 1,
                _own_covered(product, INTO_LINE),
            )
        return found

    def _uses(self, point: PointFacts) -> bool:
        return point.flow not in (Flow.OUTPUT, Flow.PRODUCED) or self.is_won(point)

    def _list(
        self, points: list[PointFacts], sign_of: SignOf, covered: Covered
    ) -> list[SignedPoint]:
        found = (self.tree.sign(point, sign_of, covered) for point in points)
        return [signed for signed in found if signed is not None]

    def is_won(self, point: PointFacts) -> bool:
        """Tell whether what is produced here is primary energy, and so an input."""
        if point.flow != Flow.PRODUCED:
            return False
        row = self.catalogue.accounting.own_production(point.carrier, point.equipment, self.at_ms)
        return row is not None and row.counts == 1

    def _energy_sign(self, point: PointFacts) -> int:
        return 1 if self.is_won(point) else SIGN_OF_FLOW[Flow(point.flow)]

    def _energy_covered(self, point: PointFacts, above: PointFacts) -> int | None:
        if self._is_input(point) and self._is_input(above):
            return 0
        return 0 if point.flow == above.flow and point.flow in PASSED_ON else None

    def _is_input(self, point: PointFacts) -> bool:
        return point.flow in INTO or self.is_won(point)

    def _co2_sign(self, point: PointFacts) -> int:
        """Return how a flow enters CO2: what is burned here, what is bought [1].

        Sold electricity and heat stay in (their fuel was burned here); sold fuel goes out with its
        carbon; feedstock is no fuel; energy-consumed media carry no own emission.
        """
        flow = Flow(point.flow)
        kind = self.carriers[point.carrier].kind
        if kind == "medium" or flow is Flow.FEEDSTOCK:
            return 0
        if kind in ("electricity", "heat"):
            return 1 if flow is Flow.PURCHASED else 0
        return self._energy_sign(point)

    def _co2_covered(self, point: PointFacts, above: PointFacts) -> int | None:
        """Feedstock below a meter of what is bought was counted as burned there: it goes out."""
        if point.flow == Flow.FEEDSTOCK and above.flow != Flow.FEEDSTOCK:
            burned = self._is_input(above) and self._co2_sign(above) == 1
            return -1 if burned and self.carriers[point.carrier].kind == "fuel" else None
        return self._energy_covered(point, above)

    def _line_sign(self, point: PointFacts) -> int:
        return 0 if self.is_won(point) else LINE_SIGNS[Flow(point.flow)]


def _covered_in_line(line: str, point: PointFacts, above: PointFacts) -> int | None:
    """Return the sign of a point below another in a line's use [1].

    What flows into the line below a meter of what flows into it is in already, as is what flows out
    below what flows out. What flows into another line by a meter of this one goes out again, once.
    """
    into = point.flow in INTO_LINE and above.flow in INTO_LINE
    if point.line_code != line:
        if not (point.line_code and above.line_code and into):
            return None
        return -1 if above.line_code == line else 0
    if above.line_code != line:
        return 1 if above.line_code and into else None
    for group in (INTO_LINE, OUT_OF_LINE, {Flow.STOCK_CHANGE}):
        if point.flow in group and above.flow in group:
            return 0
    return None


def _own_covered(product: str, group: frozenset[Flow]) -> Covered:
    def covered(point: PointFacts, above: PointFacts) -> int | None:
        """Return the sign of a product's point below another [1]."""
        if above.product_code != product:
            return None
        if point.flow in group and above.flow in group:
            return 0
        return 0 if point.flow == above.flow and point.flow in PASSED_ON else None

    return covered
