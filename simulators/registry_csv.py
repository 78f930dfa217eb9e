"""Writing registry tables as CSV files that `core.registry.transfer` imports."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from core.calendar import format_time

Row: TypeAlias = Mapping[str, object]


def write_tables(directory: Path, tables: Mapping[str, Sequence[Row]]) -> list[Path]:
    """Write each table that has rows into ``directory/NAME.csv``; return the files.

    None becomes an empty cell, a boolean ``true`` or ``false``.
    """
    directory.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    for name, rows in tables.items():
        if not rows:
            continue
        path = directory / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
        files.append(path)
    return files


def time_cell(t_ms: int | None) -> str:
    """Return a time [ms since the epoch, UTC] as a cell, '' for None."""
    return "" if t_ms is None else format_time(t_ms)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, float) else str(value)
