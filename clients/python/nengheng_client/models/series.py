from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Series")


@_attrs_define
class Series:
    """A figure over time as columns of one length, for charts.

    Example:
        {'amount': [1.0], 'coverage': [1.0], 'key': '', 'name': '电力', 'name_en': 'electricity', 'period': 'year',
            'start_ms': [1], 'unit': 'tce'}

    Attributes:
        amount (list[float | None]): Amount [unit]; null where there is none.
        coverage (list[float]): Share measured [0 … 1].
        key (str): Code of what is shown, such as a carrier's.
        name (str): Chinese name.
        name_en (str): English name.
        period (str): hour, day, month, quarter or year (Shanghai).
        start_ms (list[int]): Start of each period [ms since the epoch, UTC].
        unit (str): Unit of the figures of the row.
    """

    amount: list[float | None]
    coverage: list[float]
    key: str
    name: str
    name_en: str
    period: str
    start_ms: list[int]
    unit: str

    def to_dict(self) -> dict[str, Any]:
        amount = []
        for amount_item_data in self.amount:
            amount_item: float | None
            amount_item = amount_item_data
            amount.append(amount_item)

        coverage = self.coverage

        key = self.key

        name = self.name

        name_en = self.name_en

        period = self.period

        start_ms = self.start_ms

        unit = self.unit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount": amount,
                "coverage": coverage,
                "key": key,
                "name": name,
                "name_en": name_en,
                "period": period,
                "start_ms": start_ms,
                "unit": unit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        amount = []
        _amount = d.pop("amount")
        for amount_item_data in _amount:

            def _parse_amount_item(data: object) -> float | None:
                if data is None:
                    return data
                return cast(float | None, data)

            amount_item = _parse_amount_item(amount_item_data)

            amount.append(amount_item)

        coverage = cast(list[float], d.pop("coverage"))

        key = d.pop("key")

        name = d.pop("name")

        name_en = d.pop("name_en")

        period = d.pop("period")

        start_ms = cast(list[int], d.pop("start_ms"))

        unit = d.pop("unit")

        series = cls(
            amount=amount,
            coverage=coverage,
            key=key,
            name=name,
            name_en=name_en,
            period=period,
            start_ms=start_ms,
            unit=unit,
        )

        return series
