from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="EntryBody")


@_attrs_define
class EntryBody:
    """A figure to state, or to state anew: where it stands already this is its next version.

    Example:
        {'document': '生产月报2026-01', 'end': '2026-02-01', 'item': 'output:CAC2', 'reason': '', 'start': '2026-01-01',
            'subject': 'enterprise:91150600MA0EXAMPL4', 'unit': 't', 'value': 5120.0}

    Attributes:
        document (str): Source document.
        end (str): End, exclusive.
        item (str): What it states.
        start (str): First moment it covers.
        subject (str): enterprise:CODE, region:CODE, park:CODE or line:ENTERPRISE/CODE.
        unit (str): Its unit.
        value (float): The figure [unit].
        reason (str | Unset): Why it corrects the one before. Default: ''.
    """

    document: str
    end: str
    item: str
    start: str
    subject: str
    unit: str
    value: float
    reason: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        document = self.document

        end = self.end

        item = self.item

        start = self.start

        subject = self.subject

        unit = self.unit

        value = self.value

        reason = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "document": document,
                "end": end,
                "item": item,
                "start": start,
                "subject": subject,
                "unit": unit,
                "value": value,
            }
        )
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        document = d.pop("document")

        end = d.pop("end")

        item = d.pop("item")

        start = d.pop("start")

        subject = d.pop("subject")

        unit = d.pop("unit")

        value = d.pop("value")

        reason = d.pop("reason", UNSET)

        entry_body = cls(
            document=document,
            end=end,
            item=item,
            start=start,
            subject=subject,
            unit=unit,
            value=value,
            reason=reason,
        )

        return entry_body
