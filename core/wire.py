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
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeAlias

import msgspec
import numpy as np
from msgspec import Meta, Struct
from numpy.typing import NDArray

from core.readings import Float64Array, Int8Array, Int64Array
from core.topics import CODE_PATTERN
from core.wire_lenient import (
    QUALITY_MAX,
    SEQ_MAX,
    TIME_MAX_MS,
    MessageLists,
    ReadingProblem,
    WireError,
    WireReason,
    parse_document,
    parse_json,
)
from core.wire_signed import content_of, is_signed

__all__ = [
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

UNPACKED_MAX_BYTES = 32 * 1024 * 1024
"""Greatest size a gzip payload may unfold to [byte]."""

Column: TypeAlias = Sequence[float] | NDArray[np.generic]

_GZIP = b"\x1f\x8b"
_BOM = b"\xef\xbb\xbf"
_STREAM = re.compile(rb'"stream"\s*:\s*"([\w.:/-]{1,64})"')
_SEQ = re.compile(rb'"seq"\s*:\s*(\d{1,18})(?:\.0+)?\s*[,}]')
_NESTED = re.compile(rb"[\[{]")

_Time = Annotated[int, Meta(ge=0, le=TIME_MAX_MS)]
_Quality = Annotated[int, Meta(ge=0, le=QUALITY_MAX)]
_Stream = Annotated[str, Meta(pattern=rf"^{CODE_PATTERN}\Z")]
_Seq = Annotated[int, Meta(ge=1, le=SEQ_MAX)]


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
    stream: _Stream | None = None
    seq: _Seq | None = None
    sent: _Time | None = None
    readings: list[_Row] | None = None
    series: dict[str, _Columns] | None = None


class _Identity(Struct, gc=False):
    stream: _Stream
    seq: _Seq


_json_message = msgspec.json.Decoder(_Message)
_pack_message = msgspec.msgpack.Decoder(_Message)
_json_identity = msgspec.json.Decoder(_Identity)
_pack_identity = msgspec.msgpack.Decoder(_Identity)
_encoder = msgspec.json.Encoder()

_NOT_STRICT = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


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
        except _NOT_STRICT:
            return parse_document(parse_json(bytes(payload)))
        return _collect(message)
    return _read_other(bytes(payload))


def _read_other(payload: bytes) -> MessageLists:
    if payload[:2] == _GZIP:
        payload = _unfold(payload)
        if payload[:2] == _GZIP:
            raise WireError(WireReason.UNKNOWN_FORMAT, "gzip within gzip")
        return read_message(payload)
    if is_signed(payload):
        raise WireError(WireReason.UNKNOWN_FORMAT, "a signed frame (NH1) that is not opened")
    if _is_pack(payload):
        try:
            return _collect(_pack_message.decode(payload))
        except _NOT_STRICT:
            return parse_document(_parse_pack(payload))
    text = payload.removeprefix(_BOM).lstrip()
    if text[:1] == b"{" and text != payload:
        return read_message(text)
    return parse_document(parse_json(payload))


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


def peek(payload: bytes) -> tuple[str, int] | None:
    """Return stream and seq [1] of a payload, or None where it has no usable identity.

    It is cheap, sees through a signed frame without verifying it, and finds the identity of a
    damaged payload too where it can still be read, so that a gateway need not send again for ever
    what is kept in quarantine.
    """
    try:
        if payload[:1] == b"{":
            found = _json_identity.decode(payload)
        elif payload[:2] == _GZIP:
            inner = _unfold(payload)
            return None if inner[:2] == _GZIP or is_signed(inner) else peek(inner)
        elif is_signed(payload):
            inner = content_of(payload)
            return None if is_signed(inner) else peek(inner)
        elif _is_pack(payload):
            found = _pack_identity.decode(payload)
        else:
            return _search_identity(payload)
    except (*_NOT_STRICT, WireError):
        return _search_identity(payload)
    return found.stream, found.seq


def _search_identity(payload: bytes) -> tuple[str, int] | None:
    """Find the identity in a damaged payload: whole, at the top, before anything nested."""
    start = payload.find(b"{", 0, 64) + 1
    nested = _NESTED.search(payload, start, start + 4096)
    head = payload[start : nested.start() if nested else start + 4096]
    stream, seq = _STREAM.search(head), _SEQ.search(head)
    if stream is None or seq is None or int(seq[1]) < 1:
        return None
    return stream[1].decode("ascii"), int(seq[1])


def _is_pack(payload: bytes) -> bool:
    return bool(payload) and (0x80 <= payload[0] <= 0x8F or payload[0] in (0xDE, 0xDF))


def _parse_pack(payload: bytes) -> object:
    try:
        return msgspec.msgpack.decode(payload)
    except _NOT_STRICT as error:
        raise WireError(WireReason.BAD_MESSAGEPACK, str(error)) from error


def _unfold(payload: bytes) -> bytes:
    unfolder = zlib.decompressobj(wbits=31)
    try:
        text = unfolder.decompress(payload, UNPACKED_MAX_BYTES)
    except zlib.error as error:
        raise WireError(WireReason.BAD_GZIP, str(error)) from error
    if unfolder.unconsumed_tail:
        raise WireError(WireReason.TOO_LARGE, f"gzip unfolds to over {UNPACKED_MAX_BYTES} bytes")
    if not unfolder.eof:
        raise WireError(WireReason.BAD_GZIP, f"gzip of {len(payload)} bytes ends early")
    return text


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
    except (*_NOT_STRICT, json.JSONDecodeError) as error:
        raise WireError(WireReason.BAD_STRUCTURE, f"reply {payload[:80]!r}: {error}") from error
