from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="CertifiedMonth")


@_attrs_define
class CertifiedMonth:
    """Certified electricity of a subject in a month; `claimed = counted + surplus`.

    Example:
        {'claimed': 900000.0, 'counted': 744000.0, 'metered': 744000.0, 'month': '2026-01-01T00:00:00+08:00', 'subject':
            'region:150600', 'surplus': 156000.0}

    Attributes:
        claimed (float): Certificates used [kWh].
        counted (float): What counts [kWh].
        metered (float): Electricity metered [kWh].
        month (datetime.datetime): The month.
        subject (str): Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or
            `line:ENTERPRISE/CODE`.
        surplus (float): Beyond the metered use [kWh].
    """

    claimed: float
    counted: float
    metered: float
    month: datetime.datetime
    subject: str
    surplus: float

    def to_dict(self) -> dict[str, Any]:
        claimed = self.claimed

        counted = self.counted

        metered = self.metered

        month = self.month.isoformat()

        subject = self.subject

        surplus = self.surplus

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "claimed": claimed,
                "counted": counted,
                "metered": metered,
                "month": month,
                "subject": subject,
                "surplus": surplus,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        claimed = d.pop("claimed")

        counted = d.pop("counted")

        metered = d.pop("metered")

        month = datetime.datetime.fromisoformat(d.pop("month"))

        subject = d.pop("subject")

        surplus = d.pop("surplus")

        certified_month = cls(
            claimed=claimed,
            counted=counted,
            metered=metered,
            month=month,
            subject=subject,
            surplus=surplus,
        )

        return certified_month
