from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="PointGuess")


@_attrs_define
class PointGuess:
    """What a point that nobody has named yet seems to be, from its code and its readings.

    Example:
        {'carrier': 'electricity', 'expected_s': 60, 'flow': 'purchased', 'kind': 'register', 'unit': 'kWh'}

    Attributes:
        carrier (str): Code of a carrier.
        expected_s (int): Time between readings [s].
        flow (str): What it is to the enterprise.
        kind (str): `register`, `interval` or `gauge`.
        unit (str): Unit of its readings.
    """

    carrier: str
    expected_s: int
    flow: str
    kind: str
    unit: str

    def to_dict(self) -> dict[str, Any]:
        carrier = self.carrier

        expected_s = self.expected_s

        flow = self.flow

        kind = self.kind

        unit = self.unit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "carrier": carrier,
                "expected_s": expected_s,
                "flow": flow,
                "kind": kind,
                "unit": unit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        carrier = d.pop("carrier")

        expected_s = d.pop("expected_s")

        flow = d.pop("flow")

        kind = d.pop("kind")

        unit = d.pop("unit")

        point_guess = cls(
            carrier=carrier,
            expected_s=expected_s,
            flow=flow,
            kind=kind,
            unit=unit,
        )

        return point_guess
