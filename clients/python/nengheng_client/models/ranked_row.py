from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="RankedRow")


@_attrs_define
class RankedRow:
    """A product's place among all that are judged by the same line.

    Example:
        {'better_pct': 1.0, 'candidate': False, 'coverage': 0.98, 'enterprise': '91150600MA0EXAMPL4', 'enterprise_name':
            '', 'level': 'will_exceed', 'limit_grade': 1, 'obstacles': [''], 'obstacles_en': [''], 'product': 'CAC2',
            'provisional': False, 'rank': 1, 'unit': 'tce', 'value': 798.85, 'verdict_id': ''}

    Attributes:
        better_pct (float): Share of the others that it is better than [%].
        candidate (bool): Whether it may be proposed as 能效领跑者.
        coverage (float): Share of the period's seconds that is measured [0 … 1].
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        enterprise_name (str): Name of the enterprise.
        level (str): Level of the rule. quota_pace: within_pace, over_pace, will_exceed, exceeded, undetermined;
            benchmark_class: benchmark, between, below_baseline, within_limit, beyond_limit, undetermined; the other rules:
            see docs/benchmarks.md.
        limit_grade (int | None): Limit grade 1 … 3, 4 beyond; null: none [1].
        obstacles (list[str]): What stands against it, in Chinese.
        obstacles_en (list[str]): The same in English.
        product (str): Product's code.
        provisional (bool): True until the year is over.
        rank (int): Place from 1; equal figures share one [1].
        unit (str): Unit of the figures of the row.
        value (float): Energy per product [unit].
        verdict_id (str): The verdict; see /explain/verdicts.
    """

    better_pct: float
    candidate: bool
    coverage: float
    enterprise: str
    enterprise_name: str
    level: str
    limit_grade: int | None
    obstacles: list[str]
    obstacles_en: list[str]
    product: str
    provisional: bool
    rank: int
    unit: str
    value: float
    verdict_id: str

    def to_dict(self) -> dict[str, Any]:
        better_pct = self.better_pct

        candidate = self.candidate

        coverage = self.coverage

        enterprise = self.enterprise

        enterprise_name = self.enterprise_name

        level = self.level

        limit_grade: int | None
        limit_grade = self.limit_grade

        obstacles = self.obstacles

        obstacles_en = self.obstacles_en

        product = self.product

        provisional = self.provisional

        rank = self.rank

        unit = self.unit

        value = self.value

        verdict_id = self.verdict_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "better_pct": better_pct,
                "candidate": candidate,
                "coverage": coverage,
                "enterprise": enterprise,
                "enterprise_name": enterprise_name,
                "level": level,
                "limit_grade": limit_grade,
                "obstacles": obstacles,
                "obstacles_en": obstacles_en,
                "product": product,
                "provisional": provisional,
                "rank": rank,
                "unit": unit,
                "value": value,
                "verdict_id": verdict_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        better_pct = d.pop("better_pct")

        candidate = d.pop("candidate")

        coverage = d.pop("coverage")

        enterprise = d.pop("enterprise")

        enterprise_name = d.pop("enterprise_name")

        level = d.pop("level")

        def _parse_limit_grade(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        limit_grade = _parse_limit_grade(d.pop("limit_grade"))

        obstacles = cast(list[str], d.pop("obstacles"))

        obstacles_en = cast(list[str], d.pop("obstacles_en"))

        product = d.pop("product")

        provisional = d.pop("provisional")

        rank = d.pop("rank")

        unit = d.pop("unit")

        value = d.pop("value")

        verdict_id = d.pop("verdict_id")

        ranked_row = cls(
            better_pct=better_pct,
            candidate=candidate,
            coverage=coverage,
            enterprise=enterprise,
            enterprise_name=enterprise_name,
            level=level,
            limit_grade=limit_grade,
            obstacles=obstacles,
            obstacles_en=obstacles_en,
            product=product,
            provisional=provisional,
            rank=rank,
            unit=unit,
            value=value,
            verdict_id=verdict_id,
        )

        return ranked_row
