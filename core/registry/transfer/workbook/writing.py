"""Tables as sheets of a workbook, row by row: no more of it is in memory than a batch of rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from core.calendar import OFFSET_MS, to_local
from core.errors import RegistryError
from core.registry.transfer.cells import Value
from core.registry.transfer.kinds import TIMES, CellKind, choices_of, kind_of
from core.registry.transfer.labels import label_of
from core.registry.transfer.spec import Column, TableSpec, Values
from core.registry.transfer.workbook.titles import column_titles, sheet_title

Sheet: TypeAlias = Any
"""A write-only sheet; its type is the library's own."""
SheetCell: TypeAlias = Any
ROWS_MAX = 500_000
"""Rows of a sheet, as many as are read again [1]."""
LAST_ROW = 1_048_576
DAY_MS = 86_400_000
DAYS_BEFORE_1970 = 25569
WIDTHS = {CellKind.TEXT: 24, CellKind.CREDIT_CODE: 22, CellKind.TIME: 19, CellKind.DAY: 12}
"""Widths of columns [character]; 14 for the others."""
FORMATS = {CellKind.TIME: "yyyy-mm-dd hh:mm:ss", CellKind.DAY: "yyyy-mm-dd"}
NUMBERS = (CellKind.NUMBER, CellKind.WHOLE)
ESCAPES = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
"""Characters that XML cannot hold, and what would be read as one of them."""
HEAD = PatternFill("solid", fgColor="FF1F4E79")
REQUIRED_HEAD = PatternFill("solid", fgColor="FFC00000")
BELOW = PatternFill("solid", fgColor="FFDDEBF7")
FLAGS = ("true", "false")


@dataclass(frozen=True)
class Pen:
    """How the cells of a column are written: what they hold, and a cell to take the style from."""

    column: Column
    kind: CellKind
    pattern: SheetCell

    def write(self, value: Value) -> SheetCell:
        """Return the cell of a value, None for an empty one."""
        if value is None or (value == self.column.default and not self.column.required):
            return None
        if self.kind in TIMES:
            return self._write_time(int(value))
        if self.kind in NUMBERS and not isinstance(value, str):
            return self._make(repr(value), "n")
        text = ESCAPES.sub(lambda found: f"_x{ord(found[0]):04X}_", self.column.write(value))
        return self._make(text, "s") if text else None

    def _write_time(self, t_ms: int) -> SheetCell:
        """Return a day number where it gives the same time back, else text with its zone."""
        local = to_local(t_ms).replace(tzinfo=None)
        since_ms = round((local - datetime(1970, 1, 1)).total_seconds() * 1000)  # noqa: DTZ001
        if since_ms - t_ms != OFFSET_MS or t_ms % 1000:
            return self._make(self.column.write(t_ms), "s")
        days, rest_ms = divmod(since_ms, DAY_MS)
        day = days + DAYS_BEFORE_1970
        return self._make(repr(day + rest_ms / DAY_MS) if rest_ms else str(day), "n")

    def _make(self, text: str, kind: str) -> SheetCell:
        cell = copy(self.pattern)
        cell._value, cell.data_type = text, kind
        return cell


def write_table(
    book: Workbook, spec: TableSpec, rows: Iterable[Values], *, number: int = 1
) -> None:
    """Add the sheet of a table: names, Chinese names, and its rows.

    Parameters
    ----------
    book : Workbook
        A write-only workbook.
    spec : TableSpec
        The table.
    rows : iterable of dict
        Its rows by field, in their order.
    number : int
        Which sheet of the table it is, from 1 [1].

    Raises
    ------
    RegistryError
        There are more rows than a sheet takes.
    """
    sheet = book.create_sheet(sheet_title(spec, number))
    sheet.freeze_panes = "A3"
    pens = [_make_pen(sheet, column) for column in spec.columns]
    for place, pen in enumerate(pens, start=1):
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width = WIDTHS.get(pen.kind, 14)
        dimension.number_format = _format_of(pen.kind)
    for cells in head_rows(sheet, spec):
        sheet.append(cells)
    for validation in _validations(spec):
        sheet.data_validations.append(validation)
    for count, values in enumerate(rows, start=1):
        if count > ROWS_MAX:
            raise RegistryError(
                f"table {spec.name} has more than {ROWS_MAX} rows, as many as a sheet takes",
                fix="export it as CSV",
            )
        sheet.append([pen.write(values[pen.column.target]) for pen in pens])


def head_rows(sheet: Sheet, spec: TableSpec) -> Iterator[list[SheetCell]]:
    """Yield the two rows above a table: names of the columns, and what they are in Chinese."""
    yield [
        styled(sheet, column.name, fill=REQUIRED_HEAD if column.required else HEAD, head=True)
        for column in spec.columns
    ]
    yield [styled(sheet, title, fill=BELOW) for title in column_titles(spec)]


def styled(
    sheet: Sheet, text: str, *, fill: PatternFill | None = None, head: bool = False
) -> SheetCell:
    """Return a cell of text, coloured; `head` in bold and white."""
    cell: SheetCell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    if fill is not None:
        cell.fill = fill
    if head:
        cell.font = Font(bold=True, color="FFFFFFFF")
    return cell


def _make_pen(sheet: Sheet, column: Column) -> Pen:
    kind = kind_of(column)
    pattern: SheetCell = WriteOnlyCell(sheet)
    pattern.number_format = _format_of(kind)
    return Pen(column, kind, pattern)


def _format_of(kind: CellKind) -> str:
    """Return the number format of a column: text, so that leading zeros and long codes stay."""
    return "General" if kind in NUMBERS else FORMATS.get(kind, "@")


def _validations(spec: TableSpec) -> Iterator[DataValidation]:
    """Yield the lists to choose from."""
    for place, column in enumerate(spec.columns, start=1):
        words = FLAGS if kind_of(column) is CellKind.FLAG else choices_of(column)
        if not words:
            continue
        letter = get_column_letter(place)
        label = label_of(spec.name, column.name)
        yield DataValidation(
            type="list",
            formula1=f'"{",".join(words)}"',
            allow_blank=not column.required,
            showErrorMessage=True,
            errorTitle=label.zh,
            error=f"请从列表中选择 / choose one of the list: {', '.join(words)}"[:225],
            sqref=f"{letter}3:{letter}{LAST_ROW}",
        )
