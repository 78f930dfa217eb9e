"""What every answer is made of: frozen rows, pages of them, moments in Shanghai time."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from core.calendar import to_local

T = TypeVar("T")


def _moment(value: object) -> object:
    return to_local(value) if isinstance(value, int) else value


Moment = Annotated[datetime, BeforeValidator(_moment)]
"""A time: given as epoch milliseconds or datetime, answered as ISO 8601 with +08:00."""


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
