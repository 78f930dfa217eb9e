"""Signed frames: what is good, and everything that is not."""

from __future__ import annotations

import gzip
import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import topics, wire
from core.errors import SettingsError
from core.wire import WireError, WireReason
from core.wire_signed import HEAD_BYTES, SigningKey, open_frame, sign

TOPIC = topics.data("91150600MA0EXAMP36", "GW1")
KEY = SigningKey(7, b"0123456789abcdef")
KEYS = {7: KEY}


def reason_of(payload: bytes, *, topic: str = TOPIC, arrival_ms: int = 0) -> WireReason:
    with pytest.raises(WireError) as caught:
        open_frame(topic.encode(), payload, KEYS, arrival_ms=arrival_ms)
    return caught.value.reason


@given(st.binary(max_size=200))
def test_what_is_signed_comes_back(content: bytes) -> None:
    frame = sign(TOPIC, content, KEY)
    assert open_frame(TOPIC.encode(), frame, KEYS, arrival_ms=5) == content


def test_the_frame_is_laid_out_as_agreed() -> None:
    mac = hmac.new(KEY.secret, TOPIC.encode() + b"\0" + b"{}", hashlib.sha256).digest()
    assert sign(TOPIC, b"{}", KEY) == b"NH1\x07" + mac + b"{}"


@given(st.binary(min_size=1, max_size=60), st.data())
def test_a_changed_byte_shows(content: bytes, data: st.DataObject) -> None:
    frame = bytearray(sign(TOPIC, content, KEY))
    at = data.draw(st.integers(0, len(frame) - 1))
    frame[at] ^= data.draw(st.integers(1, 255))
    expected = WireReason.UNSIGNED if at < 3 else WireReason.BAD_SIGNATURE
    assert reason_of(bytes(frame)) == (WireReason.UNKNOWN_KEY if at == 3 else expected)


@given(st.integers(3, HEAD_BYTES + 1))
def test_a_cut_frame_shows(length: int) -> None:
    assert reason_of(sign(TOPIC, b"{}", KEY)[:length]) == WireReason.BAD_SIGNATURE


def test_a_frame_of_another_topic_is_not_good() -> None:
    elsewhere = topics.data("91150600MA0EXAMP36", "GW2")
    assert reason_of(sign(TOPIC, b"{}", KEY), topic=elsewhere) == WireReason.BAD_SIGNATURE


@pytest.mark.parametrize("arrival_ms", [100, 199])
def test_a_key_is_good_for_what_arrives_while_it_holds(arrival_ms: int) -> None:
    key = SigningKey(7, KEY.secret, 100, 200)
    frame = sign(TOPIC, b"{}", key)
    assert open_frame(TOPIC.encode(), frame, {7: key}, arrival_ms=arrival_ms) == b"{}"


@pytest.mark.parametrize("arrival_ms", [99, 200])
def test_a_key_is_unknown_before_and_after(arrival_ms: int) -> None:
    key = SigningKey(7, KEY.secret, 100, 200)
    with pytest.raises(WireError, match="holds from") as caught:
        open_frame(TOPIC.encode(), sign(TOPIC, b"{}", key), {7: key}, arrival_ms=arrival_ms)
    assert caught.value.reason == WireReason.UNKNOWN_KEY


def test_two_keys_hold_together_while_one_rotates() -> None:
    new = SigningKey(8, b"fedcba9876543210")
    for key in (KEY, new):
        frame = sign(TOPIC, b"{}", key)
        assert open_frame(TOPIC.encode(), frame, {7: KEY, 8: new}, arrival_ms=0) == b"{}"
    assert reason_of(sign(TOPIC, b"{}", new)) == WireReason.UNKNOWN_KEY


@pytest.mark.parametrize("form", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_peek_sees_through_a_frame(form: type[bytes]) -> None:
    content = form(wire.encode_rows("s", 3, 5, [("A", 1, 1.0)]))
    assert wire.peek(sign(TOPIC, content, KEY)) == ("s", 3)
    assert wire.peek(sign(TOPIC, sign(TOPIC, content, KEY), KEY)) is None


def test_peek_finds_nothing_in_a_head_alone() -> None:
    for length in range(HEAD_BYTES + 1):
        assert wire.peek(sign(TOPIC, b"", KEY)[:length]) is None


@pytest.mark.parametrize(("key_id", "secret"), [(-1, bytes(16)), (256, bytes(16)), (1, bytes(15))])
def test_what_is_no_key_is_refused(key_id: int, secret: bytes) -> None:
    with pytest.raises(SettingsError, match=str(key_id)):
        SigningKey(key_id, secret)


def test_a_key_does_not_show_its_secret() -> None:
    assert "0123456789" not in repr(KEY)
