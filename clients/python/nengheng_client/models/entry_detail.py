from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.entry_row import EntryRow


T = TypeVar("T", bound="EntryDetail")


@_attrs_define
class EntryDetail:
    """A hand-fed figure with all its versions.

    Example:
        {'entry': {'document': '生产月报2026-01', 'end': '2026-01-01T00:00:00+08:00', 'entered':
            '2026-01-01T00:00:00+08:00', 'entered_by': '', 'id': 5, 'item': 'output:CAC2', 'reason': '地磅复核', 'start':
            '2026-01-01T00:00:00+08:00', 'subject': 'region:150600', 'unit': 'tce', 'value': 5120.0, 'version': 1},
            'versions': [{'document': '生产月报2026-01', 'end': '2026-01-01T00:00:00+08:00', 'entered':
            '2026-01-01T00:00:00+08:00', 'entered_by': '', 'id': 5, 'item': 'output:CAC2', 'reason': '地磅复核', 'start':
            '2026-01-01T00:00:00+08:00', 'subject': 'region:150600', 'unit': 'tce', 'value': 5120.0, 'version': 1}]}

    Attributes:
        entry (EntryRow): A hand-fed dated figure; a correction is a further version. Example: {'document':
            '生产月报2026-01', 'end': '2026-01-01T00:00:00+08:00', 'entered': '2026-01-01T00:00:00+08:00', 'entered_by': '',
            'id': 5, 'item': 'output:CAC2', 'reason': '地磅复核', 'start': '2026-01-01T00:00:00+08:00', 'subject':
            'region:150600', 'unit': 'tce', 'value': 5120.0, 'version': 1}.
        versions (list[EntryRow]): Every version, the first one first.
    """

    entry: EntryRow
    versions: list[EntryRow]

    def to_dict(self) -> dict[str, Any]:
        entry = self.entry.to_dict()

        versions = []
        for versions_item_data in self.versions:
            versions_item = versions_item_data.to_dict()
            versions.append(versions_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "entry": entry,
                "versions": versions,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.entry_row import EntryRow

        d = dict(src_dict)
        entry = EntryRow.from_dict(d.pop("entry"))

        versions = []
        _versions = d.pop("versions")
        for versions_item_data in _versions:
            versions_item = EntryRow.from_dict(versions_item_data)

            versions.append(versions_item)

        entry_detail = cls(
            entry=entry,
            versions=versions,
        )

        return entry_detail
