from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="PaceItem")


@_attrs_define
class PaceItem:
    """An enterprise that uses its quota too fast.

    Example:
        {'basis': 'calorific', 'coverage': 0.98, 'enterprise': '91150600MA0EXAMPL4', 'exceed_on': '2026-01-01', 'kind':
            'energy', 'level': 'will_exceed', 'name': '', 'plan_to_date': 1.0, 'projection': 1.0, 'quota': 1.0, 'reason':
            '按目前进度将于11月30日超出年度用能预算', 'reason_en': 'At this pace the quota ends on 30 Nov', 'region': '150622',
            'region_name': '', 'severity': 3, 'unit': 'tce', 'used': 1.0, 'verdict_id': ''}

    Attributes:
        basis (str): Standard-coal basis: `calorific` 当量值, `primary` 等价值, or `none`.
        coverage (float): Share of the period's seconds that is measured [0 … 1].
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        exceed_on (datetime.date | None): Day on which it is (to be) exceeded.
        kind (str): Kind of quota.
        level (str): Level of the rule. quota_pace: within_pace, over_pace, will_exceed, exceeded, undetermined;
            benchmark_class: benchmark, between, below_baseline, within_limit, beyond_limit, undetermined; the other rules:
            see docs/benchmarks.md.
        name (str): Name.
        plan_to_date (float | None): Plan up to now [unit].
        projection (float | None): Projected for the year [unit].
        quota (float | None): Quota of the year [unit].
        reason (str): Why, in Chinese.
        reason_en (str): Why, in English.
        region (str): Region by GB/T 2260 code.
        region_name (str): Name of the region.
        severity (int): 0 none, 1 notice, 2 warning, 3 serious, 4 grave; greater is worse [1].
        unit (str): Unit of the figures of the row.
        used (float | None): Used so far [unit].
        verdict_id (str): The verdict; see /explain/verdicts.
    """

    basis: str
    coverage: float
    enterprise: str
    exceed_on: datetime.date | None
    kind: str
    level: str
    name: str
    plan_to_date: float | None
    projection: float | None
    quota: float | None
    reason: str
    reason_en: str
    region: str
    region_name: str
    severity: int
    unit: str
    used: float | None
    verdict_id: str

    def to_dict(self) -> dict[str, Any]:
        basis = self.basis

        coverage = self.coverage

        enterprise = self.enterprise

        exceed_on: None | str
        if isinstance(self.exceed_on, datetime.date):
            exceed_on = self.exceed_on.isoformat()
        else:
            exceed_on = self.exceed_on

        kind = self.kind

        level = self.level

        name = self.name

        plan_to_date: float | None
        plan_to_date = self.plan_to_date

        projection: float | None
        projection = self.projection

        quota: float | None
        quota = self.quota

        reason = self.reason

        reason_en = self.reason_en

        region = self.region

        region_name = self.region_name

        severity = self.severity

        unit = self.unit

        used: float | None
        used = self.used

        verdict_id = self.verdict_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "basis": basis,
                "coverage": coverage,
                "enterprise": enterprise,
                "exceed_on": exceed_on,
                "kind": kind,
                "level": level,
                "name": name,
                "plan_to_date": plan_to_date,
                "projection": projection,
                "quota": quota,
                "reason": reason,
                "reason_en": reason_en,
                "region": region,
                "region_name": region_name,
                "severity": severity,
                "unit": unit,
                "used": used,
                "verdict_id": verdict_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        basis = d.pop("basis")

        coverage = d.pop("coverage")

        enterprise = d.pop("enterprise")

        def _parse_exceed_on(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                exceed_on_type_0 = datetime.date.fromisoformat(data)

                return exceed_on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        exceed_on = _parse_exceed_on(d.pop("exceed_on"))

        kind = d.pop("kind")

        level = d.pop("level")

        name = d.pop("name")

        def _parse_plan_to_date(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        plan_to_date = _parse_plan_to_date(d.pop("plan_to_date"))

        def _parse_projection(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        projection = _parse_projection(d.pop("projection"))

        def _parse_quota(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        quota = _parse_quota(d.pop("quota"))

        reason = d.pop("reason")

        reason_en = d.pop("reason_en")

        region = d.pop("region")

        region_name = d.pop("region_name")

        severity = d.pop("severity")

        unit = d.pop("unit")

        def _parse_used(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        used = _parse_used(d.pop("used"))

        verdict_id = d.pop("verdict_id")

        pace_item = cls(
            basis=basis,
            coverage=coverage,
            enterprise=enterprise,
            exceed_on=exceed_on,
            kind=kind,
            level=level,
            name=name,
            plan_to_date=plan_to_date,
            projection=projection,
            quota=quota,
            reason=reason,
            reason_en=reason_en,
            region=region,
            region_name=region_name,
            severity=severity,
            unit=unit,
            used=used,
            verdict_id=verdict_id,
        )

        return pace_item
