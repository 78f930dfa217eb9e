"""The wire codec, contract v1: messages of readings up, replies down.

A payload is JSON, gzip of JSON, or MessagePack, told apart by its first bytes, and holds either
rows (``readings``) or columns (``series``); signed frames are opened by `core.wire_signed` first.
`read_message` decodes into Python lists, which a caller that handles many messages gathers before
it makes arrays; `decode` makes the arrays of one message. What the strict decoder does not take is
read again value by value (`core.wire_lenient`), so that the good readings of a message survive its
bad ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeAlias

import msgspec
import numpy as np
from msgspec import Meta, Struct
from numpy.typing import NDArray

from core.readings import Float64Array, Int8Array, Int64Array
from core.wire_identity import (
    BOM,
    GZIP,
    NOT_STRICT,
    UNPACKED_MAX_BYTES,
    Seq,
    Stream,
    is_pack,
    parse_pack,
    peek,
    unfold,
)
from core.wire_lenient import (
    QUALITY_MAX,
    TIME_MAX_MS,
    MessageLists,
    ReadingProblem,
    WireError,
    WireReason,
    parse_document,
    parse_json,
)
from core.wire_repeats import KeyCount, refuse_repeats_in_json, refuse_repeats_in_pack
from core.wire_signed import is_signed

__all__ = [
    "UNPACKED_MAX_BYTES",
    "MessageLists",
    "Quarantined",
    "ReadingProblem",
    "Reply",
    "WireError",
    "WireMessage",
    "WireReason",
    "decode",
    "decode_reply",
    "encode_columns",
    "encode_reply",
    "encode_rows",
    "peek",
    "read_message",
]

Column: TypeAlias = Sequence[float] | NDArray[np.generic]

_Time = Annotated[int, Meta(ge=0, le=TIME_MAX_MS)]
_Quality = Annotated[int, Meta(ge=0, le=QUALITY_MAX)]


class _Row(Struct, gc=False):
    p: str
    t: _Time
    v: float
    q: _Quality = 0


class _Columns(Struct, gc=False):
    t: list[_Time]
    v: list[float]
    q: list[_Quality] | None = None


class _Message(Struct, gc=False):
    stream: Stream | None = None
    seq: Seq | None = None
    sent: _Time | None = None
    readings: list[_Row] | None = None
    series: dict[str, _Columns] | None = None


_json_message = msgspec.json.Decoder(_Message)
_pack_message = msgspec.msgpack.Decoder(_Message)
_encoder = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class WireMessage:
    """One decoded message with n good readings.

    Attributes
    ----------
    stream, seq : str, int or None
        Identity within the gateway; both or neither. `seq` counts from 1 [1].
    sent_ms : int
        When the gateway says it sent the message [ms since the epoch, UTC]; 0 where it does not.
    points : list of str
        Distinct point codes.
    point_index : (n,) int32
        Position in `points` [1].
    time_ms : (n,) int64
        Time of the reading [ms since the epoch, UTC].
    value : (n,) float64
        Raw value in the point's own unit; finite unless the payload is MessagePack.
    quality : (n,) int8
        `core.vocabulary.Quality` [1].
    problems : list of ReadingProblem
        Readings that cannot be taken.
    """

    stream: str | None
    seq: int | None
    sent_ms: int
    points: list[str]
    point_index: NDArray[np.int32]
    time_ms: Int64Array
    value: Float64Array
    quality: Int8Array
    problems: list[ReadingProblem]


def read_message(payload: bytes | memoryview) -> MessageLists:
    """Decode a payload of any accepted form into lists.

    Raises
    ------
    WireError
        The message as a whole cannot be taken; its reason and detail say why.
    """
    if payload[:1] == b"{":
        try:
            message = _json_message.decode(payload)
        except NOT_STRICT:
            return parse_document(parse_json(bytes(payload)))
        refuse_repeats_in_json(bytes(payload), _count_keys(message))
        return _collect(message)
    return _read_other(bytes(payload))


def _read_other(payload: bytes) -> MessageLists:
    if payload[:2] == GZIP:
        payload = unfold(payload)
        if payload[:2] == GZIP:
            raise WireError(WireReason.UNKNOWN_FORMAT, "gzip within gzip")
        return read_message(payload)
    if is_signed(payload):
        raise WireError(WireReason.UNKNOWN_FORMAT, "a signed frame (NH1) that is not opened")
    if is_pack(payload):
        try:
            message = _pack_message.decode(payload)
        except NOT_STRICT:
            return parse_document(parse_pack(payload))
        refuse_repeats_in_pack(payload, _count_keys(message))
        return _collect(message)
    text = payload.removeprefix(BOM).lstrip()
    if text[:1] == b"{" and text != payload:
        return read_message(text)
    return parse_document(parse_json(payload))


def _count_keys(message: _Message) -> KeyCount:
    head = (message.stream, message.seq, message.sent, message.readings, message.series)
    series, rows = message.series or {}, message.readings or ()
    without_quality = [columns.q for columns in series.values()].count(None)
    return KeyCount(5 - head.count(None), len(series), len(rows), len(series) - without_quality)


def _collect(message: _Message) -> MessageLists:
    if (message.stream is None) != (message.seq is None):
        raise WireError(WireReason.BAD_IDENTITY, "stream and seq stand together or not at all")
    sent_ms = message.sent or 0
    series = message.series
    if series is None:
        rows = message.readings
        if rows is None:
            raise WireError(WireReason.BAD_STRUCTURE, "neither readings nor series")
        return MessageLists(
            message.stream,
            message.seq,
            sent_ms,
            [row.p for row in rows],
            None,
            [row.t for row in rows],
            [row.v for row in rows],
            [row.q for row in rows],
        )
    if message.readings or any(
        len(c.t) != len(c.v) or (c.q is not None and len(c.q) != len(c.t)) for c in series.values()
    ):
        return parse_document(msgspec.to_builtins(message))
    time_ms: list[int] = []
    value: list[float] = []
    quality: list[int] = []
    for columns in series.values():
        time_ms += columns.t
        value += columns.v
        quality += [0] * len(columns.t) if columns.q is None else columns.q
    counts = [len(columns.t) for columns in series.values()]
    return MessageLists(
        message.stream, message.seq, sent_ms, list(series), counts, time_ms, value, quality
    )


def decode(payload: bytes) -> WireMessage:
    """Decode a payload of any accepted form into the arrays of one message.

    Raises
    ------
    WireError
        The message as a whole cannot be taken; its reason and detail say why.
    """
    lists = read_message(payload)
    places: dict[str, int] = {}
    index = np.array([places.setdefault(name, len(places)) for name in lists.names], np.int32)
    if lists.counts is not None:
        index = np.repeat(index, lists.counts)
    return WireMessage(
        lists.stream,
        lists.seq,
        lists.sent_ms,
        list(places),
        index,
        np.array(lists.time_ms, np.int64),
        np.array(lists.value, np.float64),
        np.array(lists.quality, np.int8),
        lists.problems,
    )


def encode_rows(
    stream: str | None,
    seq: int | None,
    sent_ms: int,
    rows: Iterable[tuple[str, int, float] | tuple[str, int, float, int]],
) -> bytes:
    """Encode rows of (point, time [ms], value, quality [1]) as a JSON payload.

    `seq` [1] and `stream` are left out where None; `sent_ms` [ms since the epoch, UTC].
    """
    readings = [
        {"p": p, "t": int(t), "v": float(v), "q": int(q[0]) if q else 0} for p, t, v, *q in rows
    ]
    return _encoder.encode(_head(stream, seq, sent_ms) | {"readings": readings})


def encode_columns(
    stream: str | None,
    seq: int | None,
    sent_ms: int,
    series: Mapping[str, tuple[Column, Column, Column | None]],
) -> bytes:
    """Encode columns, per point (times [ms], values, qualities [1] or None for all good), as JSON.

    `seq` [1] and `stream` are left out where None; `sent_ms` [ms since the epoch, UTC].
    """
    columns: dict[str, dict[str, list[float]]] = {}
    for point, (time_ms, value, quality) in series.items():
        columns[point] = {
            "t": np.asarray(time_ms, np.int64).tolist(),
            "v": np.asarray(value, np.float64).tolist(),
        }
        if quality is not None:
            columns[point]["q"] = np.asarray(quality, np.int64).tolist()
    return _encoder.encode(_head(stream, seq, sent_ms) | {"series": columns})


def _head(stream: str | None, seq: int | None, sent_ms: int) -> dict[str, object]:
    head: dict[str, object] = {} if stream is None else {"stream": stream, "seq": seq}
    return head | {"sent": int(sent_ms)}


class Quarantined(Struct, gc=False):
    """A message, or a reading of it, that lies in quarantine; `seq` [1] names the message."""

    seq: int
    reason: str
    detail: str = ""


class Reply(Struct, omit_defaults=True):
    """What a collector answers a gateway.

    Attributes
    ----------
    stream : str
        The stream it speaks of.
    durable : list of (first, last)
        Ranges of seq [1], both ends included, which the journal has committed.
    quarantined : list of Quarantined
        For information: quarantined is durable.
    wait_ms : int
        How long the gateway is asked to hold back [ms].
    """

    stream: str
    durable: list[tuple[int, int]] = []
    quarantined: list[Quarantined] = []
    wait_ms: int = 0


_reply_decoder = msgspec.json.Decoder(Reply)


def encode_reply(reply: Reply) -> bytes:
    """Encode a reply as JSON."""
    return _encoder.encode(reply)


def decode_reply(payload: bytes) -> Reply:
    """Decode a reply.

    Raises
    ------
    WireError
        The payload is no reply.
    """
    try:
        return _reply_decoder.decode(payload)
    except (*NOT_STRICT, json.JSONDecodeError) as error:
        raise WireError(WireReason.BAD_STRUCTURE, f"reply {payload[:80]!r}: {error}") from error
