from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.quota_position import QuotaPosition


T = TypeVar("T", bound="QuotaCurve")


@_attrs_define
class QuotaCurve:
    """Cumulative use against plan and quota, one value a day of the year.

    All columns have one length; the value of a day stands at its end.

        Example:
            {'coverage': [1.0], 'day_ms': [1], 'plan': [1.0], 'position': {'basis': 'calorific', 'coverage': 0.98,
                'exceed_on': '2026-01-01', 'holder': 'region:150600', 'holders': 1, 'kind': 'energy', 'level': 'will_exceed',
                'plan_to_date': 1.0, 'projection': 1.0, 'projection_high': 1.0, 'projection_low': 1.0, 'quota': 80000, 'reason':
                '', 'reason_en': '', 'severity': 3, 'unit': 'tce', 'used': 71000, 'verdict_id': '', 'year': 2026}, 'projected':
                [1.0], 'used': [1.0]}

        Attributes:
            coverage (list[float | None]): Share of each day measured [0 … 1].
            day_ms (list[int]): End of each day [ms since the epoch, UTC].
            plan (list[float | None]): Plan since 1 January [unit]; null: no plan.
            position (QuotaPosition): Where a quota stands now; of several enterprises, their sum. Example: {'basis':
                'calorific', 'coverage': 0.98, 'exceed_on': '2026-01-01', 'holder': 'region:150600', 'holders': 1, 'kind':
                'energy', 'level': 'will_exceed', 'plan_to_date': 1.0, 'projection': 1.0, 'projection_high': 1.0,
                'projection_low': 1.0, 'quota': 80000, 'reason': '', 'reason_en': '', 'severity': 3, 'unit': 'tce', 'used':
                71000, 'verdict_id': '', 'year': 2026}.
            projected (list[float | None]): From now to the projection at year end [unit]; null in the past.
            used (list[float | None]): Used since 1 January [unit]; null in future.
    """

    coverage: list[float | None]
    day_ms: list[int]
    plan: list[float | None]
    position: QuotaPosition
    projected: list[float | None]
    used: list[float | None]

    def to_dict(self) -> dict[str, Any]:
        coverage = []
        for coverage_item_data in self.coverage:
            coverage_item: float | None
            coverage_item = coverage_item_data
            coverage.append(coverage_item)

        day_ms = self.day_ms

        plan = []
        for plan_item_data in self.plan:
            plan_item: float | None
            plan_item = plan_item_data
            plan.append(plan_item)

        position = self.position.to_dict()

        projected = []
        for projected_item_data in self.projected:
            projected_item: float | None
            projected_item = projected_item_data
            projected.append(projected_item)

        used = []
        for used_item_data in self.used:
            used_item: float | None
            used_item = used_item_data
            used.append(used_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "coverage": coverage,
                "day_ms": day_ms,
                "plan": plan,
                "position": position,
                "projected": projected,
                "used": used,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.quota_position import QuotaPosition

        d = dict(src_dict)
        coverage = []
        _coverage = d.pop("coverage")
        for coverage_item_data in _coverage:

            def _parse_coverage_item(data: object) -> float | None:
                if data is None:
                    return data
                return cast(float | None, data)

            coverage_item = _parse_coverage_item(coverage_item_data)

            coverage.append(coverage_item)

        day_ms = cast(list[int], d.pop("day_ms"))

        plan = []
        _plan = d.pop("plan")
        for plan_item_data in _plan:

            def _parse_plan_item(data: object) -> float | None:
                if data is None:
                    return data
                return cast(float | None, data)

            plan_item = _parse_plan_item(plan_item_data)

            plan.append(plan_item)

        position = QuotaPosition.from_dict(d.pop("position"))

        projected = []
        _projected = d.pop("projected")
        for projected_item_data in _projected:

            def _parse_projected_item(data: object) -> float | None:
                if data is None:
                    return data
                return cast(float | None, data)

            projected_item = _parse_projected_item(projected_item_data)

            projected.append(projected_item)

        used = []
        _used = d.pop("used")
        for used_item_data in _used:

            def _parse_used_item(data: object) -> float | None:
                if data is None:
                    return data
                return cast(float | None, data)

            used_item = _parse_used_item(used_item_data)

            used.append(used_item)

        quota_curve = cls(
            coverage=coverage,
            day_ms=day_ms,
            plan=plan,
            position=position,
            projected=projected,
            used=used,
        )

        return quota_curve
