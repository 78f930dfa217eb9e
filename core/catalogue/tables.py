"""Reading of the catalogue's CSV files: every row is checked, a bad one stops the loading."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core import units
from core.calendar import local_midnight_ms
from core.errors import CatalogueError

CONFIDENCES = ("verified", "recalled")
DATE_CONFIDENCES = ("verified", "recalled", "assumed", "")
DIRECTIONS = ("lower", "higher")
STATUSES = (
    "verified",
    "verified_derived",
    "recalled_corroborated",
    "recalled",
    "recalled_low",
)


@dataclass(frozen=True)
class Row:
    """One row of a data file, with its place for messages."""

    file: Path
    line: int
    cells: dict[str, str]

    @property
    def where(self) -> str:
        """File and line, for messages."""
        return f"{self.file}:{self.line}"

    def refuse(self, what: str, fix: str) -> CatalogueError:
        """Return the error for this row."""
        return CatalogueError(what, where=self.where, fix=fix)

    def text(self, column: str) -> str:
        """Return a cell, '' where empty."""
        return self.cells[column]

    def required(self, column: str) -> str:
        """Return a cell that must not be empty.

        Raises
        ------
        CatalogueError
            It is empty, such as a row without a source.
        """
        if not self.cells[column].strip():
            raise self.refuse(f"{column} is empty", f"every row states its {column}")
        return self.cells[column]

    def number(self, column: str) -> float | None:
        """Return a cell as a finite number [row's unit], None where empty.

        Raises
        ------
        CatalogueError
            It is no finite number.
        """
        cell = self.cells[column]
        if not cell:
            return None
        try:
            value = float(cell)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise self.refuse(f"{column} {cell!r} is no finite number", "write a plain number")
        return value

    def value(self, column: str) -> float:
        """Return a cell as a finite number [row's unit]; it must not be empty.

        Raises
        ------
        CatalogueError
            It is empty or no finite number.
        """
        self.required(column)
        number = self.number(column)
        if number is None:
            raise self.refuse(f"{column} is empty", "write a plain number")
        return number

    def one_of(self, column: str, allowed: tuple[str, ...]) -> str:
        """Return a cell that must be one of the allowed words.

        Raises
        ------
        CatalogueError
            It is another word.
        """
        cell = self.cells[column]
        if cell not in allowed:
            known = ", ".join(repr(word) for word in allowed)
            raise self.refuse(f"{column} {cell!r} is unknown", f"write one of {known}")
        return cell

    def unit(self, column: str = "unit") -> str:
        """Return a cell that must be a canonical unit.

        Raises
        ------
        CatalogueError
            `core.units` does not know it.
        """
        cell = self.cells[column]
        if not units.is_unit(cell):
            raise self.refuse(f"{column} {cell!r} is unknown", "use a unit of core.units")
        return cell

    def day(self, column: str) -> date | None:
        """Return a cell as a day, None where empty.

        Raises
        ------
        CatalogueError
            It is no ISO date.
        """
        cell = self.cells[column]
        try:
            return date.fromisoformat(cell) if cell else None
        except ValueError as error:
            raise self.refuse(f"{column} {cell!r} is no date", "write 2026-01-31") from error

    def validity(self) -> tuple[int | None, int | None]:
        """Return ``valid_from`` and ``valid_to`` [ms], None for open.

        Raises
        ------
        CatalogueError
            A date is malformed, or the end is not after the start.
        """
        start, end = self.day("valid_from"), self.day("valid_to")
        if start and end and start >= end:
            raise self.refuse(
                f"valid_to {end} is not after valid_from {start}", "mend one of the dates"
            )
        return (
            local_midnight_ms(start) if start else None,
            local_midnight_ms(end) if end else None,
        )

    def key(self) -> str:
        """Return ``sector/product/condition/indicator``.

        Raises
        ------
        CatalogueError
            A part but the condition is empty, or one holds a slash.
        """
        parts = [
            self.required("sector"),
            self.required("product"),
            self.text("condition"),
            self.required("indicator"),
        ]
        if any("/" in part for part in parts):
            raise self.refuse(f"key {parts} holds a slash", "write the words without a slash")
        return "/".join(parts)


def read_rows(file: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """Read the rows of a data file that must have the given columns.

    Raises
    ------
    CatalogueError
        The file is missing, lacks a column, or a row has more or fewer cells than the header.
    """
    try:
        stream = file.open(encoding="utf-8", newline="")
    except OSError as error:
        raise CatalogueError(
            f"file cannot be read ({error.strerror})", where=str(file), fix="install again"
        ) from error
    with stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        missing = [column for column in columns if column not in header]
        if missing:
            raise CatalogueError(
                f"columns {', '.join(missing)} are missing", where=str(file), fix="add them"
            )
        for cells in reader:
            row = Row(file, reader.line_num, dict(zip(header, cells, strict=False)))
            if len(cells) != len(header):
                raise row.refuse(
                    f"row has {len(cells)} cells, the header {len(header)}", "mend the row"
                )
            yield row
