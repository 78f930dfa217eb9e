from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="QuotaChangeRow")


@_attrs_define
class QuotaChangeRow:
    """One decision on a quota.

    Example:
        {'amount': 120000.0, 'basis': 'calorific', 'before': 1.0, 'before_unit': 'tce', 'decided':
            '2026-01-01T00:00:00+08:00', 'decided_by': '鄂尔多斯市发改委', 'holder': 'region:150600', 'kind': 'energy', 'number': 2,
            'reason': '年度分解', 'source': '统计年鉴 2026', 'unit': 'tce', 'year': 2026}

    Attributes:
        amount (float): Amount [unit].
        basis (str): Standard-coal basis: `calorific` 当量值, `primary` 等价值, or `none`.
        before (float | None): What it was [before_unit]; null at the first.
        before_unit (str): Unit of what it was.
        decided (datetime.datetime | None): When.
        decided_by (str): Who.
        holder (str): enterprise:CODE or region:CODE.
        kind (str): energy, intensity, carbon …
        number (int): Counts from 1 for each quota [1].
        reason (str): Why.
        source (str): Document that says so.
        unit (str): Unit of the figures of the row.
        year (int): Calendar year.
    """

    amount: float
    basis: str
    before: float | None
    before_unit: str
    decided: datetime.datetime | None
    decided_by: str
    holder: str
    kind: str
    number: int
    reason: str
    source: str
    unit: str
    year: int

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount

        basis = self.basis

        before: float | None
        before = self.before

        before_unit = self.before_unit

        decided: None | str
        if isinstance(self.decided, datetime.datetime):
            decided = self.decided.isoformat()
        else:
            decided = self.decided

        decided_by = self.decided_by

        holder = self.holder

        kind = self.kind

        number = self.number

        reason = self.reason

        source = self.source

        unit = self.unit

        year = self.year

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount": amount,
                "basis": basis,
                "before": before,
                "before_unit": before_unit,
                "decided": decided,
                "decided_by": decided_by,
                "holder": holder,
                "kind": kind,
                "number": number,
                "reason": reason,
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

        def _parse_before(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        before = _parse_before(d.pop("before"))

        before_unit = d.pop("before_unit")

        def _parse_decided(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                decided_type_0 = datetime.datetime.fromisoformat(data)

                return decided_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        decided = _parse_decided(d.pop("decided"))

        decided_by = d.pop("decided_by")

        holder = d.pop("holder")

        kind = d.pop("kind")

        number = d.pop("number")

        reason = d.pop("reason")

        source = d.pop("source")

        unit = d.pop("unit")

        year = d.pop("year")

        quota_change_row = cls(
            amount=amount,
            basis=basis,
            before=before,
            before_unit=before_unit,
            decided=decided,
            decided_by=decided_by,
            holder=holder,
            kind=kind,
            number=number,
            reason=reason,
            source=source,
            unit=unit,
            year=year,
        )

        return quota_change_row
