"""Pages of a query by the key of the last row given, so that walking has no holes or repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Row, Select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql import ColumnElement

from api.cursors import decode_cursor, encode_cursor

AnySelect: TypeAlias = Select[*tuple[Any, ...]]
AnyRow: TypeAlias = Row[*tuple[Any, ...]]
PAGE = 100
PAGE_MAX = 1000


@dataclass(frozen=True)
class Listing:
    """A query that can be given in pages.

    Attributes
    ----------
    name : str
        Name of the list, kept in its cursors.
    statement : Select
        The query, without order.
    keys : sequence of columns
        What orders the rows and tells every two apart.
    kinds : sequence of type
        Python types of the keys.
    descending : bool
        Greatest key first.
    """

    name: str
    statement: AnySelect
    keys: Sequence[InstrumentedAttribute[Any] | ColumnElement[Any]]
    kinds: Sequence[type]
    descending: bool = False


def read_page(
    session: Session, listing: Listing, *, limit: int, cursor: str | None
) -> tuple[list[AnyRow], str | None]:
    """Return at most `limit` rows [1] after `cursor`, and the cursor of the next page.

    Raises
    ------
    ParameterError
        The cursor is not one this list gave.
    """
    keys = list(listing.keys)
    statement = listing.statement
    if cursor:
        after = decode_cursor(listing.name, cursor, listing.kinds)
        place = tuple_(*keys)
        statement = statement.where(place < after if listing.descending else place > after)
    order = [key.desc() if listing.descending else key.asc() for key in keys]
    named = [key.label(f"page_key_{index}") for index, key in enumerate(keys)]
    statement = statement.add_columns(*named).order_by(*order).limit(limit + 1)
    rows = list(session.execute(statement))
    if len(rows) <= limit:
        return rows, None
    last = rows[limit - 1]
    key = [getattr(last, f"page_key_{index}") for index in range(len(keys))]
    return rows[:limit], encode_cursor(listing.name, key)
