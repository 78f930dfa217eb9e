from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="SubscriptionBody")


@_attrs_define
class SubscriptionBody:
    """What a channel is sent.

    Example:
        {'channel': 'energy-office', 'digest': False, 'escalations_only': False, 'quiet_from': 0, 'quiet_to': 0, 'rule':
            '', 'severity_min': 2, 'subject': 'region:150600'}

    Attributes:
        channel (str): Name of the channel.
        subject (str): Alerts of this enterprise or region and all below.
        digest (bool | Unset): Gathered into one message a day, at 08:00. Default: False.
        escalations_only (bool | Unset): Nothing but escalations. Default: False.
        quiet_from (int | Unset): Begin of quiet hours [min of the day, Shanghai]. Default: 0.
        quiet_to (int | Unset): End of quiet hours [min of the day]; equal: none. Default: 0.
        rule (str | Unset): Only of this rule; empty: of all. Default: ''.
        severity_min (int | Unset): From this severity on [1]. Default: 2.
    """

    channel: str
    subject: str
    digest: bool | Unset = False
    escalations_only: bool | Unset = False
    quiet_from: int | Unset = 0
    quiet_to: int | Unset = 0
    rule: str | Unset = ""
    severity_min: int | Unset = 2

    def to_dict(self) -> dict[str, Any]:
        channel = self.channel

        subject = self.subject

        digest = self.digest

        escalations_only = self.escalations_only

        quiet_from = self.quiet_from

        quiet_to = self.quiet_to

        rule = self.rule

        severity_min = self.severity_min

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "channel": channel,
                "subject": subject,
            }
        )
        if digest is not UNSET:
            field_dict["digest"] = digest
        if escalations_only is not UNSET:
            field_dict["escalations_only"] = escalations_only
        if quiet_from is not UNSET:
            field_dict["quiet_from"] = quiet_from
        if quiet_to is not UNSET:
            field_dict["quiet_to"] = quiet_to
        if rule is not UNSET:
            field_dict["rule"] = rule
        if severity_min is not UNSET:
            field_dict["severity_min"] = severity_min

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        channel = d.pop("channel")

        subject = d.pop("subject")

        digest = d.pop("digest", UNSET)

        escalations_only = d.pop("escalations_only", UNSET)

        quiet_from = d.pop("quiet_from", UNSET)

        quiet_to = d.pop("quiet_to", UNSET)

        rule = d.pop("rule", UNSET)

        severity_min = d.pop("severity_min", UNSET)

        subscription_body = cls(
            channel=channel,
            subject=subject,
            digest=digest,
            escalations_only=escalations_only,
            quiet_from=quiet_from,
            quiet_to=quiet_to,
            rule=rule,
            severity_min=severity_min,
        )

        return subscription_body
