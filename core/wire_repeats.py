"""Keys that stand twice in one object of a message.

Decoders keep the last of them and drop the others without a word, and with them whole series. Such
a message is refused as a whole, so that its bytes are kept. Whether keys may be repeated is told by
counting: a message without has as many keys as the decoder read. Only where the counts differ is it
parsed once more, by a decoder that sees every key.
"""

from __future__ import annotations

import json
from typing import NamedTuple

import msgpack
import msgspec

from core.wire_lenient import refuse_twice

_COLON = b":"
_KEY_END = b'":'
_QUALITY = b'"q"'
_PACKED_HEAD = [msgspec.msgpack.encode(key) for key in ("seq", "series", "readings")]
_PACKED_TIME, _PACKED_VALUE, _PACKED_QUALITY = (msgspec.msgpack.encode(key) for key in "tvq")


class KeyCount(NamedTuple):
    """How many keys a decoder read [1]."""

    head: int
    series: int
    rows: int
    qualities: int
    """Keys ``q`` of columns; whether rows had one is not known."""


def refuse_repeats_in_json(payload: bytes, read: KeyCount) -> None:
    """Refuse a JSON message with a key that stands twice in one object.

    Raises
    ------
    WireError
        There is one.
    """
    expected = read.head + 3 * (read.series + read.rows) + read.qualities
    found = payload.count(_COLON)
    if found == expected:
        return
    if found > expected + read.rows:  # codes may have colons too
        found = payload.count(_KEY_END)
    if read.rows and expected < found <= expected + read.rows:
        found -= payload.count(_QUALITY)
    if found != expected:
        try:
            json.loads(payload, object_pairs_hook=refuse_twice)
        except (ValueError, RecursionError):
            return  # the strict decoder took it: what Python's does not is no repeated key


def refuse_repeats_in_pack(payload: bytes, read: KeyCount | None = None) -> None:
    """Refuse a MessagePack message with a key that stands twice in one map.

    Raises
    ------
    WireError
        There is one.
    """
    if read is None or not _counts_agree(payload, read):
        try:
            msgpack.unpackb(payload, object_pairs_hook=refuse_twice, strict_map_key=False)
        except (ValueError, TypeError, RecursionError, msgpack.UnpackException):
            return


def _counts_agree(payload: bytes, read: KeyCount) -> bool:
    things = read.series + read.rows
    return (
        payload.count(_PACKED_TIME) == things
        and payload.count(_PACKED_VALUE) == things
        and payload.count(_PACKED_QUALITY) <= read.qualities + read.rows
        and all(payload.count(key) <= 1 for key in _PACKED_HEAD)
    )
