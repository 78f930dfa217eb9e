"""Tables, rows and their changes in the words of the API."""

from __future__ import annotations

import base64
import json
from datetime import date

from api.schemas.imports import CellChange
from api.schemas.tables import (
    Cell,
    RegistryRow,
    RowChangeRow,
    TableColumn,
    TableRow,
    Wording,
)
from api.services.table_scope import may_edit
from api.viewer import Viewer
from core.registry.history import RowChange, Via
from core.registry.transfer.cells import Value, Whole, Words, write_cell
from core.registry.transfer.editing import digest_row
from core.registry.transfer.hanging import KEPT
from core.registry.transfer.kinds import TIMES, CellKind, choices_of, kind_of
from core.registry.transfer.labels import Label, label_of
from core.registry.transfer.recording import key_cells
from core.registry.transfer.spec import Column, TableSpec, Values

PLAIN = (CellKind.NUMBER, CellKind.WHOLE, CellKind.FLAG)
"""Kinds whose values are no text."""


def row_id(spec: TableSpec, values: Values) -> str:
    """Return what names a row in paths; of `values` it takes those of the key."""
    content = json.dumps(key_cells(spec, values), ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def registry_row(spec: TableSpec, values: Values) -> RegistryRow:
    """Return a row as it is answered."""
    return RegistryRow(
        id=row_id(spec, values),
        digest=digest_row(spec, values),
        values={column.name: _cell(column, values[column.target]) for column in spec.columns},
    )


def _cell(column: Column, value: Value) -> Cell:
    if value is None or kind_of(column) in PLAIN:
        return value  # type: ignore[no-any-return]
    if kind_of(column) in TIMES:
        return column.write(value) or None
    return write_cell(value) or None


def change_row(change: RowChange) -> RowChangeRow:
    """Return a change as it is answered."""
    before, after = change.before, change.after
    names = dict.fromkeys((*(before or ()), *(after or ())))
    action = "added" if before is None else "deleted" if after is None else "changed"
    return RowChangeRow(
        id=change.id,
        at=change.at_ms,
        who=change.who,
        via=Via(change.via),
        action=action,
        cells={
            name: CellChange(old=(before or {}).get(name, ""), new=(after or {}).get(name, ""))
            for name in names
        },
    )


def table_row(viewer: Viewer, spec: TableSpec) -> TableRow:
    """Return a table as it is answered to a viewer."""
    edits = may_edit(viewer, spec)
    return TableRow(
        name=spec.name,
        label=_wording(label_of(spec.name)),
        columns=[_column_row(spec, column) for column in spec.columns],
        may_edit=edits,
        may_delete=edits and spec.name not in KEPT,
    )


def _column_row(spec: TableSpec, column: Column) -> TableColumn:
    label, parse = label_of(spec.name, column.name), column.parse
    is_time = column.target.endswith("_ms")
    return TableColumn(
        name=column.name,
        label=_wording(label),
        hint=Wording(zh=label.hint_zh, en=label.hint_en),
        kind=kind_of(column),
        required=column.required,
        key=column.target in spec.key,
        choices=list(choices_of(column)),
        low=parse.low if isinstance(parse, Whole) else None,
        high=parse.high if isinstance(parse, Whole) else None,
        longest=parse.longest if isinstance(parse, Words) else None,
        default="" if column.required or is_time else write_cell(column.default),
    )


def _wording(label: Label) -> Wording:
    return Wording(zh=label.zh, en=label.en)


def file_name(kind: str, today: date) -> str:
    """Return the name under which an export is saved."""
    return f"registry-{today.isoformat()}.{kind}"
