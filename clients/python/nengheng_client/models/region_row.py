from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="RegionRow")


@_attrs_define
class RegionRow:
    """A node of the region tree.

    Example:
        {'code': '150622', 'depth': 2, 'enterprises': 1, 'name': '准格尔旗', 'parent': ''}

    Attributes:
        code (str): Region by GB/T 2260 code.
        depth (int): Steps below the root [1].
        enterprises (int): Supervised enterprises in its subtree [1].
        name (str): Name.
        parent (None | str): Code of the region it lies in; null at the root.
    """

    code: str
    depth: int
    enterprises: int
    name: str
    parent: None | str

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        depth = self.depth

        enterprises = self.enterprises

        name = self.name

        parent: None | str
        parent = self.parent

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "depth": depth,
                "enterprises": enterprises,
                "name": name,
                "parent": parent,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        code = d.pop("code")

        depth = d.pop("depth")

        enterprises = d.pop("enterprises")

        name = d.pop("name")

        def _parse_parent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        parent = _parse_parent(d.pop("parent"))

        region_row = cls(
            code=code,
            depth=depth,
            enterprises=enterprises,
            name=name,
            parent=parent,
        )

        return region_row
