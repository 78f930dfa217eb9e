from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.branch_row import BranchRow


T = TypeVar("T", bound="PageBranchRow")


@_attrs_define
class PageBranchRow:
    """
    Example:
        {'items': [{'alerts': 1, 'below_baseline': 1, 'enterprises': 1, 'held_back': False, 'name': '准格尔旗', 'over_pace':
            1, 'quota': {'basis': 'calorific', 'coverage': 0.98, 'exceed_on': '2026-01-01', 'holder': 'region:150600',
            'holders': 1, 'kind': 'energy', 'level': 'will_exceed', 'plan_to_date': 1.0, 'projection': 1.0,
            'projection_high': 1.0, 'projection_low': 1.0, 'quota': 80000, 'reason': '', 'reason_en': '', 'severity': 3,
            'unit': 'tce', 'used': 71000, 'verdict_id': '', 'year': 2026}, 'region': '150622', 'warning': {'basis':
            'calorific', 'colour': '', 'coverage': 0.98, 'indicator': '', 'label': '', 'label_before': '', 'label_en': '',
            'level': '', 'period': 'year', 'provisional': False, 'reason': '按目前进度将于11月30日超出年度用能预算', 'reason_en': 'At this
            pace the quota ends on 30 Nov', 'reference': 1.0, 'scheme': '', 'severity': 3, 'start':
            '2026-01-01T00:00:00+08:00', 'subject': 'region:150600', 'subject_name': '', 'suspends': False, 'turn': '',
            'unit': 'tce', 'value': 1.0, 'verdict_id': ''}}], 'next': 'WyJlbnRlcnByaXNlcyIsIjkxMTUwNjAwTUEwTVVMQVRYNCJd'}

    Attributes:
        items (list[BranchRow]): Rows of this page, in the list's order.
        next_ (None | str | Unset): Opaque cursor for the next page; null at the end.
    """

    items: list[BranchRow]
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
        from ..models.branch_row import BranchRow

        d = dict(src_dict)
        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = BranchRow.from_dict(items_item_data)

            items.append(items_item)

        def _parse_next_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        next_ = _parse_next_(d.pop("next", UNSET))

        page_branch_row = cls(
            items=items,
            next_=next_,
        )

        return page_branch_row
