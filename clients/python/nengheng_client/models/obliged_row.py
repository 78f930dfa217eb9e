from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="ObligedRow")


@_attrs_define
class ObligedRow:
    """An enterprise that is obliged to connect.

    Example:
        {'enterprise': '91150600MA0EXAMPL4', 'lists': ['key_energy'], 'name': '', 'received': 1, 'region': '150622',
            'state': 'connected'}

    Attributes:
        enterprise (str): Unified social credit code of the enterprise (GB 32100, 18 characters).
        lists (list[str]): Lists that oblige it.
        name (str): Name of the enterprise.
        received (int): Readings of the month [1].
        region (str): Region by GB/T 2260 code.
        state (str): connected, silent (points but no data) or not_connected.
    """

    enterprise: str
    lists: list[str]
    name: str
    received: int
    region: str
    state: str

    def to_dict(self) -> dict[str, Any]:
        enterprise = self.enterprise

        lists = self.lists

        name = self.name

        received = self.received

        region = self.region

        state = self.state

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "enterprise": enterprise,
                "lists": lists,
                "name": name,
                "received": received,
                "region": region,
                "state": state,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        enterprise = d.pop("enterprise")

        lists = cast(list[str], d.pop("lists"))

        name = d.pop("name")

        received = d.pop("received")

        region = d.pop("region")

        state = d.pop("state")

        obliged_row = cls(
            enterprise=enterprise,
            lists=lists,
            name=name,
            received=received,
            region=region,
            state=state,
        )

        return obliged_row
