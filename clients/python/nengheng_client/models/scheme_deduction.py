from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="SchemeDeduction")


@_attrs_define
class SchemeDeduction:
    """What a scheme takes off.

    Example:
        {'base_too': False, 'certificate_cap': 1.0, 'confidence': 'verified', 'deduction': 'feedstock',
            'from_intensity': False, 'from_total': False, 'growth_only': False, 'source': '统计年鉴 2026', 'title': '原料用能',
            'valid_from': '2026-01-01T00:00:00+08:00', 'valid_to': '2026-01-01T00:00:00+08:00'}

    Attributes:
        base_too (bool): Whether the base year is treated alike.
        certificate_cap (float | None): Greatest share that may rest on certificates [0 … 1]; null: no cap.
        confidence (str): verified or recalled.
        deduction (str): Word of the deduction.
        from_intensity (bool): Whether it is taken off intensity.
        from_total (bool): Whether it is taken off the total.
        growth_only (bool): Whether only growth over the base year counts.
        source (str): Document that says so.
        title (str): Name, in Chinese.
        valid_from (datetime.datetime): Since when.
        valid_to (datetime.datetime | None): Until when; null while it holds.
    """

    base_too: bool
    certificate_cap: float | None
    confidence: str
    deduction: str
    from_intensity: bool
    from_total: bool
    growth_only: bool
    source: str
    title: str
    valid_from: datetime.datetime
    valid_to: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        base_too = self.base_too

        certificate_cap: float | None
        certificate_cap = self.certificate_cap

        confidence = self.confidence

        deduction = self.deduction

        from_intensity = self.from_intensity

        from_total = self.from_total

        growth_only = self.growth_only

        source = self.source

        title = self.title

        valid_from = self.valid_from.isoformat()

        valid_to: None | str
        if isinstance(self.valid_to, datetime.datetime):
            valid_to = self.valid_to.isoformat()
        else:
            valid_to = self.valid_to

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "base_too": base_too,
                "certificate_cap": certificate_cap,
                "confidence": confidence,
                "deduction": deduction,
                "from_intensity": from_intensity,
                "from_total": from_total,
                "growth_only": growth_only,
                "source": source,
                "title": title,
                "valid_from": valid_from,
                "valid_to": valid_to,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        base_too = d.pop("base_too")

        def _parse_certificate_cap(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        certificate_cap = _parse_certificate_cap(d.pop("certificate_cap"))

        confidence = d.pop("confidence")

        deduction = d.pop("deduction")

        from_intensity = d.pop("from_intensity")

        from_total = d.pop("from_total")

        growth_only = d.pop("growth_only")

        source = d.pop("source")

        title = d.pop("title")

        valid_from = datetime.datetime.fromisoformat(d.pop("valid_from"))

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

        scheme_deduction = cls(
            base_too=base_too,
            certificate_cap=certificate_cap,
            confidence=confidence,
            deduction=deduction,
            from_intensity=from_intensity,
            from_total=from_total,
            growth_only=growth_only,
            source=source,
            title=title,
            valid_from=valid_from,
            valid_to=valid_to,
        )

        return scheme_deduction
