"""From CSV files to drafts: rows whose cells are parsed, with their place for messages."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.errors import RefusedError
from core.registry.transfer.report import RowProblem
from core.registry.transfer.spec import Key, TableSpec, Values
from core.registry.transfer.tables import TABLES

STEM = re.compile(rf"({'|'.join(sorted(TABLES, key=len, reverse=True))})([_-].*)?")


@dataclass
class Draft:
    """A row of a file with its values by field; `row` is its line in the file [1]."""

    spec: TableSpec
    file: str
    row: int
    cells: dict[str, str]
    values: Values

    @property
    def key(self) -> Key:
        """Key of the row."""
        return self.spec.key_of(self.values)

    def problem(self, column: str, reason: str, fix: str) -> RowProblem:
        """Return a problem of this row."""
        return RowProblem(self.file, self.row, column, self.cells.get(column, ""), reason, fix)


class Drafts:
    """All rows of the given files.

    Attributes
    ----------
    rows : dict of str to dict of tuple to Draft
        Rows that could be parsed, by table and key.
    failed : dict of str to set of tuple
        Keys of rows that are there but have a problem, by table.
    problems : list of RowProblem
        What is wrong in the files themselves.
    """

    def __init__(self) -> None:
        self.rows: dict[str, dict[Key, Draft]] = {}
        self.failed: dict[str, set[Key]] = {}
        self.problems: list[RowProblem] = []

    def read(self, path: Path) -> None:
        """Read one file, its table told by its stem."""
        match = STEM.fullmatch(path.stem.lower())
        if match is None or path.suffix.lower() != ".csv":
            self._refuse_file(
                path,
                f"file {path.name} names no table",
                f"name it after its table: {', '.join(f'{name}.csv' for name in TABLES)}",
            )
            return
        spec = TABLES[match[1]]
        self.rows.setdefault(spec.name, {})
        text = self._decode(path)
        if text is not None:
            self._read_rows(path, spec, text)

    def _refuse_file(self, path: Path, reason: str, fix: str, row: int = 0) -> None:
        self.problems.append(RowProblem(str(path), row, "", path.name, reason, fix))

    def _decode(self, path: Path) -> str | None:
        try:
            data = path.read_bytes()
            return data.decode("utf-8-sig")
        except OSError as error:
            self._refuse_file(
                path, f"file cannot be read: {error.strerror}", "check its name and your rights"
            )
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self._refuse_file(
                path,
                f"byte {data[error.start]:#04x} in line {line} is not UTF-8",
                "save the file as “CSV UTF-8” (with or without byte-order mark)",
                line,
            )
        return None

    def _read_rows(self, path: Path, spec: TableSpec, text: str) -> None:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            header = [name.strip() for name in next(reader, [])]
            if not self._check_header(path, spec, header):
                return
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    self._read_row(path, spec, reader.line_num, dict(_pair(header, cells)))
        except csv.Error as error:
            self._refuse_file(
                path,
                f"line {reader.line_num} is no CSV: {error}",
                "mend the quotes, or save the file again as CSV UTF-8",
                reader.line_num,
            )

    def _check_header(self, path: Path, spec: TableSpec, header: list[str]) -> bool:
        known = [column.name for column in spec.columns]
        fix = f"the columns of {spec.name}.csv are {', '.join(known)}"
        unknown = [name for name in header if name not in known]
        missing = [c.name for c in spec.columns if c.required and c.name not in header]
        twice = sorted({name for name in header if header.count(name) > 1})
        for names, reason in (
            (missing, "columns missing"),
            (unknown, "columns unknown"),
            (twice, "columns twice"),
        ):
            if names:
                self._refuse_file(path, f"{reason}: {', '.join(names)}", fix, 1)
        return not (unknown or missing or twice)

    def _read_row(self, path: Path, spec: TableSpec, line: int, cells: dict[str, str]) -> None:
        draft = Draft(spec, str(path), line, cells, {})
        problems = list(_parse(draft))
        if "" in cells:
            problems.append(
                draft.problem(
                    "", f"row has cells beyond the header: {cells['']!r}", "quote cells with commas"
                )
            )
        has_key = all(name in draft.values for name in spec.key)
        seen = self.rows[spec.name].get(draft.key) if has_key else None
        if seen is not None:
            problems.append(
                draft.problem(
                    _key_column(spec),
                    f"{spec.name} {_show(draft.key)} stands twice, "
                    f"first in {seen.file} row {seen.row}",
                    "keep one of the rows",
                )
            )
        self.problems += problems
        if not problems:
            self.rows[spec.name][draft.key] = draft
        elif has_key:
            self.failed.setdefault(spec.name, set()).add(draft.key)


def _pair(header: list[str], cells: list[str]) -> Iterator[tuple[str, str]]:
    for place, cell in enumerate(cells):
        if place < len(header):
            yield header[place], cell.strip()
        elif cell.strip():
            yield "", cell.strip()


def _parse(draft: Draft) -> Iterator[RowProblem]:
    for column in draft.spec.columns:
        cell = draft.cells.get(column.name, "")
        if not cell:
            if column.required:
                yield draft.problem(
                    column.name, f"{column.name} is empty", f"every row needs its {column.name}"
                )
            else:
                draft.values[column.target] = column.default
            continue
        try:
            draft.values[column.target] = column.parse(cell)
        except RefusedError as error:
            yield draft.problem(column.name, error.what, error.fix)


def _key_column(spec: TableSpec) -> str:
    return next(c.name for c in reversed(spec.columns) if c.target == spec.key[-1])


def _show(key: Key) -> str:
    return " ".join(str(part) for part in key)
