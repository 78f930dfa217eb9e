"""`Split`: parting the energy of a line that makes heat and power together.

The share is taken day by day, so that a month is the sum of its days and a day, once its data are
in, is not moved by those that follow. Which rule holds is a row of the catalogue.

References
----------
DL/T 904-2015 (供热比); guide to GHG accounting of power generation (供热比): see the rows of
``heat_power_split.csv``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.accounts.factors import HEAT, Factors, Use
from analytics.accounts.facts import EnterpriseFacts, PointFacts
from analytics.accounts.matrix import HourMatrix
from analytics.accounts.tree import SignedPoint
from core.calendar import floor_days
from core.catalogue.accounting import SplitRule
from core.readings import Float64Array
from core.units import conversion_factor
from core.vocabulary import Flow

if TYPE_CHECKING:
    from analytics.accounts.boundary import Boundary

OF_BOILER_HEAT = "of_boiler_heat"
ELECTRICITY = "electricity"


@dataclass(frozen=True)
class Split:
    """How a product's part of its line's energy is found.

    Attributes
    ----------
    rule : SplitRule
        The row of the catalogue that holds.
    own : tuple of PointFacts
        Meters of what is made of the product: all heat, or all electricity.
    heat, power : tuple of PointFacts
        Meters of all heat and of all electricity that the line makes for a product.
    boiler : tuple of PointFacts
        Meters of the heat that the line's boilers give.
    inputs : tuple of SignedPoint
        What is to be parted.
    """

    rule: SplitRule
    line: str
    own: tuple[PointFacts, ...]
    heat: tuple[PointFacts, ...]
    power: tuple[PointFacts, ...]
    boiler: tuple[PointFacts, ...]
    inputs: tuple[SignedPoint, ...]

    @property
    def is_heat(self) -> bool:
        """Whether the product is heat."""
        return self.own[0] in self.heat

    @property
    def meters(self) -> tuple[PointFacts, ...]:
        """Meters on which the share rests."""
        if self.rule.share == OF_BOILER_HEAT:
            return (*self.heat, *self.boiler, *(() if self.is_heat else self.power))
        return (*self.heat, *self.power)


def find_split(boundary: Boundary, product: str) -> Split | None:
    """Return how a product's energy is parted from another's, None where it is not."""
    made = [p for p in boundary.energy if p.flow == Flow.PRODUCED and not boundary.is_won(p)]
    own = tuple(p for p in made if p.product_code == product and p.line_code)
    if not own:
        return None
    line = own[0].line_code
    on_line = [p for p in made if p.line_code == line]
    kinds = {p.code: boundary.carriers[p.carrier].kind for p in on_line}
    heat = tuple(p for p in on_line if kinds[p.code] == "heat" and p.product_code)
    power = tuple(p for p in on_line if kinds[p.code] == "electricity" and p.product_code)
    boiler = tuple(p for p in on_line if kinds[p.code] == "heat" and not p.product_code)
    if not heat or not power:
        return None
    rules = boundary.catalogue.accounting.split_rules(boundary.at_ms)
    rule = next((r for r in rules if r.share != OF_BOILER_HEAT or boiler), None)
    if rule is None:
        return None
    carriers = {p.carrier for p in on_line}
    inputs = tuple(s for s in boundary.list_line(line) if s.point.carrier not in carriers)
    return Split(rule, line, own, heat, power, boiler, inputs)


def compute_share(
    split: Split, facts: EnterpriseFacts, matrix: HourMatrix, factors: Factors
) -> Float64Array:
    """Return a product's share of the energy of each hour, the same all day, 0 … 1 [1].

    `matrix` has whole days. On a day without any heat or power all goes to the power.
    """
    heat, power, boiler, own = (
        _as_heat(points, facts, matrix, factors)
        for points in (split.heat, split.power, split.boiler, split.own)
    )
    whole = boiler if split.rule.share == OF_BOILER_HEAT else heat + power
    of_heat = np.divide(heat, whole, out=np.zeros(len(heat)), where=whole > 0)
    side = np.minimum(of_heat, 1.0)
    among = heat
    if not split.is_heat:
        side, among = 1.0 - side, power
    alone = among <= 0
    return np.where(alone, side / _kinds(split), side * own / np.where(alone, 1.0, among))


def _kinds(split: Split) -> int:
    """Return how many products there are of the split's kind [1]."""
    points = split.heat if split.is_heat else split.power
    return len({point.product_code for point in points})


def _as_heat(
    points: tuple[PointFacts, ...], facts: EnterpriseFacts, matrix: HourMatrix, factors: Factors
) -> Float64Array:
    """Return what points made in the day of each hour, as heat in standard coal [tce]."""
    made = np.zeros(matrix.hours)
    for point in points:
        row = facts.row_of[point.code]
        if point.carrier.startswith(ELECTRICITY):
            weight = conversion_factor("kWh", "MJ") * _coal(factors, HEAT, matrix)
        else:
            weight = _coal(factors, point.carrier, matrix)
        made += weight * (matrix.measured[row] + matrix.estimated[row])
    _, day = np.unique(floor_days(matrix.starts), return_inverse=True)
    return np.asarray(np.bincount(day, made, minlength=1)[day])


def _coal(factors: Factors, carrier: str, matrix: HourMatrix) -> Float64Array:
    return factors.line(Use.COAL_CALORIFIC, carrier, matrix.start_ms, matrix.end_ms).values
