from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ReplayBody")


@_attrs_define
class ReplayBody:
    """Which messages are let in again; null takes all.

    Example:
        {'enterprise': None, 'gateway': None, 'reason': 'unknown_point'}

    Attributes:
        enterprise (None | str | Unset): Only of this enterprise.
        gateway (None | str | Unset): Only of this gateway.
        reason (None | str | Unset): Only with this reason.
    """

    enterprise: None | str | Unset = UNSET
    gateway: None | str | Unset = UNSET
    reason: None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        enterprise: None | str | Unset
        if isinstance(self.enterprise, Unset):
            enterprise = UNSET
        else:
            enterprise = self.enterprise

        gateway: None | str | Unset
        if isinstance(self.gateway, Unset):
            gateway = UNSET
        else:
            gateway = self.gateway

        reason: None | str | Unset
        if isinstance(self.reason, Unset):
            reason = UNSET
        else:
            reason = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if enterprise is not UNSET:
            field_dict["enterprise"] = enterprise
        if gateway is not UNSET:
            field_dict["gateway"] = gateway
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_enterprise(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        enterprise = _parse_enterprise(d.pop("enterprise", UNSET))

        def _parse_gateway(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        gateway = _parse_gateway(d.pop("gateway", UNSET))

        def _parse_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        reason = _parse_reason(d.pop("reason", UNSET))

        replay_body = cls(
            enterprise=enterprise,
            gateway=gateway,
            reason=reason,
        )

        return replay_body
