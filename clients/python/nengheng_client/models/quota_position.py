from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="QuotaPosition")


@_attrs_define
class QuotaPosition:
    """Where a quota stands now; of several enterprises, their sum.

    Example:
        {'basis': 'calorific', 'coverage': 0.98, 'exceed_on': '2026-01-01', 'holder': 'region:150600', 'holders': 1,
            'kind': 'energy', 'level': 'will_exceed', 'plan_to_date': 1.0, 'projection': 1.0, 'projection_high': 1.0,
            'projection_low': 1.0, 'quota': 80000, 'reason': '', 'reason_en': '', 'severity': 3, 'unit': 'tce', 'used':
            71000, 'verdict_id': '', 'year': 2026}

    Attributes:
        basis (str): Standard-coal basis: `calorific` 当量值, `primary` 等价值, or `none`.
        coverage (float): Share of the period's seconds that is measured [0 … 1].
        exceed_on (datetime.date | None): Day on which it is (to be) exceeded.
        holder (str): Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or
            `line:ENTERPRISE/CODE`.
        holders (int): Quotas added up [1]; 1: the holder's own.
        kind (str): energy, carbon …
        level (None | str): Level of the verdict; null: not judged yet.
        plan_to_date (float | None): Plan up to now [unit]; null: no plan.
        projection (float | None): Projected for the whole year [unit].
        quota (float): Quota of the year [unit].
        reason (str): Why, in Chinese.
        reason_en (str): Why, in English.
        severity (int): 0 none, 1 notice, 2 warning, 3 serious, 4 grave; greater is worse [1].
        unit (str): Unit of the figures of the row.
        used (float): Used so far [unit].
        verdict_id (None | str): The verdict; null for a sum.
        year (int): Calendar year.
        projection_high (float | None | Unset): Upper end of the band [unit].
        projection_low (float | None | Unset): Lower end of the band [unit].
    """

    basis: str
    coverage: float
    exceed_on: datetime.date | None
    holder: str
    holders: int
    kind: str
    level: None | str
    plan_to_date: float | None
    projection: float | None
    quota: float
    reason: str
    reason_en: str
    severity: int
    unit: str
    used: float
    verdict_id: None | str
    year: int
    projection_high: float | None | Unset = UNSET
    projection_low: float | None | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        basis = self.basis

        coverage = self.coverage

        exceed_on: None | str
        if isinstance(self.exceed_on, datetime.date):
            exceed_on = self.exceed_on.isoformat()
        else:
            exceed_on = self.exceed_on

        holder = self.holder

        holders = self.holders

        kind = self.kind

        level: None | str
        level = self.level

        plan_to_date: float | None
        plan_to_date = self.plan_to_date

        projection: float | None
        projection = self.projection

        quota = self.quota

        reason = self.reason

        reason_en = self.reason_en

        severity = self.severity

        unit = self.unit

        used = self.used

        verdict_id: None | str
        verdict_id = self.verdict_id

        year = self.year

        projection_high: float | None | Unset
        if isinstance(self.projection_high, Unset):
            projection_high = UNSET
        else:
            projection_high = self.projection_high

        projection_low: float | None | Unset
        if isinstance(self.projection_low, Unset):
            projection_low = UNSET
        else:
            projection_low = self.projection_low

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "basis": basis,
                "coverage": coverage,
                "exceed_on": exceed_on,
                "holder": holder,
                "holders": holders,
                "kind": kind,
                "level": level,
                "plan_to_date": plan_to_date,
                "projection": projection,
                "quota": quota,
                "reason": reason,
                "reason_en": reason_en,
                "severity": severity,
                "unit": unit,
                "used": used,
                "verdict_id": verdict_id,
                "year": year,
            }
        )
        if projection_high is not UNSET:
            field_dict["projection_high"] = projection_high
        if projection_low is not UNSET:
            field_dict["projection_low"] = projection_low

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        basis = d.pop("basis")

        coverage = d.pop("coverage")

        def _parse_exceed_on(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                exceed_on_type_0 = datetime.date.fromisoformat(data)

                return exceed_on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        exceed_on = _parse_exceed_on(d.pop("exceed_on"))

        holder = d.pop("holder")

        holders = d.pop("holders")

        kind = d.pop("kind")

        def _parse_level(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        level = _parse_level(d.pop("level"))

        def _parse_plan_to_date(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        plan_to_date = _parse_plan_to_date(d.pop("plan_to_date"))

        def _parse_projection(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        projection = _parse_projection(d.pop("projection"))

        quota = d.pop("quota")

        reason = d.pop("reason")

        reason_en = d.pop("reason_en")

        severity = d.pop("severity")

        unit = d.pop("unit")

        used = d.pop("used")

        def _parse_verdict_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        verdict_id = _parse_verdict_id(d.pop("verdict_id"))

        year = d.pop("year")

        def _parse_projection_high(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        projection_high = _parse_projection_high(d.pop("projection_high", UNSET))

        def _parse_projection_low(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        projection_low = _parse_projection_low(d.pop("projection_low", UNSET))

        quota_position = cls(
            basis=basis,
            coverage=coverage,
            exceed_on=exceed_on,
            holder=holder,
            holders=holders,
            kind=kind,
            level=level,
            plan_to_date=plan_to_date,
            projection=projection,
            quota=quota,
            reason=reason,
            reason_en=reason_en,
            severity=severity,
            unit=unit,
            used=used,
            verdict_id=verdict_id,
            year=year,
            projection_high=projection_high,
            projection_low=projection_low,
        )

        return quota_position
