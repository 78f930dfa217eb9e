"""What a declared outage must agree with."""

from __future__ import annotations

from core.calendar import DAY_MS, format_time
from core.registry.transfer.drafts import Draft
from core.registry.transfer.references import (
    Problems,
    refuse_order,
    refuse_owner,
    refuse_reference,
)
from core.registry.transfer.world import World

LONGEST_DAYS = 366
"""A longer outage is no outage but a closure [d]: take the meters out of service."""


def check_outage(world: World, draft: Draft) -> Problems:
    """Check owner and point, that it ends after it starts, and that it is no closure."""
    yield from refuse_owner(world, draft)
    yield from refuse_reference(world, draft, "point_code", "point")
    yield from refuse_order(draft, "start", "end")
    start, end = draft.values["start_ms"], draft.values["end_ms"]
    if end - start > LONGEST_DAYS * DAY_MS:
        yield draft.problem(
            "end",
            f"an outage from {format_time(start)[:10]} to {format_time(end)[:10]} lasts more than "
            f"{LONGEST_DAYS} days",
            "stop the meter's epoch instead, or mend one of the dates",
        )
