from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="LevelRow")


@_attrs_define
class LevelRow:
    """Levels and limit grades of one benchmark key.

    Example:
        {'baseline': 940, 'benchmark': 805, 'benchmark_key': '', 'confidence': '', 'edition': '2023', 'grade1': 1.0,
            'grade2': 1.0, 'grade3': 1.0, 'source': '', 'standard': '', 'unit': 'tce'}

    Attributes:
        baseline (float | None): 基准水平 [unit].
        benchmark (float | None): 标杆水平 [unit].
        benchmark_key (str): `sector/product/condition/indicator`.
        confidence (str): How sure the figures are.
        edition (str): Edition in force.
        grade1 (float | None): Limit grade 1 [unit].
        grade2 (float | None): Limit grade 2 [unit].
        grade3 (float | None): Limit grade 3 [unit].
        source (str): Document of the levels.
        standard (str): Standard of the grades.
        unit (str): Unit of the figures of the row.
    """

    baseline: float | None
    benchmark: float | None
    benchmark_key: str
    confidence: str
    edition: str
    grade1: float | None
    grade2: float | None
    grade3: float | None
    source: str
    standard: str
    unit: str

    def to_dict(self) -> dict[str, Any]:
        baseline: float | None
        baseline = self.baseline

        benchmark: float | None
        benchmark = self.benchmark

        benchmark_key = self.benchmark_key

        confidence = self.confidence

        edition = self.edition

        grade1: float | None
        grade1 = self.grade1

        grade2: float | None
        grade2 = self.grade2

        grade3: float | None
        grade3 = self.grade3

        source = self.source

        standard = self.standard

        unit = self.unit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "baseline": baseline,
                "benchmark": benchmark,
                "benchmark_key": benchmark_key,
                "confidence": confidence,
                "edition": edition,
                "grade1": grade1,
                "grade2": grade2,
                "grade3": grade3,
                "source": source,
                "standard": standard,
                "unit": unit,
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

        edition = d.pop("edition")

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

        source = d.pop("source")

        standard = d.pop("standard")

        unit = d.pop("unit")

        level_row = cls(
            baseline=baseline,
            benchmark=benchmark,
            benchmark_key=benchmark_key,
            confidence=confidence,
            edition=edition,
            grade1=grade1,
            grade2=grade2,
            grade3=grade3,
            source=source,
            standard=standard,
            unit=unit,
        )

        return level_row
