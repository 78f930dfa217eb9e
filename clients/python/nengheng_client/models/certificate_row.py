from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="CertificateRow")


@_attrs_define
class CertificateRow:
    """A certificate with what is used of it; `mwh = used + left`.

    Example:
        {'code': 'GEC-2026-000123', 'holder': 'region:150600', 'kind': 'certificate', 'left': 400.0, 'month':
            '2026-01-01T00:00:00+08:00', 'mwh': 1000.0, 'origin': '150622', 'source': '统计年鉴 2026', 'technology': 'wind',
            'used': 600.0}

    Attributes:
        code (str): Number of the certificate.
        holder (str): enterprise:CODE or region:CODE.
        kind (str): certificate 绿证 or green_power 绿电.
        left (float): What may still be used [MWh].
        month (datetime.datetime): Month of generation.
        mwh (float): What it stands for [MWh].
        origin (str): Region by GB/T 2260 code.
        source (str): Document that says so.
        technology (str): Such as wind or solar.
        used (float): Σ of its uses [MWh].
    """

    code: str
    holder: str
    kind: str
    left: float
    month: datetime.datetime
    mwh: float
    origin: str
    source: str
    technology: str
    used: float

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        holder = self.holder

        kind = self.kind

        left = self.left

        month = self.month.isoformat()

        mwh = self.mwh

        origin = self.origin

        source = self.source

        technology = self.technology

        used = self.used

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "holder": holder,
                "kind": kind,
                "left": left,
                "month": month,
                "mwh": mwh,
                "origin": origin,
                "source": source,
                "technology": technology,
                "used": used,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        code = d.pop("code")

        holder = d.pop("holder")

        kind = d.pop("kind")

        left = d.pop("left")

        month = datetime.datetime.fromisoformat(d.pop("month"))

        mwh = d.pop("mwh")

        origin = d.pop("origin")

        source = d.pop("source")

        technology = d.pop("technology")

        used = d.pop("used")

        certificate_row = cls(
            code=code,
            holder=holder,
            kind=kind,
            left=left,
            month=month,
            mwh=mwh,
            origin=origin,
            source=source,
            technology=technology,
            used=used,
        )

        return certificate_row
