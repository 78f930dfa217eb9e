from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ProductRow")


@_attrs_define
class ProductRow:
    """A product of an enterprise.

    Example:
        {'benchmark_key': '', 'code': 'CAC2', 'enterprise': '91150600MA0EXAMPL4', 'name': '电石', 'unit': 'tce'}

    Attributes:
        benchmark_key (str): Catalogue key of its levels; empty: not benchmarked.
        code (str): Code within the enterprise.
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        name (str): Name.
        unit (str): Unit of the figures of the row.
    """

    benchmark_key: str
    code: str
    enterprise: str
    name: str
    unit: str

    def to_dict(self) -> dict[str, Any]:
        benchmark_key = self.benchmark_key

        code = self.code

        enterprise = self.enterprise

        name = self.name

        unit = self.unit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "benchmark_key": benchmark_key,
                "code": code,
                "enterprise": enterprise,
                "name": name,
                "unit": unit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        benchmark_key = d.pop("benchmark_key")

        code = d.pop("code")

        enterprise = d.pop("enterprise")

        name = d.pop("name")

        unit = d.pop("unit")

        product_row = cls(
            benchmark_key=benchmark_key,
            code=code,
            enterprise=enterprise,
            name=name,
            unit=unit,
        )

        return product_row
