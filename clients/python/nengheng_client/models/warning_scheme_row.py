from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.warning_level_row import WarningLevelRow


T = TypeVar("T", bound="WarningSchemeRow")


@_attrs_define
class WarningSchemeRow:
    """A scheme of early warning with its levels, the worst first.

    Example:
        {'confidence': '', 'levels': [{'above': 1.0, 'colour': '#d03b3b', 'confidence': '', 'indicator': '', 'label':
            '一级预警', 'label_en': '', 'level': 'level_1', 'measure': '', 'severity': 3, 'source': '', 'step': '', 'step_en':
            '', 'suspends': False}], 'periods': [''], 'region': '', 'scheme': 'cn-barometer', 'source': '',
            'suspends_missed_year': False, 'title': '', 'title_en': ''}

    Attributes:
        confidence (str): verified or recalled.
        levels (list[WarningLevelRow]): Levels, the worst first.
        periods (list[str]): month, quarter.
        region (str): Where it holds; empty: the whole country.
        scheme (str): Code.
        source (str): Document that sets it.
        suspends_missed_year (bool): Whether a missed year marks for 缓批限批.
        title (str): Title in Chinese.
        title_en (str): Title in English.
    """

    confidence: str
    levels: list[WarningLevelRow]
    periods: list[str]
    region: str
    scheme: str
    source: str
    suspends_missed_year: bool
    title: str
    title_en: str

    def to_dict(self) -> dict[str, Any]:
        confidence = self.confidence

        levels = []
        for levels_item_data in self.levels:
            levels_item = levels_item_data.to_dict()
            levels.append(levels_item)

        periods = self.periods

        region = self.region

        scheme = self.scheme

        source = self.source

        suspends_missed_year = self.suspends_missed_year

        title = self.title

        title_en = self.title_en

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "confidence": confidence,
                "levels": levels,
                "periods": periods,
                "region": region,
                "scheme": scheme,
                "source": source,
                "suspends_missed_year": suspends_missed_year,
                "title": title,
                "title_en": title_en,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.warning_level_row import WarningLevelRow

        d = dict(src_dict)
        confidence = d.pop("confidence")

        levels = []
        _levels = d.pop("levels")
        for levels_item_data in _levels:
            levels_item = WarningLevelRow.from_dict(levels_item_data)

            levels.append(levels_item)

        periods = cast(list[str], d.pop("periods"))

        region = d.pop("region")

        scheme = d.pop("scheme")

        source = d.pop("source")

        suspends_missed_year = d.pop("suspends_missed_year")

        title = d.pop("title")

        title_en = d.pop("title_en")

        warning_scheme_row = cls(
            confidence=confidence,
            levels=levels,
            periods=periods,
            region=region,
            scheme=scheme,
            source=source,
            suspends_missed_year=suspends_missed_year,
            title=title,
            title_en=title_en,
        )

        return warning_scheme_row
