from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="EmissionRow")


@_attrs_define
class EmissionRow:
    """A line of emission.

    Example:
        {'activity': 1.0, 'amount': 1200.0, 'confidence': 'verified', 'factor': 1.0, 'name': 'raw_coal', 'source': '统计年鉴
            2026', 'unit': 'tce'}

    Attributes:
        activity (float | None): Activity [unit]; null for accounts.
        amount (float): Emission [tCO2].
        confidence (str): verified or recalled.
        factor (float | None): Factor [tCO2 per unit]; null for accounts.
        name (str): Carrier, process or month.
        source (str): Document that says so.
        unit (str): Unit of the figures of the row.
    """

    activity: float | None
    amount: float
    confidence: str
    factor: float | None
    name: str
    source: str
    unit: str

    def to_dict(self) -> dict[str, Any]:
        activity: float | None
        activity = self.activity

        amount = self.amount

        confidence = self.confidence

        factor: float | None
        factor = self.factor

        name = self.name

        source = self.source

        unit = self.unit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "activity": activity,
                "amount": amount,
                "confidence": confidence,
                "factor": factor,
                "name": name,
                "source": source,
                "unit": unit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_activity(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        activity = _parse_activity(d.pop("activity"))

        amount = d.pop("amount")

        confidence = d.pop("confidence")

        def _parse_factor(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        factor = _parse_factor(d.pop("factor"))

        name = d.pop("name")

        source = d.pop("source")

        unit = d.pop("unit")

        emission_row = cls(
            activity=activity,
            amount=amount,
            confidence=confidence,
            factor=factor,
            name=name,
            source=source,
            unit=unit,
        )

        return emission_row
