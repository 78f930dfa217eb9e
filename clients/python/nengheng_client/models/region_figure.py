from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="RegionFigure")


@_attrs_define
class RegionFigure:
    """A figure of a region's account, with its source or why it is not given.

    Example:
        {'name': 'share_metered', 'refused': '', 'source': '统计年鉴 2026', 'unit': 'tce', 'value': 1.0}

    Attributes:
        name (str): metered, unmetered, official, total, difference, share_metered, an intensity or a share.
        refused (str): Why it is not given; empty where it is.
        source (str): Document that says so.
        unit (str): Unit of the figures of the row.
        value (float | None): Figure [unit]; null: not stated.
    """

    name: str
    refused: str
    source: str
    unit: str
    value: float | None

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        refused = self.refused

        source = self.source

        unit = self.unit

        value: float | None
        value = self.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "refused": refused,
                "source": source,
                "unit": unit,
                "value": value,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        name = d.pop("name")

        refused = d.pop("refused")

        source = d.pop("source")

        unit = d.pop("unit")

        def _parse_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        value = _parse_value(d.pop("value"))

        region_figure = cls(
            name=name,
            refused=refused,
            source=source,
            unit=unit,
            value=value,
        )

        return region_figure
