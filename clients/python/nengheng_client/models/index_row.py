from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="IndexRow")


@_attrs_define
class IndexRow:
    """One of the six indices of a month.

    Example:
        {'confidence': 'recalled', 'index': 'completeness', 'part': 1.0, 'source': '', 'value': 1.0, 'weight': 1.0,
            'whole': 1.0}

    Attributes:
        confidence (str): verified or recalled.
        index (str): completeness, timeliness, accuracy, validity, consistency or transmission.
        part (float): What counts for it [1].
        source (str): Where the weight comes from.
        value (float | None): The index; null where it could not be judged [0 … 1].
        weight (float): Its weight in the score [1].
        whole (float): Of how much [1].
    """

    confidence: str
    index: str
    part: float
    source: str
    value: float | None
    weight: float
    whole: float

    def to_dict(self) -> dict[str, Any]:
        confidence = self.confidence

        index = self.index

        part = self.part

        source = self.source

        value: float | None
        value = self.value

        weight = self.weight

        whole = self.whole

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "confidence": confidence,
                "index": index,
                "part": part,
                "source": source,
                "value": value,
                "weight": weight,
                "whole": whole,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        confidence = d.pop("confidence")

        index = d.pop("index")

        part = d.pop("part")

        source = d.pop("source")

        def _parse_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        value = _parse_value(d.pop("value"))

        weight = d.pop("weight")

        whole = d.pop("whole")

        index_row = cls(
            confidence=confidence,
            index=index,
            part=part,
            source=source,
            value=value,
            weight=weight,
            whole=whole,
        )

        return index_row
