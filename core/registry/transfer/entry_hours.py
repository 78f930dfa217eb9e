"""Which hours an entry touches: its period, and what rests on it beyond that."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from core.calendar import Period
from core.registry.transfer.spec import Values
from core.registry.transfer.world import World

STATES = (
    "heads",
    "floor_area",
    "season",
    "target",
    "condition",
    "design",
    "solid_waste_produced",
    "solid_waste_used",
    "solid_waste_used_from_stock",
    "renewable_electricity",
    "bill",
    "energy_reported",
    "meters_due",
)
"""Stated figures of which only verdicts rest, one hour a month is enough."""
PRICE_INDEX = "price_index"


class Hours(NamedTuple):
    """``[start_ms, end_ms)`` [ms] of an enterprise; one hour of `every` period is enough."""

    enterprise: str
    start_ms: int
    end_ms: int
    every: Period = Period.HOUR


def entry_hours(world: World, entry: Values) -> Iterator[Hours]:
    """Yield the hours of enterprises that an entry touches.

    A count of stock changes the use since the count before it and until the one after it; heads
    and floor area move verdicts only, and a region's price index those of all enterprises in it.
    """
    table, _, code = entry["subject"].partition(":")
    word = entry["item"].partition(":")[0]
    span = (entry["start_ms"], entry["end_ms"])
    if table == "region" and word == PRICE_INDEX:
        for values in world.merged["enterprise"].values():
            if world.is_below(values["region_code"], code):
                yield Hours(values["code"], *span, Period.MONTH)
    if table not in ("enterprise", "line"):
        return
    owner = code.partition("/")[0]
    if word in STATES:
        yield Hours(owner, *span, Period.MONTH)
    elif word == "stock":
        yield Hours(owner, *_between_counts(world, entry))
    else:
        yield Hours(owner, *span)


def _between_counts(world: World, entry: Values) -> tuple[int, int]:
    """Return the ends of the counts before and after a count of stock [ms]."""
    ends = world.stock_counts[entry["subject"], entry["item"]]
    before = bisect_left(ends, entry["end_ms"])
    after = bisect_right(ends, entry["end_ms"])
    start_ms = ends[before - 1] if before else entry["start_ms"]
    return start_ms, ends[after] if after < len(ends) else entry["end_ms"]
