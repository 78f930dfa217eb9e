from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="LineRow")


@_attrs_define
class LineRow:
    """A process line 工序.

    Example:
        {'benchmark_key': '', 'capacity': 450000.0, 'code': 'F1', 'enterprise': '91150600MA0EXAMPL4', 'in_service':
            '2026-01-01T00:00:00+08:00', 'name': '1号电石炉', 'out_of_service': '2026-01-01T00:00:00+08:00', 'product': 'CAC2',
            'unit': 'tce', 'vintage': 'new'}

    Attributes:
        benchmark_key (str): Line of the catalogue; empty: that of the product.
        capacity (float | None): Capacity [unit].
        code (str): Code of the process line.
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        in_service (datetime.datetime | None): First day of service; null: unknown.
        name (str): Name.
        out_of_service (datetime.datetime | None): End of service; null: none is set.
        product (None | str): Product it makes.
        unit (str): Unit of the figures of the row.
        vintage (str): existing, new or planned.
    """

    benchmark_key: str
    capacity: float | None
    code: str
    enterprise: str
    in_service: datetime.datetime | None
    name: str
    out_of_service: datetime.datetime | None
    product: None | str
    unit: str
    vintage: str

    def to_dict(self) -> dict[str, Any]:
        benchmark_key = self.benchmark_key

        capacity: float | None
        capacity = self.capacity

        code = self.code

        enterprise = self.enterprise

        in_service: None | str
        if isinstance(self.in_service, datetime.datetime):
            in_service = self.in_service.isoformat()
        else:
            in_service = self.in_service

        name = self.name

        out_of_service: None | str
        if isinstance(self.out_of_service, datetime.datetime):
            out_of_service = self.out_of_service.isoformat()
        else:
            out_of_service = self.out_of_service

        product: None | str
        product = self.product

        unit = self.unit

        vintage = self.vintage

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "benchmark_key": benchmark_key,
                "capacity": capacity,
                "code": code,
                "enterprise": enterprise,
                "in_service": in_service,
                "name": name,
                "out_of_service": out_of_service,
                "product": product,
                "unit": unit,
                "vintage": vintage,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        benchmark_key = d.pop("benchmark_key")

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

        def _parse_product(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        product = _parse_product(d.pop("product"))

        unit = d.pop("unit")

        vintage = d.pop("vintage")

        line_row = cls(
            benchmark_key=benchmark_key,
            capacity=capacity,
            code=code,
            enterprise=enterprise,
            in_service=in_service,
            name=name,
            out_of_service=out_of_service,
            product=product,
            unit=unit,
            vintage=vintage,
        )

        return line_row
