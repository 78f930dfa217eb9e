from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="FittingRow")


@_attrs_define
class FittingRow:
    """Meter fitting rate 计量器具配备率 of a class of carriers at a level.

    Example:
        {'carriers': 'electricity', 'confidence': 'recalled', 'declared': False, 'due': 1, 'fitted': 1, 'least': 1.0,
            'level': 1, 'name': '电力', 'rate': 1.0, 'reached': False, 'source': ''}

    Attributes:
        carriers (str): Class of carriers.
        confidence (str): verified or recalled.
        declared (bool): Whether the number due was declared by entry.
        due (int): Meters due [1].
        fitted (int): Meters connected [1].
        least (float): Rate that is required [%].
        level (int): 1 enterprise, 2 main secondary unit, 3 main equipment [1].
        name (str): The class in Chinese.
        rate (float | None): Fitting rate [%].
        reached (bool | None): Whether it is reached.
        source (str): Where the required rate comes from.
    """

    carriers: str
    confidence: str
    declared: bool
    due: int
    fitted: int
    least: float
    level: int
    name: str
    rate: float | None
    reached: bool | None
    source: str

    def to_dict(self) -> dict[str, Any]:
        carriers = self.carriers

        confidence = self.confidence

        declared = self.declared

        due = self.due

        fitted = self.fitted

        least = self.least

        level = self.level

        name = self.name

        rate: float | None
        rate = self.rate

        reached: bool | None
        reached = self.reached

        source = self.source

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "carriers": carriers,
                "confidence": confidence,
                "declared": declared,
                "due": due,
                "fitted": fitted,
                "least": least,
                "level": level,
                "name": name,
                "rate": rate,
                "reached": reached,
                "source": source,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        carriers = d.pop("carriers")

        confidence = d.pop("confidence")

        declared = d.pop("declared")

        due = d.pop("due")

        fitted = d.pop("fitted")

        least = d.pop("least")

        level = d.pop("level")

        name = d.pop("name")

        def _parse_rate(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        rate = _parse_rate(d.pop("rate"))

        def _parse_reached(data: object) -> bool | None:
            if data is None:
                return data
            return cast(bool | None, data)

        reached = _parse_reached(d.pop("reached"))

        source = d.pop("source")

        fitting_row = cls(
            carriers=carriers,
            confidence=confidence,
            declared=declared,
            due=due,
            fitted=fitted,
            least=least,
            level=level,
            name=name,
            rate=rate,
            reached=reached,
            source=source,
        )

        return fitting_row
