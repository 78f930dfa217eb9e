from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.half import Half


T = TypeVar("T", bound="YearOnYear")


@_attrs_define
class YearOnYear:
    """An account beside the same days of the year before (同比).

    Example:
        {'basis': 'calorific', 'before': {'amount': 1.0, 'coverage': 0.98, 'end': '2026-01-01T00:00:00+08:00', 'start':
            '2026-01-01T00:00:00+08:00'}, 'change': 1.0, 'indicator': 'coal_calorific_tce', 'now': {'amount': 1.0,
            'coverage': 0.98, 'end': '2026-01-01T00:00:00+08:00', 'start': '2026-01-01T00:00:00+08:00'}, 'period': 'year',
            'subject': 'region:150600', 'trend': 'fell', 'unit': 'tce'}

    Attributes:
        basis (str): Standard-coal basis: `calorific` 当量值, `primary` 等价值, or `none`.
        before (Half): One side of a comparison. Example: {'amount': 1.0, 'coverage': 0.98, 'end':
            '2026-01-01T00:00:00+08:00', 'start': '2026-01-01T00:00:00+08:00'}.
        change (float | None): now ÷ before − 1 [1]; null where a side is missing or below the floor.
        indicator (str): `coal_calorific_tce` (当量值), `coal_primary_tce` (等价值), `co2_t`, `carrier:CODE` or
            `product:CODE`.
        now (Half): One side of a comparison. Example: {'amount': 1.0, 'coverage': 0.98, 'end':
            '2026-01-01T00:00:00+08:00', 'start': '2026-01-01T00:00:00+08:00'}.
        period (str): hour, day, month, quarter or year (Shanghai).
        subject (str): Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or
            `line:ENTERPRISE/CODE`.
        trend (str): fell, rose, steady, no_comparison or undetermined.
        unit (str): Unit of the figures of the row.
    """

    basis: str
    before: Half
    change: float | None
    indicator: str
    now: Half
    period: str
    subject: str
    trend: str
    unit: str

    def to_dict(self) -> dict[str, Any]:
        basis = self.basis

        before = self.before.to_dict()

        change: float | None
        change = self.change

        indicator = self.indicator

        now = self.now.to_dict()

        period = self.period

        subject = self.subject

        trend = self.trend

        unit = self.unit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "basis": basis,
                "before": before,
                "change": change,
                "indicator": indicator,
                "now": now,
                "period": period,
                "subject": subject,
                "trend": trend,
                "unit": unit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.half import Half

        d = dict(src_dict)
        basis = d.pop("basis")

        before = Half.from_dict(d.pop("before"))

        def _parse_change(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        change = _parse_change(d.pop("change"))

        indicator = d.pop("indicator")

        now = Half.from_dict(d.pop("now"))

        period = d.pop("period")

        subject = d.pop("subject")

        trend = d.pop("trend")

        unit = d.pop("unit")

        year_on_year = cls(
            basis=basis,
            before=before,
            change=change,
            indicator=indicator,
            now=now,
            period=period,
            subject=subject,
            trend=trend,
            unit=unit,
        )

        return year_on_year
