from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define

from ..models.quarantined_reading_state import (
    QuarantinedReadingState,
    check_quarantined_reading_state,
)

T = TypeVar("T", bound="QuarantinedReading")


@_attrs_define
class QuarantinedReading:
    """A reading of a quarantined message.

    Example:
        {'detail': 'T9.EP', 'place': 3, 'point': 'T9.EP', 'reason': 'unknown_point', 'state': 'open'}

    Attributes:
        detail (str): The offending value.
        place (int): Its place in the message, from 0 [1].
        point (str): Point it names.
        reason (str): Why it was not taken.
        state (QuarantinedReadingState): Whether it lies there, or how it left.
    """

    detail: str
    place: int
    point: str
    reason: str
    state: QuarantinedReadingState

    def to_dict(self) -> dict[str, Any]:
        detail = self.detail

        place = self.place

        point = self.point

        reason = self.reason

        state: str = self.state

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "detail": detail,
                "place": place,
                "point": point,
                "reason": reason,
                "state": state,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        detail = d.pop("detail")

        place = d.pop("place")

        point = d.pop("point")

        reason = d.pop("reason")

        state = check_quarantined_reading_state(d.pop("state"))

        quarantined_reading = cls(
            detail=detail,
            place=place,
            point=point,
            reason=reason,
            state=state,
        )

        return quarantined_reading
