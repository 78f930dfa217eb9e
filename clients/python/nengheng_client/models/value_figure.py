from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="ValueFigure")


@_attrs_define
class ValueFigure:
    """Energy by a value: 单位产值 or 单位增加值综合能耗.

    Example:
        {'basis': 'calorific', 'before': 1.0, 'change': 1.0, 'coverage': 0.98, 'denominator': 1.0, 'energy_tce': 1.0,
            'lacks': '', 'per': 'output_value', 'subject': 'region:150600', 'unit': 'tce', 'value': 1.0}

    Attributes:
        basis (str): Standard-coal basis: `calorific` 当量值, `primary` 等价值, or `none`.
        before (float | None): Figure of the year before [unit].
        change (float | None): Change [1], at comparable prices only; null otherwise.
        coverage (float): Share of the period's seconds that is measured [0 … 1].
        denominator (float | None): Value of the days [万元].
        energy_tce (float | None): Energy of the days [tce].
        lacks (str): '', energy, denominator or coverage.
        per (str): output_value, added_value, or either at comparable prices.
        subject (str): Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or
            `line:ENTERPRISE/CODE`.
        unit (str): Unit of the figures of the row.
        value (float | None): Figure [unit]; null where `lacks` says why.
    """

    basis: str
    before: float | None
    change: float | None
    coverage: float
    denominator: float | None
    energy_tce: float | None
    lacks: str
    per: str
    subject: str
    unit: str
    value: float | None

    def to_dict(self) -> dict[str, Any]:
        basis = self.basis

        before: float | None
        before = self.before

        change: float | None
        change = self.change

        coverage = self.coverage

        denominator: float | None
        denominator = self.denominator

        energy_tce: float | None
        energy_tce = self.energy_tce

        lacks = self.lacks

        per = self.per

        subject = self.subject

        unit = self.unit

        value: float | None
        value = self.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "basis": basis,
                "before": before,
                "change": change,
                "coverage": coverage,
                "denominator": denominator,
                "energy_tce": energy_tce,
                "lacks": lacks,
                "per": per,
                "subject": subject,
                "unit": unit,
                "value": value,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        basis = d.pop("basis")

        def _parse_before(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        before = _parse_before(d.pop("before"))

        def _parse_change(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        change = _parse_change(d.pop("change"))

        coverage = d.pop("coverage")

        def _parse_denominator(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        denominator = _parse_denominator(d.pop("denominator"))

        def _parse_energy_tce(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        energy_tce = _parse_energy_tce(d.pop("energy_tce"))

        lacks = d.pop("lacks")

        per = d.pop("per")

        subject = d.pop("subject")

        unit = d.pop("unit")

        def _parse_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        value = _parse_value(d.pop("value"))

        value_figure = cls(
            basis=basis,
            before=before,
            change=change,
            coverage=coverage,
            denominator=denominator,
            energy_tce=energy_tce,
            lacks=lacks,
            per=per,
            subject=subject,
            unit=unit,
            value=value,
        )

        return value_figure
