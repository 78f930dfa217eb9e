from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="SessionsPasswordBody")


@_attrs_define
class SessionsPasswordBody:
    """A new password, and the one until now.

    Example:
        {'current': 'a sentence that nobody guesses', 'new': 'another sentence nobody guesses'}

    Attributes:
        current (str): The password until now.
        new (str): The new one: 12 characters or more.
    """

    current: str
    new: str

    def to_dict(self) -> dict[str, Any]:
        current = self.current

        new = self.new

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "current": current,
                "new": new,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        current = d.pop("current")

        new = d.pop("new")

        sessions_password_body = cls(
            current=current,
            new=new,
        )

        return sessions_password_body
