"""Signed frames: ``NH1``, key id (1 byte), HMAC-SHA256 (32 bytes), then the message they carry.

The HMAC covers the topic, a zero byte and the message, so that a frame is good on its own topic
only. Which key is meant the frame says; whether that key holds is judged by the time at which the
message arrived, so that an old and a new key can hold together while a gateway changes over.

References
----------
RFC 2104 (HMAC), FIPS 180-4 (SHA-256).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.calendar import format_time
from core.errors import SettingsError
from core.wire_lenient import WireError, WireReason

MAGIC = b"NH1"
MAC_BYTES = 32
HEAD_BYTES = len(MAGIC) + 1 + MAC_BYTES
"""What stands before the message in a frame [byte]."""
KEY_ID_MAX = 255
KEY_MIN_BYTES = 16
"""Shortest key that is taken [byte]."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A gateway's key: `key_id` 0 … 255 [1], the secret, and when it holds.

    It is good for what arrives in ``[valid_from_ms, valid_to_ms)`` [ms since the epoch, UTC];
    None is open.

    Raises
    ------
    SettingsError
        The number does not fit a frame, or the secret is too short to protect anything.
    """

    key_id: int
    secret: bytes = field(repr=False)
    valid_from_ms: int = 0
    valid_to_ms: int | None = None

    def __post_init__(self) -> None:
        """Refuse what no frame can name, and what anyone could guess."""
        if not 0 <= self.key_id <= KEY_ID_MAX:
            raise SettingsError(
                f"key id {self.key_id} is not 0 to {KEY_ID_MAX}",
                where="signing key",
                fix="renumber",
            )
        if len(self.secret) < KEY_MIN_BYTES:
            raise SettingsError(
                f"the secret of key {self.key_id} has {len(self.secret)} bytes",
                where="signing key",
                fix=f"give it at least {KEY_MIN_BYTES} random bytes",
            )

    def holds_at(self, arrival_ms: int) -> bool:
        """Return whether the key is good for what arrives at `arrival_ms` [ms, UTC]."""
        return self.valid_from_ms <= arrival_ms and (
            self.valid_to_ms is None or arrival_ms < self.valid_to_ms
        )


def is_signed(payload: bytes) -> bool:
    """Return whether a payload claims to be a signed frame."""
    return payload[:3] == MAGIC


def content_of(payload: bytes) -> bytes:
    """Return the message in a frame, verified or not; a payload that is no frame as it is."""
    return payload[HEAD_BYTES:] if is_signed(payload) else payload


def sign(topic: str, payload: bytes, key: SigningKey) -> bytes:
    """Return `payload` as a frame that is good on `topic`."""
    mac = _compute_mac(topic.encode("utf-8"), payload, key.secret)
    return b"".join((MAGIC, bytes((key.key_id,)), mac, payload))


def open_frame(
    topic: bytes, payload: bytes, keys: Mapping[int, SigningKey], *, arrival_ms: int
) -> bytes:
    """Return the message in a frame once its signature is found good.

    Parameters
    ----------
    topic : bytes
        The topic the message came on, as it came.
    payload : bytes
        The frame.
    keys : mapping
        The gateway's keys by id [1].
    arrival_ms : int
        When the message arrived [ms since the epoch, UTC].

    Raises
    ------
    WireError
        The payload is no frame, is cut short, names a key that is not there or does not hold, or
        its signature is not that of topic and message.
    """
    if not is_signed(payload):
        raise WireError(WireReason.UNSIGNED, f"{len(payload)} bytes that are no NH1 frame")
    if len(payload) < HEAD_BYTES:
        detail = f"a frame of {len(payload)} bytes; its head alone has {HEAD_BYTES}"
        raise WireError(WireReason.BAD_SIGNATURE, detail)
    number = payload[len(MAGIC)]
    key = keys.get(number)
    if key is None:
        raise WireError(WireReason.UNKNOWN_KEY, f"key {number}; there are {sorted(keys) or 'none'}")
    if not key.holds_at(arrival_ms):
        raise WireError(WireReason.UNKNOWN_KEY, _explain_validity(key, arrival_ms))
    content = payload[HEAD_BYTES:]
    given = payload[len(MAGIC) + 1 : HEAD_BYTES]
    if not hmac.compare_digest(given, _compute_mac(topic, content, key.secret)):
        detail = f"not by key {number} over this topic and these bytes"
        raise WireError(WireReason.BAD_SIGNATURE, detail)
    return content


def _compute_mac(topic: bytes, content: bytes, secret: bytes) -> bytes:
    return hmac.digest(secret, b"".join((topic, b"\0", content)), hashlib.sha256)


def _explain_validity(key: SigningKey, arrival_ms: int) -> str:
    until = "on" if key.valid_to_ms is None else f"to {format_time(key.valid_to_ms)}"
    span = f"from {format_time(key.valid_from_ms)} {until}"
    return f"key {key.key_id} holds {span}; arrived {format_time(arrival_ms)}"
