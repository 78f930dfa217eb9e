from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="EntryRow")


@_attrs_define
class EntryRow:
    """A hand-fed dated figure; a correction is a further version.

    Example:
        {'document': '生产月报2026-01', 'end': '2026-01-01T00:00:00+08:00', 'entered': '2026-01-01T00:00:00+08:00',
            'entered_by': '', 'id': 5, 'item': 'output:CAC2', 'reason': '地磅复核', 'start': '2026-01-01T00:00:00+08:00',
            'subject': 'region:150600', 'unit': 'tce', 'value': 5120.0, 'version': 1}

    Attributes:
        document (str): Source document.
        end (datetime.datetime): End of the period it covers, exclusive.
        entered (datetime.datetime): When it was entered.
        entered_by (str): Who entered it.
        id (int): Number of the entry [1].
        item (str): What it states.
        reason (str): Why it corrects the version before.
        start (datetime.datetime): Start of the period, ISO 8601 with +08:00.
        subject (str): Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or
            `line:ENTERPRISE/CODE`.
        unit (str): Unit of the figures of the row.
        value (float): The figure [unit].
        version (int): 1 is the first [1].
    """

    document: str
    end: datetime.datetime
    entered: datetime.datetime
    entered_by: str
    id: int
    item: str
    reason: str
    start: datetime.datetime
    subject: str
    unit: str
    value: float
    version: int

    def to_dict(self) -> dict[str, Any]:
        document = self.document

        end = self.end.isoformat()

        entered = self.entered.isoformat()

        entered_by = self.entered_by

        id = self.id

        item = self.item

        reason = self.reason

        start = self.start.isoformat()

        subject = self.subject

        unit = self.unit

        value = self.value

        version = self.version

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "document": document,
                "end": end,
                "entered": entered,
                "entered_by": entered_by,
                "id": id,
                "item": item,
                "reason": reason,
                "start": start,
                "subject": subject,
                "unit": unit,
                "value": value,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        document = d.pop("document")

        end = datetime.datetime.fromisoformat(d.pop("end"))

        entered = datetime.datetime.fromisoformat(d.pop("entered"))

        entered_by = d.pop("entered_by")

        id = d.pop("id")

        item = d.pop("item")

        reason = d.pop("reason")

        start = datetime.datetime.fromisoformat(d.pop("start"))

        subject = d.pop("subject")

        unit = d.pop("unit")

        value = d.pop("value")

        version = d.pop("version")

        entry_row = cls(
            document=document,
            end=end,
            entered=entered,
            entered_by=entered_by,
            id=id,
            item=item,
            reason=reason,
            start=start,
            subject=subject,
            unit=unit,
            value=value,
            version=version,
        )

        return entry_row
