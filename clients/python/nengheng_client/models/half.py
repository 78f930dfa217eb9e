from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Half")


@_attrs_define
class Half:
    """One side of a comparison.

    Example:
        {'amount': 1.0, 'coverage': 0.98, 'end': '2026-01-01T00:00:00+08:00', 'start': '2026-01-01T00:00:00+08:00'}

    Attributes:
        amount (float | None): Amount of the days [unit]; null: nothing is known.
        coverage (float): Share of the period's seconds that is measured [0 … 1].
        end (datetime.datetime): Start of the period, ISO 8601 with +08:00.
        start (datetime.datetime): Start of the period, ISO 8601 with +08:00.
    """

    amount: float | None
    coverage: float
    end: datetime.datetime
    start: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        amount: float | None
        amount = self.amount

        coverage = self.coverage

        end = self.end.isoformat()

        start = self.start.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount": amount,
                "coverage": coverage,
                "end": end,
                "start": start,
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

        end = datetime.datetime.fromisoformat(d.pop("end"))

        start = datetime.datetime.fromisoformat(d.pop("start"))

        half = cls(
            amount=amount,
            coverage=coverage,
            end=end,
            start=start,
        )

        return half
