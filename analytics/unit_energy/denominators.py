"""What energy is divided by, and the energy that belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from analytics.accounts.facts import EnterpriseFacts, ProductFacts
from analytics.accounts.figures import Figure
from core.units import is_unit
from core.vocabulary import Basis, Indicator

BASES = (
    (Basis.CALORIFIC, Indicator.COAL_CALORIFIC),
    (Basis.PRIMARY, Indicator.COAL_PRIMARY),
)
VALUES = {
    "output_value": ("产值", "output value", False),
    "output_value_comparable": ("可比价产值", "output value at comparable prices", True),
    "added_value": ("增加值", "added value", False),
    "added_value_comparable": ("可比价增加值", "added value at comparable prices", True),
}
"""Names of a value in Chinese and English, and whether its prices are those of one year."""
STATES = {
    "heads": ("人均", "head", "人"),
    "floor_area": ("单位建筑面积", "floor area", "m2"),
}
"""Names of a state, which is averaged over time, and its unit."""


class Denominator(NamedTuple):
    """What energy is divided by.

    Attributes
    ----------
    detail : str
        Tells the verdicts of the rule apart.
    energy : str
        Account that is divided.
    per : str
        Account that it is divided by, or item of the entries of a state.
    unit : str
        Unit of the figure, such as kgce/t.
    is_state : bool
        Whether the denominator is a state, averaged over time, and not a sum.
    is_price : bool
        Whether it is a value at current prices.
    """

    detail: str
    name: str
    name_en: str
    energy: str
    per: str
    unit: str
    basis: Basis
    is_state: bool = False
    is_price: bool = False


def list_denominators(facts: EnterpriseFacts, figures: Mapping[str, Figure]) -> list[Denominator]:
    """Return what an enterprise's energy is divided by: its products and what it states."""
    items = {entry.item for entry in facts.entries}
    found = [
        Denominator(
            f"{item}:{basis}",
            f"单位{zh}综合能耗",
            f"energy per {en}",
            indicator,
            item,
            "tce/万元",
            basis,
            is_price=not constant,
        )
        for item, (zh, en, constant) in VALUES.items()
        if item in items or item in figures
        for basis, indicator in BASES
    ]
    found += [
        Denominator(
            f"{item}:{basis}", f"{zh}综合能耗", f"energy per {en}", indicator, item,
            f"kgce/{unit}", basis, is_state=True,
        )
        for item, (zh, en, unit) in STATES.items()
        if item in items
        for basis, indicator in BASES
    ]  # fmt: skip
    found += [one for product in facts.products for one in _product(product, figures)]
    return [one for one in found if one.energy in figures]


def _product(product: ProductFacts, figures: Mapping[str, Figure]) -> list[Denominator]:
    """Return the figures of a product on both bases, or in kWh where its level asks for that."""
    found: list[Denominator] = []
    name = product.name or product.code
    for word in ("product_energy", "product_energy_primary"):
        figure = figures.get(f"{word}:{product.code}")
        if figure is None:
            continue
        unit = f"{'kWh' if figure.unit == 'kWh' else 'kgce'}/{product.unit}"
        if is_unit(unit):
            found.append(
                Denominator(
                    f"product:{product.code}:{figure.basis}",
                    f"{name} 单位产品综合能耗",
                    f"energy per {name}",
                    figure.indicator,
                    f"product:{product.code}",
                    unit,
                    figure.basis,
                )
            )
    return found
