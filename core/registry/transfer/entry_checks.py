"""What a hand-fed figure must agree with: its subject, its item, the item's unit and sign."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from core import units
from core.catalogue.conditions import CONDITIONS, Condition
from core.errors import RefusedError
from core.registry.transfer.drafts import Draft
from core.registry.transfer.references import Problems, refuse_unit
from core.registry.transfer.world import World

ITEM = re.compile(r"([a-z][a-z0-9_]*)(?::(.+))?")
COUNTED = ("enterprise", "line", "park")
"""Subjects that make and use things."""


@dataclass(frozen=True)
class Item:
    """What a word of the platform states.

    Attributes
    ----------
    dimensions : tuple of str
        Dimensions its unit may have; empty where the argument decides.
    example : str
        A unit that does.
    subjects : tuple of str
        Kinds of subject it is said of; empty for any.
    may_be_negative : bool
        Whether it may lie below zero.
    """

    dimensions: tuple[str, ...] = ()
    example: str = ""
    subjects: tuple[str, ...] = ()
    may_be_negative: bool = False


MONEY = Item(("money",), "万元", COUNTED)
REGIONAL_MONEY = Item(("money",), "亿元", ("region",))
ITEMS: dict[str, Item] = {
    "output": Item(subjects=("enterprise", "line")),
    "calorific": Item(),
    "stock": Item(subjects=COUNTED),
    "bill": Item(subjects=COUNTED),
    "condition": Item(subjects=("enterprise", "line"), may_be_negative=True),
    "output_value": MONEY,
    "output_value_comparable": MONEY,
    "added_value": Item(("money",), "万元", COUNTED, may_be_negative=True),
    "added_value_comparable": Item(("money",), "万元", COUNTED, may_be_negative=True),
    "heads": Item(("heads",), "人"),
    "floor_area": Item(("area",), "m2"),
    "gdp": REGIONAL_MONEY,
    "gdp_comparable": REGIONAL_MONEY,
    "industrial_added_value": REGIONAL_MONEY,
    "industrial_added_value_comparable": REGIONAL_MONEY,
    "energy_unmetered": Item(("coal",), "tce", ("region",)),
    "energy_official": Item(("coal",), "万tce", ("region",)),
    "energy_reported": Item(("coal",), "tce", ("enterprise",)),
    "meters_due": Item(("ratio",), "1", ("enterprise",)),
    "non_fossil_energy": Item(("coal",), "万tce", ("region",)),
    "renewable_electricity": Item(("energy",), "万kWh"),
    "solid_waste_produced": Item(("mass",), "t"),
    "solid_waste_used": Item(("mass",), "t"),
    "solid_waste_used_from_stock": Item(("mass",), "t"),
    "design": Item(subjects=("enterprise",), may_be_negative=True),
    "price_index": Item(("ratio",), "1", ("region",)),
    "season": Item(("ratio",), "1", ("enterprise", "region")),
}
"""The platform's words; others are one's own, with any unit."""


def check_entry(world: World, draft: Draft) -> Problems:
    """Check subject, period, and that the item is said of such a subject with such a unit."""
    values = draft.values
    subject, item = values["subject"], values["item"]
    if not world.has_subject(subject):
        yield draft.problem(
            "subject",
            f"subject {subject!r} is no known enterprise, region, park or line",
            "write enterprise:CREDIT_CODE, region:CODE, park:CODE or line:CREDIT_CODE/LINE of "
            "one that stands or comes along",
        )
    if values["end_ms"] <= values["start_ms"]:
        yield draft.problem("end", "end is not after start", "write the first day after the period")
    match = ITEM.fullmatch(item)
    if match is None:
        yield draft.problem(
            "item", f"item {item!r} is none", "write such as output:PRODUCT or calorific:raw_coal"
        )
        return
    word, argument = match[1], match[2] or ""
    if word in ITEMS:
        yield from _check_item(draft, word, ITEMS[word])
    if word in ARGUMENTS and world.has_subject(subject):
        yield from ARGUMENTS[word](world, draft, argument)


def _check_item(draft: Draft, word: str, item: Item) -> Problems:
    values = draft.values
    kind = values["subject"].partition(":")[0]
    if item.subjects and kind not in item.subjects:
        yield draft.problem(
            "item",
            f"{word} is not said of {values['subject']!r}",
            f"name one of {', '.join(f'{name}:…' for name in item.subjects)}",
        )
    unit = values["unit"]
    if item.dimensions and units.dimension(unit) not in item.dimensions:
        yield draft.problem(
            "unit",
            f"unit {unit!r} ({units.dimension(unit)}) does not suit {word}",
            f"write a unit such as {item.example}",
        )
    if values["value"] < 0 and not item.may_be_negative:
        yield draft.problem(
            "value",
            f"{values['item']} of {values['value']:.10g} {unit} is below zero",
            "write what there was; a decrease follows from two of them",
        )


def _check_output(world: World, draft: Draft, product: str) -> Problems:
    kind, _, code = draft.values["subject"].partition(":")
    if kind not in ("enterprise", "line"):
        return
    owner = code.partition("/")[0]
    if not world.has("product", owner, product):
        yield draft.problem(
            "item", f"product {product!r} of {owner} is unknown", "add it to product.csv"
        )
        return
    made = world.merged["product"].get((owner, product))
    if made is not None:
        yield from refuse_unit(draft, draft.values["unit"], made["unit"], f"product {product}")


def _check_condition(world: World, draft: Draft, argument: str) -> Problems:
    product, _, variable = argument.partition(":")
    owner = draft.values["subject"].partition(":")[2].partition("/")[0]
    if not variable:
        yield draft.problem(
            "item",
            f"condition {argument!r} names no variable",
            "write such as condition:PRODUCT:altitude",
        )
    elif not world.has("product", owner, product):
        yield draft.problem(
            "item", f"product {product!r} of {owner} is unknown", "add it to product.csv"
        )
    elif variable not in CONDITIONS:
        yield draft.problem(
            "item",
            f"condition {variable!r} corrects no limit",
            f"write one of {', '.join(CONDITIONS)}",
        )
    else:
        yield from _check_range(draft, CONDITIONS[variable])


def _check_range(draft: Draft, condition: Condition) -> Problems:
    """Check that a condition's value converts and lies where such a value can."""
    value, unit = draft.values["value"], draft.values["unit"]
    try:
        own = value * units.conversion_factor(unit, condition.unit)
    except RefusedError as error:
        yield draft.problem("unit", error.what, f"write {condition.name} in {condition.unit}")
        return
    if not condition.low <= own <= condition.high:
        yield draft.problem(
            "value",
            f"{condition.name} of {value:g} {unit} is not within "
            f"{condition.low:g} … {condition.high:g} {condition.unit}",
            "mend the value or its unit",
        )


