from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="LatestReading")


@_attrs_define
class LatestReading:
    """The newest reading of a point.

    Example:
        {'quality': 0, 'time': '2026-01-01T00:00:00+08:00', 'value': 1.0}

    Attributes:
        quality (int): 0 good, 1 suspect, 2 maintenance, 3 substituted, 4 fault [1].
        time (datetime.datetime): Time of the reading.
        value (float): Value as sent [point's unit].
    """

    quality: int
    time: datetime.datetime
    value: float

    def to_dict(self) -> dict[str, Any]:
        quality = self.quality

        time = self.time.isoformat()

        value = self.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "quality": quality,
                "time": time,
                "value": value,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        quality = d.pop("quality")

        time = datetime.datetime.fromisoformat(d.pop("time"))

        value = d.pop("value")

        latest_reading = cls(
            quality=quality,
            time=time,
            value=value,
        )

        return latest_reading
