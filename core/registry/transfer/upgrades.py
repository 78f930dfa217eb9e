"""Upgrade plans of lines below the baseline as a CSV file."""

from __future__ import annotations

from core.registry.codes import check_code
from core.registry.credit_code import check_credit_code
from core.registry.transfer import cells
from core.registry.transfer.spec import Column, TableSpec
from core.registry.upgrades import UpgradePlan
from core.units import parse_unit
from core.vocabulary import UpgradeAction, UpgradeState

UPGRADE_PLAN = TableSpec(
    "upgrade_plan",
    UpgradePlan,
    ("enterprise_code", "line_code", "listed_ms"),
    (
        Column("enterprise_code", check_credit_code),
        Column("line_code", check_code),
        Column("listed", cells.parse_time_cell, "listed_ms"),
        Column("action", cells.one_of(UpgradeAction)),
        Column("state", cells.one_of(UpgradeState)),
        Column("due", cells.parse_time_cell, "due_ms"),
        Column("done", cells.parse_time_cell, "done_ms", required=False),
        Column("target", cells.parse_number, required=False),
        Column("unit", parse_unit, required=False, default=""),
        Column("measure", cells.words(400), required=False, default="", quiet=True),
        Column("source", cells.words(400)),
    ),
)
