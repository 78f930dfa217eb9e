from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.row_body_values import RowBodyValues


T = TypeVar("T", bound="RowBody")


@_attrs_define
class RowBody:
    """Cells of a row to add, or those to change.

    Example:
        {'dry_run': False, 'values': {'code': '150622', 'name': '准格尔旗', 'parent_code': '150600'}}

    Attributes:
        values (RowBodyValues): Cells by column; null or '' empties one. Times as in the files.
        dry_run (bool | Unset): Check and report only. Default: False.
    """

    values: RowBodyValues
    dry_run: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        values = self.values.to_dict()

        dry_run = self.dry_run

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "values": values,
            }
        )
        if dry_run is not UNSET:
            field_dict["dry_run"] = dry_run

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.row_body_values import RowBodyValues

        d = dict(src_dict)
        values = RowBodyValues.from_dict(d.pop("values"))

        dry_run = d.pop("dry_run", UNSET)

        row_body = cls(
            values=values,
            dry_run=dry_run,
        )

        return row_body
