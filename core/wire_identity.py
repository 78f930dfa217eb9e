"""The identity (stream, seq) of a payload, and the containers it may come in.

The door reads it of every message before anything else does. What it reads must be what the decoder
reads: a gateway sends again, for ever, what no reply has named.
"""

from __future__ import annotations

import re
import zlib
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta, Struct

from core.topics import CODE_PATTERN
from core.wire_lenient import SEQ_MAX, WireError, WireReason, parse_identity, parse_json
from core.wire_repeats import refuse_repeats_in_pack
from core.wire_signed import content_of, is_signed

UNPACKED_MAX_BYTES = 32 * 1024 * 1024
"""Greatest size a gzip payload may unfold to [byte]."""

GZIP = b"\x1f\x8b"
BOM = b"\xef\xbb\xbf"
NOT_STRICT = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What the strict decoders raise on what is not strictly theirs."""

Stream: TypeAlias = Annotated[str, Meta(pattern=rf"^{CODE_PATTERN}\Z")]
Seq: TypeAlias = Annotated[int, Meta(ge=1, le=SEQ_MAX)]

_STREAM = re.compile(rb'"stream"\s*:\s*"([\w.:/-]{1,64})"')
_SEQ = re.compile(rb'"seq"\s*:\s*(\d{1,18})(?:\.0+)?\s*[,}]')
_NESTED = re.compile(rb"[\[{]")


class _Identity(Struct, gc=False):
    stream: Stream
    seq: Seq


_json_identity = msgspec.json.Decoder(_Identity)
_pack_identity = msgspec.msgpack.Decoder(_Identity)


def peek(payload: bytes) -> tuple[str, int] | None:
    """Return stream and seq [1] of a payload, or None where it has no usable identity.

    It is cheap unless the payload needs the patient decoder, sees through a signed frame without
    verifying it, and finds the identity of a damaged payload too where it can still be read, so
    that a gateway need not send again for ever what is kept in quarantine.
    """
    try:
        if payload[:1] == b"{":
            found = _json_identity.decode(payload)
        elif payload[:2] == GZIP:
            inner = unfold(payload)
            return None if inner[:2] == GZIP or is_signed(inner) else peek(inner)
        elif is_signed(payload):
            inner = content_of(payload)
            return None if is_signed(inner) else peek(inner)
        elif is_pack(payload):
            found = _pack_identity.decode(payload)
        else:
            text = payload.removeprefix(BOM).lstrip()
            return peek(text) if text[:1] == b"{" else _read_patiently(payload)
    except (*NOT_STRICT, WireError):
        return _read_patiently(payload)
    return found.stream, found.seq


def _read_patiently(payload: bytes) -> tuple[str, int] | None:
    """Return the identity as the patient decoder reads it, or what is left of it in a ruin."""
    try:
        document = parse_pack(payload) if is_pack(payload) else parse_json(payload)
    except WireError:
        return _search_identity(payload)
    if not isinstance(document, dict):
        return None
    try:
        stream, seq = parse_identity(document)
    except WireError:
        return None
    return None if stream is None or seq is None else (stream, seq)


def _search_identity(payload: bytes) -> tuple[str, int] | None:
    """Find the identity in a damaged payload: whole, at the top, before anything nested."""
    start = payload.find(b"{", 0, 64) + 1
    nested = _NESTED.search(payload, start, start + 4096)
    head = payload[start : nested.start() if nested else start + 4096]
    stream, seq = _STREAM.search(head), _SEQ.search(head)
    if stream is None or seq is None or int(seq[1]) < 1:
        return None
    return stream[1].decode("ascii"), int(seq[1])


def is_pack(payload: bytes) -> bool:
    """Return whether a payload begins as MessagePack of an object does."""
    return bool(payload) and (0x80 <= payload[0] <= 0x8F or payload[0] in (0xDE, 0xDF))


def parse_pack(payload: bytes) -> object:
    """Parse MessagePack.

    Raises
    ------
    WireError
        It is none, ends early, or has a key twice in one map.
    """
    try:
        document = msgspec.msgpack.decode(payload)
    except NOT_STRICT as error:
        raise WireError(WireReason.BAD_MESSAGEPACK, str(error)) from error
    refuse_repeats_in_pack(payload)
    return document


def unfold(payload: bytes) -> bytes:
    """Return what a gzip payload holds; zeros may follow it, as devices pad their buffers.

    Raises
    ------
    WireError
        It is damaged, ends early, is followed by more, or unfolds to too much.
    """
    unfolder = zlib.decompressobj(wbits=31)
    try:
        text = unfolder.decompress(payload, UNPACKED_MAX_BYTES)
    except zlib.error as error:
        raise WireError(WireReason.BAD_GZIP, str(error)) from error
    if unfolder.unconsumed_tail:
        raise WireError(WireReason.TOO_LARGE, f"gzip unfolds to over {UNPACKED_MAX_BYTES} bytes")
    if not unfolder.eof:
        raise WireError(WireReason.BAD_GZIP, f"gzip of {len(payload)} bytes ends early")
    rest = unfolder.unused_data
    if rest.strip(b"\0"):
        raise WireError(WireReason.BAD_GZIP, f"{len(rest)} more bytes after the end of the gzip")
    return text
