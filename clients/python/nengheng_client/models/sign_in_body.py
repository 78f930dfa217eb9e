from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="SignInBody")


@_attrs_define
class SignInBody:
    """Login and password, or the operator's token of the running platform.

    Example:
        {'login': 'wang.li', 'password': 'a sentence that nobody guesses', 'token': ''}

    Attributes:
        login (str | Unset): Name to sign in by. Default: ''.
        password (str | Unset): The password. Default: ''.
        token (str | Unset): The operator's token instead of both. Default: ''.
    """

    login: str | Unset = ""
    password: str | Unset = ""
    token: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        login = self.login

        password = self.password

        token = self.token

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if login is not UNSET:
            field_dict["login"] = login
        if password is not UNSET:
            field_dict["password"] = password
        if token is not UNSET:
            field_dict["token"] = token

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        login = d.pop("login", UNSET)

        password = d.pop("password", UNSET)

        token = d.pop("token", UNSET)

        sign_in_body = cls(
            login=login,
            password=password,
            token=token,
        )

        return sign_in_body
