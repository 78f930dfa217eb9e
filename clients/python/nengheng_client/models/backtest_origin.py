from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="BacktestOrigin")


@_attrs_define
class BacktestOrigin:
    """A projection as it was made at the end of a month, and what came.

    Example:
        {'actual': 1.0, 'at': '2026-01-01T00:00:00+08:00', 'high': 1.0, 'inside': False, 'low': 1.0, 'projection': 1.0}

    Attributes:
        actual (float): What the year came to [unit].
        at (datetime.datetime): When it was made.
        high (float): Upper end of the band [unit].
        inside (bool): Whether the band held it.
        low (float): Lower end of the band [unit].
        projection (float): Projection of the year [unit].
    """

    actual: float
    at: datetime.datetime
    high: float
    inside: bool
    low: float
    projection: float

    def to_dict(self) -> dict[str, Any]:
        actual = self.actual

        at = self.at.isoformat()

        high = self.high

        inside = self.inside

        low = self.low

        projection = self.projection

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "actual": actual,
                "at": at,
                "high": high,
                "inside": inside,
                "low": low,
                "projection": projection,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        actual = d.pop("actual")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        high = d.pop("high")

        inside = d.pop("inside")

        low = d.pop("low")

        projection = d.pop("projection")

        backtest_origin = cls(
            actual=actual,
            at=at,
            high=high,
            inside=inside,
            low=low,
            projection=projection,
        )

        return backtest_origin
