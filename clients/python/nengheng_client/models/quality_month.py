from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.index_row import IndexRow


T = TypeVar("T", bound="QualityMonth")


@_attrs_define
class QualityMonth:
    """Quality of an enterprise's data in a month.

    Example:
        {'enterprise': '91150600MA0EXAMPL4', 'indices': [{'confidence': 'recalled', 'index': 'completeness', 'part':
            1.0, 'source': '', 'value': 1.0, 'weight': 1.0, 'whole': 1.0}], 'level': 'good', 'month':
            '2026-01-01T00:00:00+08:00', 'name': '', 'provisional': False, 'reason': '按目前进度将于11月30日超出年度用能预算', 'reason_en':
            'At this pace the quota ends on 30 Nov', 'score': 1.0, 'transmission_passed': False}

    Attributes:
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        indices (list[IndexRow]): The six indices.
        level (str): good, fair, poor or undetermined.
        month (datetime.datetime): Start of the month.
        name (str): Name of the enterprise.
        provisional (bool): Whether the month still runs.
        reason (str): Why, in Chinese.
        reason_en (str): Why, in English.
        score (float | None): Score; null where too little is known [0 … 100].
        transmission_passed (bool | None): Whether the effective transmission rate 传输有效率 reaches its pass mark.
    """

    enterprise: str
    indices: list[IndexRow]
    level: str
    month: datetime.datetime
    name: str
    provisional: bool
    reason: str
    reason_en: str
    score: float | None
    transmission_passed: bool | None

    def to_dict(self) -> dict[str, Any]:
        enterprise = self.enterprise

        indices = []
        for indices_item_data in self.indices:
            indices_item = indices_item_data.to_dict()
            indices.append(indices_item)

        level = self.level

        month = self.month.isoformat()

        name = self.name

        provisional = self.provisional

        reason = self.reason

        reason_en = self.reason_en

        score: float | None
        score = self.score

        transmission_passed: bool | None
        transmission_passed = self.transmission_passed

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "enterprise": enterprise,
                "indices": indices,
                "level": level,
                "month": month,
                "name": name,
                "provisional": provisional,
                "reason": reason,
                "reason_en": reason_en,
                "score": score,
                "transmission_passed": transmission_passed,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.index_row import IndexRow

        d = dict(src_dict)
        enterprise = d.pop("enterprise")

        indices = []
        _indices = d.pop("indices")
        for indices_item_data in _indices:
            indices_item = IndexRow.from_dict(indices_item_data)

            indices.append(indices_item)

        level = d.pop("level")

        month = datetime.datetime.fromisoformat(d.pop("month"))

        name = d.pop("name")

        provisional = d.pop("provisional")

        reason = d.pop("reason")

        reason_en = d.pop("reason_en")

        def _parse_score(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        score = _parse_score(d.pop("score"))

        def _parse_transmission_passed(data: object) -> bool | None:
            if data is None:
                return data
            return cast(bool | None, data)

        transmission_passed = _parse_transmission_passed(d.pop("transmission_passed"))

        quality_month = cls(
            enterprise=enterprise,
            indices=indices,
            level=level,
            month=month,
            name=name,
            provisional=provisional,
            reason=reason,
            reason_en=reason_en,
            score=score,
            transmission_passed=transmission_passed,
        )

        return quality_month
