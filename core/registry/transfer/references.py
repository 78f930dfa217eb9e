"""Problems that many tables share: an unknown reference, a unit that does not convert, dates."""

from __future__ import annotations

from collections.abc import Iterator

from core import units
from core.calendar import format_time
from core.errors import RefusedError
from core.registry.transfer.drafts import Draft
from core.registry.transfer.report import RowProblem
from core.registry.transfer.world import World

Problems = Iterator[RowProblem]


def refuse_unknown(
    world: World, draft: Draft, column: str, table: str, *, key: tuple[object, ...]
) -> Problems:
    """Yield a problem where a row names what neither stands nor comes along."""
    if not world.has(table, *key):
        yield draft.problem(
            column,
            f"{table} {key[-1]} is unknown",
            f"add it to {table}.csv in the same import, or correct the code",
        )


def refuse_owner(world: World, draft: Draft) -> Problems:
    """Yield a problem where the enterprise of a row is unknown."""
    key = (draft.values["enterprise_code"],)
    yield from refuse_unknown(world, draft, "enterprise_code", "enterprise", key=key)


def refuse_reference(world: World, draft: Draft, column: str, table: str) -> Problems:
    """Yield a problem where a row names an unknown thing of its own enterprise; empty is none."""
    code = draft.values[column]
    if code:
        key = (draft.values["enterprise_code"], code)
        yield from refuse_unknown(world, draft, column, table, key=key)


def refuse_unit(draft: Draft, from_unit: str, to_unit: str, what: str) -> Problems:
    """Yield a problem where a unit does not convert into that of `what`."""
    try:
        units.conversion_factor(from_unit, to_unit)
    except RefusedError as error:
        fix = f"give a unit that converts into {to_unit}"
        if to_unit == "t" and units.dimension(from_unit) == "volume":
            fix += "; of water 1 m3 is 1 t: write t"
        yield draft.problem("unit", f"{error.what}, the unit of {what}", fix)


def refuse_order(draft: Draft, start: str, end: str) -> Problems:
    """Yield a problem where the time in column `end` is not after that in `start`."""
    first, last = draft.values[f"{start}_ms"], draft.values[f"{end}_ms"]
    if first is not None and last is not None and last <= first:
        yield draft.problem(
            end,
            f"{end} {format_time(last)} is not after {start} {format_time(first)}",
            "mend one of the dates; the end is the first day after",
        )


def refuse_overlap(world: World, draft: Draft, what: str) -> Problems:
    """Yield problems where dates of a row are out of order or meet another row of one thing.

    Of two rows that meet the later one is told, if both are given.
    """
    yield from refuse_order(draft, "valid_from", "valid_to")
    start, end = draft.values["valid_from_ms"], draft.values["valid_to_ms"]
    for other in world.history(draft.spec)[draft.key[:-1]]:
        first, last = other["valid_from_ms"], other["valid_to_ms"]
        meets_earlier = first < start and (last is None or last > start)
        meets_later = first > start and (end is None or end > first)
        if meets_earlier or (meets_later and not world.is_given(draft.spec, other)):
            yield draft.problem(
                "valid_from" if meets_earlier else "valid_to",
                f"{what} {_span(start, end)} overlaps the row {_span(first, last)}",
                "end the earlier row where the later one starts: give its row with its valid_to",
            )


def _span(start: int, end: int | None) -> str:
    since = f"from {format_time(start)[:10]}" if start else "without a first day"
    return f"{since} to {format_time(end)[:10]}" if end is not None else f"{since} on"
