from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.quarantine_row import QuarantineRow


T = TypeVar("T", bound="QuarantinePage")


@_attrs_define
class QuarantinePage:
    """Rows of one or several collectors.

    Example:
        {'away': ['collector-2of4'], 'items': [{'arrival': '2026-01-15T08:00:00+08:00', 'detail': 'T9.EP', 'door':
            'mqtt', 'enterprise': '91150600MA0EXAMPL4', 'gateway': 'GW1', 'id': 42, 'note': '', 'payload_bytes': 512,
            'readings': 1, 'reason': 'unknown_point', 'seq': 801, 'settled': None, 'state': 'open', 'stream': '9f2c',
            'topic': 'nengheng/v1/91150600MA0EXAMPL4/GW1/data'}], 'next':
            'WyJlbnRlcnByaXNlcyIsIjkxMTUwNjAwTUEwTVVMQVRYNCJd'}

    Attributes:
        items (list[QuarantineRow]): Rows of this page, in the list's order.
        away (list[str] | Unset): Collectors that did not answer: what lies with them is left out. Absent where all did.
        next_ (None | str | Unset): Opaque cursor for the next page; null at the end.
    """

    items: list[QuarantineRow]
    away: list[str] | Unset = UNSET
    next_: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        away: list[str] | Unset = UNSET
        if not isinstance(self.away, Unset):
            away = self.away

        next_: None | str | Unset
        if isinstance(self.next_, Unset):
            next_ = UNSET
        else:
            next_ = self.next_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "items": items,
            }
        )
        if away is not UNSET:
            field_dict["away"] = away
        if next_ is not UNSET:
            field_dict["next"] = next_

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.quarantine_row import QuarantineRow

        d = dict(src_dict)
        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = QuarantineRow.from_dict(items_item_data)

            items.append(items_item)

        away = cast(list[str], d.pop("away", UNSET))

        def _parse_next_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        next_ = _parse_next_(d.pop("next", UNSET))

        quarantine_page = cls(
            items=items,
            away=away,
            next_=next_,
        )

        return quarantine_page
