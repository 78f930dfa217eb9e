from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.action import Action, check_action

if TYPE_CHECKING:
    from ..models.row_preview_cells import RowPreviewCells


T = TypeVar("T", bound="RowPreview")


@_attrs_define
class RowPreview:
    """What becomes of one row.

    Example:
        {'action': 'added', 'cells': {}, 'file': 'registry.xlsx', 'key': ['91150600MA0EXAMPL4', 'P1'], 'row': 7,
            'sheet': '计量点 point', 'table': 'point'}

    Attributes:
        action (Action): What becomes of a row.
        cells (RowPreviewCells): Columns that change; none where unchanged.
        file (str): File.
        key (list[str]): Cells of its key.
        row (int): Line or row [1].
        sheet (str): Sheet of a workbook.
        table (str): Table.
    """

    action: Action
    cells: RowPreviewCells
    file: str
    key: list[str]
    row: int
    sheet: str
    table: str

    def to_dict(self) -> dict[str, Any]:
        action: str = self.action

        cells = self.cells.to_dict()

        file = self.file

        key = self.key

        row = self.row

        sheet = self.sheet

        table = self.table

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "action": action,
                "cells": cells,
                "file": file,
                "key": key,
                "row": row,
                "sheet": sheet,
                "table": table,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.row_preview_cells import RowPreviewCells

        d = dict(src_dict)
        action = check_action(d.pop("action"))

        cells = RowPreviewCells.from_dict(d.pop("cells"))

        file = d.pop("file")

        key = cast(list[str], d.pop("key"))

        row = d.pop("row")

        sheet = d.pop("sheet")

        table = d.pop("table")

        row_preview = cls(
            action=action,
            cells=cells,
            file=file,
            key=key,
            row=row,
            sheet=sheet,
            table=table,
        )

        return row_preview
