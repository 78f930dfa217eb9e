from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="AccountRow")


@_attrs_define
class AccountRow:
    """One account figure of a subject; ``amount = measured + estimated``.

    Example:
        {'amount': 1234.5, 'basis': 'calorific', 'coverage': 0.98, 'estimated': 1.0, 'indicator': 'coal_calorific_tce',
            'measured': 1.0, 'period': 'year', 'start': '2026-01-01T00:00:00+08:00', 'subject': 'region:150600', 'unit':
            'tce', 'version': 0}

    Attributes:
        amount (float): Amount [unit].
        basis (str): Standard-coal basis: `calorific` 当量值, `primary` 等价值, or `none`.
        coverage (float): Share of the period's seconds that is measured [0 … 1].
        estimated (float): Part spread over gaps or substituted [unit].
        indicator (str): `coal_calorific_tce` (当量值), `coal_primary_tce` (等价值), `co2_t`, `carrier:CODE` or
            `product:CODE`.
        measured (float): Part that rests on good readings [unit].
        period (str): hour, day, month, quarter or year (Shanghai).
        start (datetime.datetime): Start of the period, ISO 8601 with +08:00.
        subject (str): Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or
            `line:ENTERPRISE/CODE`.
        unit (str): Unit of the figures of the row.
        version (int): 0 is the working version [1].
    """

    amount: float
    basis: str
    coverage: float
    estimated: float
    indicator: str
    measured: float
    period: str
    start: datetime.datetime
    subject: str
    unit: str
    version: int

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount

        basis = self.basis

        coverage = self.coverage

        estimated = self.estimated

        indicator = self.indicator

        measured = self.measured

        period = self.period

        start = self.start.isoformat()

        subject = self.subject

        unit = self.unit

        version = self.version

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount": amount,
                "basis": basis,
                "coverage": coverage,
                "estimated": estimated,
                "indicator": indicator,
                "measured": measured,
                "period": period,
                "start": start,
                "subject": subject,
                "unit": unit,
                "version": version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        amount = d.pop("amount")

        basis = d.pop("basis")

        coverage = d.pop("coverage")

        estimated = d.pop("estimated")

        indicator = d.pop("indicator")

        measured = d.pop("measured")

        period = d.pop("period")

        start = datetime.datetime.fromisoformat(d.pop("start"))

        subject = d.pop("subject")

        unit = d.pop("unit")

        version = d.pop("version")

        account_row = cls(
            amount=amount,
            basis=basis,
            coverage=coverage,
            estimated=estimated,
            indicator=indicator,
            measured=measured,
            period=period,
            start=start,
            subject=subject,
            unit=unit,
            version=version,
        )

        return account_row
