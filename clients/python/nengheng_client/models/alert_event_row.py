from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="AlertEventRow")


@_attrs_define
class AlertEventRow:
    """What happened to an alert.

    Example:
        {'action': 'acknowledged', 'at': '2026-07-01T12:00:00+08:00', 'severity': 3, 'text': '', 'who': ''}

    Attributes:
        action (str): opened, changed, escalated, resolved, acknowledged, assigned or commented.
        at (datetime.datetime): When.
        severity (int): 0 none, 1 notice, 2 warning, 3 serious, 4 grave; greater is worse [1].
        text (str): In words.
        who (str): By whom; `nengheng` where a verdict did it.
    """

    action: str
    at: datetime.datetime
    severity: int
    text: str
    who: str

    def to_dict(self) -> dict[str, Any]:
        action = self.action

        at = self.at.isoformat()

        severity = self.severity

        text = self.text

        who = self.who

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "action": action,
                "at": at,
                "severity": severity,
                "text": text,
                "who": who,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        action = d.pop("action")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        severity = d.pop("severity")

        text = d.pop("text")

        who = d.pop("who")

        alert_event_row = cls(
            action=action,
            at=at,
            severity=severity,
            text=text,
            who=who,
        )

        return alert_event_row
