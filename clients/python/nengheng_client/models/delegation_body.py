from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="DelegationBody")


@_attrs_define
class DelegationBody:
    """That somebody may act for an enterprise.

    Example:
        {'end': '2027-01-01', 'enterprise': '91150600MA0MULATXC', 'login': 'wang.li', 'start': '2026-07-01'}

    Attributes:
        enterprise (str): For which.
        login (str): Name to sign in by.
        end (None | str | Unset): Until when; empty for until withdrawn.
        start (None | str | Unset): From when; empty for now.
    """

    enterprise: str
    login: str
    end: None | str | Unset = UNSET
    start: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        enterprise = self.enterprise

        login = self.login

        end: None | str | Unset
        if isinstance(self.end, Unset):
            end = UNSET
        else:
            end = self.end

        start: None | str | Unset
        if isinstance(self.start, Unset):
            start = UNSET
        else:
            start = self.start

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "enterprise": enterprise,
                "login": login,
            }
        )
        if end is not UNSET:
            field_dict["end"] = end
        if start is not UNSET:
            field_dict["start"] = start

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        enterprise = d.pop("enterprise")

        login = d.pop("login")

        def _parse_end(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        end = _parse_end(d.pop("end", UNSET))

        def _parse_start(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        start = _parse_start(d.pop("start", UNSET))

        delegation_body = cls(
            enterprise=enterprise,
            login=login,
            end=end,
            start=start,
        )

        return delegation_body
