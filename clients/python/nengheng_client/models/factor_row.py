from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="FactorRow")


@_attrs_define
class FactorRow:
    """A dated factor of a carrier.

    Example:
        {'carrier': 'electricity', 'confidence': 'verified', 'kind': 'coal_calorific', 'note': '', 'source': 'GB/T
            2589-2020', 'unit': 'kgce/kWh', 'valid_from': '2026-01-01T00:00:00+08:00', 'valid_to':
            '2026-01-01T00:00:00+08:00', 'value': 0.1229}

    Attributes:
        carrier (str): Code of the energy carrier.
        confidence (str): How sure the figure is.
        kind (str): `coal_calorific`, `coal_primary` or `co2`.
        note (str): What else must be known.
        source (str): Document.
        unit (str): Unit of the factor.
        valid_from (datetime.datetime | None): First moment; null: always.
        valid_to (datetime.datetime | None): End, exclusive; null: open.
        value (float): The factor [unit].
    """

    carrier: str
    confidence: str
    kind: str
    note: str
    source: str
    unit: str
    valid_from: datetime.datetime | None
    valid_to: datetime.datetime | None
    value: float

    def to_dict(self) -> dict[str, Any]:
        carrier = self.carrier

        confidence = self.confidence

        kind = self.kind

        note = self.note

        source = self.source

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

        value = self.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "carrier": carrier,
                "confidence": confidence,
                "kind": kind,
                "note": note,
                "source": source,
                "unit": unit,
                "valid_from": valid_from,
                "valid_to": valid_to,
                "value": value,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        carrier = d.pop("carrier")

        confidence = d.pop("confidence")

        kind = d.pop("kind")

        note = d.pop("note")

        source = d.pop("source")

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

        value = d.pop("value")

        factor_row = cls(
            carrier=carrier,
            confidence=confidence,
            kind=kind,
            note=note,
            source=source,
            unit=unit,
            valid_from=valid_from,
            valid_to=valid_to,
            value=value,
        )

        return factor_row
