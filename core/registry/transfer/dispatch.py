"""Tasks of the quarterly dispatch sheet as a CSV file."""

from __future__ import annotations

from core.registry.dispatch import DispatchTask
from core.registry.transfer import cells
from core.registry.transfer.spec import Column, TableSpec

DISPATCH_TASK = TableSpec(
    "dispatch_task",
    DispatchTask,
    ("subject", "quarter_ms", "number"),
    (
        Column("subject", cells.words(100)),
        Column("quarter", cells.parse_time_cell, "quarter_ms"),
        Column("number", cells.whole(1, 1000), required=False, default=1),
        Column("task", cells.words(400), quiet=True),
        Column("who", cells.words(100), quiet=True),
        Column("next_step", cells.words(400), quiet=True),
        Column("due", cells.parse_time_cell, "due_ms", required=False, quiet=True),
        Column("done", cells.parse_time_cell, "done_ms", required=False, quiet=True),
        Column("document", cells.words(400), required=False, default="", quiet=True),
    ),
)
