from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="SeasonRow")


@_attrs_define
class SeasonRow:
    """A production season 淡旺季: twelve weights, and a quota spread by them.

    Example:
        {'basis': 'calorific', 'holder': 'region:150600', 'kind': '', 'months': [1.0], 'quota': 1.0, 'unit': 'tce',
            'weights': [1.0], 'year': 1}

    Attributes:
        basis (str): Standard-coal basis: `calorific` 当量值, `primary` 等价值, or `none`.
        holder (str): Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or
            `line:ENTERPRISE/CODE`.
        kind (str): energy or carbon.
        months (list[float]): That quota spread by the weights [unit].
        quota (float | None): Quota of the year after [unit]; null: none.
        unit (str): Unit of the figures of the row.
        weights (list[float]): Weights of the months, mean 1 [1].
        year (int): Year whose months it repeats.
    """

    basis: str
    holder: str
    kind: str
    months: list[float]
    quota: float | None
    unit: str
    weights: list[float]
    year: int

    def to_dict(self) -> dict[str, Any]:
        basis = self.basis

        holder = self.holder

        kind = self.kind

        months = self.months

        quota: float | None
        quota = self.quota

        unit = self.unit

        weights = self.weights

        year = self.year

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "basis": basis,
                "holder": holder,
                "kind": kind,
                "months": months,
                "quota": quota,
                "unit": unit,
                "weights": weights,
                "year": year,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        basis = d.pop("basis")

        holder = d.pop("holder")

        kind = d.pop("kind")

        months = cast(list[float], d.pop("months"))

        def _parse_quota(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        quota = _parse_quota(d.pop("quota"))

        unit = d.pop("unit")

        weights = cast(list[float], d.pop("weights"))

        year = d.pop("year")

        season_row = cls(
            basis=basis,
            holder=holder,
            kind=kind,
            months=months,
            quota=quota,
            unit=unit,
            weights=weights,
            year=year,
        )

        return season_row
