"""The courier: what it carries twice changes nothing, and nothing is left behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.calendar import HOUR_MS
from core.partition import WHOLE, Part
from core.registry.database import Registry
from core.registry.marks import Mark, read_marks
from core.registry.results import Book, CollectorSeat, CourierMark, Finding, JournalLink
from ingest.books import BookKey, Counts, fold_books
from ingest.courier import Courier
from ingest.errors import StateError
from ingest.outbox import (
    OutboxFinding,
    OutboxLink,
    add_findings,
    add_hours,
    add_links,
    remove_findings,
)
from ingest.seat import EMBEDDED, Seat
from ingest.state import State
from tests.ingest.conftest import ACME, NOW_MS, OTHER, Line


def courier(line: Line, registry: Registry) -> Courier:
    return Courier(
        line.state,
        registry,
        seat=Seat("test", WHOLE, url="http://x", started_ms=1),
        clock=line.clock,
        read_books=lambda: line.tally.rows(line.resolver.snapshot.deliveries()),
    )


def put(state: State, *marks: tuple[str, int]) -> None:
    with state.transaction() as connection:
        add_hours(connection, marks)


def marks(registry: Registry) -> list[Mark]:
    with registry.read() as session:
        return read_marks(session)


def test_marks_of_one_hour_become_one(line: Line, registry: Registry) -> None:
    put(line.state, (ACME, HOUR_MS), (OTHER, HOUR_MS), (ACME, HOUR_MS))
    assert courier(line, registry).carry() == 3
    assert marks(registry) == [Mark(OTHER, HOUR_MS, 1), Mark(ACME, HOUR_MS, 1)]
    put(line.state, (ACME, HOUR_MS))
    courier(line, registry).carry()
    assert marks(registry)[1].revision == 2


def test_carried_twice_changes_nothing(
    line: Line, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(line.state, (ACME, HOUR_MS))

    def die(_: int) -> None:
        raise StateError("killed between the registry's commit and the outbox's")

    with monkeypatch.context() as patch:
        patch.setattr(line.state, "clear_outbox", die)
        with pytest.raises(StateError):
            courier(line, registry).carry()
    assert marks(registry) == [Mark(ACME, HOUR_MS, 1)]
    assert courier(line, registry).carry() == 1
    assert marks(registry) == [Mark(ACME, HOUR_MS, 1)]
    assert line.state.read_outbox(10) == []


def test_a_long_outbox_is_carried_whole(
    line: Line, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.courier.ROWS_AT_ONCE", 7)
    put(line.state, *((ACME, n * HOUR_MS) for n in range(50)))
    assert courier(line, registry).carry() == 50
    assert len(marks(registry)) == 50


def test_books_are_carried_whole(line: Line, registry: Registry) -> None:
    carrier = courier(line, registry)
    for _ in range(2):
        line.put(b"junk")
        line.run()
        carrier.carry()
    with registry.read() as session:
        book = session.get(Book, ("test", ACME, "g1"))
        assert book is not None
        assert (book.received, book.quarantined, book.stored) == (2, 2, 0)


def test_books_fold_what_no_gateway_is_registered_for() -> None:
    known, unknown = BookKey("E", "g"), BookKey("E", "h")
    books = {
        known: Counts(received=3, stored=2),
        unknown: Counts(received=1, quarantined=1, last_arrival_ms=5),
        BookKey("", ""): Counts(received=2, quarantined=2, last_arrival_ms=4),
    }
    rows = fold_books(books, {known: 1}, {known: "broker"})
    assert [(r.gateway, r.received, r.pending, r.closes) for r in rows] == [
        ("", 3, 0, True),
        ("g", 3, 1, True),
    ]
    assert (rows[0].last_arrival_ms, rows[1].delivery) == (5, "broker")
    books[known].stored = 3
    assert not fold_books(books, {known: 1}, {known: "broker"})[1].closes


def test_books_tell_what_is_pending_and_of_when(line: Line, registry: Registry) -> None:
    line.put(b"junk", b"junk")
    courier(line, registry).carry()
    with registry.read() as session:
        book = session.get(Book, ("test", ACME, "g1"))
        assert book is not None
        assert (book.received, book.pending, book.carried_ms) == (2, 2, NOW_MS)


def test_a_book_that_is_no_more_leaves_the_registry(line: Line, registry: Registry) -> None:
    with registry.session() as session:
        session.add(Book(collector="test", enterprise_code=ACME, gateway_code="gone"))
        session.add(Book(collector="other", enterprise_code=ACME, gateway_code="gone"))
    line.put(b"junk")
    courier(line, registry).carry()
    with registry.read() as session:
        assert session.get(Book, ("test", ACME, "gone")) is None
        assert session.get(Book, ("other", ACME, "gone")) is not None
        assert session.get(Book, ("test", ACME, "g1")) is not None


GAP = OutboxFinding("enterprise:E", "sequence_gap", 5, 9, "缺号", "missing", "g1 s", "", {"a": [1]})


def findings(registry: Registry) -> list[tuple[str, str, int, dict[str, object]]]:
    with registry.read() as session:
        return [(f.code, f.detail, f.end_ms, f.evidence) for f in session.query(Finding)]


def test_findings_come_change_and_go(line: Line, registry: Registry) -> None:
    carrier = courier(line, registry)
    with line.state.transaction() as connection:
        add_findings(connection, [GAP, replace(GAP, detail="g1 t", text="x" * 900)])
    assert carrier.carry() == 2
    assert findings(registry) == [
        ("sequence_gap", "g1 s", 9, {"a": [1]}),
        ("sequence_gap", "g1 t", 9, {"a": [1]}),
    ]
    with line.state.transaction() as connection:
        remove_findings(connection, [GAP])
        add_findings(connection, [replace(GAP, detail="g1 t", end_ms=11)])
        remove_findings(connection, [replace(GAP, detail="g1 u")])
    carrier.carry()
    assert findings(registry) == [("sequence_gap", "g1 t", 11, {"a": [1]})]


def test_links_are_carried_once_and_never_written_over(line: Line, registry: Registry) -> None:
    carrier = courier(line, registry)
    links = [OutboxLink(n, n * 10, 10, f"d{n}", NOW_MS) for n in (1, 2)]
    for _ in range(2):
        with line.state.transaction() as connection:
            add_links(connection, links)
        carrier.carry()
    with registry.session() as session:
        session.add(
            JournalLink(collector="test", number=3, base=30, size=10, digest="as was", sealed_ms=1)
        )
    with line.state.transaction() as connection:
        add_links(connection, [*links, OutboxLink(3, 30, 10, "forged", NOW_MS)])
    carrier.carry()
    with registry.read() as session:
        rows = session.query(JournalLink).order_by(JournalLink.number)
        assert [(r.number, r.digest) for r in rows] == [(1, "d1"), (2, "d2"), (3, "as was")]
        mark = session.get(CourierMark, "test")
        assert mark is not None
        assert mark.row == 3


def test_rows_of_a_new_state_are_numbered_beyond_what_the_registry_has(
    line: Line, registry: Registry
) -> None:
    with registry.session() as session:
        session.add(CourierMark(collector="test", row=1000))
    put(line.state, (ACME, HOUR_MS), (OTHER, HOUR_MS))
    assert courier(line, registry).carry() == 2
    assert len(marks(registry)) == 2
    with registry.read() as session:
        mark = session.get(CourierMark, "test")
        assert mark is not None
        assert mark.row == 1002


def test_rows_that_were_carried_and_not_cleared_keep_their_numbers(
    tmp_path: Path, registry: Registry, line: Line
) -> None:
    """Killed after the registry's commit: the next start must not number the rows anew."""
    carrier = courier(line, registry)
    carrier.carry()
    put(line.state, (ACME, HOUR_MS))
    rows = line.state.read_outbox(10)
    carrier.carry()
    line.state.connection.execute(
        "INSERT INTO outbox VALUES (?, ?, ?, ?, ?)", (*rows[0][:1], ACME, HOUR_MS, "hour", "")
    )
    line.close()
    line.state = State(tmp_path / "ingest" / "state.db")
    assert courier(line, registry).carry() == 1
    assert marks(registry) == [Mark(ACME, HOUR_MS, 1)]
    line.state.close()


def test_seats_are_numbered_once(line: Line, registry: Registry) -> None:
    seats = [
        Seat(name, Part(n, 2), url=f"http://{name}", started_ms=7)
        for n, name in enumerate(("a", "b", EMBEDDED), 1)
    ]
    for now_ms in (10, 20):
        for seat in seats:
            with registry.session() as session:
                seat.beat(session, now_ms)
    assert [seat.number for seat in seats] == [1, 2, 0]
    with registry.read() as session:
        row = session.get(CollectorSeat, "b")
        assert row is not None
        assert (row.part, row.parts, row.url) == (2, 2, "http://b")
        assert (row.started_ms, row.beat_ms) == (7, 20)
        assert row.version
