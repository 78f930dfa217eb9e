"""What points must agree with in each other: the meter tree and the formulas of virtual points."""

from __future__ import annotations

from collections.abc import Mapping

from core import units
from core.errors import RefusedError
from core.registry.formula import find_cycle
from core.registry.transfer.drafts import Draft
from core.registry.transfer.references import Problems, refuse_reference, refuse_unknown
from core.registry.transfer.spec import Values
from core.registry.transfer.world import World
from core.vocabulary import Flow, Kind


def check_structure(world: World, draft: Draft) -> Problems:
    """Check line, equipment, the meters above and below, and the formula of a point."""
    yield from refuse_reference(world, draft, "line_code", "process_line")
    yield from refuse_reference(world, draft, "equipment_code", "equipment")
    yield from _check_equipment_line(world, draft)
    yield from _check_parent(world, draft)
    if draft.values["kind"] == Kind.VIRTUAL:
        yield from _check_virtual(world, draft)
    else:
        yield from _check_metered(world, draft)


def _check_equipment_line(world: World, draft: Draft) -> Problems:
    values = draft.values
    line = values["line_code"]
    piece = world.merged["equipment"].get((values["enterprise_code"], values["equipment_code"]))
    if piece is not None and line and piece["line_code"] not in (None, line):
        yield draft.problem(
            "line_code",
            f"equipment {piece['code']} is of line {piece['line_code']}, the point of {line}",
            "write the line of the equipment, or mend the equipment",
        )


def _check_parent(world: World, draft: Draft) -> Problems:
    """Check the meter above: known, no circle, of one dimension, of a level not below."""
    values = draft.values
    owner, code, parent = (values[n] for n in ("enterprise_code", "code", "parent_code"))
    if parent is None:
        return
    yield from refuse_unknown(world, draft, "parent_code", "point", key=(owner, parent))
    way = find_cycle(code, world.meters_above(owner))
    if way:
        yield draft.problem(
            "parent_code",
            f"point {code} lies below itself: {' → '.join(way)}",
            "break the circle: the meter at the top has no parent_code",
        )
    above = world.merged["point"].get((owner, parent))
    if above is None:
        return
    yield from _check_levels(draft, above)
    own, other = (accounting_unit(world, row) for row in (values, above))
    if own and other and units.dimension(own) != units.dimension(other):
        yield draft.problem(
            "parent_code",
            f"point {code} counts {values['carrier']} in {own}, the meter above, {parent}, "
            f"{above['carrier']} in {other}",
            "a meter stands below one of the same carrier",
        )


def _check_levels(draft: Draft, above: Values) -> Problems:
    level, over = draft.values["meter_level"], above["meter_level"]
    if level is not None and over is not None and level < over:
        yield draft.problem(
            "meter_level",
            f"level {level} stands below {above['code']} of level {over}",
            "1 is the enterprise's meter, 2 a unit's, 3 a piece of equipment's",
        )


def _check_metered(world: World, draft: Draft) -> Problems:
    values = draft.values
    if values["formula"]:
        yield draft.problem(
            "formula",
            f"a point of kind {values['kind']} has the formula {values['formula']!r}",
            "write kind virtual, or leave the formula empty",
        )
    owner, code = values["enterprise_code"], values["code"]
    for user in world.formulas_with(owner, code):
        virtual = world.merged["point"][owner, user]
        if world.is_given(draft.spec, virtual):
            continue
        for reason in _disagreements(world, virtual, values):
            yield draft.problem(
                "unit", f"{reason}, which stands in its formula", f"change {user} as well"
            )


def _check_virtual(world: World, draft: Draft) -> Problems:
    """Check a formula: it reads, names known points, has no circle, and units agree."""
    values = draft.values
    owner, code = values["enterprise_code"], values["code"]
    if values["gateway_code"] is not None:
        yield draft.problem(
            "gateway_code", "a virtual point is sent by no gateway", "leave it empty"
        )
    before = world.existing["point"].get(draft.key)
    if before is not None and before["kind"] != Kind.VIRTUAL:
        yield draft.problem(
            "kind",
            f"point {code} is of kind {before['kind']} and has readings of its own",
            "give the virtual point another code",
        )
    if values["flow"] == Flow.OUTPUT and values["product_code"] is None:
        return
    try:
        terms = world.parse_formula(values["formula"])
    except RefusedError as error:
        yield draft.problem("formula", error.what, error.fix)
        return
    for term in terms:
        yield from refuse_unknown(world, draft, "formula", "point", key=(owner, term.code))
        part = world.merged["point"].get((owner, term.code))
        if part is not None:
            for reason in _disagreements(world, values, part):
                yield draft.problem("formula", reason, "add and subtract like with like")
    way = find_cycle(code, world.formula_parts(owner))
    if way:
        yield draft.problem(
            "formula",
            f"point {code} is made of itself: {' → '.join(way)}",
            "break the circle of formulas",
        )


def _disagreements(world: World, virtual: Values, part: Values) -> list[str]:
    """Return why a point cannot stand in a formula."""
    own, other = accounting_unit(world, virtual), accounting_unit(world, part)
    if other is None:
        return [f"point {part['code']} shows {part['unit']}, which is no amount"]
    both_output = virtual["flow"] == part["flow"] == Flow.OUTPUT
    name = "product_code" if both_output else "carrier"
    if own is None or (own == other and virtual[name] == part[name]):
        return []
    return [
        f"point {virtual['code']} counts {_named(virtual)} in {own}, "
        f"point {part['code']} {_named(part)} in {other}"
    ]


def _named(values: Values) -> str:
    if values["flow"] == Flow.OUTPUT:
        return f"product {values['product_code']}"
    return str(values["carrier"]) or "no carrier"


def accounting_unit(world: World, values: Mapping[str, object]) -> str | None:
    """Return the unit of a point's hourly amounts, None where it shows none.

    The product's unit for output, else the carrier's, else the integral of its own.
    """
    unit = str(values["unit"])
    if values["kind"] == Kind.GAUGE and not units.is_rate(unit):
        return None
    made = world.merged["product"].get((values["enterprise_code"], values["product_code"]))
    if values["flow"] == Flow.OUTPUT and made is not None:
        return str(made["unit"])
    try:
        return world.catalogue.carrier(str(values["carrier"])).unit
    except RefusedError:
        return units.amount_unit(unit)
