from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="QuotaNode")


@_attrs_define
class QuotaNode:
    """A holder of a quota in the tree; `amount = allotted + received − given`.

    Example:
        {'allotted': 100000.0, 'amount': 105000.0, 'basis': 'calorific', 'contradictory': False, 'given': 0.0,
            'handed_down': 90000.0, 'holder': 'region:150600', 'kind': 'energy', 'left': 15000.0, 'parent': '', 'received':
            5000.0, 'unit': 'tce'}

    Attributes:
        allotted (float): As set [unit].
        amount (float): What it has now [unit].
        basis (str): Standard-coal basis: `calorific` 当量值, `primary` 等价值, or `none`.
        contradictory (bool): More is handed down or given than there is.
        given (float): By transfers [unit].
        handed_down (float): Σ of those below [unit].
        holder (str): enterprise:CODE or region:CODE.
        kind (str): energy, intensity, carbon …
        left (float): amount − handed_down [unit].
        parent (None | str): Nearest holder above; null at the top.
        received (float): By transfers [unit].
        unit (str): Unit of the figures of the row.
    """

    allotted: float
    amount: float
    basis: str
    contradictory: bool
    given: float
    handed_down: float
    holder: str
    kind: str
    left: float
    parent: None | str
    received: float
    unit: str

    def to_dict(self) -> dict[str, Any]:
        allotted = self.allotted

        amount = self.amount

        basis = self.basis

        contradictory = self.contradictory

        given = self.given

        handed_down = self.handed_down

        holder = self.holder

        kind = self.kind

        left = self.left

        parent: None | str
        parent = self.parent

        received = self.received

        unit = self.unit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "allotted": allotted,
                "amount": amount,
                "basis": basis,
                "contradictory": contradictory,
                "given": given,
                "handed_down": handed_down,
                "holder": holder,
                "kind": kind,
                "left": left,
                "parent": parent,
                "received": received,
                "unit": unit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        allotted = d.pop("allotted")

        amount = d.pop("amount")

        basis = d.pop("basis")

        contradictory = d.pop("contradictory")

        given = d.pop("given")

        handed_down = d.pop("handed_down")

        holder = d.pop("holder")

        kind = d.pop("kind")

        left = d.pop("left")

        def _parse_parent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        parent = _parse_parent(d.pop("parent"))

        received = d.pop("received")

        unit = d.pop("unit")

        quota_node = cls(
            allotted=allotted,
            amount=amount,
            basis=basis,
            contradictory=contradictory,
            given=given,
            handed_down=handed_down,
            holder=holder,
            kind=kind,
            left=left,
            parent=parent,
            received=received,
            unit=unit,
        )

        return quota_node
