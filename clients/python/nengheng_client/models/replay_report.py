from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.quarantine_row import QuarantineRow


T = TypeVar("T", bound="ReplayReport")


@_attrs_define
class ReplayReport:
    """What a replay of many moved.

    Example:
        {'away': ['collector-2of4'], 'messages': 1, 'readings': 50, 'remaining': [{'arrival':
            '2026-01-15T08:00:00+08:00', 'detail': 'T9.EP', 'door': 'mqtt', 'enterprise': '91150600MA0EXAMPL4', 'gateway':
            'GW1', 'id': 42, 'note': '', 'payload_bytes': 512, 'readings': 1, 'reason': 'unknown_point', 'seq': 801,
            'settled': None, 'state': 'open', 'stream': '9f2c', 'topic': 'nengheng/v1/91150600MA0EXAMPL4/GW1/data'}],
            'remaining_count': 0}

    Attributes:
        messages (int): Messages that have left whole [1].
        readings (int): Readings that have left [1].
        remaining (list[QuarantineRow]): Messages that still lie there, with why; at most 100.
        remaining_count (int): Messages that still lie there [1].
        away (list[str] | Unset): Collectors that did not answer: what lies with them is left out. Absent where all did.
    """

    messages: int
    readings: int
    remaining: list[QuarantineRow]
    remaining_count: int
    away: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        messages = self.messages

        readings = self.readings

        remaining = []
        for remaining_item_data in self.remaining:
            remaining_item = remaining_item_data.to_dict()
            remaining.append(remaining_item)

        remaining_count = self.remaining_count

        away: list[str] | Unset = UNSET
        if not isinstance(self.away, Unset):
            away = self.away

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "messages": messages,
                "readings": readings,
                "remaining": remaining,
                "remaining_count": remaining_count,
            }
        )
        if away is not UNSET:
            field_dict["away"] = away

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.quarantine_row import QuarantineRow

        d = dict(src_dict)
        messages = d.pop("messages")

        readings = d.pop("readings")

        remaining = []
        _remaining = d.pop("remaining")
        for remaining_item_data in _remaining:
            remaining_item = QuarantineRow.from_dict(remaining_item_data)

            remaining.append(remaining_item)

        remaining_count = d.pop("remaining_count")

        away = cast(list[str], d.pop("away", UNSET))

        replay_report = cls(
            messages=messages,
            readings=readings,
            remaining=remaining,
            remaining_count=remaining_count,
            away=away,
        )

        return replay_report
