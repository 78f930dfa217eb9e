from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="GatewayBody")


@_attrs_define
class GatewayBody:
    """A new gateway.

    Example:
        {'code': 'GW1', 'enterprise': '91150600MA0EXAMPL4', 'name': '配电室网关'}

    Attributes:
        code (str): Its code.
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        name (str | Unset): Its name. Default: ''.
    """

    code: str
    enterprise: str
    name: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        enterprise = self.enterprise

        name = self.name

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "enterprise": enterprise,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        code = d.pop("code")

        enterprise = d.pop("enterprise")

        name = d.pop("name", UNSET)

        gateway_body = cls(
            code=code,
            enterprise=enterprise,
            name=name,
        )

        return gateway_body
