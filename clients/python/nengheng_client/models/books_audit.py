from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.audit_difference import AuditDifference


T = TypeVar("T", bound="BooksAudit")


@_attrs_define
class BooksAudit:
    """The books recounted from journal, quarantine and store.

    Example:
        {'altered_segments': [], 'books': 12, 'closes': True, 'complete': True, 'differences': [{'booked': 1200,
            'column': 'received', 'enterprise': '91150600MA0EXAMPL4', 'gateway': 'GW1', 'recounted': 1201}], 'problems': [],
            'readings_checked': 50000, 'readings_missing': 0}

    Attributes:
        books (int): Books looked at [1].
        closes (bool): True when every figure was confirmed.
        complete (bool): True when the journal still holds every message.
        differences (list[AuditDifference]): What was not confirmed.
        problems (list[str]): The same in sentences.
        altered_segments (list[str] | Unset): Journal segments whose bytes changed after sealing.
        readings_checked (int | Unset): Readings of the journal looked up in the store [1]. Default: 0.
        readings_missing (int | Unset): Those the store has not, or with another value [1]. Default: 0.
    """

    books: int
    closes: bool
    complete: bool
    differences: list[AuditDifference]
    problems: list[str]
    altered_segments: list[str] | Unset = UNSET
    readings_checked: int | Unset = 0
    readings_missing: int | Unset = 0

    def to_dict(self) -> dict[str, Any]:
        books = self.books

        closes = self.closes

        complete = self.complete

        differences = []
        for differences_item_data in self.differences:
            differences_item = differences_item_data.to_dict()
            differences.append(differences_item)

        problems = self.problems

        altered_segments: list[str] | Unset = UNSET
        if not isinstance(self.altered_segments, Unset):
            altered_segments = self.altered_segments

        readings_checked = self.readings_checked

        readings_missing = self.readings_missing

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "books": books,
                "closes": closes,
                "complete": complete,
                "differences": differences,
                "problems": problems,
            }
        )
        if altered_segments is not UNSET:
            field_dict["altered_segments"] = altered_segments
        if readings_checked is not UNSET:
            field_dict["readings_checked"] = readings_checked
        if readings_missing is not UNSET:
            field_dict["readings_missing"] = readings_missing

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.audit_difference import AuditDifference

        d = dict(src_dict)
        books = d.pop("books")

        closes = d.pop("closes")

        complete = d.pop("complete")

        differences = []
        _differences = d.pop("differences")
        for differences_item_data in _differences:
            differences_item = AuditDifference.from_dict(differences_item_data)

            differences.append(differences_item)

        problems = cast(list[str], d.pop("problems"))

        altered_segments = cast(list[str], d.pop("altered_segments", UNSET))

        readings_checked = d.pop("readings_checked", UNSET)

        readings_missing = d.pop("readings_missing", UNSET)

        books_audit = cls(
            books=books,
            closes=closes,
            complete=complete,
            differences=differences,
            problems=problems,
            altered_segments=altered_segments,
            readings_checked=readings_checked,
            readings_missing=readings_missing,
        )

        return books_audit
