from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.verdict_row import VerdictRow


T = TypeVar("T", bound="PageVerdictRow")


@_attrs_define
class PageVerdictRow:
    """
    Example:
        {'items': [{'basis': 'calorific', 'coverage': 0.98, 'id': '3f9a0c11d2e45b67', 'level': 'will_exceed', 'period':
            'year', 'provisional': False, 'reason': '按目前进度将于11月30日超出年度用能预算', 'reference': 80000, 'rule': 'quota_pace',
            'severity': 3, 'since': '2026-01-01T00:00:00+08:00', 'start': '2026-01-01T00:00:00+08:00', 'subject':
            'region:150600', 'unit': 'tce', 'value': 81234.0, 'version': 0}], 'next':
            'WyJlbnRlcnByaXNlcyIsIjkxMTUwNjAwTUEwTVVMQVRYNCJd'}

    Attributes:
        items (list[VerdictRow]): Rows of this page, in the list's order.
        next_ (None | str | Unset): Opaque cursor for the next page; null at the end.
    """

    items: list[VerdictRow]
    next_: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

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
        if next_ is not UNSET:
            field_dict["next"] = next_

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.verdict_row import VerdictRow

        d = dict(src_dict)
        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = VerdictRow.from_dict(items_item_data)

            items.append(items_item)

        def _parse_next_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        next_ = _parse_next_(d.pop("next", UNSET))

        page_verdict_row = cls(
            items=items,
            next_=next_,
        )

        return page_verdict_row
