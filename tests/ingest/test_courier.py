"""The courier: what it carries twice changes nothing, and nothing is left behind."""

from __future__ import annotations

import pytest

from core.calendar import HOUR_MS
from core.registry.database import Registry
from core.registry.marks import Mark, read_marks
from core.registry.results import Book
from ingest.books import BookKey, Counts, fold_books
from ingest.courier import Courier
from ingest.errors import StateError
from ingest.state import State, add_to_outbox
from tests.ingest.conftest import ACME, OTHER, Line


def courier(line: Line, registry: Registry) -> Courier:
    return Courier(
        line.state,
        registry,
        collector="test",
        read_books=lambda: line.tally.rows(line.resolver.snapshot.deliveries()),
    )


def put(state: State, *marks: tuple[str, int]) -> None:
    with state.transaction() as connection:
        add_to_outbox(connection, marks)


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
