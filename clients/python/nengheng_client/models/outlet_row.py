from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="OutletRow")


@_attrs_define
class OutletRow:
    """An outlet 排放口.

    Example:
        {'code': 'DA001', 'enterprise': '91150600MA0EXAMPL4', 'in_service': '2026-01-01T00:00:00+08:00', 'line': '',
            'medium': 'air', 'name': '1号电石炉', 'out_of_service': '2026-01-01T00:00:00+08:00'}

    Attributes:
        code (str): Code within its enterprise.
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        in_service (datetime.datetime | None): First day of service; null: unknown.
        line (None | str): Line whose gas or water it lets out.
        medium (str): air or water.
        name (str): Name.
        out_of_service (datetime.datetime | None): End of service; null: none is set.
    """

    code: str
    enterprise: str
    in_service: datetime.datetime | None
    line: None | str
    medium: str
    name: str
    out_of_service: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        enterprise = self.enterprise

        in_service: None | str
        if isinstance(self.in_service, datetime.datetime):
            in_service = self.in_service.isoformat()
        else:
            in_service = self.in_service

        line: None | str
        line = self.line

        medium = self.medium

        name = self.name

        out_of_service: None | str
        if isinstance(self.out_of_service, datetime.datetime):
            out_of_service = self.out_of_service.isoformat()
        else:
            out_of_service = self.out_of_service

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "enterprise": enterprise,
                "in_service": in_service,
                "line": line,
                "medium": medium,
                "name": name,
                "out_of_service": out_of_service,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        code = d.pop("code")

        enterprise = d.pop("enterprise")

        def _parse_in_service(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                in_service_type_0 = datetime.datetime.fromisoformat(data)

                return in_service_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        in_service = _parse_in_service(d.pop("in_service"))

        def _parse_line(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        line = _parse_line(d.pop("line"))

        medium = d.pop("medium")

        name = d.pop("name")

        def _parse_out_of_service(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                out_of_service_type_0 = datetime.datetime.fromisoformat(data)

                return out_of_service_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        out_of_service = _parse_out_of_service(d.pop("out_of_service"))

        outlet_row = cls(
            code=code,
            enterprise=enterprise,
            in_service=in_service,
            line=line,
            medium=medium,
            name=name,
            out_of_service=out_of_service,
        )

        return outlet_row
