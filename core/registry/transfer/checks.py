"""What a row must agree with in other rows: references, units, plans, overlaps."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core import units
from core.calendar import format_time
from core.errors import RefusedError
from core.registry.codes import parent_region_code, province_code
from core.registry.transfer.assessment_checks import ASSESSMENT_CHECKS, check_quota_tree
from core.registry.transfer.dispatch_checks import check_dispatch_task
from core.registry.transfer.drafts import Draft
from core.registry.transfer.entry_checks import check_entry
from core.registry.transfer.outage_checks import check_outage
from core.registry.transfer.point_checks import check_structure
from core.registry.transfer.quota import MONTHS, plan_agrees
from core.registry.transfer.references import refuse_unit
from core.registry.transfer.report import RowProblem
from core.registry.transfer.structure_checks import STRUCTURE_CHECKS
from core.registry.transfer.upgrade_checks import check_upgrade_plan
from core.registry.transfer.world import World
from core.vocabulary import SIGN_OF_FLOW, Basis, Flow, Kind, QuotaKind

Problems = Iterator[RowProblem]
QUOTA_DIMENSIONS = {
    QuotaKind.ENERGY: ("coal",),
    QuotaKind.INTENSITY: ("coal/mass", "coal/money", "coal/energy", "coal/volume", "coal/area"),
    QuotaKind.CARBON: ("carbon",),
    QuotaKind.POLLUTANT: ("mass",),
    QuotaKind.WATER: ("volume", "mass"),
}
EXAMPLE_UNIT = {
    QuotaKind.ENERGY: "tce",
    QuotaKind.INTENSITY: "kgce/t",
    QuotaKind.CARBON: "tCO2",
    QuotaKind.POLLUTANT: "t",
    QuotaKind.WATER: "m3",
}


def _unknown(world: World, draft: Draft, column: str, table: str, *key: object) -> Problems:
    if not world.has(table, *key):
        yield draft.problem(
            column,
            f"{table} {key[-1]} is unknown",
            f"add it to {table}.csv in the same import, or correct the code",
        )


def check_region(world: World, draft: Draft) -> Problems:
    """Check that the parent stands, agrees with the code, and that there is no cycle."""
    code, parent = draft.values["code"], draft.values["parent_code"]
    if parent is None:
        return
    yield from _unknown(world, draft, "parent_code", "region", parent)
    if parent not in (parent_region_code(code), province_code(code)) or parent == code:
        expected = parent_region_code(code) or "none"
        yield draft.problem(
            "parent_code",
            f"region {parent} is not above {code} by GB/T 2260",
            f"the code above {code} is {expected}",
        )
    seen = {code}
    at = parent
    while at is not None and at not in seen:
        seen.add(at)
        at = world.parent(at)
    if at is not None:
        yield draft.problem(
            "parent_code", f"region {code} lies below itself", "break the circle of parents"
        )


def check_enterprise(world: World, draft: Draft) -> Problems:
    """Check that the region stands."""
    yield from _unknown(world, draft, "region_code", "region", draft.values["region_code"])


def _check_owner(world: World, draft: Draft) -> Problems:
    owner = draft.values["enterprise_code"]
    yield from _unknown(world, draft, "enterprise_code", "enterprise", owner)


def check_product(world: World, draft: Draft) -> Problems:
    """Check that the benchmark line exists and that its unit fits the product's."""
    yield from _check_owner(world, draft)
    unit, key = draft.values["unit"], draft.values["benchmark_key"]
    before = world.existing["product"].get(draft.key)
    if before is not None:
        yield from refuse_unit(draft, unit, before["unit"], "the product so far")
    if not key:
        return
    try:
        per_output = world.catalogue.line_unit(key)
    except RefusedError as error:
        yield draft.problem("benchmark_key", error.what, error.fix)
        return
    below = "kWh" if per_output == "1" else per_output.partition("/")[2].strip("()")
    yield from refuse_unit(draft, unit, below, f"what benchmark {per_output} divides by")


def check_point(world: World, draft: Draft) -> Problems:
    """Check what the point refers to, and that its unit fits kind, carrier and product."""
    yield from _check_owner(world, draft)
    values = draft.values
    owner, gateway, product = (
        values[n] for n in ("enterprise_code", "gateway_code", "product_code")
    )
    if gateway is not None:
        yield from _unknown(world, draft, "gateway_code", "gateway", owner, gateway)
    if product is not None:
        yield from _unknown(world, draft, "product_code", "product", owner, product)
    kind, unit = values["kind"], values["unit"]
    if kind != Kind.GAUGE and units.is_rate(unit):
        yield draft.problem(
            "unit",
            f"unit {unit!r} is a rate, a {kind} counts an amount",
            f"write {units.integral_unit(unit)}, or kind gauge",
        )
        return
    counts = kind != Kind.GAUGE or units.is_rate(unit)
    if values["flow"] == Flow.OUTPUT:
        yield from _check_output(world, draft, units.amount_unit(unit), counts)
    else:
        yield from _check_carrier(world, draft, units.amount_unit(unit), counts)
    yield from check_structure(world, draft)


def _check_output(world: World, draft: Draft, unit: str, counts: bool) -> Problems:
    product = draft.values["product_code"]
    if product is None:
        yield draft.problem(
            "product_code", "an output point names no product", "write the product's code"
        )
        return
    made = world.merged["product"].get((draft.values["enterprise_code"], product))
    if made is not None and counts:
        yield from refuse_unit(draft, unit, made["unit"], f"product {product}")


