from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="CarrierRow")


@_attrs_define
class CarrierRow:
    """An energy carrier or energy-consumed medium.

    Example:
        {'code': 'electricity', 'name': '电力', 'name_en': 'electricity', 'unit': 'kWh'}

    Attributes:
        code (str): Code of the energy carrier.
        name (str): Chinese name.
        name_en (str): English name.
        unit (str): Accounting unit.
    """

    code: str
    name: str
    name_en: str
    unit: str

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        name = self.name

        name_en = self.name_en

        unit = self.unit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "name": name,
                "name_en": name_en,
                "unit": unit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        code = d.pop("code")

        name = d.pop("name")

        name_en = d.pop("name_en")

        unit = d.pop("unit")

        carrier_row = cls(
            code=code,
            name=name,
            name_en=name_en,
            unit=unit,
        )

        return carrier_row
