from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.balance_row_flows import BalanceRowFlows


T = TypeVar("T", bound="BalanceRow")


@_attrs_define
class BalanceRow:
    """One carrier of an energy balance 能源平衡.

    Example:
        {'calorific_tce': 1.0, 'carrier': 'electricity', 'coverage': 0.98, 'flows': {'purchased': 1000.0, 'sold': 10.0},
            'name': '原煤', 'name_en': 'raw coal', 'primary_tce': 1.0, 'stock_counted': 1.0, 'unit': 'tce', 'used': 1.0}

    Attributes:
        calorific_tce (float | None): The same, 当量值 [tce]; null: no factor.
        carrier (str): Code of the energy carrier.
        coverage (float): Share of the period's seconds that is measured [0 … 1].
        flows (BalanceRowFlows): What was metered of each flow, each quantity once [unit].
        name (str): Chinese name.
        name_en (str): English name.
        primary_tce (float | None): The same, 等价值 [tce]; null: no factor.
        stock_counted (float | None): What counted stocks grew by [unit]; null where none is counted.
        unit (str): Unit of the figures of the row.
        used (float): What entered comprehensive use [unit].
    """

    calorific_tce: float | None
    carrier: str
    coverage: float
    flows: BalanceRowFlows
    name: str
    name_en: str
    primary_tce: float | None
    stock_counted: float | None
    unit: str
    used: float

    def to_dict(self) -> dict[str, Any]:
        calorific_tce: float | None
        calorific_tce = self.calorific_tce

        carrier = self.carrier

        coverage = self.coverage

        flows = self.flows.to_dict()

        name = self.name

        name_en = self.name_en

        primary_tce: float | None
        primary_tce = self.primary_tce

        stock_counted: float | None
        stock_counted = self.stock_counted

        unit = self.unit

        used = self.used

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "calorific_tce": calorific_tce,
                "carrier": carrier,
                "coverage": coverage,
                "flows": flows,
                "name": name,
                "name_en": name_en,
                "primary_tce": primary_tce,
                "stock_counted": stock_counted,
                "unit": unit,
                "used": used,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.balance_row_flows import BalanceRowFlows

        d = dict(src_dict)

        def _parse_calorific_tce(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        calorific_tce = _parse_calorific_tce(d.pop("calorific_tce"))

        carrier = d.pop("carrier")

        coverage = d.pop("coverage")

        flows = BalanceRowFlows.from_dict(d.pop("flows"))

        name = d.pop("name")

        name_en = d.pop("name_en")

        def _parse_primary_tce(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        primary_tce = _parse_primary_tce(d.pop("primary_tce"))

        def _parse_stock_counted(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        stock_counted = _parse_stock_counted(d.pop("stock_counted"))

        unit = d.pop("unit")

        used = d.pop("used")

        balance_row = cls(
            calorific_tce=calorific_tce,
            carrier=carrier,
            coverage=coverage,
            flows=flows,
            name=name,
            name_en=name_en,
            primary_tce=primary_tce,
            stock_counted=stock_counted,
            unit=unit,
            used=used,
        )

        return balance_row
