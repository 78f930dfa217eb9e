from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="DifferenceRow")


@_attrs_define
class DifferenceRow:
    """An account figure that two versions of a period state differently.

    Example:
        {'after': 1.0, 'before': 1.0, 'change': -1.5, 'coverage_after': 1.0, 'coverage_before': 1.0, 'indicator':
            'coal_calorific_tce', 'subject': 'region:150600', 'unit': 'tce'}

    Attributes:
        after (float | None): Amount in the newer version [unit].
        before (float | None): Amount in the closed version [unit].
        change (float): What the newer version has more [unit].
        coverage_after (float | None): Share measured now [0 … 1].
        coverage_before (float | None): Share measured then [0 … 1].
        indicator (str): `coal_calorific_tce` (当量值), `coal_primary_tce` (等价值), `co2_t`, `carrier:CODE` or
            `product:CODE`.
        subject (str): Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or
            `line:ENTERPRISE/CODE`.
        unit (str): Unit of the figures of the row.
    """

    after: float | None
    before: float | None
    change: float
    coverage_after: float | None
    coverage_before: float | None
    indicator: str
    subject: str
    unit: str

    def to_dict(self) -> dict[str, Any]:
        after: float | None
        after = self.after

        before: float | None
        before = self.before

        change = self.change

        coverage_after: float | None
        coverage_after = self.coverage_after

        coverage_before: float | None
        coverage_before = self.coverage_before

        indicator = self.indicator

        subject = self.subject

        unit = self.unit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "after": after,
                "before": before,
                "change": change,
                "coverage_after": coverage_after,
                "coverage_before": coverage_before,
                "indicator": indicator,
                "subject": subject,
                "unit": unit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_after(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        after = _parse_after(d.pop("after"))

        def _parse_before(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        before = _parse_before(d.pop("before"))

        change = d.pop("change")

        def _parse_coverage_after(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        coverage_after = _parse_coverage_after(d.pop("coverage_after"))

        def _parse_coverage_before(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        coverage_before = _parse_coverage_before(d.pop("coverage_before"))

        indicator = d.pop("indicator")

        subject = d.pop("subject")

        unit = d.pop("unit")

        difference_row = cls(
            after=after,
            before=before,
            change=change,
            coverage_after=coverage_after,
            coverage_before=coverage_before,
            indicator=indicator,
            subject=subject,
            unit=unit,
        )

        return difference_row
