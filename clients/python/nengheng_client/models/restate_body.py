from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.restate_body_period import RestateBodyPeriod, check_restate_body_period

T = TypeVar("T", bound="RestateBody")


@_attrs_define
class RestateBody:
    """What to restate, and why.

    Example:
        {'period': 'month', 'reason': '补传1月27日至31日数据，见情况说明2026-03号', 'start': '2026-01-01', 'subject':
            'enterprise:91150600MA0EXAMPL4'}

    Attributes:
        period (RestateBodyPeriod): month or year.
        reason (str): Why its figures have changed, by which document.
        start (str): First moment of the period.
        subject (str): Whose figures.
    """

    period: RestateBodyPeriod
    reason: str
    start: str
    subject: str

    def to_dict(self) -> dict[str, Any]:
        period: str = self.period

        reason = self.reason

        start = self.start

        subject = self.subject

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "period": period,
                "reason": reason,
                "start": start,
                "subject": subject,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        period = check_restate_body_period(d.pop("period"))

        reason = d.pop("reason")

        start = d.pop("start")

        subject = d.pop("subject")

        restate_body = cls(
            period=period,
            reason=reason,
            start=start,
            subject=subject,
        )

        return restate_body
