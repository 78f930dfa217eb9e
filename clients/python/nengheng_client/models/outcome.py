from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Outcome")


@_attrs_define
class Outcome:
    """The end of a year as projected, or as it would be.

    Example:
        {'exceed_on': '2026-01-01', 'high': 1.0, 'low': 1.0, 'projection': 1.0, 'remaining': 1.0}

    Attributes:
        exceed_on (datetime.date | None): Day on which the quota is passed; null: never.
        high (float | None): Upper end of the 80 % band [unit].
        low (float | None): Lower end of the 80 % band [unit]; null: not known.
        projection (float): Use of the whole year [unit].
        remaining (float): Quota less projection [unit].
    """

    exceed_on: datetime.date | None
    high: float | None
    low: float | None
    projection: float
    remaining: float

    def to_dict(self) -> dict[str, Any]:
        exceed_on: None | str
        if isinstance(self.exceed_on, datetime.date):
            exceed_on = self.exceed_on.isoformat()
        else:
            exceed_on = self.exceed_on

        high: float | None
        high = self.high

        low: float | None
        low = self.low

        projection = self.projection

        remaining = self.remaining

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "exceed_on": exceed_on,
                "high": high,
                "low": low,
                "projection": projection,
                "remaining": remaining,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_exceed_on(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                exceed_on_type_0 = datetime.date.fromisoformat(data)

                return exceed_on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        exceed_on = _parse_exceed_on(d.pop("exceed_on"))

        def _parse_high(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        high = _parse_high(d.pop("high"))

        def _parse_low(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        low = _parse_low(d.pop("low"))

        projection = d.pop("projection")

        remaining = d.pop("remaining")

        outcome = cls(
            exceed_on=exceed_on,
            high=high,
            low=low,
            projection=projection,
            remaining=remaining,
        )

        return outcome
