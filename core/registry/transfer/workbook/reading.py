"""From a workbook to drafts: every sheet is a table, every row keeps its number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import WorkSheetParser

from core.errors import RefusedError, RegistryError
from core.registry.transfer.csv_reading import wrong_header
from core.registry.transfer.drafts import Draft, Drafts
from core.registry.transfer.kinds import CellKind, kind_of
from core.registry.transfer.report import RowProblem
from core.registry.transfer.tables import TABLES
from core.registry.transfer.workbook.mending import Cell, mend_text, read_cell, show_cell
from core.registry.transfer.workbook.package import BROKEN, SAVE, check_package
from core.registry.transfer.workbook.titles import (
    HELP,
    find_table,
    is_explanation,
    name_columns,
    sheet_title,
)

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".xltx", ".xltm", ".ods", ".et")
"""Names that are told as workbooks, be it to refuse them with the reason."""
ROWS_MAX = 500_000
"""Greatest number of a row of a sheet that is read [1]."""
COLUMNS_MAX = 256
MERGED_TOLD = 20
UNREADABLE = (
    *BROKEN,
    ArithmeticError,
    AttributeError,
    InvalidFileException,
    LookupError,
    ParseError,
    RecursionError,
    TypeError,
)
"""What the library raises over XML that is none, or that is no workbook."""


class WorkbookFile:
    """One workbook that is read into drafts."""

    def __init__(self, path: Path, drafts: Drafts) -> None:
        self.path = path
        self.drafts = drafts

    def read(self) -> None:
        """Read every sheet; what cannot be read is told."""
        try:
            if self.path.suffix.lower() != ".xlsx":
                self._refuse(f"file {self.path.name} is no .xlsx", SAVE)
                return
            check_package(self.path)
            self._read_sheets()
        except RefusedError as error:
            self._refuse(error.what, error.fix)
        except OSError as error:
            reason = f"file cannot be read: {error.strerror}"
            self._refuse(reason, "check its name and your rights")

    def _read_sheets(self) -> None:
        try:
            book = load_workbook(self.path, read_only=True, keep_links=False)
        except UNREADABLE as error:
            raise RegistryError(f"workbook is broken: {error}", fix=SAVE) from error
        try:
            for sheet in book.worksheets:
                self._read_sheet(sheet)
        finally:
            book.close()
        if not self.drafts.rows and not self.drafts.problems:
            raise RegistryError(
                f"workbook {self.path.name} has no sheet with rows",
                fix="take the template: `nengheng registry template FILE`",
            )

    def _read_sheet(self, sheet: ReadOnlyWorksheet) -> None:
        try:
            if sheet.title != HELP:
                SheetReader(self.path, sheet, self.drafts).read()
        except UNREADABLE as error:
            problem = f"sheet is broken: {type(error).__name__} {error}"
            self._refuse(problem, SAVE, sheet=str(sheet.title))

    def _refuse(self, reason: str, fix: str, *, sheet: str = "") -> None:
        path, name = str(self.path), self.path.name
        self.drafts.problems.append(RowProblem(path, 0, "", name, reason, fix, "", sheet))


class SheetReader:
    """One sheet that is read into drafts."""

    def __init__(self, path: Path, sheet: ReadOnlyWorksheet, drafts: Drafts) -> None:
        self.path = path
        self.sheet = sheet
        self.drafts = drafts
        self.spec = find_table(sheet.title)
        self.header: list[str] = []
        self.kinds: dict[str, CellKind] = {}
        self._is_below_header = False

    def read(self) -> None:
        """Read the sheet; an empty one says nothing."""
        sheet: Any = self.sheet
        with sheet._get_source() as source:
            parser = WorkSheetParser(source, sheet._shared_strings, epoch=sheet.parent.epoch)
            for row, found in self._filled_rows(parser):
                if not self._take(row, found):
                    return
            if self.header:
                self._tell_merged(parser)

    def _filled_rows(self, parser: WorkSheetParser) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """Yield number and cells of the rows that hold anything."""
        last = 0
        for row, found in parser.parse():
            filled = [cell for cell in found if cell["value"] not in (None, "")]
            if not filled:
                continue
            if row <= last:
                self._refuse(row, f"row {row} stands after row {last}", SAVE)
                return
            if row > ROWS_MAX or filled[-1]["column"] > COLUMNS_MAX:
                place = f"{get_column_letter(min(filled[-1]['column'], 18278))}{row}"
                self._refuse(
                    row,
                    f"cell {place} lies beyond {ROWS_MAX} rows and {COLUMNS_MAX} columns",
                    "delete what stands far away, or import the table in several files",
                )
                return
            last = row
            yield row, filled

    def _take(self, row: int, found: list[dict[str, Any]]) -> bool:
        """Take one row; return whether the next one is wanted."""
        if not self.header:
            return self._begin(row, found)
        assert self.spec is not None
        cells = {self._name(cell["column"]): self._cell(cell) for cell in found}
        if self._is_below_header:
            self._is_below_header = False
            shown = [show_cell(cells[name]) if name in cells else "" for name in self.header]
            if is_explanation(self.spec, self.header, [text.strip() for text in shown]):
                return True
        texts: dict[str, str] = {}
        refused: dict[str, RefusedError] = {}
        for name, cell in cells.items():
            try:
                texts[name] = read_cell(cell, self.kinds.get(name, CellKind.TEXT))
            except RefusedError as error:
                texts[name], refused[name] = show_cell(cell), error
        texts = {name: text for name, text in texts.items() if text}
        if texts:
            draft = Draft(self.spec, str(self.path), row, texts, sheet=self.sheet.title)
            self.drafts.take(draft, refused)
        return True

    def _begin(self, row: int, found: list[dict[str, Any]]) -> bool:
        """Read the header; return whether rows can be read below it."""
        if self.spec is None:
            names = ", ".join(sheet_title(spec) for spec in TABLES.values())
            self._refuse(0, f"sheet {self.sheet.title!r} names no table", f"name it one of {names}")
            return False
        if self.sheet.sheet_state != "visible":
            self._refuse(
                0,
                f"sheet {self.sheet.title!r} is hidden, and its rows are not seen",
                "show the sheet (取消隐藏), or delete it",
            )
            return False
        by_place = {cell["column"]: show_cell(self._cell(cell)) for cell in found}
        names_given = [
            mend_text(by_place.get(place, ""), CellKind.CODE)
            for place in range(1, max(by_place) + 1)
        ]
        header = name_columns(self.spec, names_given)
        wrong = wrong_header(self.spec, [name for name in header if name])
        known = ", ".join(column.name for column in self.spec.columns)
        for reason in wrong:
            self._refuse(row, reason, f"the columns of {self.spec.name} are {known}")
        self.header = header
        self.kinds = {column.name: kind_of(column) for column in self.spec.columns}
        self.drafts.rows.setdefault(self.spec.name, {})
        self._is_below_header = True
        return not wrong

    def _name(self, place: int) -> str:
        return self.header[place - 1] if place <= len(self.header) else ""

    def _cell(self, found: dict[str, Any]) -> Cell:
        style = found["style_id"]
        if not style or found["data_type"] != "n":
            return Cell(found["value"], found["data_type"])
        book: Any = self.sheet.parent
        number_format = ReadOnlyCell(self.sheet, **found).number_format
        is_date = style in book._date_formats
        return Cell(found["value"], "n", str(number_format), is_date, book.epoch)

    def _tell_merged(self, parser: WorkSheetParser) -> None:
        ranges: Sequence[Any] = parser.merged_cells.mergeCell if parser.merged_cells else ()
        for merged in ranges[:MERGED_TOLD]:
            self._refuse(
                merged.min_row,
                f"cells {merged.ref} are merged: only the first holds a value",
                "unmerge them (取消单元格合并) and fill every cell",
                value=str(merged.ref),
            )

    def _refuse(self, row: int, reason: str, fix: str, *, value: str = "") -> None:
        table = self.spec.name if self.spec else ""
        title = self.sheet.title
        self.drafts.problems.append(
            RowProblem(str(self.path), row, "", value or title, reason, fix, table, title)
        )
