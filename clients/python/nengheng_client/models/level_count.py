from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="LevelCount")


@_attrs_define
class LevelCount:
    """How many enterprises have a level.

    Example:
        {'enterprises': 1, 'level': 'will_exceed', 'severity': 3}

    Attributes:
        enterprises (int): Enterprises whose worst level this is [1].
        level (str): Level of the rule. quota_pace: within_pace, over_pace, will_exceed, exceeded, undetermined;
            benchmark_class: benchmark, between, below_baseline, within_limit, beyond_limit, undetermined; the other rules:
            see docs/benchmarks.md.
        severity (int): 0 none, 1 notice, 2 warning, 3 serious, 4 grave; greater is worse [1].
    """

    enterprises: int
    level: str
    severity: int

    def to_dict(self) -> dict[str, Any]:
        enterprises = self.enterprises

        level = self.level

        severity = self.severity

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "enterprises": enterprises,
                "level": level,
                "severity": severity,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        enterprises = d.pop("enterprises")

        level = d.pop("level")

        severity = d.pop("severity")

        level_count = cls(
            enterprises=enterprises,
            level=level,
            severity=severity,
        )

        return level_count
