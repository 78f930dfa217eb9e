"""Rows of answers as columns of a table: names, Arrow types, and values that fit them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import TypeAdapter
from pydantic.fields import FieldInfo

from api.schemas.base import Row

Value = str | int | float | bool | datetime | date | None
Part = Sequence[Row] | pa.RecordBatch
"""Rows of a list that come together: as such, or as columns where there are very many."""
ZONE = "Asia/Shanghai"
SECONDS = "%Y-%m-%dT%H:%M:%S"
"""Seconds carry the fraction that the column's unit has."""
PLAIN: dict[type, Any] = {
    bool: pa.bool_(),
    int: pa.int64(),
    float: pa.float64(),
    str: pa.string(),
    datetime: pa.timestamp("ms", tz=ZONE),
    date: pa.date32(),
}
"""Arrow types of plain fields; what is made of parts becomes its JSON."""


@dataclass(frozen=True)
class Column:
    """A column of a list.

    Attributes
    ----------
    name : str
        Field of the rows.
    arrow : DataType
        Its type; text for what is made of parts.
    parts : TypeAdapter or None
        Writes what is made of parts as JSON; None for plain values.
    """

    name: str
    arrow: Any
    parts: TypeAdapter[Any] | None

    def value(self, row: Row) -> Value:
        """Return the value of a row."""
        value = getattr(row, self.name)
        if self.parts is None or value is None:
            return value  # type: ignore[no-any-return]
        content = self.parts.dump_python(value, mode="json")
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def columns_of(row: type[Row]) -> tuple[Column, ...]:
    """Return the columns of a list of such rows."""
    return tuple(_column(name, field) for name, field in row.model_fields.items())


def schema_of(columns: Sequence[Column]) -> pa.Schema:
    """Return the Arrow schema of columns."""
    return pa.schema([pa.field(column.name, column.arrow) for column in columns])


def values_of(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[list[Value]]:
    """Give each row's values in the order of the columns."""
    for row in rows:
        yield [column.value(row) for column in columns]


def batch_of(columns: Sequence[Column], rows: Sequence[Row]) -> pa.RecordBatch:
    """Return rows as an Arrow batch."""
    arrays = [pa.array([c.value(row) for row in rows], type=c.arrow) for c in columns]
    return pa.RecordBatch.from_arrays(arrays, schema=schema_of(columns))


def spell_times(batch: pa.RecordBatch) -> list[list[Value]]:
    """Return the columns of a batch as lists, times spelt as ISO 8601 with +08:00."""
    return [_spell(column) for column in batch.columns]


def _spell(column: pa.Array) -> list[Value]:
    if not pa.types.is_timestamp(column.type):
        return _listed(column)
    local = pc.local_timestamp(column)
    seconds = pc.strftime(local.cast(pa.timestamp("s"), safe=False), format=SECONDS)
    whole = pc.equal(pc.millisecond(column), 0)
    exact = pc.binary_join_element_wise(pc.strftime(local, format=SECONDS), "000", "")
    spelt = pc.binary_join_element_wise(pc.if_else(whole, seconds, exact), "+08:00", "")
    return _listed(spelt)


def _listed(column: pa.Array) -> list[Value]:
    """Return a column as a list; by way of NumPy, ten times as fast as Arrow's own."""
    if not column.null_count or pa.types.is_string(column.type):
        return column.to_numpy(zero_copy_only=False).tolist()  # type: ignore[no-any-return]
    values = pc.fill_null(column, 0).to_numpy(zero_copy_only=False).tolist()
    valid = column.is_valid().to_numpy(zero_copy_only=False).tolist()
    return [value if there else None for value, there in zip(values, valid, strict=True)]


def _column(name: str, field: FieldInfo) -> Column:
    kind = _plain(field.annotation)
    if isinstance(kind, type) and kind in PLAIN:
        return Column(name, PLAIN[kind], None)
    parts: TypeAdapter[Any] = TypeAdapter(field.rebuild_annotation())
    return Column(name, pa.string(), parts)


def _plain(annotation: object) -> object:
    """Return what an annotation is without its notes and without None."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in (Union, UnionType):
        kinds = [one for one in get_args(annotation) if one is not NoneType]
        return _plain(kinds[0]) if len(kinds) == 1 else None
    if get_origin(annotation) is Literal:
        return str if all(isinstance(one, str) for one in get_args(annotation)) else None
    if isinstance(annotation, type) and issubclass(annotation, str):
        return str
    return annotation
