from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.region_figure import RegionFigure


T = TypeVar("T", bound="RegionAccount")


@_attrs_define
class RegionAccount:
    """A region's account of a year: enterprises and remainder beside the official statistic.

    Example:
        {'base_year': 1, 'basis': 'calorific', 'coverage': 0.98, 'figures': [{'name': 'share_metered', 'refused': '',
            'source': '统计年鉴 2026', 'unit': 'tce', 'value': 1.0}], 'level': 'will_exceed', 'region': '150622', 'year': 2026}

    Attributes:
        base_year (int): Year at whose prices denominators are [1].
        basis (str): Standard-coal basis: `calorific` 当量值, `primary` 等价值, or `none`.
        coverage (float): Share of the period's seconds that is measured [0 … 1].
        figures (list[RegionFigure]): The figures, each with its source.
        level (str): Level of the rule. quota_pace: within_pace, over_pace, will_exceed, exceeded, undetermined;
            benchmark_class: benchmark, between, below_baseline, within_limit, beyond_limit, undetermined; the other rules:
            see docs/benchmarks.md.
        region (str): Region by GB/T 2260 code.
        year (int): Calendar year.
    """

    base_year: int
    basis: str
    coverage: float
    figures: list[RegionFigure]
    level: str
    region: str
    year: int

    def to_dict(self) -> dict[str, Any]:
        base_year = self.base_year

        basis = self.basis

        coverage = self.coverage

        figures = []
        for figures_item_data in self.figures:
            figures_item = figures_item_data.to_dict()
            figures.append(figures_item)

        level = self.level

        region = self.region

        year = self.year

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "base_year": base_year,
                "basis": basis,
                "coverage": coverage,
                "figures": figures,
                "level": level,
                "region": region,
                "year": year,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.region_figure import RegionFigure

        d = dict(src_dict)
        base_year = d.pop("base_year")

        basis = d.pop("basis")

        coverage = d.pop("coverage")

        figures = []
        _figures = d.pop("figures")
        for figures_item_data in _figures:
            figures_item = RegionFigure.from_dict(figures_item_data)

            figures.append(figures_item)

        level = d.pop("level")

        region = d.pop("region")

        year = d.pop("year")

        region_account = cls(
            base_year=base_year,
            basis=basis,
            coverage=coverage,
            figures=figures,
            level=level,
            region=region,
            year=year,
        )

        return region_account
