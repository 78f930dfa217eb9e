from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="CorrectionBody")


@_attrs_define
class CorrectionBody:
    """A next version of a figure that stands.

    Example:
        {'document': '生产月报2026-01', 'reason': '地磅复核', 'unit': 't', 'value': 5120.0}

    Attributes:
        document (str): Source document.
        reason (str): Why it is corrected.
        unit (str): Its unit.
        value (float): The figure [unit].
    """

    document: str
    reason: str
    unit: str
    value: float

    def to_dict(self) -> dict[str, Any]:
        document = self.document

        reason = self.reason

        unit = self.unit

        value = self.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "document": document,
                "reason": reason,
                "unit": unit,
                "value": value,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        document = d.pop("document")

        reason = d.pop("reason")

        unit = d.pop("unit")

        value = d.pop("value")

        correction_body = cls(
            document=document,
            reason=reason,
            unit=unit,
            value=value,
        )

        return correction_body
