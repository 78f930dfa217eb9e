from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.quarantine_row_state import QuarantineRowState, check_quarantine_row_state

T = TypeVar("T", bound="QuarantineRow")


@_attrs_define
class QuarantineRow:
    """A message of which something was not taken.

    Example:
        {'arrival': '2026-01-15T08:00:00+08:00', 'detail': 'T9.EP', 'door': 'mqtt', 'enterprise': '91150600MA0EXAMPL4',
            'gateway': 'GW1', 'id': 42, 'note': '', 'payload_bytes': 512, 'readings': 1, 'reason': 'unknown_point', 'seq':
            801, 'settled': None, 'state': 'open', 'stream': '9f2c', 'topic': 'nengheng/v1/91150600MA0EXAMPL4/GW1/data'}

    Attributes:
        arrival (datetime.datetime): When it came.
        detail (str): The offending value.
        door (str): Door it came through.
        enterprise (str): Enterprise its topic names; may be none.
        gateway (str): Gateway its topic names; may be none.
        id (int): Number in the quarantine [1].
        note (str): Why it was dropped.
        payload_bytes (int): Size of the message [byte].
        readings (int): Readings held back [1]; 0: the message as a whole.
        reason (str): Why it was not taken.
        seq (int | None): Its number in the stream [1].
        settled (datetime.datetime | None): When it left; null: it has not.
        state (QuarantineRowState): Whether it lies there, or how it left.
        stream (None | str): Its stream, where it says one.
        topic (str): Topic it came on.
    """

    arrival: datetime.datetime
    detail: str
    door: str
    enterprise: str
    gateway: str
    id: int
    note: str
    payload_bytes: int
    readings: int
    reason: str
    seq: int | None
    settled: datetime.datetime | None
    state: QuarantineRowState
    stream: None | str
    topic: str

    def to_dict(self) -> dict[str, Any]:
        arrival = self.arrival.isoformat()

        detail = self.detail

        door = self.door

        enterprise = self.enterprise

        gateway = self.gateway

        id = self.id

        note = self.note

        payload_bytes = self.payload_bytes

        readings = self.readings

        reason = self.reason

        seq: int | None
        seq = self.seq

        settled: None | str
        if isinstance(self.settled, datetime.datetime):
            settled = self.settled.isoformat()
        else:
            settled = self.settled

        state: str = self.state

        stream: None | str
        stream = self.stream

        topic = self.topic

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "arrival": arrival,
                "detail": detail,
                "door": door,
                "enterprise": enterprise,
                "gateway": gateway,
                "id": id,
                "note": note,
                "payload_bytes": payload_bytes,
                "readings": readings,
                "reason": reason,
                "seq": seq,
                "settled": settled,
                "state": state,
                "stream": stream,
                "topic": topic,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        arrival = datetime.datetime.fromisoformat(d.pop("arrival"))

        detail = d.pop("detail")

        door = d.pop("door")

        enterprise = d.pop("enterprise")

        gateway = d.pop("gateway")

        id = d.pop("id")

        note = d.pop("note")

        payload_bytes = d.pop("payload_bytes")

        readings = d.pop("readings")

        reason = d.pop("reason")

        def _parse_seq(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        seq = _parse_seq(d.pop("seq"))

        def _parse_settled(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                settled_type_0 = datetime.datetime.fromisoformat(data)

                return settled_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        settled = _parse_settled(d.pop("settled"))

        state = check_quarantine_row_state(d.pop("state"))

        def _parse_stream(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        stream = _parse_stream(d.pop("stream"))

        topic = d.pop("topic")

        quarantine_row = cls(
            arrival=arrival,
            detail=detail,
            door=door,
            enterprise=enterprise,
            gateway=gateway,
            id=id,
            note=note,
            payload_bytes=payload_bytes,
            readings=readings,
            reason=reason,
            seq=seq,
            settled=settled,
            state=state,
            stream=stream,
            topic=topic,
        )

        return quarantine_row
