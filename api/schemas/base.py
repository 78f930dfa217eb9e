"""What every answer is made of: frozen rows, pages of them, moments in Shanghai time."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from core.calendar import parse_time, to_local
from core.errors import RefusedError

T = TypeVar("T")

LOST_PLUS = re.compile(r"(T[\d:.]+) (\d\d:?\d\d)$")
"""A zone whose ``+`` was read as a space, for it was not written as ``%2B``."""
EARLIEST_MS = -(2**53)
LATEST_MS = 253_402_300_799_999
"""End of the year 9999 [ms since the epoch, UTC]."""


def _moment(value: object) -> object:
    return to_local(value) if isinstance(value, int) else value


Moment = Annotated[datetime, BeforeValidator(_moment)]
"""A time: given as epoch milliseconds or datetime, answered as ISO 8601 with +08:00."""


def parse_moment(value: object) -> object:
    """Return a time [ms since the epoch, UTC] from ISO 8601 or epoch milliseconds as text.

    Raises
    ------
    ValueError
        The text is neither, or out of range.
    """
    if not isinstance(value, str):
        return value
    text = value.strip()
    try:
        digits = re.fullmatch(r"-?\d{5,17}", text)
        t_ms = int(text) if digits else parse_time(LOST_PLUS.sub(r"\1+\2", text))
        in_range = EARLIEST_MS <= t_ms <= LATEST_MS and to_local(t_ms).year >= 1
    except RefusedError as error:
        raise ValueError(str(error)) from error
    except (OverflowError, OSError, ValueError) as error:
        raise ValueError(f"time {text!r} is out of range") from error
    if not in_range:
        raise ValueError(f"time {text!r} is out of range")
    return t_ms


TimeText = Annotated[int, BeforeValidator(parse_moment), WithJsonSchema({"type": "string"})]
"""A time that a caller gives: ISO 8601 (without a zone: Shanghai) or epoch milliseconds UTC."""


class Row(BaseModel):
    """One immutable row of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Page(Row, Generic[T]):
    """A part of a list; `next` goes on where it ended."""

    items: list[T] = Field(description="Rows of this page, in the list's order.")
    next: str | None = Field(
        None,
        description="Opaque cursor for the next page; null at the end.",
        examples=["WyJlbnRlcnByaXNlcyIsIjkxMTUwNjAwTUEwTVVMQVRYNCJd"],
    )
