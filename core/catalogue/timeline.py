"""Dated rows of one thing: no two are valid at once, and the one in force is found by time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

from core.calendar import format_time
from core.errors import CatalogueError


class Dated(Protocol):
    """A row with a validity ``[valid_from_ms, valid_to_ms)`` [ms], None for open."""

    @property
    def valid_from_ms(self) -> int | None:
        """Start of validity [ms since the epoch, UTC]."""
        ...

    @property
    def valid_to_ms(self) -> int | None:
        """End of validity, exclusive [ms since the epoch, UTC]."""
        ...


RowT = TypeVar("RowT", bound=Dated)
EVER = 1 << 62


def _start(row: Dated) -> int:
    return -EVER if row.valid_from_ms is None else row.valid_from_ms


def _end(row: Dated) -> int:
    return EVER if row.valid_to_ms is None else row.valid_to_ms


def _describe(row: Dated) -> str:
    """Return figure, unit and source of a row, as far as it has them."""
    words = (getattr(row, name, None) for name in ("value", "unit"))
    figure = " ".join(str(word) for word in words if word is not None)
    return f"{figure} ({getattr(row, 'source', 'no source')})".strip()


@dataclass(frozen=True)
class Timeline(Generic[RowT]):
    """Rows of one thing in the order of their validity."""

    rows: tuple[RowT, ...]

    def at(self, t_ms: int) -> RowT | None:
        """Return the row valid at `t_ms` [ms], None where there is none."""
        return next((row for row in self.rows if _start(row) <= t_ms < _end(row)), None)

    def nearest(self, t_ms: int) -> RowT:
        """Return the latest row that began by `t_ms` [ms], else the earliest."""
        begun = [row for row in self.rows if _start(row) <= t_ms]
        return begun[-1] if begun else self.rows[0]


def make_timeline(rows: list[RowT], where: str) -> Timeline[RowT]:
    """Return the rows in order.

    Raises
    ------
    CatalogueError
        Two rows are valid at the same time; the message has the figures and sources of both.
    """
    ordered = sorted(rows, key=_start)
    for one, other in pairwise(ordered):
        if _end(one) > _start(other):
            since = "ever" if other.valid_from_ms is None else format_time(other.valid_from_ms)
            raise CatalogueError(
                f"two rows are valid at once, the second since {since}: "
                f"{_describe(one)} and {_describe(other)}",
                where=where,
                fix="end the validity of the earlier row where the later one starts",
            )
    return Timeline(tuple(ordered))
