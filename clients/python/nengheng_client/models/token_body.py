from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="TokenBody")


@_attrs_define
class TokenBody:
    """A new API token.

    Example:
        {'expires': '2027-01-01', 'login': '', 'name': '月报脚本', 'scope': ['read']}

    Attributes:
        expires (str): Until when, at most ten years.
        name (str): What it is for.
        scope (list[str]): Permissions it is for; the account must have them.
        login (str | Unset): Whose; empty for one's own. Default: ''.
    """

    expires: str
    name: str
    scope: list[str]
    login: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        expires = self.expires

        name = self.name

        scope = self.scope

        login = self.login

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "expires": expires,
                "name": name,
                "scope": scope,
            }
        )
        if login is not UNSET:
            field_dict["login"] = login

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        expires = d.pop("expires")

        name = d.pop("name")

        scope = cast(list[str], d.pop("scope"))

        login = d.pop("login", UNSET)

        token_body = cls(
            expires=expires,
            name=name,
            scope=scope,
            login=login,
        )

        return token_body
