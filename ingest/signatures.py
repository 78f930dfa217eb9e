"""Signatures at the collector: the gateways' keys, and what a message's identity is worth.

A number counts as seen only when its message is what the gateway's policy asks for. What claims a
number and is not verified is remembered apart (`unverified_stream`), so that a forgery can neither
make the true message a duplicate nor let it seem reused, and fills the quarantine only once.
"""

from __future__ import annotations

import binascii
import logging
from base64 import b64decode
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import SettingsError
from core.registry.models import GatewayKey
from core.wire import WireError, peek
from core.wire_signed import SigningKey, is_signed, open_frame
from ingest.books import BookKey, book_key

if TYPE_CHECKING:
    from ingest.intake import Arrival
    from ingest.resolver import GatewayView, Snapshot

log = logging.getLogger(__name__)

UNVERIFIED = "?"
"""Put before the name of a stream: no stream's own name can begin so."""

Name = Callable[["Arrival"], tuple[str, int] | None]
"""Returns the (stream, seq [1]) that a reply may name for an arrival, None where it may not."""


def unverified_stream(stream: str) -> str:
    """Return the name under which unverified numbers of `stream` are remembered."""
    return UNVERIFIED + stream


def read_signing_keys(session: Session) -> dict[BookKey, dict[int, SigningKey]]:
    """Return every gateway's keys by id [1]; a row that is no key is said and left out."""
    keys: dict[BookKey, dict[int, SigningKey]] = {}
    for row in session.scalars(select(GatewayKey)):
        name = BookKey(row.enterprise_code, row.gateway_code)
        try:
            secret = b64decode(row.secret, validate=True)
            key = SigningKey(row.key_id, secret, row.valid_from_ms, row.valid_to_ms)
        except (binascii.Error, SettingsError) as error:
            log.warning("key %d of gateway %s.%s cannot be used: %s", row.key_id, *name, error)
            continue
        keys.setdefault(name, {})[row.key_id] = key
    return keys


def open_payload(view: GatewayView, topic: bytes, payload: bytes, *, arrival_ms: int) -> bytes:
    """Return what a gateway's message says, once it is as signed as it has to be.

    Parameters
    ----------
    view : GatewayView
        The gateway.
    topic, payload : bytes
        As they came.
    arrival_ms : int
        When [ms since the epoch, UTC].

    Raises
    ------
    WireError
        The gateway must sign and did not, or the signature is not good.
    """
    if view.must_sign or is_signed(payload):
        return open_frame(topic, payload, view.keys, arrival_ms=arrival_ms)
    return payload


def make_namer(read_snapshot: Callable[[], Snapshot]) -> Name:
    """Return what says which identity a reply may name for an arrival that is durable.

    Of a gateway that must sign, only what is verified is named: were a forged number named, the
    true gateway would forget a message that never came.
    """

    def name(arrival: Arrival) -> tuple[str, int] | None:
        """Return stream and number [1] that a reply may name."""
        key = book_key(arrival.topic)
        view = None if key is None else read_snapshot().gateways.get(key)
        if view is None or not view.must_sign:
            return peek(arrival.payload)
        try:
            topic = arrival.topic.encode("utf-8")
            return peek(open_payload(view, topic, arrival.payload, arrival_ms=arrival.arrival_ms))
        except WireError:
            return None

    return name
