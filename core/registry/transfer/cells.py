"""Cells of the CSV files: how each kind is parsed and written."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

from core.calendar import format_time, parse_time
from core.errors import RegistryError

Value: TypeAlias = Any
"""A value of a field: str, int, float, bool or None, as its column says."""
Parser: TypeAlias = Callable[[str], Value]

SHEET_TIME = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?")
"""Dates as spreadsheets write them back: 2026/1/31 8:00."""
EARLIEST_MS = parse_time("1970-01-01T00:00:00Z")
LATEST_MS = parse_time("2200-01-01")
NUMBER_MAX = 1e18
"""Greatest number [any unit] a cell may hold, so that no sum or product of them overflows."""
DIGITS_DROPPED = 1e-14
"""Relative difference of two numbers that are written alike with 15 digits, at most [1]."""
TRUE = ("true", "1", "yes", "是")
FALSE = ("false", "0", "no", "否")


def parse_time_cell(text: str) -> int:
    """Return a date or time as epoch milliseconds [ms]; without a zone it is Shanghai time.

    Raises
    ------
    RefusedError
        It is neither, or lies outside 1970 … 2200.
    """
    match = SHEET_TIME.fullmatch(text)
    if match:
        year, month, day, hour, minute, second = match.groups(default="0")
        text = f"{year}-{month:0>2}-{day:0>2}T{hour:0>2}:{minute:0>2}:{second:0>2}"
    t_ms = parse_time(text)
    if not EARLIEST_MS <= t_ms < LATEST_MS:
        raise RegistryError(
            f"time {text!r} lies outside 1970 … 2200", fix="write the year with four digits"
        )
    return t_ms


def write_time_cell(value: Value) -> str:
    """Return epoch milliseconds as ISO time in Shanghai, '' for None."""
    return format_time(int(value)) if isinstance(value, int | float) else ""


def parse_number(text: str) -> float:
    """Return a cell as a finite number [column's unit].

    Raises
    ------
    RegistryError
        It is no finite number, or beyond ±`NUMBER_MAX`.
    """
    try:
        value = math.nan if "_" in text else float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise RegistryError(
            f"{text!r} is no finite number", fix="write digits and one point, such as 1234.5"
        )
    if abs(value) > NUMBER_MAX:
        raise RegistryError(
            f"{text!r} is beyond ±{NUMBER_MAX:g}", fix="write the figure in a larger unit"
        )
    return value


def positive(text: str) -> float:
    """Return a cell as a number above zero [column's unit].

    Raises
    ------
    RegistryError
        It is no number, or not above zero.
    """
    value = parse_number(text)
    if value <= 0:
        raise RegistryError(f"{text!r} is not above zero", fix="write a number above zero")
    return value


def not_negative(text: str) -> float:
    """Return a cell as a number that is not below zero [column's unit].

    Raises
    ------
    RegistryError
        It is no number, or below zero.
    """
    value = parse_number(text)
    if value < 0:
        raise RegistryError(f"{text!r} is below zero", fix="write zero or more")
    return value


@dataclass(frozen=True)
class Whole:
    """Parser of whole numbers from `low` to `high` [column's unit]."""

    low: int
    high: int

    def __call__(self, text: str) -> int:
        """Return a cell as a whole number [column's unit].

        Raises
        ------
        RegistryError
            It is none, or out of range.
        """
        if not re.fullmatch(r"[0-9]{1,9}", text) or not self.low <= int(text) <= self.high:
            raise RegistryError(
                f"{text!r} is no whole number from {self.low} to {self.high}",
                fix="write digits only",
            )
        return int(text)


@dataclass(frozen=True)
class Words:
    """Parser of free text of at most `longest` characters [1]."""

    longest: int

    def __call__(self, text: str) -> str:
        """Return the text.

        Raises
        ------
        RegistryError
            It is too long, or holds a NUL.
        """
        if len(text) > self.longest:
            raise RegistryError(
                f"{text[:20]!r}… has {len(text)} characters, more than {self.longest}",
                fix="shorten the text",
            )
        if "\x00" in text:
            raise RegistryError(f"{text[:20]!r} holds a NUL", fix="remove the character")
        return text


@dataclass(frozen=True)
class OneOf:
    """Parser of the words of an enumeration."""

    words: tuple[str, ...]

    def __call__(self, text: str) -> str:
        """Return the word.

        Raises
        ------
        RegistryError
            It is none of them.
        """
        if text not in self.words:
            raise RegistryError(f"{text!r} is unknown", fix=f"write one of {', '.join(self.words)}")
        return text


def whole(low: int, high: int) -> Whole:
    """Return a parser of whole numbers from `low` to `high` [column's unit]."""
    return Whole(low, high)


def words(longest: int) -> Words:
    """Return a parser of free text of at most `longest` characters [1]."""
    return Words(longest)


def one_of(words_allowed: type[StrEnum]) -> OneOf:
    """Return a parser of the words of an enumeration."""
    return OneOf(tuple(str(word) for word in words_allowed))


def parse_flag(text: str) -> bool:
    """Return a cell as true or false.

    Raises
    ------
    RegistryError
        It is neither.
    """
    low = text.lower()
    if low not in TRUE + FALSE:
        raise RegistryError(f"{text!r} is neither true nor false", fix="write true or false")
    return low in TRUE


def write_cell(value: Value) -> str:
    """Return a value as its cell; parsing it again gives the value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value)


def same_value(one: Value, other: Value) -> bool:
    """Return whether two values are equal but for digits that spreadsheets' tools drop."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=DIGITS_DROPPED)
    return bool(one == other)
