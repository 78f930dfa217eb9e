from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="TransferBody")


@_attrs_define
class TransferBody:
    """An amount of a year's quota that goes from one holder to another.

    Example:
        {'amount': 5000.0, 'basis': 'none', 'from_holder': 'region:150600', 'kind': 'energy', 'reason': '年度分解',
            'source': '发改〔2026〕1号', 'to_holder': 'region:150600', 'unit': 'tce', 'year': 2026}

    Attributes:
        amount (float): What goes [unit].
        from_holder (str): enterprise:CODE or region:CODE.
        kind (str): energy, intensity, carbon …
        reason (str): Why.
        source (str): Document that sets it.
        to_holder (str): enterprise:CODE or region:CODE.
        unit (str): Its unit.
        year (int): Calendar year.
        basis (str | Unset): calorific, primary or none. Default: 'none'.
    """

    amount: float
    from_holder: str
    kind: str
    reason: str
    source: str
    to_holder: str
    unit: str
    year: int
    basis: str | Unset = "none"

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount

        from_holder = self.from_holder

        kind = self.kind

        reason = self.reason

        source = self.source

        to_holder = self.to_holder

        unit = self.unit

        year = self.year

        basis = self.basis

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount": amount,
                "from_holder": from_holder,
                "kind": kind,
                "reason": reason,
                "source": source,
                "to_holder": to_holder,
                "unit": unit,
                "year": year,
            }
        )
        if basis is not UNSET:
            field_dict["basis"] = basis

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        amount = d.pop("amount")

        from_holder = d.pop("from_holder")

        kind = d.pop("kind")

        reason = d.pop("reason")

        source = d.pop("source")

        to_holder = d.pop("to_holder")

        unit = d.pop("unit")

        year = d.pop("year")

        basis = d.pop("basis", UNSET)

        transfer_body = cls(
            amount=amount,
            from_holder=from_holder,
            kind=kind,
            reason=reason,
            source=source,
            to_holder=to_holder,
            unit=unit,
            year=year,
            basis=basis,
        )

        return transfer_body
