"""Entries as a CSV file: a changed figure becomes a new version, none is overwritten."""

from __future__ import annotations

from core.registry.models import Entry
from core.registry.transfer import cells
from core.registry.transfer.spec import Column, Key, TableSpec, Values
from core.units import parse_unit

SUBJECT = ("subject", "item", "start_ms", "end_ms")
STATED = ("value", "unit", "document", "entered_by")

ENTRY = TableSpec(
    "entry",
    Entry,
    (*SUBJECT, "version"),
    (
        Column("subject", cells.words(100)),
        Column("item", cells.words(160)),
        Column("start", cells.parse_time_cell, "start_ms"),
        Column("end", cells.parse_time_cell, "end_ms"),
        Column("version", cells.whole(1, 1_000_000), required=False, default=0),
        Column("value", cells.parse_number),
        Column("unit", parse_unit),
        Column("document", cells.words(400)),
        Column("entered_by", cells.words(100)),
        Column("entered", cells.parse_time_cell, "entered_ms", required=False),
        Column("reason", cells.words(400), required=False, default="", quiet=True),
    ),
)
"""A row without `version` states the newest figure; one with it repeats or continues history."""


def newest_versions(rows: dict[Key, Values]) -> dict[Key, Values]:
    """Return the newest version of each (subject, item, start, end)."""
    newest: dict[Key, Values] = {}
    for key in sorted(rows, key=lambda key: key[-1]):
        newest[key[:-1]] = rows[key]
    return newest


def same_statement(one: Values, other: Values) -> bool:
    """Return whether two versions state the same figure with the same evidence."""
    return all(cells.same_value(one[name], other[name]) for name in STATED)
