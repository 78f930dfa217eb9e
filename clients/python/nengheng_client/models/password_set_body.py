from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="PasswordSetBody")


@_attrs_define
class PasswordSetBody:
    """A new password for somebody.

    Example:
        {'password': ''}

    Attributes:
        password (str | Unset): 12 characters or more; empty has one made. Default: ''.
    """

    password: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        password = self.password

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if password is not UNSET:
            field_dict["password"] = password

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        password = d.pop("password", UNSET)

        password_set_body = cls(
            password=password,
        )

        return password_set_body
