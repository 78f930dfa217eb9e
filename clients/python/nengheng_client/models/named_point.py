from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="NamedPoint")


@_attrs_define
class NamedPoint:
    """A point as its enterprise names it.

    Example:
        {'carrier': 'electricity', 'code': 'T1.EP', 'expected_s': 60, 'flow': 'purchased', 'kind': 'register', 'name':
            '一号主变进线', 'unit': 'kWh'}

    Attributes:
        code (str): Code of the point within its enterprise.
        expected_s (int): Time between readings [s].
        flow (str): What it is to the enterprise.
        kind (str): `register`, `interval` or `gauge`.
        unit (str): Unit of its readings.
        carrier (str | Unset): Code of a carrier. Default: ''.
        name (str | Unset): Name. Default: ''.
    """

    code: str
    expected_s: int
    flow: str
    kind: str
    unit: str
    carrier: str | Unset = ""
    name: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        expected_s = self.expected_s

        flow = self.flow

        kind = self.kind

        unit = self.unit

        carrier = self.carrier

        name = self.name

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "expected_s": expected_s,
                "flow": flow,
                "kind": kind,
                "unit": unit,
            }
        )
        if carrier is not UNSET:
            field_dict["carrier"] = carrier
        if name is not UNSET:
            field_dict["name"] = name

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        code = d.pop("code")

        expected_s = d.pop("expected_s")

        flow = d.pop("flow")

        kind = d.pop("kind")

        unit = d.pop("unit")

        carrier = d.pop("carrier", UNSET)

        name = d.pop("name", UNSET)

        named_point = cls(
            code=code,
            expected_s=expected_s,
            flow=flow,
            kind=kind,
            unit=unit,
            carrier=carrier,
            name=name,
        )

        return named_point
