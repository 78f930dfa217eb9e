from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="QuotaTransferRow")


@_attrs_define
class QuotaTransferRow:
    """What one holder gave another of a year's quota.

    Example:
        {'amount': 120000.0, 'basis': 'calorific', 'code': 'T2026-01', 'decided': '2026-01-01T00:00:00+08:00',
            'decided_by': '鄂尔多斯市发改委', 'from_holder': 'region:150600', 'kind': 'energy', 'reason': '新上项目', 'source': '统计年鉴
            2026', 'to_holder': 'region:150600', 'unit': 'tce', 'year': 2026}

    Attributes:
        amount (float): Amount [unit].
        basis (str): Standard-coal basis: `calorific` 当量值, `primary` 等价值, or `none`.
        code (str): Number of the transfer.
        decided (datetime.datetime): When.
        decided_by (str): Who.
        from_holder (str): enterprise:CODE or region:CODE.
        kind (str): energy, intensity, carbon …
        reason (str): Why.
        source (str): Document that says so.
        to_holder (str): enterprise:CODE or region:CODE.
        unit (str): Unit of the figures of the row.
        year (int): Calendar year.
    """

    amount: float
    basis: str
    code: str
    decided: datetime.datetime
    decided_by: str
    from_holder: str
    kind: str
    reason: str
    source: str
    to_holder: str
    unit: str
    year: int

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount

        basis = self.basis

        code = self.code

        decided = self.decided.isoformat()

        decided_by = self.decided_by

        from_holder = self.from_holder

        kind = self.kind

        reason = self.reason

        source = self.source

        to_holder = self.to_holder

        unit = self.unit

        year = self.year

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount": amount,
                "basis": basis,
                "code": code,
                "decided": decided,
                "decided_by": decided_by,
                "from_holder": from_holder,
                "kind": kind,
                "reason": reason,
                "source": source,
                "to_holder": to_holder,
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

        code = d.pop("code")

        decided = datetime.datetime.fromisoformat(d.pop("decided"))

        decided_by = d.pop("decided_by")

        from_holder = d.pop("from_holder")

        kind = d.pop("kind")

        reason = d.pop("reason")

        source = d.pop("source")

        to_holder = d.pop("to_holder")

        unit = d.pop("unit")

        year = d.pop("year")

        quota_transfer_row = cls(
            amount=amount,
            basis=basis,
            code=code,
            decided=decided,
            decided_by=decided_by,
            from_holder=from_holder,
            kind=kind,
            reason=reason,
            source=source,
            to_holder=to_holder,
            unit=unit,
            year=year,
        )

        return quota_transfer_row
