from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="CheckRow")


@_attrs_define
class CheckRow:
    """A comparison of two figures of one thing.

    Example:
        {'agrees': False, 'detail': '', 'kind': 'sub_main', 'reference': 1.0, 'text': '', 'text_en': '', 'tolerance':
            1.0, 'unit': 'tce', 'value': 1.0}

    Attributes:
        agrees (bool): Whether they agree.
        detail (str): Of what: main meter, carrier, product or item.
        kind (str): sub_main, bill, energy_output or report.
        reference (float): Figure it is held against [unit of the row].
        text (str): The comparison, in Chinese.
        text_en (str): The comparison, in English.
        tolerance (float): Share of the reference it may differ by [1].
        unit (str): Unit of the figures of the row.
        value (float): Figure that is judged [unit of the row].
    """

    agrees: bool
    detail: str
    kind: str
    reference: float
    text: str
    text_en: str
    tolerance: float
    unit: str
    value: float

    def to_dict(self) -> dict[str, Any]:
        agrees = self.agrees

        detail = self.detail

        kind = self.kind

        reference = self.reference

        text = self.text

        text_en = self.text_en

        tolerance = self.tolerance

        unit = self.unit

        value = self.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "agrees": agrees,
                "detail": detail,
                "kind": kind,
                "reference": reference,
                "text": text,
                "text_en": text_en,
                "tolerance": tolerance,
                "unit": unit,
                "value": value,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        agrees = d.pop("agrees")

        detail = d.pop("detail")

        kind = d.pop("kind")

        reference = d.pop("reference")

        text = d.pop("text")

        text_en = d.pop("text_en")

        tolerance = d.pop("tolerance")

        unit = d.pop("unit")

        value = d.pop("value")

        check_row = cls(
            agrees=agrees,
            detail=detail,
            kind=kind,
            reference=reference,
            text=text,
            text_en=text_en,
            tolerance=tolerance,
            unit=unit,
            value=value,
        )

        return check_row
