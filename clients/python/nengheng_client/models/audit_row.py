from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="AuditRow")


@_attrs_define
class AuditRow:
    """A write that somebody asked for.

    Example:
        {'action': 'acknowledge_alert', 'address': '10.1.2.3', 'at': '2026-07-01T08:00:00+08:00', 'change': '{"text":
            ""}', 'id': 1, 'role': 'regulator', 'status': 200, 'subject': 'alert=3', 'via': 'session:0123456789abcdef',
            'who': ''}

    Attributes:
        action (str): Name of the call.
        address (str): From where.
        at (datetime.datetime): When.
        change (str): What was given, without secrets.
        id (int): Its number [1].
        role (str): What it was to the platform.
        status (int): HTTP status of the answer [1].
        subject (str): What it was about.
        via (str): session:ID, token:ID, operator, console …
        who (str): Login of the account; empty for nobody known.
    """

    action: str
    address: str
    at: datetime.datetime
    change: str
    id: int
    role: str
    status: int
    subject: str
    via: str
    who: str

    def to_dict(self) -> dict[str, Any]:
        action = self.action

        address = self.address

        at = self.at.isoformat()

        change = self.change

        id = self.id

        role = self.role

        status = self.status

        subject = self.subject

        via = self.via

        who = self.who

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "action": action,
                "address": address,
                "at": at,
                "change": change,
                "id": id,
                "role": role,
                "status": status,
                "subject": subject,
                "via": via,
                "who": who,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        action = d.pop("action")

        address = d.pop("address")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        change = d.pop("change")

        id = d.pop("id")

        role = d.pop("role")

        status = d.pop("status")

        subject = d.pop("subject")

        via = d.pop("via")

        who = d.pop("who")

        audit_row = cls(
            action=action,
            address=address,
            at=at,
            change=change,
            id=id,
            role=role,
            status=status,
            subject=subject,
            via=via,
            who=who,
        )

        return audit_row
