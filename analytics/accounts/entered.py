"""Hand-fed figures in the unit that their item asks for; one whose unit cannot be it is not used.

Imports refuse such units; what stands in the registry all the same is shown as a finding.
"""

from __future__ import annotations

from analytics.accounts.facts import EnterpriseFacts, EntryFacts
from core.errors import UnitError
from core.units import conversion_factor

UNITS = {
    "output_value": "万元",
    "output_value_comparable": "万元",
    "added_value": "万元",
    "added_value_comparable": "万元",
    "heads": "人",
    "floor_area": "m2",
    "energy_reported": "tce",
    "meters_due": "1",
    "renewable_electricity": "kWh",
}
"""Units of the items that an enterprise's own figures need."""


def entered_amount(entry: EntryFacts, unit: str) -> float | None:
    """Return an entry's amount in `unit`, None where its own unit does not convert [unit]."""
    try:
        return entry.value * conversion_factor(entry.unit, unit)
    except UnitError:
        return None


def list_unusable(facts: EnterpriseFacts) -> list[tuple[EntryFacts, str]]:
    """Return the entries whose unit does not convert into the one that is needed, with that one."""
    products = {product.code: product.unit for product in facts.products}
    found = []
    for entry in facts.entries:
        word, _, argument = entry.item.partition(":")
        unit = products.get(argument) if word == "output" else UNITS.get(word)
        if unit is not None and entered_amount(entry, unit) is None:
            found.append((entry, unit))
    return found
