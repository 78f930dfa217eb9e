from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.outlet_row import OutletRow
    from ..models.permit_limit_row import PermitLimitRow
    from ..models.permit_row import PermitRow


T = TypeVar("T", bound="PermitDetail")


@_attrs_define
class PermitDetail:
    """A discharge permit with what it limits.

    Example:
        {'limits': [{'amount': 100.0, 'enterprise': '91150600MA0EXAMPL4', 'kind': 'concentration', 'outlet': 'DA001',
            'period': 'year', 'permit_number': '', 'pollutant': 'nox', 'reference_oxygen': 1.0, 'unit': 'tce', 'valid_from':
            '2026-01-01T00:00:00+08:00', 'valid_to': '2026-01-01T00:00:00+08:00'}], 'outlets': [{'code': 'DA001',
            'enterprise': '91150600MA0EXAMPL4', 'in_service': '2026-01-01T00:00:00+08:00', 'line': '', 'medium': 'air',
            'name': '1号电石炉', 'out_of_service': '2026-01-01T00:00:00+08:00'}], 'permit': {'enterprise': '91150600MA0EXAMPL4',
            'issuer': '', 'number': '', 'source': '名单 2026', 'valid_from': '2026-01-01T00:00:00+08:00', 'valid_to':
            '2026-01-01T00:00:00+08:00'}}

    Attributes:
        limits (list[PermitLimitRow]): Its limits, by outlet and pollutant.
        outlets (list[OutletRow]): The outlets that its limits name.
        permit (PermitRow): A discharge permit 排污许可证. Example: {'enterprise': '91150600MA0EXAMPL4', 'issuer': '',
            'number': '', 'source': '名单 2026', 'valid_from': '2026-01-01T00:00:00+08:00', 'valid_to':
            '2026-01-01T00:00:00+08:00'}.
    """

    limits: list[PermitLimitRow]
    outlets: list[OutletRow]
    permit: PermitRow

    def to_dict(self) -> dict[str, Any]:
        limits = []
        for limits_item_data in self.limits:
            limits_item = limits_item_data.to_dict()
            limits.append(limits_item)

        outlets = []
        for outlets_item_data in self.outlets:
            outlets_item = outlets_item_data.to_dict()
            outlets.append(outlets_item)

        permit = self.permit.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "limits": limits,
                "outlets": outlets,
                "permit": permit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.outlet_row import OutletRow
        from ..models.permit_limit_row import PermitLimitRow
        from ..models.permit_row import PermitRow

        d = dict(src_dict)
        limits = []
        _limits = d.pop("limits")
        for limits_item_data in _limits:
            limits_item = PermitLimitRow.from_dict(limits_item_data)

            limits.append(limits_item)

        outlets = []
        _outlets = d.pop("outlets")
        for outlets_item_data in _outlets:
            outlets_item = OutletRow.from_dict(outlets_item_data)

            outlets.append(outlets_item)

        permit = PermitRow.from_dict(d.pop("permit"))

        permit_detail = cls(
            limits=limits,
            outlets=outlets,
            permit=permit,
        )

        return permit_detail