def _check_design(world: World, draft: Draft, line: str) -> Problems:
    """Check that the line whose design figure is stated is its enterprise's."""
    owner = draft.values["subject"].partition(":")[2]
    if not world.has("process_line", owner, line):
        yield draft.problem(
            "item", f"line {line!r} of {owner} is unknown", "add it to process_line.csv"
        )


def _check_waste(world: World, draft: Draft, kind: str) -> Problems:
    """Check that the kind of solid waste is one of the catalogue."""
    kinds = world.catalogue.groups.wastes
    if kind not in kinds:
        yield draft.problem(
            "item", f"solid waste {kind!r} is unknown", f"write one of {', '.join(kinds)}"
        )


def _check_calorific(world: World, draft: Draft, carrier: str) -> Problems:
    unit = _unit_of(world, carrier)
    if isinstance(unit, RefusedError):
        yield draft.problem("item", unit.what, unit.fix)
    else:
        yield from refuse_unit(draft, draft.values["unit"], f"kJ/{unit}", f"heat of {carrier}")


def _check_amount(world: World, draft: Draft, carrier: str) -> Problems:
    unit = _unit_of(world, carrier)
    if isinstance(unit, RefusedError):
        yield draft.problem("item", unit.what, unit.fix)
    else:
        yield from refuse_unit(draft, draft.values["unit"], unit, f"carrier {carrier}")


def _unit_of(world: World, carrier: str) -> str | RefusedError:
    try:
        return world.catalogue.carrier(carrier).unit
    except RefusedError as error:
        return error


ARGUMENTS: dict[str, Callable[[World, Draft, str], Problems]] = {
    "output": _check_output,
    "condition": _check_condition,
    "design": _check_design,
    "solid_waste_produced": _check_waste,
    "solid_waste_used": _check_waste,
    "solid_waste_used_from_stock": _check_waste,
    "calorific": _check_calorific,
    "stock": _check_amount,
    "bill": _check_amount,
}
"""What is checked of the part after the colon."""
