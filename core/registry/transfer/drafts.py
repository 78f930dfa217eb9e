"""Drafts: rows whose cells are parsed, with their place for messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from core.errors import RefusedError
from core.registry.transfer.report import RowProblem
from core.registry.transfer.spec import Key, TableSpec, Values


class UnparsedError(KeyError):
    """A check asks for a cell that could not be parsed; what it says is told already."""


class Partial(Values):
    """Values of a row of which some cells could not be parsed."""

    def __missing__(self, name: str) -> object:
        """Stop the check that asks for a value which is not there."""
        raise UnparsedError(name)


@dataclass
class Draft:
    """A row of a file with its values by field; `row` is its line in the file or sheet [1]."""

    spec: TableSpec
    file: str
    row: int
    cells: dict[str, str]
    values: Values = field(default_factory=Partial)
    sheet: str = ""

    @property
    def key(self) -> Key:
        """Key of the row."""
        return self.spec.key_of(self.values)

    @property
    def place(self) -> str:
        """Where it stands, for messages."""
        return " ".join(part for part in (self.file, self.sheet, f"row {self.row}") if part)

    def problem(self, column: str, reason: str, fix: str) -> RowProblem:
        """Return a problem of this row."""
        value = self.cells.get(column, "")
        return RowProblem(
            self.file, self.row, column, value, reason, fix, self.spec.name, self.sheet
        )


class Drafts:
    """All rows of the given files.

    Attributes
    ----------
    rows : dict of str to dict of tuple to Draft
        Rows that could be parsed, by table and key.
    failed : dict of str to set of tuple
        Keys of rows that are there but have a problem, by table.
    partial : list of Draft
        The rows that have a problem, with what of them could be parsed.
    problems : list of RowProblem
        What is wrong in the files themselves.
    """

    def __init__(self) -> None:
        self.rows: dict[str, dict[Key, Draft]] = {}
        self.failed: dict[str, set[Key]] = {}
        self.partial: list[Draft] = []
        self.problems: list[RowProblem] = []

    def take(self, draft: Draft, refused: Mapping[str, RefusedError] | None = None) -> None:
        """Take a row: parse its cells, and note what is wrong with them.

        Parameters
        ----------
        draft : Draft
            The row, its values not yet filled.
        refused : mapping of str to RefusedError, optional
            Columns whose cells could not even be read as text, and why.
        """
        spec = draft.spec
        problems = list(_parse(draft, refused or {}))
        if "" in draft.cells:
            beyond = f"row has cells beyond the header: {draft.cells['']!r}"
            problems.append(draft.problem("", beyond, "quote cells with commas"))
        has_key = all(name in draft.values for name in spec.key)
        rows = self.rows.setdefault(spec.name, {})
        seen = rows.get(draft.key) if has_key else None
        if seen is not None:
            problems.append(
                draft.problem(
                    _key_column(spec),
                    f"{spec.name} {_show(draft.key)} stands twice, first in {seen.place}",
                    "keep one of the rows",
                )
            )
        self.problems += problems
        if not problems:
            draft.values = dict(draft.values)
            rows[draft.key] = draft
            return
        if seen is None:
            self.partial.append(draft)
        if has_key:
            self.failed.setdefault(spec.name, set()).add(draft.key)


def _parse(draft: Draft, refused: Mapping[str, RefusedError]) -> Iterator[RowProblem]:
    for column in draft.spec.columns:
        cell = draft.cells.get(column.name, "")
        error = refused.get(column.name)
        if error is None and not cell:
            if column.required:
                yield draft.problem(
                    column.name, f"{column.name} is empty", f"every row needs its {column.name}"
                )
            else:
                draft.values[column.target] = column.default
            continue
        try:
            if error is not None:
                raise error
            draft.values[column.target] = column.parse(cell)
        except RefusedError as found:
            yield draft.problem(column.name, found.what, found.fix)


def _key_column(spec: TableSpec) -> str:
    return next(c.name for c in reversed(spec.columns) if c.target == spec.key[-1])


def _show(key: Key) -> str:
    return " ".join(str(part) for part in key)
