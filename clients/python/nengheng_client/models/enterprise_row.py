from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="EnterpriseRow")


@_attrs_define
class EnterpriseRow:
    """A supervised enterprise and where it stands.

    Example:
        {'alerts': 1, 'basis': 'calorific', 'benchmark': 'will_exceed', 'code': '91150600MA0EXAMPL4', 'coverage': 1.0,
            'last_arrival': '2026-01-01T00:00:00+08:00', 'name': '模拟·鄂尔多斯电石一厂', 'pace': 'will_exceed', 'projection': 1.0,
            'quota': 1.0, 'region': '150622', 'region_name': '准格尔旗', 'sector': '2613', 'severity': 3, 'simulated': False,
            'used': 1.0}

    Attributes:
        alerts (int): Open alerts [1].
        basis (str): Standard-coal basis: `calorific` 当量值, `primary` 等价值, or `none`.
        benchmark (None | str): Worst level of benchmark_class; null: no verdict.
        code (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        coverage (float | None): Coverage of the year's account [0 … 1].
        last_arrival (datetime.datetime | None): When its last message came; null: never.
        name (str): Name.
        pace (None | str): Worst level of quota_pace; null: no verdict.
        projection (float | None): Energy projected for the year [tce].
        quota (float | None): Energy quota of the year [tce, on `basis`].
        region (str): Region by GB/T 2260 code.
        region_name (str): Name of the region.
        sector (str): Sector by GB/T 4754-2017 code.
        severity (int): 0 none, 1 notice, 2 warning, 3 serious, 4 grave; greater is worse [1].
        simulated (bool): True: no real enterprise.
        used (float | None): Energy of the year so far [tce, on `basis`].
    """

    alerts: int
    basis: str
    benchmark: None | str
    code: str
    coverage: float | None
    last_arrival: datetime.datetime | None
    name: str
    pace: None | str
    projection: float | None
    quota: float | None
    region: str
    region_name: str
    sector: str
    severity: int
    simulated: bool
    used: float | None

    def to_dict(self) -> dict[str, Any]:
        alerts = self.alerts

        basis = self.basis

        benchmark: None | str
        benchmark = self.benchmark

        code = self.code

        coverage: float | None
        coverage = self.coverage

        last_arrival: None | str
        if isinstance(self.last_arrival, datetime.datetime):
            last_arrival = self.last_arrival.isoformat()
        else:
            last_arrival = self.last_arrival

        name = self.name

        pace: None | str
        pace = self.pace

        projection: float | None
        projection = self.projection

        quota: float | None
        quota = self.quota

        region = self.region

        region_name = self.region_name

        sector = self.sector

        severity = self.severity

        simulated = self.simulated

        used: float | None
        used = self.used

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "alerts": alerts,
                "basis": basis,
                "benchmark": benchmark,
                "code": code,
                "coverage": coverage,
                "last_arrival": last_arrival,
                "name": name,
                "pace": pace,
                "projection": projection,
                "quota": quota,
                "region": region,
                "region_name": region_name,
                "sector": sector,
                "severity": severity,
                "simulated": simulated,
                "used": used,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        alerts = d.pop("alerts")

        basis = d.pop("basis")

        def _parse_benchmark(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        benchmark = _parse_benchmark(d.pop("benchmark"))

        code = d.pop("code")

        def _parse_coverage(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        coverage = _parse_coverage(d.pop("coverage"))

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

        def _parse_pace(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        pace = _parse_pace(d.pop("pace"))

        def _parse_projection(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        projection = _parse_projection(d.pop("projection"))

        def _parse_quota(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        quota = _parse_quota(d.pop("quota"))

        region = d.pop("region")

        region_name = d.pop("region_name")

        sector = d.pop("sector")

        severity = d.pop("severity")

        simulated = d.pop("simulated")

        def _parse_used(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        used = _parse_used(d.pop("used"))

        enterprise_row = cls(
            alerts=alerts,
            basis=basis,
            benchmark=benchmark,
            code=code,
            coverage=coverage,
            last_arrival=last_arrival,
            name=name,
            pace=pace,
            projection=projection,
            quota=quota,
            region=region,
            region_name=region_name,
            sector=sector,
            severity=severity,
            simulated=simulated,
            used=used,
        )

        return enterprise_row
