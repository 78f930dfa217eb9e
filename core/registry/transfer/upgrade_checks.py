"""What an upgrade plan must agree with: its line, its dates, and the last day a target sets."""

from __future__ import annotations

from core.calendar import add_years, format_time
from core.errors import RefusedError
from core.registry.transfer.drafts import Draft
from core.registry.transfer.references import Problems, refuse_order, refuse_owner, refuse_unit
from core.registry.transfer.references import refuse_reference as refuse_line
from core.registry.transfer.world import World
from core.vocabulary import UpgradeState

DEADLINE = "below_baseline_deadline"
FINISHED = (UpgradeState.DONE, UpgradeState.ACCEPTED)


def check_upgrade_plan(world: World, draft: Draft) -> Problems:
    """Check line, dates, state and unit, and that it ends by the last day (three years at most)."""
    yield from refuse_owner(world, draft)
    yield from refuse_line(world, draft, "line_code", "process_line")
    yield from refuse_order(draft, "listed", "due")
    yield from _check_state(draft)
    yield from _check_target(world, draft)
    yield from _check_last_day(world, draft)


def _check_state(draft: Draft) -> Problems:
    state, done_ms = UpgradeState(draft.values["state"]), draft.values["done_ms"]
    if (state in FINISHED) != (done_ms is not None):
        shown = "empty" if done_ms is None else format_time(done_ms)
        yield draft.problem(
            "done",
            f"state {state} with done {shown}",
            "a plan that is done or accepted has its day, another has none",
        )
    if done_ms is not None and done_ms < draft.values["listed_ms"]:
        yield draft.problem(
            "done",
            f"done {format_time(done_ms)} is before listed "
            f"{format_time(draft.values['listed_ms'])}",
            "mend one of the dates",
        )


def _check_target(world: World, draft: Draft) -> Problems:
    values = draft.values
    if values["target"] is None:
        return
    owner = values["enterprise_code"]
    line = world.merged["process_line"].get((owner, values["line_code"]))
    if line is None:
        return
    product = world.merged["product"].get((owner, line["product_code"]))
    key = line["benchmark_key"] or (product["benchmark_key"] if product else "")
    if not key:
        yield draft.problem(
            "target", f"line {line['code']} has no levels", "give it a benchmark key first"
        )
        return
    try:
        unit = world.catalogue.line_unit(key)
    except RefusedError:
        return  # told where the line's own row is checked
    yield from refuse_unit(draft, values["unit"], unit, f"the levels of line {line['code']}")


def _check_last_day(world: World, draft: Draft) -> Problems:
    values = draft.values
    enterprise = world.merged["enterprise"].get((values["enterprise_code"],))
    if enterprise is None:
        return
    regions: list[str] = []
    at = enterprise["region_code"]
    while at is not None and at not in regions:
        regions.append(at)
        at = world.parent(at)
    target = world.catalogue.target(regions, DEADLINE, values["listed_ms"])
    if target is None:
        return
    last_ms = add_years(values["listed_ms"], target.value)
    if values["due_ms"] > last_ms:
        yield draft.problem(
            "due",
            f"due {format_time(values['due_ms'])} is after {format_time(last_ms)}, "
            f"{target.value:g} years after listed {format_time(values['listed_ms'])}",
            f"{target.source} allows {target.value:g} years at most",
        )
