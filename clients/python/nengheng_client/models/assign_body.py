from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="AssignBody")


@_attrs_define
class AssignBody:
    """Who sees to it.

    Example:
        {'assignee': '王工'}

    Attributes:
        assignee (str): Name of whoever sees to it.
    """

    assignee: str

    def to_dict(self) -> dict[str, Any]:
        assignee = self.assignee

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "assignee": assignee,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        assignee = d.pop("assignee")

        assign_body = cls(
            assignee=assignee,
        )

        return assign_body
