from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="ListRow")


@_attrs_define
class ListRow:
    """A list of the catalogue, and the duties that follow from standing on it.

    Example:
        {'code': 'key_energy', 'confidence': 'verified', 'duty': '', 'name': '重点用能单位', 'name_en': '', 'source': '名单
            2026', 'valid_from': '2026-01-01T00:00:00+08:00', 'valid_to': '2026-01-01T00:00:00+08:00'}

    Attributes:
        code (str): Code of the list.
        confidence (str): verified or recalled.
        duty (str): What it obliges to.
        name (str): Name.
        name_en (str): Name in English.
        source (str): Document that says so.
        valid_from (datetime.datetime | None): First day it holds; null: ever.
        valid_to (datetime.datetime | None): End, exclusive; null while it holds.
    """

    code: str
    confidence: str
    duty: str
    name: str
    name_en: str
    source: str
    valid_from: datetime.datetime | None
    valid_to: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        confidence = self.confidence

        duty = self.duty

        name = self.name

        name_en = self.name_en

        source = self.source

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
                "code": code,
                "confidence": confidence,
                "duty": duty,
                "name": name,
                "name_en": name_en,
                "source": source,
                "valid_from": valid_from,
                "valid_to": valid_to,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        code = d.pop("code")

        confidence = d.pop("confidence")

        duty = d.pop("duty")

        name = d.pop("name")

        name_en = d.pop("name_en")

        source = d.pop("source")

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

        list_row = cls(
            code=code,
            confidence=confidence,
            duty=duty,
            name=name,
            name_en=name_en,
            source=source,
            valid_from=valid_from,
            valid_to=valid_to,
        )

        return list_row
