from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="WarningLevelRow")


@_attrs_define
class WarningLevelRow:
    """A level of a scheme.

    Example:
        {'above': 1.0, 'colour': '#d03b3b', 'confidence': '', 'indicator': '', 'label': '一级预警', 'label_en': '', 'level':
            'level_1', 'measure': '', 'severity': 3, 'source': '', 'step': '', 'step_en': '', 'suspends': False}

    Attributes:
        above (float | None): Bound [%]; null where there is no measure.
        colour (str): Colour of the scheme.
        confidence (str): verified or recalled.
        indicator (str): intensity or total.
        label (str): Label in Chinese.
        label_en (str): Label in English.
        level (str): The scheme's own level.
        measure (str): What must be above `above`; empty: what is left.
        severity (int): 0 none, 1 notice, 2 warning, 3 serious, 4 grave; greater is worse [1].
        source (str): Document that sets it.
        step (str): Next step of the scheme, in Chinese.
        step_en (str): The same in English.
        suspends (bool): Whether a region at it is marked for 缓批限批.
    """

    above: float | None
    colour: str
    confidence: str
    indicator: str
    label: str
    label_en: str
    level: str
    measure: str
    severity: int
    source: str
    step: str
    step_en: str
    suspends: bool

    def to_dict(self) -> dict[str, Any]:
        above: float | None
        above = self.above

        colour = self.colour

        confidence = self.confidence

        indicator = self.indicator

        label = self.label

        label_en = self.label_en

        level = self.level

        measure = self.measure

        severity = self.severity

        source = self.source

        step = self.step

        step_en = self.step_en

        suspends = self.suspends

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "above": above,
                "colour": colour,
                "confidence": confidence,
                "indicator": indicator,
                "label": label,
                "label_en": label_en,
                "level": level,
                "measure": measure,
                "severity": severity,
                "source": source,
                "step": step,
                "step_en": step_en,
                "suspends": suspends,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_above(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        above = _parse_above(d.pop("above"))

        colour = d.pop("colour")

        confidence = d.pop("confidence")

        indicator = d.pop("indicator")

        label = d.pop("label")

        label_en = d.pop("label_en")

        level = d.pop("level")

        measure = d.pop("measure")

        severity = d.pop("severity")

        source = d.pop("source")

        step = d.pop("step")

        step_en = d.pop("step_en")

        suspends = d.pop("suspends")

        warning_level_row = cls(
            above=above,
            colour=colour,
            confidence=confidence,
            indicator=indicator,
            label=label,
            label_en=label_en,
            level=level,
            measure=measure,
            severity=severity,
            source=source,
            step=step,
            step_en=step_en,
            suspends=suspends,
        )

        return warning_level_row
