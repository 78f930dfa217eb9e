from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="AuditDifference")


@_attrs_define
class AuditDifference:
    """A figure of a book that recounting did not confirm.

    Example:
        {'booked': 1200, 'column': 'received', 'enterprise': '91150600MA0EXAMPL4', 'gateway': 'GW1', 'recounted': 1201}

    Attributes:
        booked (int): As booked [1].
        column (str): Column of the book.
        enterprise (str): Enterprise's code.
        gateway (str): Gateway's code.
        recounted (int): As recounted [1].
    """

    booked: int
    column: str
    enterprise: str
    gateway: str
    recounted: int

    def to_dict(self) -> dict[str, Any]:
        booked = self.booked

        column = self.column

        enterprise = self.enterprise

        gateway = self.gateway

        recounted = self.recounted

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "booked": booked,
                "column": column,
                "enterprise": enterprise,
                "gateway": gateway,
                "recounted": recounted,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        booked = d.pop("booked")

        column = d.pop("column")

        enterprise = d.pop("enterprise")

        gateway = d.pop("gateway")

        recounted = d.pop("recounted")

        audit_difference = cls(
            booked=booked,
            column=column,
            enterprise=enterprise,
            gateway=gateway,
            recounted=recounted,
        )

        return audit_difference
