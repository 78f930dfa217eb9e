"""Each reason has a feed that makes it fire, and one beside it that does not."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pytest

from core import topics, wire
from core.wire import WireReason
from core.wire_signed import sign
from ingest.reasons import Reason
from tests.ingest.conftest import ACME, DAY_MS, KEY_1, KEY_2, NOW_MS, OTHER, Line


def rows(*readings: tuple[str, int, float], seq: int = 1, stream: str | None = "s") -> bytes:
    return wire.encode_rows(stream, seq if stream else None, NOW_MS, readings)


def text(reading: str) -> bytes:
    return f'{{"stream":"s","seq":1,"readings":[{reading}]}}'.encode()


GOOD = rows(("A", NOW_MS, 1.0))
DATA = topics.data(ACME, "g1")
SIGNED = topics.data(ACME, "gs")
FRAME = sign(SIGNED, GOOD, KEY_1)


@dataclass(frozen=True)
class Feed:
    """Payloads that fire, payloads that do not, and where they come from."""

    fires: Iterable[bytes]
    quiet: Iterable[bytes] = (GOOD,)
    topic: str = DATA
    quiet_topic: str = DATA
    given: dict[str, object] = field(default_factory=dict)


FEEDS: dict[Reason, Feed] = {
    Reason.UNKNOWN_TOPIC: Feed([GOOD], topic="plant/7/data"),
    Reason.NO_DECODER: Feed([b"\x01"], topic=topics.raw(ACME, "g1", "vendor")),
    Reason.UNKNOWN_GATEWAY: Feed([GOOD], topic=topics.data(ACME, "g9")),
    Reason.TOO_LARGE: Feed(
        [GOOD + b" " * 1000], [GOOD + b" " * 10], given={"message_max_bytes": len(GOOD) + 10}
    ),
    Reason.UNKNOWN_FORMAT: Feed([sign(SIGNED, FRAME, KEY_2)], topic=SIGNED),
    Reason.NOT_UTF8: Feed([GOOD.replace(b'"A"', b'"\xc3("')]),
    Reason.BAD_JSON: Feed([GOOD[:-3]]),
    Reason.BAD_GZIP: Feed([gzip.compress(GOOD)[:-9]], [gzip.compress(GOOD)]),
    Reason.BAD_MESSAGEPACK: Feed([b"\x81\xa6stream"], [b"\x81\xa8readings\x90"]),
    Reason.BAD_STRUCTURE: Feed([b'{"stream":"s","seq":1}'], [b'{"readings":[]}']),
    Reason.BAD_IDENTITY: Feed(
        [b'{"seq":1,"readings":[]}'], [b'{"seq":1,"stream":"s","readings":[]}']
    ),
    Reason.SEQ_REUSED: Feed(
        [GOOD, rows(("A", NOW_MS, 2.0))], [GOOD, GOOD, rows(("A", NOW_MS, 2.0), seq=2)]
    ),
    Reason.UNSIGNED: Feed([GOOD, b"", b"NH"], [FRAME], SIGNED, SIGNED),
    Reason.UNKNOWN_KEY: Feed([FRAME], [FRAME], quiet_topic=SIGNED),
    Reason.BAD_SIGNATURE: Feed(
        [FRAME[:-1], FRAME[:20], b"NH1", b"NH1\x02" + FRAME[4:], sign(DATA, GOOD, KEY_1)],
        [FRAME, sign(SIGNED, rows(("A", NOW_MS, 1.0), seq=2), KEY_2)],
        SIGNED,
        SIGNED,
    ),
    Reason.BAD_READING: Feed([text("7")]),
    Reason.BAD_POINT_CODE: Feed([rows(("A b", NOW_MS, 1.0))]),
    Reason.BAD_TIME: Feed([text('{"p":"A","t":"noon","v":1}')]),
    Reason.BAD_QUALITY: Feed([text('{"p":"A","t":1,"v":1,"q":9}')]),
    Reason.VALUE_NULL: Feed([text('{"p":"A","t":1,"v":null}')]),
    Reason.VALUE_NOT_NUMBER: Feed([text('{"p":"A","t":1,"v":"12"}')]),
    Reason.VALUE_NOT_FINITE: Feed(
        [
            text('{"p":"A","t":1,"v":NaN}'),
            b"\x81\xa8readings\x91\x83\xa1p\xa1A\xa1t\x01\xa1v\xcb\x7f\xf0" + bytes(6),
        ]
    ),
    Reason.VALUE_TOO_LARGE: Feed(
        [rows(("A", NOW_MS, 1.1e18), ("A", NOW_MS - 1, -1.7e308))],
        [rows(("A", NOW_MS, 1e18), ("A", NOW_MS - 1, -1e18))],
    ),
    Reason.UNKNOWN_POINT: Feed([rows(("X", NOW_MS, 1.0)), rows(("Z", NOW_MS, 1.0), seq=2)]),
    Reason.FOREIGN_POINT: Feed(
        [rows(("C", NOW_MS, 1.0))],
        [rows(("C", NOW_MS, 1.0))],
        quiet_topic=topics.data(ACME, "g2"),
    ),
    Reason.FUTURE: Feed([rows(("A", NOW_MS + 600_001, 1.0))], [rows(("A", NOW_MS + 600_000, 1.0))]),
    Reason.BEFORE_SERVICE: Feed(
        [rows(("N", NOW_MS - DAY_MS - 1, 1.0))], [rows(("N", NOW_MS - DAY_MS, 1.0))]
    ),
}
ELSEWHERE = {
    Reason.JOURNAL_CORRUPT: "test_journal_drain.py",
    Reason.STORE_REFUSED: "test_drain.py",
}


def test_every_reason_has_a_feed_and_two_sentences() -> None:
    assert set(FEEDS) | set(ELSEWHERE) == set(Reason)
    assert {reason.value for reason in WireReason} <= {reason.value for reason in Reason}
    for reason in Reason:
        assert reason.text != reason.text_en
        assert reason.text_en.endswith(".")
        assert reason.text.endswith("。")


@pytest.mark.parametrize("reason", FEEDS)
def test_it_fires(reason: Reason, make_line: Callable[..., Line]) -> None:
    feed = FEEDS[reason]
    line = make_line(**feed.given)
    payloads = list(feed.fires)
    line.put(*payloads, topic=feed.topic)
    line.run()
    assert set(line.reasons()) == {reason}
    kept = [line.quarantine.show(i.id).payload for i in line.quarantine.list().items]
    assert set(kept) <= set(payloads)
    assert all(book.closes for book in line.books().values())
    assert sum(book.received for book in line.books().values()) == len(payloads)


@pytest.mark.parametrize("reason", FEEDS)
def test_it_does_not_fire_beside(reason: Reason, make_line: Callable[..., Line]) -> None:
    feed = FEEDS[reason]
    line = make_line(**feed.given)
    line.put(*feed.quiet, topic=feed.quiet_topic)
    line.run()
    assert line.reasons() == []
    assert all(book.closes for book in line.books().values())


def test_a_point_of_another_enterprise_is_unknown(make_line: Callable[..., Line]) -> None:
    line = make_line()
    line.put(rows(("Z", NOW_MS, 1.0)), topic=topics.data(OTHER, "g1"))
    line.put(rows(("Z", NOW_MS, 1.0)))
    line.run()
    assert line.reasons() == [Reason.UNKNOWN_POINT]
    assert len(line.store.rows) == 1  # type: ignore[attr-defined]


def test_status_is_outside_the_books(make_line: Callable[..., Line]) -> None:
    line = make_line()
    line.put(b"online", topic=topics.status(ACME, "g1"))
    line.run()
    assert line.books() == {}
    assert line.reasons() == []


def test_what_cannot_be_attributed_has_a_book_of_its_own(make_line: Callable[..., Line]) -> None:
    line = make_line()
    line.put(GOOD, topic="x")
    line.put(GOOD, topic=topics.data(ACME, "g9"))
    assert line.books()["", ""].pending == 2
    line.run()
    assert list(line.books()) == [("", "")]
    book = line.books()["", ""]
    assert (book.received, book.quarantined, book.pending) == (2, 2, 0)
