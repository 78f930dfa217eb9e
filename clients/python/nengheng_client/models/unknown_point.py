from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.point_guess import PointGuess


T = TypeVar("T", bound="UnknownPoint")


@_attrs_define
class UnknownPoint:
    """A point that a gateway sends and the registry does not know.

    Example:
        {'code': 'T1.EP', 'first': '2026-01-01T00:00:00+08:00', 'first_value': 1.0, 'guess': {'carrier': 'electricity',
            'expected_s': 60, 'flow': 'purchased', 'kind': 'register', 'unit': 'kWh'}, 'last': '2026-01-01T00:00:00+08:00',
            'last_value': 1.0, 'readings': 12}

    Attributes:
        code (str): As the gateway sends it.
        first (datetime.datetime): Time of the first of them.
        first_value (float): Value of the first [unknown unit].
        guess (PointGuess): What a point that nobody has named yet seems to be, from its code and its readings. Example:
            {'carrier': 'electricity', 'expected_s': 60, 'flow': 'purchased', 'kind': 'register', 'unit': 'kWh'}.
        last (datetime.datetime): Time of the newest.
        last_value (float): Value of the newest [unknown unit].
        readings (int): Readings looked at [1].
    """

    code: str
    first: datetime.datetime
    first_value: float
    guess: PointGuess
    last: datetime.datetime
    last_value: float
    readings: int

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        first = self.first.isoformat()

        first_value = self.first_value

        guess = self.guess.to_dict()

        last = self.last.isoformat()

        last_value = self.last_value

        readings = self.readings

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "first": first,
                "first_value": first_value,
                "guess": guess,
                "last": last,
                "last_value": last_value,
                "readings": readings,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.point_guess import PointGuess

        d = dict(src_dict)
        code = d.pop("code")

        first = datetime.datetime.fromisoformat(d.pop("first"))

        first_value = d.pop("first_value")

        guess = PointGuess.from_dict(d.pop("guess"))

        last = datetime.datetime.fromisoformat(d.pop("last"))

        last_value = d.pop("last_value")

        readings = d.pop("readings")

        unknown_point = cls(
            code=code,
            first=first,
            first_value=first_value,
            guess=guess,
            last=last,
            last_value=last_value,
            readings=readings,
        )

        return unknown_point
