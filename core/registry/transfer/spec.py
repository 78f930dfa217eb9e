"""`TableSpec`: how one table stands in a file, and how its rows are read and written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, delete, insert, select, tuple_, update
from sqlalchemy.orm import Session

from core.registry.models import Base
from core.registry.transfer.cells import Parser, Value, write_cell, write_time_cell

Values: TypeAlias = dict[str, Value]
Key: TypeAlias = tuple[Value, ...]
Condition: TypeAlias = ColumnElement[bool]
BATCH = 1000
"""Rows that are read at a time [1]."""


@dataclass(frozen=True)
class Column:
    """A column of a CSV file and the field it fills.

    Attributes
    ----------
    name : str
        Header in the file.
    parse : callable
        From the cell's text to the value; raises `RefusedError`.
    field : str
        Field of the table, `name` where empty.
    required : bool
        Whether the cell must be filled; else `default` stands for an empty cell.
    quiet : bool
        Whether a change leaves every amount, account and verdict as it is.
    """

    name: str
    parse: Parser
    field: str = ""
    required: bool = True
    default: Value = None
    quiet: bool = False

    @property
    def target(self) -> str:
        """Field that the column fills."""
        return self.field or self.name

    def write(self, value: Value) -> str:
        """Return the cell of a value."""
        if value == self.default and not self.required:
            return ""
        return write_time_cell(value) if self.target.endswith("_ms") else write_cell(value)


@dataclass(frozen=True)
class TableSpec:
    """A table of the registry as a CSV file.

    Attributes
    ----------
    name : str
        Table and stem of the file.
    key : tuple of str
        Fields that name a row.
    columns : tuple of Column
        Columns in the order of the file.
    """

    name: str
    model: type[Base]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    loud: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Note which fields change amounts, accounts or verdicts."""
        loud = frozenset(column.target for column in self.columns if not column.quiet)
        object.__setattr__(self, "loud", loud - set(self.key))

    def key_of(self, values: Mapping[str, Value]) -> Key:
        """Return the key of a row."""
        return tuple(values[name] for name in self.key)

    def cells(self, values: Mapping[str, Value]) -> dict[str, str]:
        """Return a row as cells by header."""
        return {column.name: column.write(values[column.target]) for column in self.columns}

    def read(self, session: Session, *where: Condition) -> dict[Key, Values]:
        """Return the rows of the table that meet all conditions, by key."""
        return {self.key_of(row): row for row in self.read_rows(session, *where)}

    def stream(self, session: Session, *where: Condition) -> Iterator[Values]:
        """Yield the rows that meet all conditions by key, a batch of them in memory at a time."""
        after: Key | None = None
        while True:
            rows = self.read_rows(session, *where, after=after, limit=BATCH)
            yield from rows
            if len(rows) < BATCH:
                return
            after = self.key_of(rows[-1])

    def read_rows(
        self,
        session: Session,
        *where: Condition,
        after: Key | None = None,
        limit: int | None = None,
    ) -> list[Values]:
        """Return rows that meet all conditions.

        Parameters
        ----------
        session : Session
            Where they are read.
        *where : ColumnElement of bool
            Conditions on `model`.
        after : tuple, optional
            Only rows whose key follows this one.
        limit : int, optional
            The first so many by key [1]; else all of them, in no order.
        """
        fields = [column.target for column in self.columns]
        statement = select(*(getattr(self.model, name) for name in fields))
        statement = self.in_order(statement.where(*where), after, limit)
        return [dict(zip(fields, row, strict=True)) for row in session.execute(statement)]

    def in_order(self, statement: Select[Any], after: Key | None, limit: int | None) -> Select[Any]:
        """Return a query of rows by key, at most `limit` [1] that follow the key `after`."""
        if limit is None:
            return statement
        keys = [getattr(self.model, name) for name in self.key]
        if after is not None:
            statement = statement.where(tuple_(*keys) > after)
        return statement.order_by(*keys).limit(limit)

    def write(self, session: Session, added: Sequence[Values], changed: Sequence[Values]) -> None:
        """Insert new rows, in the order given, and update those that differ."""
        if added:
            session.execute(insert(self.model), [dict(row) for row in added])
        if changed:
            session.execute(update(self.model), [dict(row) for row in changed])

    def delete(self, session: Session, key: Key) -> None:
        """Delete one row."""
        session.execute(delete(self.model).where(*self.named(key)))

    def named(self, key: Key) -> tuple[Condition, ...]:
        """Return the conditions that hold of the row of a key."""
        columns = (getattr(self.model, name) for name in self.key)
        return tuple(column == part for column, part in zip(columns, key, strict=True))
