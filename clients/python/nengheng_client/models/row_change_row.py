from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.via import Via, check_via

if TYPE_CHECKING:
    from ..models.row_change_row_cells import RowChangeRowCells


T = TypeVar("T", bound="RowChangeRow")


@_attrs_define
class RowChangeRow:
    """One change of a row.

    Example:
        {'action': 'changed', 'at': '2026-01-31T08:00:00+08:00', 'cells': {}, 'id': 12, 'via': 'import', 'who':
            'operator'}

    Attributes:
        action (str): added, changed or deleted.
        at (datetime.datetime): When.
        cells (RowChangeRowCells): Columns, from what to what.
        id (int): Number of the change [1].
        via (Via): By what way a change came.
        who (str): Who changed it.
    """

    action: str
    at: datetime.datetime
    cells: RowChangeRowCells
    id: int
    via: Via
    who: str

    def to_dict(self) -> dict[str, Any]:
        action = self.action

        at = self.at.isoformat()

        cells = self.cells.to_dict()

        id = self.id

        via: str = self.via

        who = self.who

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "action": action,
                "at": at,
                "cells": cells,
                "id": id,
                "via": via,
                "who": who,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.row_change_row_cells import RowChangeRowCells

        d = dict(src_dict)
        action = d.pop("action")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        cells = RowChangeRowCells.from_dict(d.pop("cells"))

        id = d.pop("id")

        via = check_via(d.pop("via"))

        who = d.pop("who")

        row_change_row = cls(
            action=action,
            at=at,
            cells=cells,
            id=id,
            via=via,
            who=who,
        )

        return row_change_row
