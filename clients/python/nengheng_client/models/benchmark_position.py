from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="BenchmarkPosition")


@_attrs_define
class BenchmarkPosition:
    """Energy per product beside 标杆水平, 基准水平 and the limit's grades; lower is better.

    Example:
        {'baseline': 940, 'benchmark': 805, 'benchmark_key': '', 'confidence': 'verified', 'coverage': 1.0, 'edition':
            '2023', 'enterprise': '91150600MA0EXAMPL4', 'grade1': 1.0, 'grade2': 1.0, 'grade3': 1.0, 'level': 'will_exceed',
            'product': 'CAC2', 'product_name': '电石', 'provisional': False, 'reason': '按目前进度将于11月30日超出年度用能预算', 'reason_en':
            'At this pace the quota ends on 30 Nov', 'severity': 3, 'source': '', 'standard': 'GB 21343-2023', 'unit':
            'tce', 'value': 1.0, 'verdict_id': ''}

    Attributes:
        baseline (float | None): 基准水平 [unit].
        benchmark (float | None): 标杆水平 [unit].
        benchmark_key (str): Catalogue key of the levels.
        confidence (str): How sure the figures are.
        coverage (float | None): Coverage of the verdict [0 … 1].
        edition (str): Edition of the levels in force.
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        grade1 (float | None): Limit grade 1, advanced [unit].
        grade2 (float | None): Limit grade 2, access [unit].
        grade3 (float | None): Limit grade 3, limit [unit].
        level (None | str): Level of the verdict; null: not judged yet.
        product (str): Product's code.
        product_name (str): Product's name.
        provisional (bool): True until the period is final.
        reason (str): Why, in Chinese.
        reason_en (str): Why, in English.
        severity (int): 0 none, 1 notice, 2 warning, 3 serious, 4 grave; greater is worse [1].
        source (str): Document the levels come from.
        standard (str): Standard of the grades.
        unit (str): Unit of the figures of the row.
        value (float | None): Energy per product [unit]; null: undetermined.
        verdict_id (None | str): The verdict; see /explain/verdicts.
    """

    baseline: float | None
    benchmark: float | None
    benchmark_key: str
    confidence: str
    coverage: float | None
    edition: str
    enterprise: str
    grade1: float | None
    grade2: float | None
    grade3: float | None
    level: None | str
    product: str
    product_name: str
    provisional: bool
    reason: str
    reason_en: str
    severity: int
    source: str
    standard: str
    unit: str
    value: float | None
    verdict_id: None | str

    def to_dict(self) -> dict[str, Any]:
        baseline: float | None
        baseline = self.baseline

        benchmark: float | None
        benchmark = self.benchmark

        benchmark_key = self.benchmark_key

        confidence = self.confidence

        coverage: float | None
        coverage = self.coverage

        edition = self.edition

        enterprise = self.enterprise

        grade1: float | None
        grade1 = self.grade1

        grade2: float | None
        grade2 = self.grade2

        grade3: float | None
        grade3 = self.grade3

        level: None | str
        level = self.level

        product = self.product

        product_name = self.product_name

        provisional = self.provisional

        reason = self.reason

        reason_en = self.reason_en

        severity = self.severity

        source = self.source

        standard = self.standard

        unit = self.unit

        value: float | None
        value = self.value

        verdict_id: None | str
        verdict_id = self.verdict_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "baseline": baseline,
                "benchmark": benchmark,
                "benchmark_key": benchmark_key,
                "confidence": confidence,
                "coverage": coverage,
                "edition": edition,
                "enterprise": enterprise,
                "grade1": grade1,
                "grade2": grade2,
                "grade3": grade3,
                "level": level,
                "product": product,
                "product_name": product_name,
                "provisional": provisional,
                "reason": reason,
                "reason_en": reason_en,
                "severity": severity,
                "source": source,
                "standard": standard,
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

        def _parse_benchmark(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        benchmark = _parse_benchmark(d.pop("benchmark"))

        benchmark_key = d.pop("benchmark_key")

        confidence = d.pop("confidence")

        def _parse_coverage(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        coverage = _parse_coverage(d.pop("coverage"))

        edition = d.pop("edition")

        enterprise = d.pop("enterprise")

        def _parse_grade1(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        grade1 = _parse_grade1(d.pop("grade1"))

        def _parse_grade2(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        grade2 = _parse_grade2(d.pop("grade2"))

        def _parse_grade3(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        grade3 = _parse_grade3(d.pop("grade3"))

        def _parse_level(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        level = _parse_level(d.pop("level"))

        product = d.pop("product")

        product_name = d.pop("product_name")

        provisional = d.pop("provisional")

        reason = d.pop("reason")

        reason_en = d.pop("reason_en")

        severity = d.pop("severity")

        source = d.pop("source")

        standard = d.pop("standard")

        unit = d.pop("unit")

        def _parse_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        value = _parse_value(d.pop("value"))

        def _parse_verdict_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        verdict_id = _parse_verdict_id(d.pop("verdict_id"))

        benchmark_position = cls(
            baseline=baseline,
            benchmark=benchmark,
            benchmark_key=benchmark_key,
            confidence=confidence,
            coverage=coverage,
            edition=edition,
            enterprise=enterprise,
            grade1=grade1,
            grade2=grade2,
            grade3=grade3,
            level=level,
            product=product,
            product_name=product_name,
            provisional=provisional,
            reason=reason,
            reason_en=reason_en,
            severity=severity,
            source=source,
            standard=standard,
            unit=unit,
            value=value,
            verdict_id=verdict_id,
        )

        return benchmark_position
