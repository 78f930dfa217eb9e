from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.check_row import CheckRow
    from ..models.point_quality import PointQuality
    from ..models.quality_month import QualityMonth


T = TypeVar("T", bound="QualityDetail")


@_attrs_define
class QualityDetail:
    """A month of an enterprise with its points, comparisons and fitting rates.

    Example:
        {'checks': [{'agrees': False, 'detail': '', 'kind': 'sub_main', 'reference': 1.0, 'text': '', 'text_en': '',
            'tolerance': 1.0, 'unit': 'tce', 'value': 1.0}], 'month': {'enterprise': '91150600MA0EXAMPL4', 'indices':
            [{'confidence': 'recalled', 'index': 'completeness', 'part': 1.0, 'source': '', 'value': 1.0, 'weight': 1.0,
            'whole': 1.0}], 'level': 'good', 'month': '2026-01-01T00:00:00+08:00', 'name': '', 'provisional': False,
            'reason': '按目前进度将于11月30日超出年度用能预算', 'reason_en': 'At this pace the quota ends on 30 Nov', 'score': 1.0,
            'transmission_passed': False}, 'points': [{'calibrated': 1.0, 'excused': 1, 'expected': 1, 'hours_due': 1,
            'hours_sent': 1, 'hours_valid': 1, 'name': '', 'point': 'T1.EP', 'received': 1, 'timed': 1, 'timely': 1,
            'valid': 1}]}

    Attributes:
        checks (list[CheckRow]): Comparisons that could be made.
        month (QualityMonth): Quality of an enterprise's data in a month. Example: {'enterprise': '91150600MA0EXAMPL4',
            'indices': [{'confidence': 'recalled', 'index': 'completeness', 'part': 1.0, 'source': '', 'value': 1.0,
            'weight': 1.0, 'whole': 1.0}], 'level': 'good', 'month': '2026-01-01T00:00:00+08:00', 'name': '', 'provisional':
            False, 'reason': '按目前进度将于11月30日超出年度用能预算', 'reason_en': 'At this pace the quota ends on 30 Nov', 'score': 1.0,
            'transmission_passed': False}.
        points (list[PointQuality]): Its points.
    """

    checks: list[CheckRow]
    month: QualityMonth
    points: list[PointQuality]

    def to_dict(self) -> dict[str, Any]:
        checks = []
        for checks_item_data in self.checks:
            checks_item = checks_item_data.to_dict()
            checks.append(checks_item)

        month = self.month.to_dict()

        points = []
        for points_item_data in self.points:
            points_item = points_item_data.to_dict()
            points.append(points_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "checks": checks,
                "month": month,
                "points": points,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.check_row import CheckRow
        from ..models.point_quality import PointQuality
        from ..models.quality_month import QualityMonth

        d = dict(src_dict)
        checks = []
        _checks = d.pop("checks")
        for checks_item_data in _checks:
            checks_item = CheckRow.from_dict(checks_item_data)

            checks.append(checks_item)

        month = QualityMonth.from_dict(d.pop("month"))

        points = []
        _points = d.pop("points")
        for points_item_data in _points:
            points_item = PointQuality.from_dict(points_item_data)

            points.append(points_item)

        quality_detail = cls(
            checks=checks,
            month=month,
            points=points,
        )

        return quality_detail
