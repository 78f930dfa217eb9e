from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="RecomputeBody")


@_attrs_define
class RecomputeBody:
    """What to derive again.

    Example:
        {'end': '2026-02-01', 'enterprise': None, 'start': '2026-01-01'}

    Attributes:
        end (str): End, exclusive.
        start (str): First moment.
        enterprise (None | str | Unset): Only this enterprise; null: all.
    """

    end: str
    start: str
    enterprise: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        end = self.end

        start = self.start

        enterprise: None | str | Unset
        if isinstance(self.enterprise, Unset):
            enterprise = UNSET
        else:
            enterprise = self.enterprise

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "end": end,
                "start": start,
            }
        )
        if enterprise is not UNSET:
            field_dict["enterprise"] = enterprise

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        end = d.pop("end")

        start = d.pop("start")

        def _parse_enterprise(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        enterprise = _parse_enterprise(d.pop("enterprise", UNSET))

        recompute_body = cls(
            end=end,
            start=start,
            enterprise=enterprise,
        )

        return recompute_body
