from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="SchemeMeasure")


@_attrs_define
class SchemeMeasure:
    """What a scheme counts.

    Example:
        {'confidence': 'verified', 'exemption': '', 'indicator': 'energy_per_gdp', 'kind': 'intensity', 'limit':
            'target', 'measure': 'energy_intensity', 'quantity': 'energy', 'rank': 1, 'source': '统计年鉴 2026'}

    Attributes:
        confidence (str): verified or recalled.
        exemption (str): Target that exempts from it; empty: none.
        indicator (str): Indicator and target.
        kind (str): intensity or total.
        limit (str): target or elastic.
        measure (str): Word of the measure.
        quantity (str): energy, carbon, water, cod …
        rank (int): 1 is looked at first [1].
        source (str): Document that says so.
    """

    confidence: str
    exemption: str
    indicator: str
    kind: str
    limit: str
    measure: str
    quantity: str
    rank: int
    source: str

    def to_dict(self) -> dict[str, Any]:
        confidence = self.confidence

        exemption = self.exemption

        indicator = self.indicator

        kind = self.kind

        limit = self.limit

        measure = self.measure

        quantity = self.quantity

        rank = self.rank

        source = self.source

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "confidence": confidence,
                "exemption": exemption,
                "indicator": indicator,
                "kind": kind,
                "limit": limit,
                "measure": measure,
                "quantity": quantity,
                "rank": rank,
                "source": source,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        confidence = d.pop("confidence")

        exemption = d.pop("exemption")

        indicator = d.pop("indicator")

        kind = d.pop("kind")

        limit = d.pop("limit")

        measure = d.pop("measure")

        quantity = d.pop("quantity")

        rank = d.pop("rank")

        source = d.pop("source")

        scheme_measure = cls(
            confidence=confidence,
            exemption=exemption,
            indicator=indicator,
            kind=kind,
            limit=limit,
            measure=measure,
            quantity=quantity,
            rank=rank,
            source=source,
        )

        return scheme_measure
