from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="DoubtItem")


@_attrs_define
class DoubtItem:
    """An enterprise whose data cannot be trusted, and why.

    Example:
        {'coverage': 1.0, 'enterprise': '91150600MA0EXAMPL4', 'findings': 1, 'last_arrival':
            '2026-01-01T00:00:00+08:00', 'name': '', 'quarantined': 1, 'region': '150622', 'region_name': '',
            'undetermined': 1}

    Attributes:
        coverage (float | None): Coverage of the year's account [0 … 1].
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        findings (int): Findings of the last 30 days [1].
        last_arrival (datetime.datetime | None): When its last message came; null: never.
        name (str): Name.
        quarantined (int): Messages in quarantine [1].
        region (str): Region by GB/T 2260 code.
        region_name (str): Name of the region.
        undetermined (int): Verdicts that are undetermined [1].
    """

    coverage: float | None
    enterprise: str
    findings: int
    last_arrival: datetime.datetime | None
    name: str
    quarantined: int
    region: str
    region_name: str
    undetermined: int

    def to_dict(self) -> dict[str, Any]:
        coverage: float | None
        coverage = self.coverage

        enterprise = self.enterprise

        findings = self.findings

        last_arrival: None | str
        if isinstance(self.last_arrival, datetime.datetime):
            last_arrival = self.last_arrival.isoformat()
        else:
            last_arrival = self.last_arrival

        name = self.name

        quarantined = self.quarantined

        region = self.region

        region_name = self.region_name

        undetermined = self.undetermined

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "coverage": coverage,
                "enterprise": enterprise,
                "findings": findings,
                "last_arrival": last_arrival,
                "name": name,
                "quarantined": quarantined,
                "region": region,
                "region_name": region_name,
                "undetermined": undetermined,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_coverage(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        coverage = _parse_coverage(d.pop("coverage"))

        enterprise = d.pop("enterprise")

        findings = d.pop("findings")

        def _parse_last_arrival(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_arrival_type_0 = datetime.datetime.fromisoformat(data)

                return last_arrival_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_arrival = _parse_last_arrival(d.pop("last_arrival"))

        name = d.pop("name")

        quarantined = d.pop("quarantined")

        region = d.pop("region")

        region_name = d.pop("region_name")

        undetermined = d.pop("undetermined")

        doubt_item = cls(
            coverage=coverage,
            enterprise=enterprise,
            findings=findings,
            last_arrival=last_arrival,
            name=name,
            quarantined=quarantined,
            region=region,
            region_name=region_name,
            undetermined=undetermined,
        )

        return doubt_item
