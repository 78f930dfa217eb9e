"""The quarantine: listing, showing, replaying after a fix, dropping; the books move with it."""

from __future__ import annotations

import pytest

from core import topics, wire
from core.errors import StoreError
from core.registry.database import Registry
from core.registry.models import Gateway, Point
from ingest.errors import QuarantineError
from ingest.quarantine import QuarantineFilter
from ingest.quarantine_rows import LyingState
from ingest.reasons import Reason
from tests.ingest.conftest import ACME, NOW_MS, POINT, Line

T = NOW_MS


def rows(seq: int, *readings: tuple[str, int, float]) -> bytes:
    return wire.encode_rows("s", seq, NOW_MS, readings)


def register(registry: Registry, *points: str, gateway: str | None = None) -> None:
    with registry.session() as session:
        for code in points:
            session.add(Point(enterprise_code=ACME, code=code, gateway_code=gateway, **POINT))


def figures(line: Line, gateway: str = "g1") -> tuple[int, ...]:
    """Return stored, quarantined, dropped messages, then decoded and such readings."""
    book = line.books()[ACME, gateway]
    assert book.closes
    report = line.audit()
    assert report.complete
    assert report.differences == ()
    return (
        book.stored,
        book.quarantined,
        book.dropped,
        book.decoded,
        book.readings_stored,
        book.readings_quarantined,
        book.readings_dropped,
    )


def test_a_wholly_bad_message_is_replayed_after_the_fix(line: Line, registry: Registry) -> None:
    line.put(rows(1, ("X", T, 1.0), ("Y", T, 2.0)))
    line.run()
    assert figures(line) == (0, 1, 0, 2, 0, 2, 0)
    number = line.quarantine.list().items[0].id
    register(registry, "X", "Y")
    report = line.quarantine.replay(number)
    assert (report.messages, report.readings, report.remaining) == (1, 2, ())
    assert figures(line) == (1, 0, 0, 2, 2, 0, 0)
    assert line.store.by_name() == {(ACME, "X", T): (1.0, 0), (ACME, "Y", T): (2.0, 0)}  # type: ignore[attr-defined]
    assert line.quarantine.list().items == ()
    assert [row.enterprise for row in line.state.read_outbox(10)] == [ACME]
    with pytest.raises(QuarantineError, match="has left the quarantine: replayed"):
        line.quarantine.replay(number)


def test_only_what_is_good_now_leaves(line: Line, registry: Registry) -> None:
    line.put(rows(1, ("A", T, 0.5), ("X", T, 1.0), ("Y", T, 2.0)), rows(2, ("Y", T, 3.0)))
    line.run()
    assert figures(line) == (1, 1, 0, 4, 1, 3, 0)
    register(registry, "X")
    report = line.quarantine.replay_all()
    assert (report.messages, report.readings) == (0, 1)
    assert [(i.reason, i.detail, i.readings) for i in report.remaining] == [
        (Reason.UNKNOWN_POINT, "Y", 1),
        (Reason.UNKNOWN_POINT, "Y", 1),
    ]
    assert figures(line) == (1, 1, 0, 4, 2, 2, 0)
    first = line.quarantine.list().items[-1]
    states = [(r.point, r.state) for r in line.quarantine.show(first.id).readings]
    assert states == [("X", "replayed"), ("Y", "open")]
    register(registry, "Y")
    assert line.quarantine.replay_all().messages == 2
    assert figures(line) == (2, 0, 0, 4, 4, 0, 0)


def test_a_message_is_found_by_the_reason_of_any_bad_reading(
    line: Line, registry: Registry
) -> None:
    line.put(rows(1, ("X", T, 1.0), ("A", T, float("nan"))), rows(2, ("X", T, 1.0)))
    line.run()
    chosen = QuarantineFilter(reason=Reason.VALUE_NULL)
    assert [i.seq for i in line.quarantine.list(chosen).items] == [1]
    assert line.quarantine.count(chosen) == 1
    unknown = QuarantineFilter(reason=Reason.UNKNOWN_POINT)
    assert [i.seq for i in line.quarantine.list(unknown).items] == [2, 1]
    register(registry, "X")
    line.quarantine.replay_all()
    assert line.quarantine.count(unknown) == 0
    assert [i.seq for i in line.quarantine.list(chosen).items] == [1]


def test_a_message_of_an_unknown_gateway_finds_its_book(line: Line, registry: Registry) -> None:
    line.put(rows(1, ("A", T, 1.0), ("X", T, 1.0)), topic=topics.data(ACME, "g9"))
    line.run()
    assert (ACME, "g9") not in line.books()
    assert line.books()["", ""].quarantined == 1
    with registry.session() as session:
        session.add(Gateway(enterprise_code=ACME, code="g9"))
    report = line.quarantine.replay_all()
    assert (report.messages, report.readings) == (0, 1)
    assert figures(line, "g9") == (1, 0, 0, 2, 1, 1, 0)
    assert ("", "") not in line.books()
    register(registry, "X")
    line.quarantine.replay_all()
    assert figures(line, "g9") == (1, 0, 0, 2, 2, 0, 0)


