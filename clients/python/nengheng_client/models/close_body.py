from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.close_body_period import CloseBodyPeriod, check_close_body_period

T = TypeVar("T", bound="CloseBody")


@_attrs_define
class CloseBody:
    """What to close.

    Example:
        {'period': 'month', 'start': '2026-01-01', 'subject': 'enterprise:91150600MA0EXAMPL4'}

    Attributes:
        period (CloseBodyPeriod): month or year.
        start (str): First moment of the period.
        subject (str): Whose figures.
    """

    period: CloseBodyPeriod
    start: str
    subject: str

    def to_dict(self) -> dict[str, Any]:
        period: str = self.period

        start = self.start

        subject = self.subject

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "period": period,
                "start": start,
                "subject": subject,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        period = check_close_body_period(d.pop("period"))

        start = d.pop("start")

        subject = d.pop("subject")

        close_body = cls(
            period=period,
            start=start,
            subject=subject,
        )

        return close_body
