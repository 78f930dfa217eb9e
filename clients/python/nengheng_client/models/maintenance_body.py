from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="MaintenanceBody")


@_attrs_define
class MaintenanceBody:
    """A window in which nothing opens and nothing is sent.

    Example:
        {'end': '2026-07-01T18:00', 'reason': '年度检修', 'rule': '', 'start': '2026-07-01T08:00', 'subject':
            'region:150600'}

    Attributes:
        end (str): End, exclusive.
        reason (str): Why.
        start (str): First moment.
        subject (str): For this enterprise or region and all below.
        rule (str | Unset): Only of this rule; empty: of all. Default: ''.
    """

    end: str
    reason: str
    start: str
    subject: str
    rule: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        end = self.end

        reason = self.reason

        start = self.start

        subject = self.subject

        rule = self.rule

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "end": end,
                "reason": reason,
                "start": start,
                "subject": subject,
            }
        )
        if rule is not UNSET:
            field_dict["rule"] = rule

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        end = d.pop("end")

        reason = d.pop("reason")

        start = d.pop("start")

        subject = d.pop("subject")

        rule = d.pop("rule", UNSET)

        maintenance_body = cls(
            end=end,
            reason=reason,
            start=start,
            subject=subject,
            rule=rule,
        )

        return maintenance_body
