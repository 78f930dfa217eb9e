"""Rows of the importable tables, whatever the table: what it consists of, its rows, edits."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.schemas.base import Moment, Row
from api.schemas.imports import CellChange
from core.registry.history import Via
from core.registry.transfer import Action
from core.registry.transfer.kinds import CellKind

CELL_MAX = 2000
Cell = str | int | float | bool | None
GivenCell = Annotated[str, Field(max_length=CELL_MAX)] | int | float | bool | None


class Wording(Row):
    """A name in two languages."""

    zh: str = Field(description="In Chinese.", examples=["计量点"])
    en: str = Field(description="In English.", examples=["Points"])


class TableColumn(Row):
    """A column of a table."""

    name: str = Field(description="Name, as in the files.", examples=["unit"])
    label: Wording
    hint: Wording = Field(description="What is to be written; may be empty.")
    kind: CellKind = Field(description="What it holds.", examples=["unit"])
    required: bool = Field(description="Whether it must be filled.")
    key: bool = Field(description="Whether it is part of the key, which no edit changes.")
    choices: list[str] = Field(description="Words it may be; empty: not one of choices.")
    low: int | None = Field(description="Least whole number [1].", examples=[1])
    high: int | None = Field(description="Greatest whole number [1].", examples=[3])
    longest: int | None = Field(description="Longest text [character].", examples=[200])
    default: str = Field(description="What an empty cell stands for.", examples=["end-to-end"])


class TableRow(Row):
    """A table that can be imported, exported and edited."""

    name: str = Field(description="Name.", examples=["point"])
    label: Wording
    columns: list[TableColumn] = Field(description="Columns in the order of the files.")
    may_edit: bool = Field(description="Whether you may edit rows of yours.")
    may_delete: bool = Field(description="Whether rows may be deleted on which nothing hangs.")


class RegistryRow(Row):
    """One row of a table."""

    id: str = Field(description="Names the row in paths.", examples=["WyIxNTA2MjIiXQ"])
    digest: str = Field(description="Changes with the row; its ETag.", examples=["3f9a0c11d2e4"])
    values: dict[str, Cell] = Field(
        description="Cells by column: times as ISO 8601, null where empty.",
        examples=[{"code": "150622", "name": "准格尔旗", "parent_code": "150600"}],
    )


class RowBody(Row):
    """Cells of a row to add, or those to change."""

    values: dict[str, GivenCell] = Field(
        max_length=60,
        description="Cells by column; null or '' empties one. Times as in the files.",
        examples=[{"code": "150622", "name": "准格尔旗", "parent_code": "150600"}],
    )
    dry_run: bool = Field(False, description="Check and report only.")


class RowOutcome(Row):
    """What became of a row."""

    action: Action = Field(description="What became of it.", examples=["changed"])
    dry_run: bool = Field(description="True when it was only a check.")
    row: RegistryRow = Field(description="The row as it is now, or would be.")
    cells: dict[str, CellChange] = Field(description="Columns that changed.")


class RowChangeRow(Row):
    """One change of a row."""

    id: int = Field(description="Number of the change [1].", examples=[12])
    at: Moment = Field(description="When.", examples=["2026-01-31T08:00:00+08:00"])
    who: str = Field(description="Who changed it.", examples=["operator"])
    via: Via = Field(description="By what way.", examples=["import"])
    action: str = Field(description="added, changed or deleted.", examples=["changed"])
    cells: dict[str, CellChange] = Field(description="Columns, from what to what.")
