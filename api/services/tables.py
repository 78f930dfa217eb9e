"""Rows of every importable table: listed, read and edited with the checks of an import."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.cursors import decode_cursor, encode_cursor
from api.errors import (
    ConflictError,
    MissingError,
    ParameterError,
    RowHeldError,
    RowRefusedError,
    StaleError,
)
from api.schemas.base import Page
from api.schemas.imports import CellChange, ImportProblem
from api.schemas.tables import (
    GivenCell,
    RegistryRow,
    RowChangeRow,
    RowOutcome,
    TableRow,
)
from api.services.imports import problem_row
from api.services.paging import PAGE
from api.services.table_filters import (
    INTEGER_MAX,
    RowFilter,
    bad_cursor,
    conditions_of,
    find_spec,
    missing_row,
    parse_id,
    read_cursor,
)
from api.services.table_scope import allow_edit, allow_table, only_seen
from api.services.table_words import change_row as described
from api.services.table_words import registry_row, table_row
from api.viewer import Viewer
from core.errors import RowChangedError, RowMissingError, RowStandsError
from core.registry.history import Author, RowChange, Via
from core.registry.transfer.cells import write_cell
from core.registry.transfer.editing import (
    Edited,
    Editor,
    add_row,
    change_row,
    delete_row,
    parse_key,
)
from core.registry.transfer.recording import row_key
from core.registry.transfer.spec import Key, TableSpec, Values
from core.registry.transfer.tables import TABLES

COLLECTED = ("gateway", "point")
"""Tables that collectors know by heart."""


def list_tables(viewer: Viewer) -> Page[TableRow]:
    """Return the tables in order of dependency."""
    with viewer.read():
        return Page(items=[table_row(viewer, spec) for spec in TABLES.values()], next=None)


def list_rows(
    viewer: Viewer,
    table: str,
    wanted: RowFilter,
    *,
    limit: int = PAGE,
    cursor: str | None = None,
) -> Page[RegistryRow]:
    """Return rows of a table by key, at most `limit` [1].

    Raises
    ------
    MissingError
        There is no such table.
    ParameterError
        The cursor is not one this list gave, or a filter names no column or value.
    """
    spec = find_spec(table)
    after = read_cursor(spec, cursor) if cursor else None
    where = [only_seen(viewer, spec), *conditions_of(spec, wanted)]
    with viewer.read() as session:
        rows = spec.read_rows(session, *where, after=after, limit=limit + 1)
    last = spec.key_of(rows[limit - 1]) if len(rows) > limit else None
    return Page(
        items=[registry_row(spec, values) for values in rows[:limit]],
        next=None if last is None else encode_cursor(f"rows-{table}", last),
    )


def read_row(viewer: Viewer, table: str, row: str) -> RegistryRow:
    """Return one row.

    Raises
    ------
    MissingError
        There is no such table or row, or it is not this viewer's.
    """
    spec = find_spec(table)
    with viewer.read() as session:
        return registry_row(spec, _seen(viewer, session, spec, row))


def list_changes(
    viewer: Viewer, table: str, row: str, *, limit: int = PAGE, cursor: str | None = None
) -> Page[RowChangeRow]:
    """Return what became of a row, the newest change first, at most `limit` [1].

    Raises
    ------
    MissingError
        There is no such table or row, or it is not this viewer's; who sees all sees the history of
        a deleted row too.
    ParameterError
        The cursor is not one this list gave.
    """
    spec = find_spec(table)
    listing = f"changes-{table}"
    with viewer.read() as session:
        if viewer.sees_all:
            key = json.dumps(parse_id(spec, row), ensure_ascii=False, separators=(",", ":"))
        else:
            key = row_key(spec, _seen(viewer, session, spec, row))
        statement = select(RowChange).where(RowChange.table_name == table, RowChange.row_key == key)
        if cursor:
            (before,) = decode_cursor(listing, cursor, (int,))
            if not 0 <= int(before) <= INTEGER_MAX:
                raise bad_cursor(cursor)
            statement = statement.where(RowChange.id < before)
        found = list(session.scalars(statement.order_by(RowChange.id.desc()).limit(limit + 1)))
        if not found:
            _seen(viewer, session, spec, row)
    return Page(
        items=[described(change) for change in found[:limit]],
        next=encode_cursor(listing, (found[limit - 1].id,)) if len(found) > limit else None,
    )


def add(
    viewer: Viewer, table: str, values: Mapping[str, GivenCell], *, dry_run: bool = False
) -> RowOutcome:
    """Add a row.

    Raises
    ------
    ConflictError
        A row with this key stands already.
    ForbiddenError
        The viewer may add no such row.
    MissingError
        There is no such table, or what the row belongs to is not there or not this viewer's.
    RowRefusedError
        Cells cannot be taken; all of them are named.
    """
    spec = find_spec(table)
    allow_table(viewer, spec)
    cells = _cells(spec, values)
    _decided_by(viewer, spec, cells)
    with viewer.read() as session:
        allow_edit(viewer, session, spec, cells)
    with _refusals(table):
        edited = add_row(_editor(viewer, dry_run=dry_run), spec, cells)
    return _outcome(viewer, spec, edited, dry_run=dry_run)


def change(
    viewer: Viewer,
    table: str,
    row: str,
    values: Mapping[str, GivenCell],
    *,
    match: str | None = None,
    dry_run: bool = False,
) -> RowOutcome:
    """Change cells of a row.

    Raises
    ------
    ForbiddenError
        The viewer may not edit the row.
    MissingError
        There is no such table or row, or it is not this viewer's.
    RowRefusedError
        Cells cannot be taken; all of them are named.
    StaleError
        The row has none of the tags of `match`, an ``If-Match``.
    """
    spec = find_spec(table)
    allow_table(viewer, spec)
    cells = _cells(spec, values)
    _decided_by(viewer, spec, cells)
    key = _editable(viewer, spec, row)
    with _refusals(table):
        editor = _editor(viewer, dry_run=dry_run)
        edited = change_row(editor, spec, key, cells, digests=_digests(match))
    return _outcome(viewer, spec, edited, dry_run=dry_run)


def delete(
    viewer: Viewer, table: str, row: str, *, match: str | None = None, dry_run: bool = False
) -> None:
    """Delete a row on which nothing hangs.

    Raises
    ------
    ForbiddenError
        The viewer may not edit the row.
    MissingError
        There is no such table or row, or it is not this viewer's.
    RowHeldError
        Something hangs on it, or rows of this table are never deleted.
    StaleError
        The row has none of the tags of `match`, an ``If-Match``.
    """
    spec = find_spec(table)
    allow_table(viewer, spec)
    key = _editable(viewer, spec, row)
    with _refusals(table):
        editor = _editor(viewer, dry_run=dry_run)
        edited = delete_row(editor, spec, key, digests=_digests(match))
    if edited.problems:
        raise RowHeldError(table, _problems(edited))
    _reload(viewer, spec, dry_run=dry_run)


def _seen(viewer: Viewer, session: Session, spec: TableSpec, row: str) -> Values:
    """Return a row that this viewer sees."""
    cells = parse_id(spec, row)
    try:
        key = parse_key(spec, cells)
    except RowMissingError as error:
        raise missing_row(spec, row) from error
    rows = spec.read_rows(session, *spec.named(key), only_seen(viewer, spec))
    if not rows:
        raise missing_row(spec, row)
    return rows[0]


def _editable(viewer: Viewer, spec: TableSpec, row: str) -> Key:
    with viewer.read() as session:
        values = _seen(viewer, session, spec, row)
        allow_edit(viewer, session, spec, spec.cells(values))
    return spec.key_of(values)


def _cells(spec: TableSpec, values: Mapping[str, GivenCell]) -> dict[str, str]:
    """Return given values as cells.

    Raises
    ------
    ParameterError
        A name is no column of the table.
    """
    known = [column.name for column in spec.columns]
    for name, value in values.items():
        if name not in known:
            raise ParameterError(
                f"{name[:60]!r} is no column of {spec.name}",
                parameter=f"values.{name[:60]}",
                value=value,
                fix=f"use {', '.join(known)}",
            )
    return {
        name: value.strip() if isinstance(value, str) else write_cell(value)
        for name, value in values.items()
    }


def _decided_by(viewer: Viewer, spec: TableSpec, cells: dict[str, str]) -> None:
    """Note who decides a quota, where the edit does not say."""
    if spec.name == "quota" and not cells.get("decided_by"):
        cells["decided_by"] = viewer.name[:100]


def _editor(viewer: Viewer, *, dry_run: bool) -> Editor:
    parts = viewer.parts
    author = Author(viewer.name, Via.API)
    return Editor(parts.registry, parts.clock, author, parts.store, dry_run=dry_run)


def _outcome(viewer: Viewer, spec: TableSpec, edited: Edited, *, dry_run: bool) -> RowOutcome:
    if edited.problems or edited.after is None or edited.action is None:
        raise RowRefusedError(spec.name, _problems(edited))
    _reload(viewer, spec, dry_run=dry_run)
    before = spec.cells(edited.before) if edited.before else {}
    after = spec.cells(edited.after)
    changed = {
        name: CellChange(old=before.get(name, ""), new=cell)
        for name, cell in after.items()
        if before.get(name, "") != cell
    }
    row = registry_row(spec, edited.after)
    return RowOutcome(action=edited.action, dry_run=dry_run, row=row, cells=changed)


def _problems(edited: Edited) -> list[ImportProblem]:
    return [problem_row(problem) for problem in edited.problems]


def _reload(viewer: Viewer, spec: TableSpec, *, dry_run: bool) -> None:
    """Have the collectors read what they know by heart."""
    if spec.name in COLLECTED and not dry_run and viewer.parts.collector is not None:
        viewer.parts.collector.reload_registry()


@contextmanager
def _refusals(table: str) -> Generator[None]:
    """Answer what the registry says of a row in the words of the API."""
    try:
        yield
    except RowMissingError as error:
        raise MissingError(error.what, parameter="row", value=table, fix=error.fix) from error
    except RowStandsError as error:
        raise ConflictError(error.what, parameter="values", value=table, fix=error.fix) from error
    except RowChangedError as error:
        raise StaleError(error.what, parameter="If-Match", value=table, fix=error.fix) from error


def _digests(match: str | None) -> set[str] | None:
    """Return the digests of an ``If-Match``, None where any row will do."""
    if match is None:
        return None
    tags = {tag.strip().removeprefix("W/").strip('"') for tag in match.split(",")}
    return None if "*" in tags else tags
