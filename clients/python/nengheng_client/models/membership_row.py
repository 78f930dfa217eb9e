from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="MembershipRow")


@_attrs_define
class MembershipRow:
    """That an enterprise stands on a list 名单.

    Example:
        {'enterprise': '91150600MA0EXAMPL4', 'list': 'key_energy', 'source': '名单 2026', 'valid_from':
            '2026-01-01T00:00:00+08:00', 'valid_to': '2026-01-01T00:00:00+08:00'}

    Attributes:
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        list_ (str): Code of the list.
        source (str): Document that says so.
        valid_from (datetime.datetime | None): First day it holds; null: ever.
        valid_to (datetime.datetime | None): End, exclusive; null while it holds.
    """

    enterprise: str
    list_: str
    source: str
    valid_from: datetime.datetime | None
    valid_to: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        enterprise = self.enterprise

        list_ = self.list_

        source = self.source

        valid_from: None | str
        if isinstance(self.valid_from, datetime.datetime):
            valid_from = self.valid_from.isoformat()
        else:
            valid_from = self.valid_from

        valid_to: None | str
        if isinstance(self.valid_to, datetime.datetime):
            valid_to = self.valid_to.isoformat()
        else:
            valid_to = self.valid_to

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "enterprise": enterprise,
                "list": list_,
                "source": source,
                "valid_from": valid_from,
                "valid_to": valid_to,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        enterprise = d.pop("enterprise")

        list_ = d.pop("list")

        source = d.pop("source")

        def _parse_valid_from(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                valid_from_type_0 = datetime.datetime.fromisoformat(data)

                return valid_from_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        valid_from = _parse_valid_from(d.pop("valid_from"))

        def _parse_valid_to(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                valid_to_type_0 = datetime.datetime.fromisoformat(data)

                return valid_to_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        valid_to = _parse_valid_to(d.pop("valid_to"))

        membership_row = cls(
            enterprise=enterprise,
            list_=list_,
            source=source,
            valid_from=valid_from,
            valid_to=valid_to,
        )

        return membership_row
