from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="BaselineItem")


@_attrs_define
class BaselineItem:
    """A product of an enterprise that is below the sector's baseline level.

    Example:
        {'baseline': 1.0, 'coverage': 0.98, 'enterprise': '91150600MA0EXAMPL4', 'level': 'will_exceed', 'name': '',
            'product': '', 'product_name': '', 'reason': '按目前进度将于11月30日超出年度用能预算', 'reason_en': 'At this pace the quota ends
            on 30 Nov', 'region': '150622', 'region_name': '', 'severity': 3, 'unit': 'tce', 'value': 1.0, 'verdict_id': ''}

    Attributes:
        baseline (float | None): 基准水平 [unit].
        coverage (float): Share of the period's seconds that is measured [0 … 1].
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        level (str): Level of the rule. quota_pace: within_pace, over_pace, will_exceed, exceeded, undetermined;
            benchmark_class: benchmark, between, below_baseline, within_limit, beyond_limit, undetermined; the other rules:
            see docs/benchmarks.md.
        name (str): Name.
        product (str): Product's code.
        product_name (str): Product's name.
        reason (str): Why, in Chinese.
        reason_en (str): Why, in English.
        region (str): Region by GB/T 2260 code.
        region_name (str): Name of the region.
        severity (int): 0 none, 1 notice, 2 warning, 3 serious, 4 grave; greater is worse [1].
        unit (str): Unit of the figures of the row.
        value (float | None): Energy per product [unit].
        verdict_id (str): The verdict; see /explain/verdicts.
    """

    baseline: float | None
    coverage: float
    enterprise: str
    level: str
    name: str
    product: str
    product_name: str
    reason: str
    reason_en: str
    region: str
    region_name: str
    severity: int
    unit: str
    value: float | None
    verdict_id: str

    def to_dict(self) -> dict[str, Any]:
        baseline: float | None
        baseline = self.baseline

        coverage = self.coverage

        enterprise = self.enterprise

        level = self.level

        name = self.name

        product = self.product

        product_name = self.product_name

        reason = self.reason

        reason_en = self.reason_en

        region = self.region

        region_name = self.region_name

        severity = self.severity

        unit = self.unit

        value: float | None
        value = self.value

        verdict_id = self.verdict_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "baseline": baseline,
                "coverage": coverage,
                "enterprise": enterprise,
                "level": level,
                "name": name,
                "product": product,
                "product_name": product_name,
                "reason": reason,
                "reason_en": reason_en,
                "region": region,
                "region_name": region_name,
                "severity": severity,
                "unit": unit,
                "value": value,
                "verdict_id": verdict_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_baseline(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        baseline = _parse_baseline(d.pop("baseline"))

        coverage = d.pop("coverage")

        enterprise = d.pop("enterprise")

        level = d.pop("level")

        name = d.pop("name")

        product = d.pop("product")

        product_name = d.pop("product_name")

        reason = d.pop("reason")

        reason_en = d.pop("reason_en")

        region = d.pop("region")

        region_name = d.pop("region_name")

        severity = d.pop("severity")

        unit = d.pop("unit")

        def _parse_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        value = _parse_value(d.pop("value"))

        verdict_id = d.pop("verdict_id")

        baseline_item = cls(
            baseline=baseline,
            coverage=coverage,
            enterprise=enterprise,
            level=level,
            name=name,
            product=product,
            product_name=product_name,
            reason=reason,
            reason_en=reason_en,
            region=region,
            region_name=region_name,
            severity=severity,
            unit=unit,
            value=value,
            verdict_id=verdict_id,
        )

        return baseline_item
