from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="CellChange")


@_attrs_define
class CellChange:
    """From what to what a cell changes; empty where there is none.

    Example:
        {'new': '300', 'old': '900'}

    Attributes:
        new (str): Cell after.
        old (str): Cell before.
    """

    new: str
    old: str

    def to_dict(self) -> dict[str, Any]:
        new = self.new

        old = self.old

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "new": new,
                "old": old,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        new = d.pop("new")

        old = d.pop("old")

        cell_change = cls(
            new=new,
            old=old,
        )

        return cell_change
