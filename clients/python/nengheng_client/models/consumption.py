from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.series import Series


T = TypeVar("T", bound="Consumption")


@_attrs_define
class Consumption:
    """What an enterprise used, by carrier, as columns over time.

    Example:
        {'carriers': [{'amount': [1.0], 'coverage': [1.0], 'key': '', 'name': '电力', 'name_en': 'electricity', 'period':
            'year', 'start_ms': [1], 'unit': 'tce'}], 'end': '2026-01-01T00:00:00+08:00', 'enterprise':
            '91150600MA0EXAMPL4', 'period': 'year', 'start': '2026-01-01T00:00:00+08:00'}

    Attributes:
        carriers (list[Series]): One a carrier, electricity first.
        end (datetime.datetime): End, exclusive.
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        period (str): hour, day, month, quarter or year (Shanghai).
        start (datetime.datetime): Start of the period, ISO 8601 with +08:00.
    """

    carriers: list[Series]
    end: datetime.datetime
    enterprise: str
    period: str
    start: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        carriers = []
        for carriers_item_data in self.carriers:
            carriers_item = carriers_item_data.to_dict()
            carriers.append(carriers_item)

        end = self.end.isoformat()

        enterprise = self.enterprise

        period = self.period

        start = self.start.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "carriers": carriers,
                "end": end,
                "enterprise": enterprise,
                "period": period,
                "start": start,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.series import Series

        d = dict(src_dict)
        carriers = []
        _carriers = d.pop("carriers")
        for carriers_item_data in _carriers:
            carriers_item = Series.from_dict(carriers_item_data)

            carriers.append(carriers_item)

        end = datetime.datetime.fromisoformat(d.pop("end"))

        enterprise = d.pop("enterprise")

        period = d.pop("period")

        start = datetime.datetime.fromisoformat(d.pop("start"))

        consumption = cls(
            carriers=carriers,
            end=end,
            enterprise=enterprise,
            period=period,
            start=start,
        )

        return consumption
