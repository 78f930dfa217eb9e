from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.outcome import Outcome


T = TypeVar("T", bound="WhatIf")


@_attrs_define
class WhatIf:
    """A quota's year as it stands, and with what is supposed.

    Example:
        {'as_it_stands': {'exceed_on': '2026-01-01', 'high': 1.0, 'low': 1.0, 'projection': 1.0, 'remaining': 1.0},
            'as_of': '2026-01-01T00:00:00+08:00', 'basis': 'calorific', 'changes': [''], 'holder': 'region:150600', 'kind':
            '', 'needed_percent': 1.0, 'quota': 1.0, 'saved': 1.0, 'supposed': {'exceed_on': '2026-01-01', 'high': 1.0,
            'low': 1.0, 'projection': 1.0, 'remaining': 1.0}, 'unit': 'tce', 'used': 1.0, 'year': 1}

    Attributes:
        as_it_stands (Outcome): The end of a year as projected, or as it would be. Example: {'exceed_on': '2026-01-01',
            'high': 1.0, 'low': 1.0, 'projection': 1.0, 'remaining': 1.0}.
        as_of (datetime.datetime): Up to when use is known.
        basis (str): Standard-coal basis: `calorific` 当量值, `primary` 等价值, or `none`.
        changes (list[str]): What is supposed.
        holder (str): Who it is about: `enterprise:CODE`, `region:CODE`, `sector:CODE`, `park:CODE` or
            `line:ENTERPRISE/CODE`.
        kind (str): energy or carbon.
        needed_percent (float | None): Change from the first change's day that would end at the quota [%]; below −100:
            no saving from then on is enough.
        quota (float): Quota of the year [unit].
        saved (float): Less used than as it stands [unit].
        supposed (Outcome): The end of a year as projected, or as it would be. Example: {'exceed_on': '2026-01-01',
            'high': 1.0, 'low': 1.0, 'projection': 1.0, 'remaining': 1.0}.
        unit (str): Unit of the figures of the row.
        used (float): Used so far [unit].
        year (int): Calendar year.
    """

    as_it_stands: Outcome
    as_of: datetime.datetime
    basis: str
    changes: list[str]
    holder: str
    kind: str
    needed_percent: float | None
    quota: float
    saved: float
    supposed: Outcome
    unit: str
    used: float
    year: int

    def to_dict(self) -> dict[str, Any]:
        as_it_stands = self.as_it_stands.to_dict()

        as_of = self.as_of.isoformat()

        basis = self.basis

        changes = self.changes

        holder = self.holder

        kind = self.kind

        needed_percent: float | None
        needed_percent = self.needed_percent

        quota = self.quota

        saved = self.saved

        supposed = self.supposed.to_dict()

        unit = self.unit

        used = self.used

        year = self.year

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "as_it_stands": as_it_stands,
                "as_of": as_of,
                "basis": basis,
                "changes": changes,
                "holder": holder,
                "kind": kind,
                "needed_percent": needed_percent,
                "quota": quota,
                "saved": saved,
                "supposed": supposed,
                "unit": unit,
                "used": used,
                "year": year,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.outcome import Outcome

        d = dict(src_dict)
        as_it_stands = Outcome.from_dict(d.pop("as_it_stands"))

        as_of = datetime.datetime.fromisoformat(d.pop("as_of"))

        basis = d.pop("basis")

        changes = cast(list[str], d.pop("changes"))

        holder = d.pop("holder")

        kind = d.pop("kind")

        def _parse_needed_percent(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        needed_percent = _parse_needed_percent(d.pop("needed_percent"))

        quota = d.pop("quota")

        saved = d.pop("saved")

        supposed = Outcome.from_dict(d.pop("supposed"))

        unit = d.pop("unit")

        used = d.pop("used")

        year = d.pop("year")

        what_if = cls(
            as_it_stands=as_it_stands,
            as_of=as_of,
            basis=basis,
            changes=changes,
            holder=holder,
            kind=kind,
            needed_percent=needed_percent,
            quota=quota,
            saved=saved,
            supposed=supposed,
            unit=unit,
            used=used,
            year=year,
        )

        return what_if
