"""From CSV files to drafts; the stem of a file names its table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from core.registry.transfer.drafts import Draft, Drafts
from core.registry.transfer.report import RowProblem
from core.registry.transfer.spec import TableSpec
from core.registry.transfer.tables import TABLES

STEM = re.compile(rf"({'|'.join(sorted(TABLES, key=len, reverse=True))})([_-].*)?")


class CsvFile:
    """One CSV file that is read into drafts."""

    def __init__(self, path: Path, drafts: Drafts) -> None:
        self.path = path
        self.drafts = drafts
        self.table = ""

    def read(self) -> None:
        """Read the file, its table told by its stem."""
        match = STEM.fullmatch(self.path.stem.lower())
        if match is None or self.path.suffix.lower() != ".csv":
            names = ", ".join(f"{name}.csv" for name in TABLES)
            self._refuse(
                f"file {self.path.name} names no table",
                f"name it after its table: {names}; or give a workbook .xlsx",
            )
            return
        spec = TABLES[match[1]]
        self.table = spec.name
        self.drafts.rows.setdefault(spec.name, {})
        text = self._decode()
        if text is not None:
            self._read_rows(spec, text)

    def _refuse(self, reason: str, fix: str, row: int = 0) -> None:
        name, path = self.path.name, str(self.path)
        self.drafts.problems.append(RowProblem(path, row, "", name, reason, fix, self.table))

    def _decode(self) -> str | None:
        try:
            data = self.path.read_bytes()
            return data.decode("utf-8-sig")
        except OSError as error:
            self._refuse(f"file cannot be read: {error.strerror}", "check its name and your rights")
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            self._refuse(
                f"byte {data[error.start]:#04x} in line {line} is not UTF-8",
                "save the file as “CSV UTF-8” (with or without byte-order mark)",
                line,
            )
        return None

    def _read_rows(self, spec: TableSpec, text: str) -> None:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            header = [name.strip() for name in next(reader, [])]
            if not self._check_header(spec, header):
                return
            for cells in reader:
                if any(cell.strip() for cell in cells):
                    given = dict(_pair(header, cells))
                    self.drafts.take(Draft(spec, str(self.path), reader.line_num, given))
        except csv.Error as error:
            self._refuse(
                f"line {reader.line_num} is no CSV: {error}",
                "mend the quotes, or save the file again as CSV UTF-8",
                reader.line_num,
            )

    def _check_header(self, spec: TableSpec, header: list[str]) -> bool:
        wrong = wrong_header(spec, header)
        for reason in wrong:
            known = ", ".join(column.name for column in spec.columns)
            self._refuse(reason, f"the columns of {spec.name}.csv are {known}", 1)
        return not wrong


def wrong_header(spec: TableSpec, header: list[str]) -> list[str]:
    """Return what is wrong with the columns of a table that a file has."""
    known = [column.name for column in spec.columns]
    unknown = [name for name in header if name not in known]
    missing = [c.name for c in spec.columns if c.required and c.name not in header]
    twice = sorted({name for name in header if header.count(name) > 1})
    found = (
        ("columns missing", missing),
        ("columns unknown", unknown),
        ("columns twice", twice),
    )
    return [f"{reason}: {', '.join(names)}" for reason, names in found if names]


def _pair(header: list[str], cells: list[str]) -> Iterator[tuple[str, str]]:
    for place, cell in enumerate(cells):
        if place < len(header):
            yield header[place], cell.strip()
        elif cell.strip():
            yield "", cell.strip()
