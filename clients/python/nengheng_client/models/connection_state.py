from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.obliged_row import ObligedRow


T = TypeVar("T", bound="ConnectionState")


@_attrs_define
class ConnectionState:
    """接入率 of a region in a month.

    Example:
        {'connected': 1, 'enterprises': [{'enterprise': '91150600MA0EXAMPL4', 'lists': ['key_energy'], 'name': '',
            'received': 1, 'region': '150622', 'state': 'connected'}], 'month': '2026-01-01T00:00:00+08:00', 'obliged': 1,
            'rate': 1.0, 'region': '150622', 'silent': 1}

    Attributes:
        connected (int): Of these, those whose data came [1].
        enterprises (list[ObligedRow]): The obliged, not connected ones first.
        month (datetime.datetime): Start of the month.
        obliged (int): Enterprises obliged to connect [1].
        rate (float | None): Connected by obliged; null for nobody [0 … 1].
        region (str): Region by GB/T 2260 code.
        silent (int): Of these, those with points but no data [1].
    """

    connected: int
    enterprises: list[ObligedRow]
    month: datetime.datetime
    obliged: int
    rate: float | None
    region: str
    silent: int

    def to_dict(self) -> dict[str, Any]:
        connected = self.connected

        enterprises = []
        for enterprises_item_data in self.enterprises:
            enterprises_item = enterprises_item_data.to_dict()
            enterprises.append(enterprises_item)

        month = self.month.isoformat()

        obliged = self.obliged

        rate: float | None
        rate = self.rate

        region = self.region

        silent = self.silent

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "connected": connected,
                "enterprises": enterprises,
                "month": month,
                "obliged": obliged,
                "rate": rate,
                "region": region,
                "silent": silent,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.obliged_row import ObligedRow

        d = dict(src_dict)
        connected = d.pop("connected")

        enterprises = []
        _enterprises = d.pop("enterprises")
        for enterprises_item_data in _enterprises:
            enterprises_item = ObligedRow.from_dict(enterprises_item_data)

            enterprises.append(enterprises_item)

        month = datetime.datetime.fromisoformat(d.pop("month"))

        obliged = d.pop("obliged")

        def _parse_rate(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        rate = _parse_rate(d.pop("rate"))

        region = d.pop("region")

        silent = d.pop("silent")

        connection_state = cls(
            connected=connected,
            enterprises=enterprises,
            month=month,
            obliged=obliged,
            rate=rate,
            region=region,
            silent=silent,
        )

        return connection_state
