from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="PermitLimitRow")


@_attrs_define
class PermitLimitRow:
    """A limit of a permit 许可限值.

    Example:
        {'amount': 100.0, 'enterprise': '91150600MA0EXAMPL4', 'kind': 'concentration', 'outlet': 'DA001', 'period':
            'year', 'permit_number': '', 'pollutant': 'nox', 'reference_oxygen': 1.0, 'unit': 'tce', 'valid_from':
            '2026-01-01T00:00:00+08:00', 'valid_to': '2026-01-01T00:00:00+08:00'}

    Attributes:
        amount (float): The limit [unit].
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        kind (str): concentration or mass.
        outlet (str): Its outlet; empty: the whole enterprise.
        period (str): hour, day, month, quarter or year (Shanghai).
        permit_number (str): Its permit.
        pollutant (str): What is limited.
        reference_oxygen (float | None): Oxygen it is converted to [%].
        unit (str): Unit of the figures of the row.
        valid_from (datetime.datetime | None): First day it holds; null: ever.
        valid_to (datetime.datetime | None): End, exclusive; null while it holds.
    """

    amount: float
    enterprise: str
    kind: str
    outlet: str
    period: str
    permit_number: str
    pollutant: str
    reference_oxygen: float | None
    unit: str
    valid_from: datetime.datetime | None
    valid_to: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount

        enterprise = self.enterprise

        kind = self.kind

        outlet = self.outlet

        period = self.period

        permit_number = self.permit_number

        pollutant = self.pollutant

        reference_oxygen: float | None
        reference_oxygen = self.reference_oxygen

        unit = self.unit

        valid_from: None | str
        if isinstance(self.valid_from, datetime.datetime):
            valid_from = self.valid_from.isoformat()
        else:
            valid_from = self.valid_from

        valid_to: None | str
        if isinstance(self.valid_to, datetime.datetime):
            valid_to = self.valid_to.isoformat()
        else:
            valid_to = self.valid_to

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount": amount,
                "enterprise": enterprise,
                "kind": kind,
                "outlet": outlet,
                "period": period,
                "permit_number": permit_number,
                "pollutant": pollutant,
                "reference_oxygen": reference_oxygen,
                "unit": unit,
                "valid_from": valid_from,
                "valid_to": valid_to,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        amount = d.pop("amount")

        enterprise = d.pop("enterprise")

        kind = d.pop("kind")

        outlet = d.pop("outlet")

        period = d.pop("period")

        permit_number = d.pop("permit_number")

        pollutant = d.pop("pollutant")

        def _parse_reference_oxygen(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        reference_oxygen = _parse_reference_oxygen(d.pop("reference_oxygen"))

        unit = d.pop("unit")

        def _parse_valid_from(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                valid_from_type_0 = datetime.datetime.fromisoformat(data)

                return valid_from_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        valid_from = _parse_valid_from(d.pop("valid_from"))

        def _parse_valid_to(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                valid_to_type_0 = datetime.datetime.fromisoformat(data)

                return valid_to_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        valid_to = _parse_valid_to(d.pop("valid_to"))

        permit_limit_row = cls(
            amount=amount,
            enterprise=enterprise,
            kind=kind,
            outlet=outlet,
            period=period,
            permit_number=permit_number,
            pollutant=pollutant,
            reference_oxygen=reference_oxygen,
            unit=unit,
            valid_from=valid_from,
            valid_to=valid_to,
        )

        return permit_limit_row
