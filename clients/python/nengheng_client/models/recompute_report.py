from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="RecomputeReport")


@_attrs_define
class RecomputeReport:
    """What will be derived again, as soon as the scheduler comes to it.

    Example:
        {'end': '2026-02-01T00:00:00+08:00', 'enterprise': None, 'enterprises': 12, 'hours': 744, 'start':
            '2026-01-01T00:00:00+08:00'}

    Attributes:
        end (datetime.datetime): End, exclusive.
        enterprise (None | str): Only this enterprise; null: all.
        enterprises (int): Enterprises they were marked of [1].
        hours (int): Hours of each enterprise that were marked [1].
        start (datetime.datetime): First moment.
    """

    end: datetime.datetime
    enterprise: None | str
    enterprises: int
    hours: int
    start: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        end = self.end.isoformat()

        enterprise: None | str
        enterprise = self.enterprise

        enterprises = self.enterprises

        hours = self.hours

        start = self.start.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "end": end,
                "enterprise": enterprise,
                "enterprises": enterprises,
                "hours": hours,
                "start": start,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        end = datetime.datetime.fromisoformat(d.pop("end"))

        def _parse_enterprise(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        enterprise = _parse_enterprise(d.pop("enterprise"))

        enterprises = d.pop("enterprises")

        hours = d.pop("hours")

        start = datetime.datetime.fromisoformat(d.pop("start"))

        recompute_report = cls(
            end=end,
            enterprise=enterprise,
            enterprises=enterprises,
            hours=hours,
            start=start,
        )

        return recompute_report
