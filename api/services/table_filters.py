"""Which table, which row, which rows: what callers name, as the registry has it."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_

from api.cursors import decode_cursor
from api.errors import MissingError, ParameterError
from api.services.table_scope import only_of_enterprise
from api.services.table_words import PLAIN
from core.errors import RefusedError
from core.registry.transfer.kinds import TIMES, kind_of
from core.registry.transfer.spec import Condition, Key, TableSpec
from core.registry.transfer.tables import TABLES

INTEGER_MAX = 2**63 - 1


@dataclass(frozen=True)
class RowFilter:
    """Which rows of a table: of an enterprise, with a text, with a value in a column."""

    enterprise: str | None = None
    text: str | None = None
    column: str | None = None
    value: str | None = None


def find_spec(table: str) -> TableSpec:
    """Return a table.

    Raises
    ------
    MissingError
        There is none of this name.
    """
    spec = TABLES.get(table)
    if spec is None:
        raise MissingError(
            f"table {table!r} is none of the registry's",
            parameter="table",
            value=table,
            fix=f"use one of {', '.join(TABLES)}",
        )
    return spec


def parse_id(spec: TableSpec, row: str) -> list[str]:
    """Return the cells of the key that an id of a row names.

    Raises
    ------
    MissingError
        It is no id.
    """
    try:
        content = base64.b64decode(row + "=" * (-len(row) % 4), altchars=b"-_", validate=True)
        cells = json.loads(content)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise missing_row(spec, row) from error
    if not isinstance(cells, list) or not all(isinstance(cell, str) for cell in cells):
        raise missing_row(spec, row)
    return cells


def missing_row(spec: TableSpec, row: str) -> MissingError:
    """Return what is said of a row that is not there, or not the viewer's."""
    return MissingError(
        f"{spec.name} has no row {row[:100]!r}",
        parameter="row",
        value=row[:100],
        fix=f"`GET /api/v1/tables/{spec.name}/rows` lists those that are, each with its id",
    )


def conditions_of(spec: TableSpec, wanted: RowFilter) -> list[Condition]:
    """Return the conditions of a filter.

    Raises
    ------
    ParameterError
        It names no column, or a value that the column cannot hold.
    """
    found: list[Condition] = []
    if wanted.enterprise is not None:
        found.append(only_of_enterprise(spec, wanted.enterprise))
    if wanted.text is not None:
        texts = (
            getattr(spec.model, column.target)
            for column in spec.columns
            if kind_of(column) not in (*PLAIN, *TIMES)
        )
        found.append(or_(*(text.contains(wanted.text, autoescape=True) for text in texts)))
    if wanted.column is not None:
        found.append(_equals(spec, wanted.column, wanted.value or ""))
    return found


def _equals(spec: TableSpec, name: str, cell: str) -> Condition:
    column = next((column for column in spec.columns if column.name == name), None)
    if column is None or not hasattr(spec.model, column.target):
        raise ParameterError(
            f"{name!r} is no column of {spec.name} to look in",
            parameter="column",
            value=name,
            fix=f"use {', '.join(column.name for column in spec.columns)}",
        )
    try:
        value = column.parse(cell) if cell else column.default
    except RefusedError as error:
        raise ParameterError(error.what, parameter="value", value=cell, fix=error.fix) from error
    field: Any = getattr(spec.model, column.target)
    equals: Condition = field.is_(None) if value is None else field == value
    return equals


def read_cursor(spec: TableSpec, cursor: str) -> Key:
    """Return the key after which a list goes on.

    Raises
    ------
    ParameterError
        The cursor is not one this list gave.
    """
    kinds = [getattr(spec.model, name).type.python_type for name in spec.key]
    key = decode_cursor(f"rows-{spec.name}", cursor, kinds)
    if any(isinstance(part, int) and abs(part) > INTEGER_MAX for part in key):
        raise bad_cursor(cursor)
    return key


def bad_cursor(cursor: str) -> ParameterError:
    """Return what is said of a cursor that no list gave."""
    return ParameterError(
        f"cursor {cursor[:100]!r} is not one this list gave",
        parameter="cursor",
        value=cursor[:100],
        fix="start without a cursor and follow `next` as it is given",
    )
