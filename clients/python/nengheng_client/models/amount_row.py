from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="AmountRow")


@_attrs_define
class AmountRow:
    """Amount of one point in one hour; ``amount = measured + estimated``.

    Example:
        {'amount': 1.0, 'coverage': 0.98, 'enterprise': '91150600MA0EXAMPL4', 'estimated': 1.0, 'measured': 1.0,
            'point': 'T1.EP', 'start': '2026-01-01T00:00:00+08:00', 'unit': 'tce'}

    Attributes:
        amount (float | None): Amount [unit]; null where nothing is known.
        coverage (float): Share of the period's seconds that is measured [0 … 1].
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        estimated (float | None): Part spread over gaps or substituted [unit].
        measured (float | None): Part that rests on good readings [unit].
        point (str): Code of the point within its enterprise.
        start (datetime.datetime): Start of the period, ISO 8601 with +08:00.
        unit (str): Unit of the figures of the row.
    """

    amount: float | None
    coverage: float
    enterprise: str
    estimated: float | None
    measured: float | None
    point: str
    start: datetime.datetime
    unit: str

    def to_dict(self) -> dict[str, Any]:
        amount: float | None
        amount = self.amount

        coverage = self.coverage

        enterprise = self.enterprise

        estimated: float | None
        estimated = self.estimated

        measured: float | None
        measured = self.measured

        point = self.point

        start = self.start.isoformat()

        unit = self.unit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount": amount,
                "coverage": coverage,
                "enterprise": enterprise,
                "estimated": estimated,
                "measured": measured,
                "point": point,
                "start": start,
                "unit": unit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_amount(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        amount = _parse_amount(d.pop("amount"))

        coverage = d.pop("coverage")

        enterprise = d.pop("enterprise")

        def _parse_estimated(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        estimated = _parse_estimated(d.pop("estimated"))

        def _parse_measured(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        measured = _parse_measured(d.pop("measured"))

        point = d.pop("point")

        start = datetime.datetime.fromisoformat(d.pop("start"))

        unit = d.pop("unit")

        amount_row = cls(
            amount=amount,
            coverage=coverage,
            enterprise=enterprise,
            estimated=estimated,
            measured=measured,
            point=point,
            start=start,
            unit=unit,
        )

        return amount_row
