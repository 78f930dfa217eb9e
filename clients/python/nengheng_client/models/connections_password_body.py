from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ConnectionsPasswordBody")


@_attrs_define
class ConnectionsPasswordBody:
    """How a new password takes the old one's place.

    Example:
        {'keep_old_s': 0}

    Attributes:
        keep_old_s (float | Unset): How long the old ones still hold [s]. Default: 0.0.
    """

    keep_old_s: float | Unset = 0.0

    def to_dict(self) -> dict[str, Any]:
        keep_old_s = self.keep_old_s

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if keep_old_s is not UNSET:
            field_dict["keep_old_s"] = keep_old_s

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        keep_old_s = d.pop("keep_old_s", UNSET)

        connections_password_body = cls(
            keep_old_s=keep_old_s,
        )

        return connections_password_body
