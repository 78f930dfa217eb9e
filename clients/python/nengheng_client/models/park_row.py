from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ParkRow")


@_attrs_define
class ParkRow:
    """A park 园区.

    Example:
        {'code': 'MENGSU', 'kind': 'low_carbon', 'name': '1号电石炉', 'region': '150622'}

    Attributes:
        code (str): Code of the park.
        kind (str): industrial, low_carbon or zero_carbon.
        name (str): Name.
        region (str): Region by GB/T 2260 code.
    """

    code: str
    kind: str
    name: str
    region: str

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        kind = self.kind

        name = self.name

        region = self.region

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "kind": kind,
                "name": name,
                "region": region,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        code = d.pop("code")

        kind = d.pop("kind")

        name = d.pop("name")

        region = d.pop("region")

        park_row = cls(
            code=code,
            kind=kind,
            name=name,
            region=region,
        )

        return park_row
