"""What parks, lines, equipment, permits, memberships and attributes must agree with."""

from __future__ import annotations

from collections.abc import Callable

from core import units
from core.calendar import Period
from core.catalogue.lists import find_list
from core.errors import RefusedError
from core.registry.codes import check_region_code, check_sector_code
from core.registry.transfer.drafts import Draft
from core.registry.transfer.references import (
    Problems,
    refuse_order,
    refuse_overlap,
    refuse_owner,
    refuse_reference,
    refuse_unit,
    refuse_unknown,
)
from core.registry.transfer.world import World
from core.vocabulary import AttributeName, LimitKind

LIMIT_DIMENSIONS = {
    LimitKind.CONCENTRATION: ("mass/volume", "mg/m3 or mg/L"),
    LimitKind.MASS: ("mass", "t or kg"),
}
LIMIT_PERIODS = {
    LimitKind.CONCENTRATION: (Period.HOUR, Period.DAY),
    LimitKind.MASS: (Period.DAY, Period.MONTH, Period.QUARTER, Period.YEAR),
}


def check_park(world: World, draft: Draft) -> Problems:
    """Check that the region stands."""
    key = (draft.values["region_code"],)
    yield from refuse_unknown(world, draft, "region_code", "region", key=key)


def check_park_member(world: World, draft: Draft) -> Problems:
    """Check park and enterprise, and that it joins once at a time."""
    yield from refuse_unknown(world, draft, "park_code", "park", key=(draft.values["park_code"],))
    yield from refuse_owner(world, draft)
    yield from refuse_overlap(world, draft, "membership")


def check_membership(world: World, draft: Draft) -> Problems:
    """Check that the list is of the catalogue or one's own, and no dates overlap."""
    yield from refuse_owner(world, draft)
    try:
        find_list(draft.values["list_code"])
    except RefusedError as error:
        yield draft.problem("list_code", error.what, error.fix)
    yield from refuse_overlap(world, draft, f"membership of {draft.values['list_code']}")


def check_attribute(world: World, draft: Draft) -> Problems:
    """Check that the value is a region or sector where it says so, and no dates overlap."""
    yield from refuse_owner(world, draft)
    name, value = draft.values["name"], draft.values["value"]
    try:
        if name == AttributeName.REGION:
            check_region_code(value)
            yield from refuse_unknown(world, draft, "value", "region", key=(value,))
        elif name == AttributeName.SECTOR:
            check_sector_code(value)
    except RefusedError as error:
        yield draft.problem("value", error.what, error.fix)
    yield from refuse_overlap(world, draft, name)


def _check_capacity(draft: Draft) -> Problems:
    capacity, unit = draft.values["capacity"], draft.values["unit"]
    if (capacity is None) == bool(unit):
        yield draft.problem(
            "capacity" if capacity is None else "unit",
            f"capacity {draft.cells.get('capacity', '')!r} has unit {unit!r}",
            "write both, such as 450000 and t/a, or neither",
        )


def check_process_line(world: World, draft: Draft) -> Problems:
    """Check product, benchmark line, dates, and that the capacity is one of the product."""
    values = draft.values
    yield from refuse_owner(world, draft)
    yield from refuse_reference(world, draft, "product_code", "product")
    yield from refuse_order(draft, "in_service", "out_of_service")
    yield from _check_capacity(draft)
    if values["benchmark_key"]:
        try:
            world.catalogue.line_unit(values["benchmark_key"])
        except RefusedError as error:
            yield draft.problem("benchmark_key", error.what, error.fix)
    made = world.merged["product"].get((values["enterprise_code"], values["product_code"]))
    if made is None or not values["unit"]:
        return
    if not units.is_rate(values["unit"]):
        yield draft.problem(
            "unit",
            f"unit {values['unit']!r} is no capacity: it is not by time",
            f"write {made['unit']}/a, {made['unit']}/d or {made['unit']}/h",
        )
        return
    product = f"product {values['product_code']}"
    yield from refuse_unit(draft, units.integral_unit(values["unit"]), made["unit"], product)


def check_equipment(world: World, draft: Draft) -> Problems:
    """Check line, capacity and dates."""
    yield from refuse_owner(world, draft)
    yield from refuse_reference(world, draft, "line_code", "process_line")
    yield from refuse_order(draft, "in_service", "out_of_service")
    yield from _check_capacity(draft)


def check_outlet(world: World, draft: Draft) -> Problems:
    """Check line and dates."""
    yield from refuse_owner(world, draft)
    yield from refuse_reference(world, draft, "line_code", "process_line")
    yield from refuse_order(draft, "in_service", "out_of_service")


def check_discharge_permit(world: World, draft: Draft) -> Problems:
    """Check the enterprise and the dates."""
    yield from refuse_owner(world, draft)
    yield from refuse_order(draft, "valid_from", "valid_to")


def check_permit_limit(world: World, draft: Draft) -> Problems:
    """Check permit, outlet, and that unit, period and oxygen suit the kind of limit."""
    values = draft.values
    yield from refuse_owner(world, draft)
    yield from refuse_reference(world, draft, "permit_number", "discharge_permit")
    yield from refuse_reference(world, draft, "outlet_code", "outlet")
    yield from refuse_overlap(world, draft, f"limit of {values['pollutant']}")
    kind = LimitKind(values["kind"])
    dimension, example = LIMIT_DIMENSIONS[kind]
    found = units.dimension(values["unit"])
    if found != dimension:
        yield draft.problem(
            "unit",
            f"unit {values['unit']!r} ({found}) does not suit a limit of {kind}",
            f"write a unit such as {example}",
        )
    if values["period"] not in LIMIT_PERIODS[kind]:
        yield draft.problem(
            "period",
            f"a limit of {kind} is not judged by the {values['period']}",
            f"write one of {', '.join(LIMIT_PERIODS[kind])}",
        )
    if kind == LimitKind.CONCENTRATION and not values["outlet_code"]:
        yield draft.problem(
            "outlet_code", "a concentration names no outlet", "write the outlet it is measured at"
        )
    if kind == LimitKind.MASS and values["reference_oxygen"] is not None:
        yield draft.problem(
            "reference_oxygen",
            f"a mass has no reference oxygen ({values['reference_oxygen']:g} %)",
            "leave it empty",
        )


STRUCTURE_CHECKS: dict[str, Callable[[World, Draft], Problems]] = {
    "park": check_park,
    "park_member": check_park_member,
    "membership": check_membership,
    "attribute": check_attribute,
    "process_line": check_process_line,
    "equipment": check_equipment,
    "discharge_permit": check_discharge_permit,
    "outlet": check_outlet,
    "permit_limit": check_permit_limit,
}
"""Checks of a row against the world, by table."""
