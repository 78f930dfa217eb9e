"""Signatures at the drain and in replies: a forgery costs the true message nothing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable

import pytest

from core import topics, wire
from core.registry.database import Registry
from core.registry.models import Gateway, GatewayKey
from core.wire_signed import SigningKey, sign
from ingest.intake import Arrival
from ingest.reasons import Reason
from ingest.signatures import make_namer
from tests.ingest.conftest import ACME, DAY_MS, KEY_1, KEY_2, NOW_MS, Line

SIGNED = topics.data(ACME, "gs")
OPTIONAL = topics.data(ACME, "g2")
STRANGER = SigningKey(1, b"no key of this gateway at all")


def rows(seq: int, value: float = 1.0) -> bytes:
    return wire.encode_rows("s", seq, NOW_MS + seq, [("A", NOW_MS - seq, value)])


def put(line: Line, *payloads: bytes, topic: str = SIGNED) -> None:
    line.put(*payloads, topic=topic)
    line.run()


FORGERIES = {
    "other-bytes-wrong-key": sign(SIGNED, rows(1, 666.0), STRANGER),
    "same-bytes-wrong-key": sign(SIGNED, rows(1), STRANGER),
    "unknown-key": sign(SIGNED, rows(1, 666.0), SigningKey(9, STRANGER.secret)),
    "unsigned": rows(1, 666.0),
    "unsigned-same-bytes": rows(1),
    "of-another-topic": sign(OPTIONAL, rows(1, 666.0), KEY_1),
    "cut": sign(SIGNED, rows(1), KEY_1)[:-2],
    "raw": rows(1, 666.0),
    "too-large": rows(1, 666.0) + b" " * 5000,
}


@pytest.mark.parametrize("name", FORGERIES)
@pytest.mark.parametrize("restart", [False, True], ids=["cached", "read-again"])
def test_a_forgery_never_makes_the_true_message_a_repetition(
    make_line: Callable[..., Line], name: str, restart: bool
) -> None:
    line = make_line(message_max_bytes=5000)
    forged = FORGERIES[name]
    topic = topics.raw(ACME, "gs", "vendor") if name == "raw" else SIGNED
    put(line, forged, forged, topic=topic)
    if restart:
        line.state.sequences._chunks.clear()
    put(line, sign(SIGNED, rows(1), KEY_1))
    book = line.books()[ACME, "gs"]
    assert (book.stored, book.quarantined, book.duplicate) == (1, 1, 1)
    assert line.store.by_name()[ACME, "A", NOW_MS - 1] == (1.0, 0)  # type: ignore[attr-defined]
    put(line, forged, topic=topic)
    put(line, sign(SIGNED, rows(1), KEY_2))
    book = line.books()[ACME, "gs"]
    assert (book.stored, book.quarantined, book.duplicate) == (1, 1, 3)
    assert book.closes


def test_a_message_signed_again_with_a_new_key_is_the_same_message(line: Line) -> None:
    put(line, sign(SIGNED, rows(1), KEY_1), sign(SIGNED, rows(1), KEY_2))
    put(line, rows(1), sign(OPTIONAL, rows(1), KEY_1), topic=OPTIONAL)
    for gateway in ("gs", "g2"):
        book = line.books()[ACME, gateway]
        assert (book.stored, book.duplicate, book.quarantined) == (1, 1, 0)


def test_where_signing_is_optional_a_bad_signature_is_still_refused(line: Line) -> None:
    put(line, rows(1), sign(OPTIONAL, rows(2), STRANGER), topic=OPTIONAL)
    assert line.reasons() == [Reason.BAD_SIGNATURE]
    assert line.books()[ACME, "g2"].stored == 1


def test_validity_is_judged_when_the_message_arrived_not_when_it_is_read(line: Line) -> None:
    line.put(sign(SIGNED, rows(1), KEY_2), topic=SIGNED)
    line.clock.advance(2 * DAY_MS / 1000)
    line.put(sign(SIGNED, rows(2), KEY_2), topic=SIGNED)
    line.run()
    assert line.reasons() == [Reason.UNKNOWN_KEY]
    assert line.books()[ACME, "gs"].stored == 1


def add_key(registry: Registry, gateway: str, key: SigningKey) -> None:
    with registry.session() as session:
        session.add(
            GatewayKey(
                enterprise_code=ACME,
                gateway_code=gateway,
                key_id=key.key_id,
                secret=b64encode(key.secret).decode(),
                valid_from_ms=key.valid_from_ms,
            )
        )


def test_what_came_before_its_key_was_known_is_replayed_once_it_is(
    line: Line, registry: Registry
) -> None:
    key = SigningKey(3, b"registered a little later")
    put(line, sign(SIGNED, rows(1), key))
    assert line.reasons() == [Reason.UNKNOWN_KEY]
    add_key(registry, "gs", key)
    assert line.quarantine.replay_all().messages == 1
    assert line.books()[ACME, "gs"].stored == 1


def test_a_signed_message_of_an_unknown_gateway_notes_no_number(
    line: Line, registry: Registry
) -> None:
    topic = topics.data(ACME, "late")
    forged = sign(topic, rows(1, 666.0), STRANGER)
    put(line, forged, forged, topic=topic)
    with registry.session() as session:
        session.add(Gateway(enterprise_code=ACME, code="late", signature="required"))
    add_key(registry, "late", SigningKey(4, b"the true key of the gateway"))
    line.resolver.load()
    put(line, sign(topic, rows(1), SigningKey(4, b"the true key of the gateway")), topic=topic)
    book = line.books()[ACME, "late"]
    assert (book.stored, book.quarantined, book.duplicate) == (1, 1, 1)


def test_a_row_that_is_no_key_is_said_and_left_out(
    line: Line, registry: Registry, caplog: pytest.LogCaptureFixture
) -> None:
    with registry.session() as session:
        session.add(
            GatewayKey(
                enterprise_code=ACME, gateway_code="gs", key_id=5, secret="%%", valid_from_ms=0
            )
        )
    line.resolver.load()
    assert f"key 5 of gateway {ACME}.gs cannot be used" in caplog.text
    put(line, sign(SIGNED, rows(1), KEY_1), sign(SIGNED, rows(2), SigningKey(5, bytes(16))))
    assert line.reasons() == [Reason.UNKNOWN_KEY]


def test_only_what_is_verified_is_named_where_signing_is_required(line: Line) -> None:
    name = make_namer(lambda: line.resolver.snapshot)

    def named(topic: str, payload: bytes) -> tuple[str, int] | None:
        return name(Arrival("test", topic, payload, NOW_MS))

    assert named(SIGNED, sign(SIGNED, rows(1), KEY_1)) == ("s", 1)
    assert [named(SIGNED, forged) for forged in FORGERIES.values()] == [None] * len(FORGERIES)
    assert named(OPTIONAL, rows(1)) == ("s", 1)
    assert named(OPTIONAL, sign(OPTIONAL, rows(1), STRANGER)) == ("s", 1)
    assert named(topics.data(ACME, "nobody"), rows(1)) == ("s", 1)
    assert named("", rows(1)) == ("s", 1)
