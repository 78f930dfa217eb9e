from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.scheme_row import SchemeRow


T = TypeVar("T", bound="PageSchemeRow")


@_attrs_define
class PageSchemeRow:
    """
    Example:
        {'items': [{'base_year': 2020, 'basis': 'calorific', 'code': 'nmg-14', 'confidence': 'verified', 'deductions':
            [{'base_too': False, 'certificate_cap': 1.0, 'confidence': 'verified', 'deduction': 'feedstock',
            'from_intensity': False, 'from_total': False, 'growth_only': False, 'source': '统计年鉴 2026', 'title': '原料用能',
            'valid_from': '2026-01-01T00:00:00+08:00', 'valid_to': '2026-01-01T00:00:00+08:00'}], 'first_year': 2021,
            'last_year': 2025, 'measures': [{'confidence': 'verified', 'exemption': '', 'indicator': 'energy_per_gdp',
            'kind': 'intensity', 'limit': 'target', 'measure': 'energy_intensity', 'quantity': 'energy', 'rank': 1,
            'source': '统计年鉴 2026'}], 'note': '', 'region': '', 'rhythm': [{'step': 'annual', 'title': '年度评估', 'year':
            2026}], 'source': '统计年鉴 2026', 'title': '', 'title_en': ''}], 'next':
            'WyJlbnRlcnByaXNlcyIsIjkxMTUwNjAwTUEwTVVMQVRYNCJd'}

    Attributes:
        items (list[SchemeRow]): Rows of this page, in the list's order.
        next_ (None | str | Unset): Opaque cursor for the next page; null at the end.
    """

    items: list[SchemeRow]
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
        from ..models.scheme_row import SchemeRow

        d = dict(src_dict)
        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = SchemeRow.from_dict(items_item_data)

            items.append(items_item)

        def _parse_next_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        next_ = _parse_next_(d.pop("next", UNSET))

        page_scheme_row = cls(
            items=items,
            next_=next_,
        )

        return page_scheme_row
