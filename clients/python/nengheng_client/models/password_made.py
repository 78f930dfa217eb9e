from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="PasswordMade")


@_attrs_define
class PasswordMade:
    """A password that was made.

    Example:
        {'password': ''}

    Attributes:
        password (str): Empty where it was given. Shown this once; nobody can show it again.
    """

    password: str

    def to_dict(self) -> dict[str, Any]:
        password = self.password

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "password": password,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        password = d.pop("password")

        password_made = cls(
            password=password,
        )

        return password_made
