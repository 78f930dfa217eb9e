from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="NamingReport")


@_attrs_define
class NamingReport:
    """What naming points did.

    Example:
        {'messages': 1, 'points': 2, 'readings': 1, 'remaining': 1}

    Attributes:
        messages (int): Messages that left the quarantine whole [1].
        points (int): Points registered [1].
        readings (int): Readings that left it [1].
        remaining (int): Messages of the gateway that still lie there [1].
    """

    messages: int
    points: int
    readings: int
    remaining: int

    def to_dict(self) -> dict[str, Any]:
        messages = self.messages

        points = self.points

        readings = self.readings

        remaining = self.remaining

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "messages": messages,
                "points": points,
                "readings": readings,
                "remaining": remaining,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        messages = d.pop("messages")

        points = d.pop("points")

        readings = d.pop("readings")

        remaining = d.pop("remaining")

        naming_report = cls(
            messages=messages,
            points=points,
            readings=readings,
            remaining=remaining,
        )

        return naming_report