def _check_carrier(world: World, draft: Draft, unit: str, counts: bool) -> Problems:
    code = draft.values["carrier"]
    if not code and not counts:
        return
    try:
        carrier = world.catalogue.carrier(code)
    except RefusedError as error:
        yield draft.problem("carrier", error.what, error.fix)
        return
    if counts:
        yield from refuse_unit(draft, unit, carrier.unit, f"carrier {code}")
    elif units.dimension(unit) == units.dimension(carrier.unit) and _enters_account(draft):
        yield draft.problem(
            "unit",
            f"a gauge in {unit!r} shows an amount, which no account of {code} would count",
            "give a rate such as kW or t/h, or kind register or interval",
        )


def _enters_account(draft: Draft) -> bool:
    return SIGN_OF_FLOW[Flow(draft.values["flow"])] != 0


def check_meter_epoch(world: World, draft: Draft) -> Problems:
    """Check that the point stands and the epoch overlaps no other of its point."""
    values = draft.values
    owner, point = values["enterprise_code"], values["point_code"]
    if not world.has("point", owner, point):
        yield from _check_owner(world, draft)
        yield from _unknown(world, draft, "point_code", "point", owner, point)
    measured = world.merged["point"].get((owner, point))
    if measured is not None and measured["kind"] == Kind.VIRTUAL:
        yield draft.problem(
            "point_code", f"point {point} is virtual and has no meter", "name a metered point"
        )
    start, stop = values["start_ms"], values["stop_ms"]
    if stop is not None and stop <= start:
        yield draft.problem(
            "stop",
            f"stop {format_time(stop)} is not after start {format_time(start)}",
            "mend one of the times",
        )
        return
    maximum = values["register_max"]
    for name in ("start_value", "stop_value"):
        value = values[name]
        if maximum is not None and value is not None and value > maximum:
            yield draft.problem(
                name, f"{name} {value} is above register_max {maximum}", "mend one of the values"
            )
    yield from _check_overlap(world, draft, start)


def _check_overlap(world: World, draft: Draft, start: int) -> Problems:
    """Check that no other epoch of the point meets this one; of two given, the later is told."""
    own_stop = draft.values["stop_ms"]
    for other in world.epochs[draft.key[:2]]:
        other_start = other["start_ms"]
        stop = other["stop_ms"]
        if other_start < start and (stop is None or stop > start):
            until = "still runs" if stop is None else f"stops {format_time(stop)}"
            yield draft.problem(
                "start",
                f"start {format_time(start)} lies in the epoch that starts "
                f"{format_time(other_start)} and {until}",
                "stop the earlier epoch by then: give its row too, with its stop",
            )
            return
    for other in world.epochs[draft.key[:2]]:
        other_start = other["start_ms"]
        runs_into = other_start > start and (own_stop is None or own_stop > other_start)
        if runs_into and not world.is_given(draft.spec, other):
            yield draft.problem(
                "stop",
                f"the epoch runs into the one that starts {format_time(other_start)}",
                f"stop it by {format_time(other_start)}",
            )


def check_quota(world: World, draft: Draft) -> Problems:
    """Check holder, basis and unit of the kind, and that the plan adds up."""
    values = draft.values
    holder, kind = values["holder"], QuotaKind(values["kind"])
    if not world.has_holder(holder):
        yield _no_subject(draft, "holder", holder)
    has_basis = kind in (QuotaKind.ENERGY, QuotaKind.INTENSITY)
    if has_basis == (values["basis"] == Basis.NONE):
        yield draft.problem(
            "basis",
            f"basis {values['basis']} does not suit a quota of {kind}",
            "write calorific 当量值 or primary 等价值" if has_basis else "leave it empty",
        )
    unit = values["unit"]
    if units.dimension(unit) not in QUOTA_DIMENSIONS[kind]:
        yield draft.problem(
            "unit",
            f"unit {unit!r} ({units.dimension(unit)}) does not suit a quota of {kind}",
            f"write a unit such as {EXAMPLE_UNIT[kind]}",
        )
    plan = [values[name] for name in MONTHS]
    amount = values["amount"]
    if not plan_agrees(plan, amount):
        yield draft.problem(
            "amount",
            f"the months add up to {sum(plan):.10g}, the quota is {amount:.10g}",
            "mend the months or the amount; they must agree to 1e-9",
        )
    else:
        yield from check_quota_tree(world, draft)


def _no_subject(draft: Draft, column: str, subject: str) -> RowProblem:
    return draft.problem(
        column,
        f"{column} {subject!r} is no known enterprise or region",
        "write enterprise:CREDIT_CODE or region:CODE of one that stands or comes along",
    )


CHECKS: dict[str, Callable[[World, Draft], Problems]] = {
    "region": check_region,
    "enterprise": check_enterprise,
    "gateway": _check_owner,
    "product": check_product,
    "point": check_point,
    "meter_epoch": check_meter_epoch,
    "quota": check_quota,
    "entry": check_entry,
    **STRUCTURE_CHECKS,
    **ASSESSMENT_CHECKS,
    "outage": check_outage,
    "dispatch_task": check_dispatch_task,
    "upgrade_plan": check_upgrade_plan,
}
"""Checks of a row against the world, by table."""
