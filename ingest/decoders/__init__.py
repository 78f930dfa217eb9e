"""Decoders: from a payload's bytes to readings, one module a format, registered in one line.

A decoder takes the payload and returns `core.wire.MessageLists`, or raises `core.wire.WireError`
with the reason why the message as a whole cannot be taken. The key is the first level of the
topic's leaf.
"""

from __future__ import annotations

from collections.abc import Callable

from core.wire import MessageLists
from ingest.decoders import contract_v1

Decoder = Callable[[bytes], MessageLists]

DECODERS: dict[str, Decoder] = {
    "data": contract_v1.decode,
}
