from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="EquipmentRow")


@_attrs_define
class EquipmentRow:
    """A piece of equipment 设备.

    Example:
        {'capacity': 450000.0, 'code': 'B1', 'enterprise': '91150600MA0EXAMPL4', 'in_service':
            '2026-01-01T00:00:00+08:00', 'kind': 'boiler', 'line': 'F1', 'name': '1号电石炉', 'out_of_service':
            '2026-01-01T00:00:00+08:00', 'policy_class': 'restricted', 'unit': 'tce', 'vintage': 'new'}

    Attributes:
        capacity (float | None): Capacity [unit].
        code (str): Code within its enterprise.
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        in_service (datetime.datetime | None): First day of service; null: unknown.
        kind (str): boiler, motor, treatment …
        line (None | str): Line it belongs to.
        name (str): Name.
        out_of_service (datetime.datetime | None): End of service; null: none is set.
        policy_class (str): encouraged, permitted, restricted 限制类 or eliminated 淘汰类.
        unit (str): Unit of the figures of the row.
        vintage (str): existing, new or planned.
    """

    capacity: float | None
    code: str
    enterprise: str
    in_service: datetime.datetime | None
    kind: str
    line: None | str
    name: str
    out_of_service: datetime.datetime | None
    policy_class: str
    unit: str
    vintage: str

    def to_dict(self) -> dict[str, Any]:
        capacity: float | None
        capacity = self.capacity

        code = self.code

        enterprise = self.enterprise

        in_service: None | str
        if isinstance(self.in_service, datetime.datetime):
            in_service = self.in_service.isoformat()
        else:
            in_service = self.in_service

        kind = self.kind

        line: None | str
        line = self.line

        name = self.name

        out_of_service: None | str
        if isinstance(self.out_of_service, datetime.datetime):
            out_of_service = self.out_of_service.isoformat()
        else:
            out_of_service = self.out_of_service

        policy_class = self.policy_class

        unit = self.unit

        vintage = self.vintage

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "capacity": capacity,
                "code": code,
                "enterprise": enterprise,
                "in_service": in_service,
                "kind": kind,
                "line": line,
                "name": name,
                "out_of_service": out_of_service,
                "policy_class": policy_class,
                "unit": unit,
                "vintage": vintage,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_capacity(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        capacity = _parse_capacity(d.pop("capacity"))

        code = d.pop("code")

        enterprise = d.pop("enterprise")

        def _parse_in_service(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                in_service_type_0 = datetime.datetime.fromisoformat(data)

                return in_service_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        in_service = _parse_in_service(d.pop("in_service"))

        kind = d.pop("kind")

        def _parse_line(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        line = _parse_line(d.pop("line"))

        name = d.pop("name")

        def _parse_out_of_service(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                out_of_service_type_0 = datetime.datetime.fromisoformat(data)

                return out_of_service_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        out_of_service = _parse_out_of_service(d.pop("out_of_service"))

        policy_class = d.pop("policy_class")

        unit = d.pop("unit")

        vintage = d.pop("vintage")

        equipment_row = cls(
            capacity=capacity,
            code=code,
            enterprise=enterprise,
            in_service=in_service,
            kind=kind,
            line=line,
            name=name,
            out_of_service=out_of_service,
            policy_class=policy_class,
            unit=unit,
            vintage=vintage,
        )

        return equipment_row
