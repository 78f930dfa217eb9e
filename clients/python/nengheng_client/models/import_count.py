from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ImportCount")


@_attrs_define
class ImportCount:
    """What happened to one table.

    Example:
        {'added': 12, 'changed': 0, 'table': 'point', 'unchanged': 3}

    Attributes:
        added (int): New rows [1].
        changed (int): Changed rows [1].
        table (str): Table.
        unchanged (int): Rows as they were [1].
    """

    added: int
    changed: int
    table: str
    unchanged: int

    def to_dict(self) -> dict[str, Any]:
        added = self.added

        changed = self.changed

        table = self.table

        unchanged = self.unchanged

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "added": added,
                "changed": changed,
                "table": table,
                "unchanged": unchanged,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        added = d.pop("added")

        changed = d.pop("changed")

        table = d.pop("table")

        unchanged = d.pop("unchanged")

        import_count = cls(
            added=added,
            changed=changed,
            table=table,
            unchanged=unchanged,
        )

        return import_count