def test_what_cannot_be_mended_stays(line: Line) -> None:
    line.put(b"{", rows(1, ("A", T + 10_000_000, 1.0)))
    line.run()
    before = figures(line)
    report = line.quarantine.replay_all()
    assert (report.messages, report.readings, len(report.remaining)) == (0, 0, 2)
    assert figures(line) == before
    assert line.quarantine.show(1).payload == b"{"


def test_replaying_takes_a_reused_number_at_the_operators_word(line: Line) -> None:
    line.put(rows(1, ("A", T, 1.0)), rows(1, ("A", T - 1, 2.0)))
    line.run()
    assert line.reasons() == [Reason.SEQ_REUSED]
    assert line.quarantine.replay_all().messages == 1
    assert figures(line) == (2, 0, 0, 2, 2, 0, 0)


def test_dropping_keeps_the_reason_and_moves_the_counts(line: Line) -> None:
    line.put(rows(1, ("A", T, 1.0), ("X", T, 1.0)), rows(2, ("X", T, 1.0)), b"junk")
    line.run()
    assert figures(line) == (1, 2, 0, 3, 1, 2, 0)
    for item in line.quarantine.list().items:
        line.quarantine.drop(item.id, "test meter 试表")
    assert figures(line) == (1, 0, 2, 3, 1, 0, 2)
    dropped = line.quarantine.list(QuarantineFilter(state=LyingState.DROPPED)).items
    assert {item.note for item in dropped} == {"test meter 试表"}
    assert line.quarantine.show(dropped[0].id).payload is None
    with pytest.raises(QuarantineError, match="dropped"):
        line.quarantine.drop(dropped[0].id, "again")


def test_dropping_needs_a_reason_and_a_row(line: Line) -> None:
    line.put(b"junk")
    line.run()
    with pytest.raises(QuarantineError, match="no reason given"):
        line.quarantine.drop(1, "  ")
    with pytest.raises(QuarantineError, match="no row 77"):
        line.quarantine.drop(77, "because")
    assert line.quarantine.list().items[0].state == "open"


def test_a_failing_store_leaves_everything_where_it_lies(line: Line, registry: Registry) -> None:
    line.put(rows(1, ("X", T, 1.0)))
    line.run()
    register(registry, "X")
    line.store.failures = 1  # type: ignore[attr-defined]
    with pytest.raises(StoreError):
        line.quarantine.replay(1)
    assert figures(line) == (0, 1, 0, 1, 0, 1, 0)
    assert line.quarantine.replay(1).messages == 1


def test_lists_come_in_pages_newest_first(line: Line) -> None:
    line.put(*(rows(seq, ("X", T, 1.0)) for seq in range(1, 8)), b"junk")
    line.run()
    numbers: list[int] = []
    cursor = None
    while True:
        page = line.quarantine.list(cursor=cursor, limit=3)
        numbers += [item.id for item in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert numbers == list(range(8, 0, -1))
    chosen = QuarantineFilter(reason=Reason.BAD_JSON, enterprise=ACME, gateway="g1")
    assert [i.detail for i in line.quarantine.list(chosen).items] == [
        "Expecting value: line 1 column 1 (char 0)"
    ]
    assert line.quarantine.count(chosen) == 1
    assert line.quarantine.count() == 8


def test_columns_are_replayed_by_their_place(line: Line, registry: Registry) -> None:
    payload = wire.encode_columns(
        "s",
        1,
        T,
        {"A": ([T, T + 1], [1.0, 2.0], None), "X": ([T, T + 10_000_000], [3.0, 4.0], None)},
    )
    line.put(payload)
    line.run()
    assert [(r.place, r.reason) for r in line.quarantine.show(1).readings] == [
        (2, "unknown_point"),
        (3, "unknown_point"),
    ]
    register(registry, "X")
    line.quarantine.replay(1)
    assert [(r.place, r.reason, r.state) for r in line.quarantine.show(1).readings] == [
        (2, "unknown_point", "replayed"),
        (3, "future", "open"),
    ]
    assert figures(line) == (1, 0, 0, 4, 3, 1, 0)


def test_what_was_future_by_a_wrong_clock_is_taken_when_it_has_been(line: Line) -> None:
    line.clock.advance(-7200)
    line.put(rows(1, ("A", T, 1.0), ("A", T + 1000, 2.0)))
    line.run()
    assert [r.reason for r in line.quarantine.show(1).readings] == ["future", "future"]
    line.clock.advance(7200)
    report = line.quarantine.replay(1)
    assert (report.messages, report.readings) == (0, 1)
    line.clock.advance(1)
    assert line.quarantine.replay(1).messages == 1
    assert figures(line) == (1, 0, 0, 2, 2, 0, 0)


def test_a_gap_in_the_books_is_found(line: Line) -> None:
    line.put(rows(1, ("A", T, 1.0)), b"junk")
    line.run()
    with line.state.transaction() as connection:
        connection.execute("UPDATE book SET quarantined = 0, received = 1")
    found = {(d.column, d.booked, d.recounted) for d in line.audit().differences}
    assert found == {("received", 1, 2), ("quarantined", 0, 1)}
