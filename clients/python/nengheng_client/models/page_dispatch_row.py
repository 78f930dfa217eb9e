from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.dispatch_row import DispatchRow


T = TypeVar("T", bound="PageDispatchRow")


@_attrs_define
class PageDispatchRow:
    """
    Example:
        {'items': [{'approvals_held': False, 'basis': 'calorific', 'distance': 1.0, 'distance_percent': 1.0, 'document':
            '', 'done': '2026-01-01', 'due': '2026-01-01', 'indicator': '', 'label': '', 'label_en': '', 'level': '',
            'monthly_room': 1.0, 'next_step': '', 'next_step_en': '', 'number': 1, 'planned': 1.0, 'progress': 1.0,
            'proposed': False, 'quarter': '2026-Q2', 'row': '', 'scheme': '', 'severity': 3, 'subject': 'region:150600',
            'subject_name': '', 'target': 1.0, 'task': '', 'task_en': '', 'unit': 'tce', 'who': ''}], 'next':
            'WyJlbnRlcnByaXNlcyIsIjkxMTUwNjAwTUEwTVVMQVRYNCJd'}

    Attributes:
        items (list[DispatchRow]): Rows of this page, in the list's order.
        next_ (None | str | Unset): Opaque cursor for the next page; null at the end.
    """

    items: list[DispatchRow]
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
        from ..models.dispatch_row import DispatchRow

        d = dict(src_dict)
        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = DispatchRow.from_dict(items_item_data)

            items.append(items_item)

        def _parse_next_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        next_ = _parse_next_(d.pop("next", UNSET))

        page_dispatch_row = cls(
            items=items,
            next_=next_,
        )

        return page_dispatch_row
