"""What changes of rows are told as: in previews, and in the history that is kept of every row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from core.registry.history import WHO_MAX, Author, RowChange
from core.registry.transfer.changes import Change
from core.registry.transfer.drafts import Draft
from core.registry.transfer.report import Action, RowPreview
from core.registry.transfer.spec import Key, TableSpec, Values

BATCH = 2000


def row_key(spec: TableSpec, values: Values) -> str:
    """Return the key of a row as it stands in the history: a JSON list of its cells."""
    return json.dumps(key_cells(spec, values), ensure_ascii=False, separators=(",", ":"))


def key_cells(spec: TableSpec, values: Values) -> list[str]:
    """Return the cells of a row's key, in the order of the key."""
    by_field = {column.target: column for column in spec.columns}
    return [by_field[name].write(values[name]) for name in spec.key]


def write_history(session: Session, changes: Iterable[Change], author: Author, now_ms: int) -> None:
    """Keep what changes, in the transaction that changes it, as of `now_ms` [ms]."""
    rows = (_history_row(change, author, now_ms) for change in changes)
    while batch := list(islice(rows, BATCH)):
        session.execute(insert(RowChange), batch)


def note_added(session: Session, spec: TableSpec, key: Key, author: Author, *, now_ms: int) -> None:
    """Keep that a row was added by other means than an import, at `now_ms` [ms]."""
    session.flush()
    added = [Change(spec, None, values) for values in spec.read_rows(session, *spec.named(key))]
    write_history(session, added, author, now_ms)


def _history_row(change: Change, author: Author, now_ms: int) -> dict[str, Any]:
    spec, values = change.spec, change.after
    before, after = _sides(change)
    owner = values["code"] if spec.name == "enterprise" else values.get("enterprise_code")
    return {
        "at_ms": now_ms,
        "who": author.name[:WHO_MAX],
        "via": author.via,
        "table_name": spec.name,
        "row_key": row_key(spec, values),
        "enterprise_code": owner,
        "before": before,
        "after": after,
    }


def _sides(change: Change) -> tuple[dict[str, str] | None, dict[str, str] | None]:
    """Return the cells before and after: those that differ, or all that are filled."""
    if change.before is None:
        return None, _filled(change.spec.cells(change.after))
    before = change.spec.cells(change.before)
    if change.is_gone:
        return _filled(before), None
    after = change.spec.cells(change.after)
    differ = [name for name in before if before[name] != after[name]]
    return {name: before[name] for name in differ}, {name: after[name] for name in differ}


def _filled(cells: dict[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in cells.items() if cell}


def preview_rows(
    changes: Sequence[Change], unchanged: Iterable[Draft], limit: int
) -> list[RowPreview]:
    """Return what would become of the first rows, at most `limit` [1]: changed, new, the same."""
    ordered = sorted(changes, key=lambda change: change.before is None)
    shown = [_preview(change) for change in ordered[:limit]]
    same = islice(unchanged, limit - len(shown))
    return [*shown, *(_row(draft, Action.UNCHANGED, {}) for draft in same)]


def _preview(change: Change) -> RowPreview:
    before, after = _sides(change)
    cells = {
        name: ((before or {}).get(name, ""), (after or {}).get(name, ""))
        for name in dict.fromkeys((*(before or ()), *(after or ())))
    }
    action = Action.ADDED if change.before is None else Action.CHANGED
    assert change.draft is not None
    return _row(change.draft, action, cells)


def _row(draft: Draft, action: Action, cells: dict[str, tuple[str, str]]) -> RowPreview:
    key = key_cells(draft.spec, draft.values)
    return RowPreview(draft.file, draft.sheet, draft.row, draft.spec.name, key, action, cells)


def unchanged_of(drafts: Iterable[Draft], changes: Iterable[Change]) -> Iterator[Draft]:
    """Yield the rows that change nothing."""
    changing = {id(change.draft) for change in changes}
    return (draft for draft in drafts if id(draft) not in changing)
