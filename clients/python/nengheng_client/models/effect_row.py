from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="EffectRow")


@_attrs_define
class EffectRow:
    """What an enterprise or project does to its region's intensity.

    Example:
        {'change_percent': 1.0, 'energy_to_offset_tce': 1.0, 'item': '', 'own': 1.0, 'part': '', 'part_energy_tce': 1.0,
            'part_value': 1.0, 'region': '', 'region_energy_tce': 1.0, 'region_value': 1.0, 'sources': [''],
            'value_to_offset': 1.0, 'with_part': 1.0, 'without_part': 1.0, 'year': 1}

    Attributes:
        change_percent (float): By how much it moves the region's [%].
        energy_to_offset_tce (float): What others would have to save [tce]; negative where it helps.
        item (str): What energy is divided by: gdp or industrial_added_value.
        own (float | None): Intensity of the part [tce/万元].
        part (str): Enterprise, or project.
        part_energy_tce (float): Energy of the part [tce].
        part_value (float): Added value of the part [万元].
        region (str): Region.
        region_energy_tce (float): Energy of the region without the part [tce].
        region_value (float): Its value without the part [万元].
        sources (list[str]): Where the figures come from.
        value_to_offset (float): Added value it lacks to be neutral [万元].
        with_part (float): Intensity with it [tce/万元].
        without_part (float): Intensity without it [tce/万元].
        year (int): Calendar year.
    """

    change_percent: float
    energy_to_offset_tce: float
    item: str
    own: float | None
    part: str
    part_energy_tce: float
    part_value: float
    region: str
    region_energy_tce: float
    region_value: float
    sources: list[str]
    value_to_offset: float
    with_part: float
    without_part: float
    year: int

    def to_dict(self) -> dict[str, Any]:
        change_percent = self.change_percent

        energy_to_offset_tce = self.energy_to_offset_tce

        item = self.item

        own: float | None
        own = self.own

        part = self.part

        part_energy_tce = self.part_energy_tce

        part_value = self.part_value

        region = self.region

        region_energy_tce = self.region_energy_tce

        region_value = self.region_value

        sources = self.sources

        value_to_offset = self.value_to_offset

        with_part = self.with_part

        without_part = self.without_part

        year = self.year

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "change_percent": change_percent,
                "energy_to_offset_tce": energy_to_offset_tce,
                "item": item,
                "own": own,
                "part": part,
                "part_energy_tce": part_energy_tce,
                "part_value": part_value,
                "region": region,
                "region_energy_tce": region_energy_tce,
                "region_value": region_value,
                "sources": sources,
                "value_to_offset": value_to_offset,
                "with_part": with_part,
                "without_part": without_part,
                "year": year,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        change_percent = d.pop("change_percent")

        energy_to_offset_tce = d.pop("energy_to_offset_tce")

        item = d.pop("item")

        def _parse_own(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        own = _parse_own(d.pop("own"))

        part = d.pop("part")

        part_energy_tce = d.pop("part_energy_tce")

        part_value = d.pop("part_value")

        region = d.pop("region")

        region_energy_tce = d.pop("region_energy_tce")

        region_value = d.pop("region_value")

        sources = cast(list[str], d.pop("sources"))

        value_to_offset = d.pop("value_to_offset")

        with_part = d.pop("with_part")

        without_part = d.pop("without_part")

        year = d.pop("year")

        effect_row = cls(
            change_percent=change_percent,
            energy_to_offset_tce=energy_to_offset_tce,
            item=item,
            own=own,
            part=part,
            part_energy_tce=part_energy_tce,
            part_value=part_value,
            region=region,
            region_energy_tce=region_energy_tce,
            region_value=region_value,
            sources=sources,
            value_to_offset=value_to_offset,
            with_part=with_part,
            without_part=without_part,
            year=year,
        )

        return effect_row
