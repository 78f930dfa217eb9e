"""What an import found and did."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class RowProblem(NamedTuple):
    """One thing wrong: file, row (line in the file, 0 for the file), column, value, reason, fix.

    `table` is '' where the file names none; `sheet` is that of a workbook, and `row` its row there.
    """

    file: str
    row: int
    column: str
    value: str
    reason: str
    fix: str
    table: str = ""
    sheet: str = ""


class Counts(NamedTuple):
    """Rows of a table [1] that are new, that differ from what stands, and that are the same."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


class Action(StrEnum):
    """What becomes of a row."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class RowPreview(NamedTuple):
    """What would become of a row: cells by column, from what to what; none where it is unchanged.

    `file`, `sheet` and `row` [1] say where it stands, `key` which row of the table it is.
    """

    file: str
    sheet: str
    row: int
    table: str
    key: list[str]
    action: Action
    cells: dict[str, tuple[str, str]]


@dataclass(frozen=True)
class ImportReport:
    """Result of an import.

    Attributes
    ----------
    rows : list of RowProblem
        Everything wrong, by file and row; where there is one, nothing was imported.
    counts : dict of str to Counts
        By table, what was imported, or would be.
    applied : bool
        Whether the registry was changed as counted.
    preview : list of RowPreview
        As many rows as were asked for, the changed ones first; `counts` has how many there are.
    """

    rows: list[RowProblem]
    counts: dict[str, Counts]
    applied: bool
    preview: list[RowPreview] = field(default_factory=list)
