from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="TargetRow")


@_attrs_define
class TargetRow:
    """A target of a region in a year beside what was reached.

    Example:
        {'actual': 1.0, 'actual_source': '', 'confidence': '', 'distance': 1.0, 'due': -10.3, 'indicator':
            'energy_per_gdp', 'kind': '', 'level': '', 'note': '', 'source': '统计年鉴 2026', 'target': -16.5, 'target_unit':
            '%', 'unit': 'tce'}

    Attributes:
        actual (float | None): Figure [unit]; null: not stated.
        actual_source (str): Where the actual figure comes from.
        confidence (str): verified, recalled, or entered by hand.
        distance (float | None): actual − due [unit]; null without an actual.
        due (float): What the year asks for [unit].
        indicator (str): Word of the indicator.
        kind (str): change, at_most, at_least, more_than, about, aim.
        level (None | str): met, on_schedule, behind_schedule, not_met; null: no actual figure.
        note (str): Why there is no actual figure.
        source (str): Document that says so.
        target (float): The target as set [target_unit].
        target_unit (str): Unit of the target.
        unit (str): Unit of the figures of the row.
    """

    actual: float | None
    actual_source: str
    confidence: str
    distance: float | None
    due: float
    indicator: str
    kind: str
    level: None | str
    note: str
    source: str
    target: float
    target_unit: str
    unit: str

    def to_dict(self) -> dict[str, Any]:
        actual: float | None
        actual = self.actual

        actual_source = self.actual_source

        confidence = self.confidence

        distance: float | None
        distance = self.distance

        due = self.due

        indicator = self.indicator

        kind = self.kind

        level: None | str
        level = self.level

        note = self.note

        source = self.source

        target = self.target

        target_unit = self.target_unit

        unit = self.unit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "actual": actual,
                "actual_source": actual_source,
                "confidence": confidence,
                "distance": distance,
                "due": due,
                "indicator": indicator,
                "kind": kind,
                "level": level,
                "note": note,
                "source": source,
                "target": target,
                "target_unit": target_unit,
                "unit": unit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_actual(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        actual = _parse_actual(d.pop("actual"))

        actual_source = d.pop("actual_source")

        confidence = d.pop("confidence")

        def _parse_distance(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        distance = _parse_distance(d.pop("distance"))

        due = d.pop("due")

        indicator = d.pop("indicator")

        kind = d.pop("kind")

        def _parse_level(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        level = _parse_level(d.pop("level"))

        note = d.pop("note")

        source = d.pop("source")

        target = d.pop("target")

        target_unit = d.pop("target_unit")

        unit = d.pop("unit")

        target_row = cls(
            actual=actual,
            actual_source=actual_source,
            confidence=confidence,
            distance=distance,
            due=due,
            indicator=indicator,
            kind=kind,
            level=level,
            note=note,
            source=source,
            target=target,
            target_unit=target_unit,
            unit=unit,
        )

        return target_row
