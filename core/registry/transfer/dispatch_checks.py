"""What a task of the dispatch sheet must agree with in other rows."""

from __future__ import annotations

from collections.abc import Iterator

from core.calendar import Period, format_time, period_start
from core.registry.transfer.drafts import Draft
from core.registry.transfer.report import RowProblem
from core.registry.transfer.world import World


def check_dispatch_task(world: World, draft: Draft) -> Iterator[RowProblem]:
    """Check that the subject stands, and that the quarter is the start of one."""
    subject, quarter = draft.values["subject"], draft.values["quarter_ms"]
    if not world.has_holder(subject):
        yield draft.problem(
            "subject",
            f"{subject} is no enterprise and no region that stands",
            "write enterprise:CODE or region:CODE of one in the registry",
        )
    start = period_start(Period.QUARTER, quarter)
    if quarter != start:
        yield draft.problem(
            "quarter",
            f"{format_time(quarter)} is not the start of a quarter",
            f"write {format_time(start)[:10]}",
        )
