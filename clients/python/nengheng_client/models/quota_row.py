from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="QuotaRow")


@_attrs_define
class QuotaRow:
    """A quota of a holder for a year, with its monthly plan.

    Example:
        {'amount': 80000, 'basis': 'calorific', 'holder': 'region:150600', 'id': 3, 'kind': '', 'months': [1.0],
            'source': '', 'unit': 'tce', 'year': 2026}

    Attributes:
        amount (float): Quota of the year [unit].
        basis (str): Standard-coal basis: `calorific` 当量值, `primary` 等价值, or `none`.
        holder (str): Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or
            `line:ENTERPRISE/CODE`.
        id (int): Number of the quota [1].
        kind (str): energy, intensity, carbon, pollutant or water.
        months (list[float]): Plan of the months 1 … 12 [unit]; empty: none.
        source (str): Document that sets it.
        unit (str): Unit of the figures of the row.
        year (int): Calendar year.
    """

    amount: float
    basis: str
    holder: str
    id: int
    kind: str
    months: list[float]
    source: str
    unit: str
    year: int

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount

        basis = self.basis

        holder = self.holder

        id = self.id

        kind = self.kind

        months = self.months

        source = self.source

        unit = self.unit

        year = self.year

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount": amount,
                "basis": basis,
                "holder": holder,
                "id": id,
                "kind": kind,
                "months": months,
                "source": source,
                "unit": unit,
                "year": year,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        amount = d.pop("amount")

        basis = d.pop("basis")

        holder = d.pop("holder")

        id = d.pop("id")

        kind = d.pop("kind")

        months = cast(list[float], d.pop("months"))

        source = d.pop("source")

        unit = d.pop("unit")

        year = d.pop("year")

        quota_row = cls(
            amount=amount,
            basis=basis,
            holder=holder,
            id=id,
            kind=kind,
            months=months,
            source=source,
            unit=unit,
            year=year,
        )

        return quota_row
