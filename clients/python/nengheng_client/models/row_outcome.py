from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.action import Action, check_action

if TYPE_CHECKING:
    from ..models.registry_row import RegistryRow
    from ..models.row_outcome_cells import RowOutcomeCells


T = TypeVar("T", bound="RowOutcome")


@_attrs_define
class RowOutcome:
    """What became of a row.

    Example:
        {'action': 'added', 'cells': {}, 'dry_run': False, 'row': {'digest': '3f9a0c11d2e4', 'id': 'WyIxNTA2MjIiXQ',
            'values': {'code': '150622', 'name': '准格尔旗', 'parent_code': '150600'}}}

    Attributes:
        action (Action): What becomes of a row.
        cells (RowOutcomeCells): Columns that changed.
        dry_run (bool): True when it was only a check.
        row (RegistryRow): One row of a table. Example: {'digest': '3f9a0c11d2e4', 'id': 'WyIxNTA2MjIiXQ', 'values':
            {'code': '150622', 'name': '准格尔旗', 'parent_code': '150600'}}.
    """

    action: Action
    cells: RowOutcomeCells
    dry_run: bool
    row: RegistryRow

    def to_dict(self) -> dict[str, Any]:
        action: str = self.action

        cells = self.cells.to_dict()

        dry_run = self.dry_run

        row = self.row.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "action": action,
                "cells": cells,
                "dry_run": dry_run,
                "row": row,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.registry_row import RegistryRow
        from ..models.row_outcome_cells import RowOutcomeCells

        d = dict(src_dict)
        action = check_action(d.pop("action"))

        cells = RowOutcomeCells.from_dict(d.pop("cells"))

        dry_run = d.pop("dry_run")

        row = RegistryRow.from_dict(d.pop("row"))

        row_outcome = cls(
            action=action,
            cells=cells,
            dry_run=dry_run,
            row=row,
        )

        return row_outcome
