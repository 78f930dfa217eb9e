from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.scheme_deduction import SchemeDeduction
    from ..models.scheme_measure import SchemeMeasure
    from ..models.scheme_step import SchemeStep


T = TypeVar("T", bound="SchemeRow")


@_attrs_define
class SchemeRow:
    """An assessment scheme: what counts, what is deducted, and the rhythm.

    Example:
        {'base_year': 2020, 'basis': 'calorific', 'code': 'nmg-14', 'confidence': 'verified', 'deductions':
            [{'base_too': False, 'certificate_cap': 1.0, 'confidence': 'verified', 'deduction': 'feedstock',
            'from_intensity': False, 'from_total': False, 'growth_only': False, 'source': '统计年鉴 2026', 'title': '原料用能',
            'valid_from': '2026-01-01T00:00:00+08:00', 'valid_to': '2026-01-01T00:00:00+08:00'}], 'first_year': 2021,
            'last_year': 2025, 'measures': [{'confidence': 'verified', 'exemption': '', 'indicator': 'energy_per_gdp',
            'kind': 'intensity', 'limit': 'target', 'measure': 'energy_intensity', 'quantity': 'energy', 'rank': 1,
            'source': '统计年鉴 2026'}], 'note': '', 'region': '', 'rhythm': [{'step': 'annual', 'title': '年度评估', 'year':
            2026}], 'source': '统计年鉴 2026', 'title': '', 'title_en': ''}

    Attributes:
        base_year (int): Base year [calendar year].
        basis (str): Standard-coal basis: `calorific` 当量值, `primary` 等价值, or `none`.
        code (str): Code of the scheme.
        confidence (str): verified or recalled.
        deductions (list[SchemeDeduction]): What is taken off.
        first_year (int): First year [calendar year].
        last_year (int): Last year [calendar year].
        measures (list[SchemeMeasure]): What counts.
        note (str): What a reader should know.
        region (str): Region it holds in; empty: the whole country.
        rhythm (list[SchemeStep]): When it is evaluated.
        source (str): Document that says so.
        title (str): Name, in Chinese.
        title_en (str): Name, in English.
    """

    base_year: int
    basis: str
    code: str
    confidence: str
    deductions: list[SchemeDeduction]
    first_year: int
    last_year: int
    measures: list[SchemeMeasure]
    note: str
    region: str
    rhythm: list[SchemeStep]
    source: str
    title: str
    title_en: str

    def to_dict(self) -> dict[str, Any]:
        base_year = self.base_year

        basis = self.basis

        code = self.code

        confidence = self.confidence

        deductions = []
        for deductions_item_data in self.deductions:
            deductions_item = deductions_item_data.to_dict()
            deductions.append(deductions_item)

        first_year = self.first_year

        last_year = self.last_year

        measures = []
        for measures_item_data in self.measures:
            measures_item = measures_item_data.to_dict()
            measures.append(measures_item)

        note = self.note

        region = self.region

        rhythm = []
        for rhythm_item_data in self.rhythm:
            rhythm_item = rhythm_item_data.to_dict()
            rhythm.append(rhythm_item)

        source = self.source

        title = self.title

        title_en = self.title_en

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "base_year": base_year,
                "basis": basis,
                "code": code,
                "confidence": confidence,
                "deductions": deductions,
                "first_year": first_year,
                "last_year": last_year,
                "measures": measures,
                "note": note,
                "region": region,
                "rhythm": rhythm,
                "source": source,
                "title": title,
                "title_en": title_en,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.scheme_deduction import SchemeDeduction
        from ..models.scheme_measure import SchemeMeasure
        from ..models.scheme_step import SchemeStep

        d = dict(src_dict)
        base_year = d.pop("base_year")

        basis = d.pop("basis")

        code = d.pop("code")

        confidence = d.pop("confidence")

        deductions = []
        _deductions = d.pop("deductions")
        for deductions_item_data in _deductions:
            deductions_item = SchemeDeduction.from_dict(deductions_item_data)

            deductions.append(deductions_item)

        first_year = d.pop("first_year")

        last_year = d.pop("last_year")

        measures = []
        _measures = d.pop("measures")
        for measures_item_data in _measures:
            measures_item = SchemeMeasure.from_dict(measures_item_data)

            measures.append(measures_item)

        note = d.pop("note")

        region = d.pop("region")

        rhythm = []
        _rhythm = d.pop("rhythm")
        for rhythm_item_data in _rhythm:
            rhythm_item = SchemeStep.from_dict(rhythm_item_data)

            rhythm.append(rhythm_item)

        source = d.pop("source")

        title = d.pop("title")

        title_en = d.pop("title_en")

        scheme_row = cls(
            base_year=base_year,
            basis=basis,
            code=code,
            confidence=confidence,
            deductions=deductions,
            first_year=first_year,
            last_year=last_year,
            measures=measures,
            note=note,
            region=region,
            rhythm=rhythm,
            source=source,
            title=title,
            title_en=title_en,
        )

        return scheme_row
