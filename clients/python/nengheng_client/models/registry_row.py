from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.registry_row_values import RegistryRowValues


T = TypeVar("T", bound="RegistryRow")


@_attrs_define
class RegistryRow:
    """One row of a table.

    Example:
        {'digest': '3f9a0c11d2e4', 'id': 'WyIxNTA2MjIiXQ', 'values': {'code': '150622', 'name': '准格尔旗', 'parent_code':
            '150600'}}

    Attributes:
        digest (str): Changes with the row; its ETag.
        id (str): Names the row in paths.
        values (RegistryRowValues): Cells by column: times as ISO 8601, null where empty.
    """

    digest: str
    id: str
    values: RegistryRowValues

    def to_dict(self) -> dict[str, Any]:
        digest = self.digest

        id = self.id

        values = self.values.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "digest": digest,
                "id": id,
                "values": values,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.registry_row_values import RegistryRowValues

        d = dict(src_dict)
        digest = d.pop("digest")

        id = d.pop("id")

        values = RegistryRowValues.from_dict(d.pop("values"))

        registry_row = cls(
            digest=digest,
            id=id,
            values=values,
        )

        return registry_row
