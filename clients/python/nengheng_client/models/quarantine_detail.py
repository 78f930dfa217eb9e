from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define

from ..models.quarantine_detail_encoding import (
    QuarantineDetailEncoding,
    check_quarantine_detail_encoding,
)
from ..models.quarantine_detail_state import (
    QuarantineDetailState,
    check_quarantine_detail_state,
)

if TYPE_CHECKING:
    from ..models.quarantined_reading import QuarantinedReading


T = TypeVar("T", bound="QuarantineDetail")


@_attrs_define
class QuarantineDetail:
    """A row with the message itself, byte for byte, and its bad readings.

    Example:
        {'arrival': '2026-01-15T08:00:00+08:00', 'bad': [{'detail': 'T9.EP', 'place': 3, 'point': 'T9.EP', 'reason':
            'unknown_point', 'state': 'open'}], 'detail': 'T9.EP', 'door': 'mqtt', 'encoding': 'utf-8', 'enterprise':
            '91150600MA0EXAMPL4', 'gateway': 'GW1', 'id': 42, 'note': '', 'payload': '{"readings": []}', 'payload_bytes':
            512, 'readings': 1, 'reason': 'unknown_point', 'reason_text': '登记库中没有这个计量点。', 'reason_text_en': 'The registry
            has no such point.', 'seq': 801, 'settled': None, 'state': 'open', 'stream': '9f2c', 'topic':
            'nengheng/v1/91150600MA0EXAMPL4/GW1/data'}

    Attributes:
        arrival (datetime.datetime): When it came.
        bad (list[QuarantinedReading]): Readings that were not taken.
        detail (str): The offending value.
        door (str): Door it came through.
        encoding (QuarantineDetailEncoding): How `payload` is written.
        enterprise (str): Enterprise its topic names; may be none.
        gateway (str): Gateway its topic names; may be none.
        id (int): Number in the quarantine [1].
        note (str): Why it was dropped.
        payload (None | str): The message, as `encoding` says; null once it has left.
        payload_bytes (int): Size of the message [byte].
        readings (int): Readings held back [1]; 0: the message as a whole.
        reason (str): Why it was not taken.
        reason_text (str): The reason as a Chinese sentence.
        reason_text_en (str): The reason as an English sentence.
        seq (int | None): Its number in the stream [1].
        settled (datetime.datetime | None): When it left; null: it has not.
        state (QuarantineDetailState): Whether it lies there, or how it left.
        stream (None | str): Its stream, where it says one.
        topic (str): Topic it came on.
    """

    arrival: datetime.datetime
    bad: list[QuarantinedReading]
    detail: str
    door: str
    encoding: QuarantineDetailEncoding
    enterprise: str
    gateway: str
    id: int
    note: str
    payload: None | str
    payload_bytes: int
    readings: int
    reason: str
    reason_text: str
    reason_text_en: str
    seq: int | None
    settled: datetime.datetime | None
    state: QuarantineDetailState
    stream: None | str
    topic: str

    def to_dict(self) -> dict[str, Any]:
        arrival = self.arrival.isoformat()

        bad = []
        for bad_item_data in self.bad:
            bad_item = bad_item_data.to_dict()
            bad.append(bad_item)

        detail = self.detail

        door = self.door

        encoding: str = self.encoding

        enterprise = self.enterprise

        gateway = self.gateway

        id = self.id

        note = self.note

        payload: None | str
        payload = self.payload

        payload_bytes = self.payload_bytes

        readings = self.readings

        reason = self.reason

        reason_text = self.reason_text

        reason_text_en = self.reason_text_en

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
                "bad": bad,
                "detail": detail,
                "door": door,
                "encoding": encoding,
                "enterprise": enterprise,
                "gateway": gateway,
                "id": id,
                "note": note,
                "payload": payload,
                "payload_bytes": payload_bytes,
                "readings": readings,
                "reason": reason,
                "reason_text": reason_text,
                "reason_text_en": reason_text_en,
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
        from ..models.quarantined_reading import QuarantinedReading

        d = dict(src_dict)
        arrival = datetime.datetime.fromisoformat(d.pop("arrival"))

        bad = []
        _bad = d.pop("bad")
        for bad_item_data in _bad:
            bad_item = QuarantinedReading.from_dict(bad_item_data)

            bad.append(bad_item)

        detail = d.pop("detail")

        door = d.pop("door")

        encoding = check_quarantine_detail_encoding(d.pop("encoding"))

        enterprise = d.pop("enterprise")

        gateway = d.pop("gateway")

        id = d.pop("id")

        note = d.pop("note")

        def _parse_payload(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        payload = _parse_payload(d.pop("payload"))

        payload_bytes = d.pop("payload_bytes")

        readings = d.pop("readings")

        reason = d.pop("reason")

        reason_text = d.pop("reason_text")

        reason_text_en = d.pop("reason_text_en")

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

        state = check_quarantine_detail_state(d.pop("state"))

        def _parse_stream(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        stream = _parse_stream(d.pop("stream"))

        topic = d.pop("topic")

        quarantine_detail = cls(
            arrival=arrival,
            bad=bad,
            detail=detail,
            door=door,
            encoding=encoding,
            enterprise=enterprise,
            gateway=gateway,
            id=id,
            note=note,
            payload=payload,
            payload_bytes=payload_bytes,
            readings=readings,
            reason=reason,
            reason_text=reason_text,
            reason_text_en=reason_text_en,
            seq=seq,
            settled=settled,
            state=state,
            stream=stream,
            topic=topic,
        )

        return quarantine_detail
