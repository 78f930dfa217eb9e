from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="IssueBody")


@_attrs_define
class IssueBody:
    """A quota of a holder for a year: a new one, or a new amount of one there is.

    Example:
        {'amount': 120000.0, 'basis': 'none', 'holder': 'region:150600', 'kind': 'energy', 'reason': '年度分解', 'source':
            '发改〔2026〕1号', 'unit': 'tce', 'year': 2026}

    Attributes:
        amount (float): Quota of the year [unit].
        holder (str): enterprise:CODE or region:CODE.
        kind (str): energy, intensity, carbon …
        reason (str): Why.
        source (str): Document that sets it.
        unit (str): Its unit.
        year (int): Calendar year.
        basis (str | Unset): calorific, primary or none. Default: 'none'.
    """

    amount: float
    holder: str
    kind: str
    reason: str
    source: str
    unit: str
    year: int
    basis: str | Unset = "none"

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount

        holder = self.holder

        kind = self.kind

        reason = self.reason

        source = self.source

        unit = self.unit

        year = self.year

        basis = self.basis

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount": amount,
                "holder": holder,
                "kind": kind,
                "reason": reason,
                "source": source,
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

        holder = d.pop("holder")

        kind = d.pop("kind")

        reason = d.pop("reason")

        source = d.pop("source")

        unit = d.pop("unit")

        year = d.pop("year")

        basis = d.pop("basis", UNSET)

        issue_body = cls(
            amount=amount,
            holder=holder,
            kind=kind,
            reason=reason,
            source=source,
            unit=unit,
            year=year,
            basis=basis,
        )

        return issue_body
