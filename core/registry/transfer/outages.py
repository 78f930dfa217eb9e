"""Declared outages as a CSV file."""

from __future__ import annotations

from core.registry.codes import check_code
from core.registry.credit_code import check_credit_code
from core.registry.quality import Outage
from core.registry.transfer import cells
from core.registry.transfer.spec import Column, TableSpec

OUTAGE = TableSpec(
    "outage",
    Outage,
    ("enterprise_code", "point_code", "start_ms"),
    (
        Column("enterprise_code", check_credit_code),
        Column("point_code", check_code, required=False, default=""),
        Column("start", cells.parse_time_cell, "start_ms"),
        Column("end", cells.parse_time_cell, "end_ms"),
        Column("reason", cells.words(400), quiet=True),
        Column("source", cells.words(400), quiet=True),
        Column("declared", cells.parse_time_cell, "declared_ms", required=False, quiet=True),
    ),
)
