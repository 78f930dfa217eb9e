"""What a spreadsheet makes of codes, dates and numbers: mended where it is plain, else refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from openpyxl.utils.datetime import WINDOWS_EPOCH

from core.errors import RegistryError
from core.registry.transfer.kinds import CODES, TIMES, CellKind

DIGITS_KEPT = 15
"""A spreadsheet keeps so many digits of a number [1]; the others become zeros."""
AS_TEXT = "format the column as text (设置单元格格式 → 文本) and type the code again"
FIRST_DAY, LAST_DAY = 25569, 109575
"""1970-01-01 and 2200-01-01 as day numbers [1]."""
DAY_MS = 86_400_000
WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""全角 to 半角."""
UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"))
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d{2}")
POINT_ZERO = re.compile(r"(\d+)\.0+")
EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")


class Cell(NamedTuple):
    """A cell as the file has it: its value, type letter, format, and whether that shows a date."""

    value: object
    kind: str
    number_format: str = "General"
    is_date: bool = False
    epoch: datetime = WINDOWS_EPOCH


def read_cell(cell: Cell, kind: CellKind) -> str:
    """Return the text that stands for a cell of a column of `kind`.

    Raises
    ------
    RegistryError
        A formula, an error, or something that could mean more than one thing.
    """
    value = cell.value
    if cell.kind == "f":
        formula = getattr(value, "text", value)
        raise RegistryError(
            f"cell holds the formula {str(formula)[:60]!r}, whose result is not kept for sure",
            fix="copy the cells and paste them as values (选择性粘贴 → 数值)",
        )
    if cell.kind == "e":
        raise RegistryError(f"cell shows the error {value}", fix="write the value itself")
    if value is None:
        return ""
    if isinstance(value, str):
        return mend_text(value, kind)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | time | timedelta):
        return _read_moment(value, kind)
    if isinstance(value, int | float):
        return _read_number(cell, value, kind)
    raise RegistryError(f"cell holds {value!r}", fix="write text, a number or a date")


def show_cell(cell: Cell) -> str:
    """Return a cell as the report shows it where it could not be read."""
    value = getattr(cell.value, "text", cell.value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    return "" if value is None else str(value)[:200]


def mend_text(text: str, kind: CellKind) -> str:
    """Return text as typed, without what a spreadsheet or an input method put around it.

    Raises
    ------
    RegistryError
        A code in scientific notation: its last digits are lost.
    """
    text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    text = text.translate(UNSEEN).strip()
    if kind is CellKind.TEXT or not text:
        return text
    mended = text.translate(WIDE).strip()
    mend = MENDING.get(kind)
    return mend(mended) if mend is not None else mended


def _mend_code(text: str) -> str:
    if SCIENTIFIC.fullmatch(text):
        raise RegistryError(
            f"code {text!r} was turned into a number and its last digits are lost", fix=AS_TEXT
        )
    found = POINT_ZERO.fullmatch(text)
    return found[1] if found else text


def _mend_number(text: str) -> str:
    return text.replace(",", "") if THOUSANDS.fullmatch(text) else text


def _mend_whole(text: str) -> str:
    text = _mend_number(text)
    found = POINT_ZERO.fullmatch(text)
    return found[1] if found else text


def _mend_time(text: str) -> str:
    found = re.fullmatch(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日", text)
    if found is None:
        found = EIGHT_DIGITS.fullmatch(text)
    if found is None:
        return text.replace(".", "-") if re.fullmatch(r"\d{4}\.\d{1,2}\.\d{1,2}", text) else text
    return f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}"


MENDING: dict[CellKind, Callable[[str], str]] = {
    CellKind.REGION: _mend_code,
    CellKind.CREDIT_CODE: lambda text: _mend_code(text).upper(),
    CellKind.SECTOR: lambda text: _mend_code(text).upper(),
    CellKind.NUMBER: _mend_number,
    CellKind.WHOLE: _mend_whole,
    CellKind.TIME: _mend_time,
    CellKind.DAY: _mend_time,
    CellKind.CHOICE: str.lower,
    CellKind.FLAG: str.lower,
}
"""What is plain in text of each kind, beside full-width characters; free codes stay as typed."""


def _read_moment(value: date | time | timedelta, kind: CellKind) -> str:
    if isinstance(value, time | timedelta):
        raise RegistryError(
            f"cell holds the time {value} without a day", fix="write such as 2026-01-31 08:00"
        )
    if kind not in TIMES:
        raise _refuse_date(value.isoformat(), kind)
    if isinstance(value, datetime):
        return _iso(value)
    return value.isoformat()


def _refuse_date(shown: str, kind: CellKind) -> RegistryError:
    if kind is CellKind.NUMBER or kind is CellKind.WHOLE:
        return RegistryError(f"cell holds the date {shown}", fix="write a number")
    return RegistryError(f"cell holds the date {shown}: what was typed is not known", fix=AS_TEXT)


def _read_number(cell: Cell, value: float, kind: CellKind) -> str:
    if kind in TIMES:
        return _read_serial(cell, value)
    if cell.is_date:
        raise _refuse_date(_serial(cell, value), kind)
    is_whole = isinstance(value, int) or value.is_integer()
    if kind is CellKind.NUMBER or not is_whole:
        return repr(value)
    return _read_digits(cell, str(int(value)), kind)


def _read_digits(cell: Cell, digits: str, kind: CellKind) -> str:
    """Return the digits of a code that was typed as a number, where all of them are there."""
    if kind in CODES and len(digits) > DIGITS_KEPT:
        raise RegistryError(
            f"code {digits} was typed as a number, of which a spreadsheet keeps "
            f"{DIGITS_KEPT} digits; the others are lost",
            fix=AS_TEXT,
        )
    if re.fullmatch("0+", cell.number_format):
        return digits.zfill(len(cell.number_format))
    if kind is CellKind.SECTOR and len(digits) < 4:
        raise RegistryError(
            f"sector code {digits} was typed as a number: it may be 0{digits}",
            fix=f"{AS_TEXT}, with its section letter, such as B0610",
        )
    return digits


def _read_serial(cell: Cell, value: float) -> str:
    """Return a day number as a date, and eight digits as the date they spell."""
    found = EIGHT_DIGITS.fullmatch(str(int(value))) if value == int(value) else None
    if found is not None and not cell.is_date:
        return f"{found[1]}-{found[2]}-{found[3]}"
    days = value + (cell.epoch - WINDOWS_EPOCH).days
    if not FIRST_DAY <= days < LAST_DAY:
        raise RegistryError(
            f"{show_cell(cell)} is no date of 1970 … 2200", fix="write such as 2026-01-31"
        )
    return _serial(cell, value)


def _serial(cell: Cell, value: float) -> str:
    try:
        return _iso(cell.epoch + timedelta(milliseconds=round(value * DAY_MS)))
    except (OverflowError, ValueError):
        return repr(value)


def _iso(moment: datetime) -> str:
    """Return a time of Shanghai as text, a date where it is midnight."""
    if moment.tzinfo is None and moment.time() == time():
        return moment.date().isoformat()
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")
