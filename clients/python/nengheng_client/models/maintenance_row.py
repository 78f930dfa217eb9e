from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="MaintenanceRow")


@_attrs_define
class MaintenanceRow:
    """A maintenance window.

    Example:
        {'end': '2026-01-01T00:00:00+08:00', 'entered_by': '', 'id': 5, 'reason': '', 'rule': '', 'start':
            '2026-01-01T00:00:00+08:00', 'subject': 'region:150600'}

    Attributes:
        end (datetime.datetime): End, exclusive.
        entered_by (str): By whom.
        id (int): Number of the window [1].
        reason (str): Why.
        rule (str): Only of this rule; empty: of all.
        start (datetime.datetime): First moment.
        subject (str): Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or
            `line:ENTERPRISE/CODE`.
    """

    end: datetime.datetime
    entered_by: str
    id: int
    reason: str
    rule: str
    start: datetime.datetime
    subject: str

    def to_dict(self) -> dict[str, Any]:
        end = self.end.isoformat()

        entered_by = self.entered_by

        id = self.id

        reason = self.reason

        rule = self.rule

        start = self.start.isoformat()

        subject = self.subject

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "end": end,
                "entered_by": entered_by,
                "id": id,
                "reason": reason,
                "rule": rule,
                "start": start,
                "subject": subject,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        end = datetime.datetime.fromisoformat(d.pop("end"))

        entered_by = d.pop("entered_by")

        id = d.pop("id")

        reason = d.pop("reason")

        rule = d.pop("rule")

        start = datetime.datetime.fromisoformat(d.pop("start"))

        subject = d.pop("subject")

        maintenance_row = cls(
            end=end,
            entered_by=entered_by,
            id=id,
            reason=reason,
            rule=rule,
            start=start,
            subject=subject,
        )

        return maintenance_row
