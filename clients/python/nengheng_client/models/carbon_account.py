from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.certified_month import CertifiedMonth
    from ..models.emission_row import EmissionRow


T = TypeVar("T", bound="CarbonAccount")


@_attrs_define
class CarbonAccount:
    """Carbon of a subject in a year; `total = scope1 + scope2`.

    Example:
        {'certificates': [{'claimed': 900000.0, 'counted': 744000.0, 'metered': 744000.0, 'month':
            '2026-01-01T00:00:00+08:00', 'subject': 'region:150600', 'surplus': 156000.0}], 'certified': [{'activity': 1.0,
            'amount': 1200.0, 'confidence': 'verified', 'factor': 1.0, 'name': 'raw_coal', 'source': '统计年鉴 2026', 'unit':
            'tce'}], 'fuels': [{'activity': 1.0, 'amount': 1200.0, 'confidence': 'verified', 'factor': 1.0, 'name':
            'raw_coal', 'source': '统计年鉴 2026', 'unit': 'tce'}], 'power': [{'activity': 1.0, 'amount': 1200.0, 'confidence':
            'verified', 'factor': 1.0, 'name': 'raw_coal', 'source': '统计年鉴 2026', 'unit': 'tce'}], 'processes':
            [{'activity': 1.0, 'amount': 1200.0, 'confidence': 'verified', 'factor': 1.0, 'name': 'raw_coal', 'source':
            '统计年鉴 2026', 'unit': 'tce'}], 'scope1': 1000.0, 'scope2': 400.0, 'scope2_gross': 500.0, 'subject':
            'region:150600', 'total': 1400.0, 'year': 2026}

    Attributes:
        certificates (list[CertifiedMonth]): Certificates against metered use.
        certified (list[EmissionRow]): What certificates take off, by month.
        fuels (list[EmissionRow]): Scope 1 by fuel.
        power (list[EmissionRow]): Scope 2 by carrier.
        processes (list[EmissionRow]): Scope 1 by process.
        scope1 (float): Fuels and processes [tCO2].
        scope2 (float): Without certified power [tCO2].
        scope2_gross (float): Power and heat bought [tCO2].
        subject (str): Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or
            `line:ENTERPRISE/CODE`.
        total (float): Scope 1 and scope 2 [tCO2].
        year (int): Calendar year.
    """

    certificates: list[CertifiedMonth]
    certified: list[EmissionRow]
    fuels: list[EmissionRow]
    power: list[EmissionRow]
    processes: list[EmissionRow]
    scope1: float
    scope2: float
    scope2_gross: float
    subject: str
    total: float
    year: int

    def to_dict(self) -> dict[str, Any]:
        certificates = []
        for certificates_item_data in self.certificates:
            certificates_item = certificates_item_data.to_dict()
            certificates.append(certificates_item)

        certified = []
        for certified_item_data in self.certified:
            certified_item = certified_item_data.to_dict()
            certified.append(certified_item)

        fuels = []
        for fuels_item_data in self.fuels:
            fuels_item = fuels_item_data.to_dict()
            fuels.append(fuels_item)

        power = []
        for power_item_data in self.power:
            power_item = power_item_data.to_dict()
            power.append(power_item)

        processes = []
        for processes_item_data in self.processes:
            processes_item = processes_item_data.to_dict()
            processes.append(processes_item)

        scope1 = self.scope1

        scope2 = self.scope2

        scope2_gross = self.scope2_gross

        subject = self.subject

        total = self.total

        year = self.year

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "certificates": certificates,
                "certified": certified,
                "fuels": fuels,
                "power": power,
                "processes": processes,
                "scope1": scope1,
                "scope2": scope2,
                "scope2_gross": scope2_gross,
                "subject": subject,
                "total": total,
                "year": year,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.certified_month import CertifiedMonth
        from ..models.emission_row import EmissionRow

        d = dict(src_dict)
        certificates = []
        _certificates = d.pop("certificates")
        for certificates_item_data in _certificates:
            certificates_item = CertifiedMonth.from_dict(certificates_item_data)

            certificates.append(certificates_item)

        certified = []
        _certified = d.pop("certified")
        for certified_item_data in _certified:
            certified_item = EmissionRow.from_dict(certified_item_data)

            certified.append(certified_item)

        fuels = []
        _fuels = d.pop("fuels")
        for fuels_item_data in _fuels:
            fuels_item = EmissionRow.from_dict(fuels_item_data)

            fuels.append(fuels_item)

        power = []
        _power = d.pop("power")
        for power_item_data in _power:
            power_item = EmissionRow.from_dict(power_item_data)

            power.append(power_item)

        processes = []
        _processes = d.pop("processes")
        for processes_item_data in _processes:
            processes_item = EmissionRow.from_dict(processes_item_data)

            processes.append(processes_item)

        scope1 = d.pop("scope1")

        scope2 = d.pop("scope2")

        scope2_gross = d.pop("scope2_gross")

        subject = d.pop("subject")

        total = d.pop("total")

        year = d.pop("year")

        carbon_account = cls(
            certificates=certificates,
            certified=certified,
            fuels=fuels,
            power=power,
            processes=processes,
            scope1=scope1,
            scope2=scope2,
            scope2_gross=scope2_gross,
            subject=subject,
            total=total,
            year=year,
        )

        return carbon_account
