from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.latest_reading import LatestReading


T = TypeVar("T", bound="PointRow")


@_attrs_define
class PointRow:
    """A measured quantity at one place.

    Example:
        {'carrier': 'electricity', 'code': 'T1.EP', 'enterprise': '91150600MA0EXAMPL4', 'equipment': 'B1', 'expected_s':
            900, 'flow': 'purchased', 'formula': 'MAIN - SUB', 'gateway': '', 'in_service': '2026-01-01T00:00:00+08:00',
            'kind': 'register', 'latest': {'quality': 0, 'time': '2026-01-01T00:00:00+08:00', 'value': 1.0}, 'line': 'F1',
            'meter_level': 2, 'name': '1号主变进线', 'parent': 'MAIN', 'product': '', 'unit': 'tce'}

    Attributes:
        carrier (str): Code of the energy carrier.
        code (str): Code of the point within its enterprise.
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        equipment (None | str): Equipment it measures.
        expected_s (int): Time between readings [s].
        flow (str): What it is to the enterprise (流向).
        formula (str): Of a virtual point; else empty.
        gateway (None | str): Gateway that sends it; null: any of the enterprise.
        in_service (datetime.datetime): First day of service.
        kind (str): `register`, `interval`, `gauge` or `virtual`.
        line (None | str): Process line it measures.
        meter_level (int | None): Level by GB 17167, 1 … 3 [1].
        name (str): Name.
        parent (None | str): Meter above it.
        product (None | str): Product whose energy or output it measures.
        unit (str): Unit of the figures of the row.
        latest (LatestReading | None | Unset): Newest reading, where asked for.
    """

    carrier: str
    code: str
    enterprise: str
    equipment: None | str
    expected_s: int
    flow: str
    formula: str
    gateway: None | str
    in_service: datetime.datetime
    kind: str
    line: None | str
    meter_level: int | None
    name: str
    parent: None | str
    product: None | str
    unit: str
    latest: LatestReading | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.latest_reading import LatestReading

        carrier = self.carrier

        code = self.code

        enterprise = self.enterprise

        equipment: None | str
        equipment = self.equipment

        expected_s = self.expected_s

        flow = self.flow

        formula = self.formula

        gateway: None | str
        gateway = self.gateway

        in_service = self.in_service.isoformat()

        kind = self.kind

        line: None | str
        line = self.line

        meter_level: int | None
        meter_level = self.meter_level

        name = self.name

        parent: None | str
        parent = self.parent

        product: None | str
        product = self.product

        unit = self.unit

        latest: dict[str, Any] | None | Unset
        if isinstance(self.latest, Unset):
            latest = UNSET
        elif isinstance(self.latest, LatestReading):
            latest = self.latest.to_dict()
        else:
            latest = self.latest

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "carrier": carrier,
                "code": code,
                "enterprise": enterprise,
                "equipment": equipment,
                "expected_s": expected_s,
                "flow": flow,
                "formula": formula,
                "gateway": gateway,
                "in_service": in_service,
                "kind": kind,
                "line": line,
                "meter_level": meter_level,
                "name": name,
                "parent": parent,
                "product": product,
                "unit": unit,
            }
        )
        if latest is not UNSET:
            field_dict["latest"] = latest

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.latest_reading import LatestReading

        d = dict(src_dict)
        carrier = d.pop("carrier")

        code = d.pop("code")

        enterprise = d.pop("enterprise")

        def _parse_equipment(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        equipment = _parse_equipment(d.pop("equipment"))

        expected_s = d.pop("expected_s")

        flow = d.pop("flow")

        formula = d.pop("formula")

        def _parse_gateway(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        gateway = _parse_gateway(d.pop("gateway"))

        in_service = datetime.datetime.fromisoformat(d.pop("in_service"))

        kind = d.pop("kind")

        def _parse_line(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        line = _parse_line(d.pop("line"))

        def _parse_meter_level(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        meter_level = _parse_meter_level(d.pop("meter_level"))

        name = d.pop("name")

        def _parse_parent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        parent = _parse_parent(d.pop("parent"))

        def _parse_product(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        product = _parse_product(d.pop("product"))

        unit = d.pop("unit")

        def _parse_latest(data: object) -> LatestReading | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                latest_type_0 = LatestReading.from_dict(data)

                return latest_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(LatestReading | None | Unset, data)

        latest = _parse_latest(d.pop("latest", UNSET))

        point_row = cls(
            carrier=carrier,
            code=code,
            enterprise=enterprise,
            equipment=equipment,
            expected_s=expected_s,
            flow=flow,
            formula=formula,
            gateway=gateway,
            in_service=in_service,
            kind=kind,
            line=line,
            meter_level=meter_level,
            name=name,
            parent=parent,
            product=product,
            unit=unit,
            latest=latest,
        )

        return point_row
