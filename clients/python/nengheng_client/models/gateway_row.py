from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="GatewayRow")


@_attrs_define
class GatewayRow:
    """What connects: one MQTT client of an enterprise.

    Example:
        {'code': 'GW1', 'delivery': 'end-to-end', 'enterprise': '91150600MA0EXAMPL4', 'last_arrival':
            '2026-01-01T00:00:00+08:00', 'name': ''}

    Attributes:
        code (str): Code of the gateway within its enterprise.
        delivery (str): `end-to-end` or `broker`.
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        last_arrival (datetime.datetime | None): When its last message came; null: never.
        name (str): Name.
    """

    code: str
    delivery: str
    enterprise: str
    last_arrival: datetime.datetime | None
    name: str

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        delivery = self.delivery

        enterprise = self.enterprise

        last_arrival: None | str
        if isinstance(self.last_arrival, datetime.datetime):
            last_arrival = self.last_arrival.isoformat()
        else:
            last_arrival = self.last_arrival

        name = self.name

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "delivery": delivery,
                "enterprise": enterprise,
                "last_arrival": last_arrival,
                "name": name,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        code = d.pop("code")

        delivery = d.pop("delivery")

        enterprise = d.pop("enterprise")

        def _parse_last_arrival(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_arrival_type_0 = datetime.datetime.fromisoformat(data)

                return last_arrival_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_arrival = _parse_last_arrival(d.pop("last_arrival"))

        name = d.pop("name")

        gateway_row = cls(
            code=code,
            delivery=delivery,
            enterprise=enterprise,
            last_arrival=last_arrival,
            name=name,
        )

        return gateway_row
