from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.part_health_state import PartHealthState, check_part_health_state

if TYPE_CHECKING:
    from ..models.part_health_values import PartHealthValues


T = TypeVar("T", bound="PartHealth")


@_attrs_define
class PartHealth:
    """State of one part.

    Example:
        {'detail': '', 'part': 'store', 'state': 'ok', 'values': {}}

    Attributes:
        detail (str): What else must be known.
        part (str): registry, store, collector or scheduler.
        state (PartHealthState): `absent`: runs in another process.
        values (PartHealthValues): Figures the part gives about itself.
    """

    detail: str
    part: str
    state: PartHealthState
    values: PartHealthValues

    def to_dict(self) -> dict[str, Any]:
        detail = self.detail

        part = self.part

        state: str = self.state

        values = self.values.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "detail": detail,
                "part": part,
                "state": state,
                "values": values,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.part_health_values import PartHealthValues

        d = dict(src_dict)
        detail = d.pop("detail")

        part = d.pop("part")

        state = check_part_health_state(d.pop("state"))

        values = PartHealthValues.from_dict(d.pop("values"))

        part_health = cls(
            detail=detail,
            part=part,
            state=state,
            values=values,
        )

        return part_health
