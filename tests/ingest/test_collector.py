"""The collector as a whole: start, take in, carry to the registry, report, stop in order."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import topics, wire
from core.clock import FixedClock, monotonic_s
from core.registry.database import Registry
from core.registry.marks import read_marks
from core.registry.models import Gateway
from core.registry.results import Book, CourierMark
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from ingest.collector import Collector
from ingest.errors import JournalError, StateError
from ingest.intake import Arrival
from tests.ingest.conftest import ACME, NOW_MS
from tests.support.patience import patient

HOUR_MS = 3_600_000


@pytest.fixture
def duckdb_store(tmp_path: Path) -> Iterator[DuckDBStore]:
    with DuckDBStore(tmp_path / "readings.duckdb", memory_bytes=256 << 20) as store:
        yield store


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


def offer(collector: Collector, *payloads: bytes, topic: str = topics.data(ACME, "g1")) -> None:
    for payload in payloads:
        assert collector.intake.offer(Arrival("test", topic, payload, NOW_MS))


def rows(seq: int, *readings: tuple[str, int, float]) -> bytes:
    return wire.encode_rows("s", seq, NOW_MS, readings)


def test_from_an_arrival_to_marks_and_books(
    settings: Settings, registry: Registry, duckdb_store: DuckDBStore, clock: FixedClock
) -> None:
    told: list[object] = []
    with Collector(settings, registry, duckdb_store, clock) as collector:
        collector.on_quarantined(lambda *given: told.append(given))
        offer(collector, rows(1, ("A", NOW_MS, 1.0)), rows(1, ("A", NOW_MS, 1.0)))
        offer(collector, rows(2, ("X", NOW_MS, 1.0)))
        assert collector.wait_drained(20)
        health = collector.health()
        assert (health["state"], health["lag_messages"]) == ("ok", 0)
        assert collector.audit().differences == ()
        book = next(row for row in collector.books() if row.gateway == "g1")
        assert (book.received, book.stored, book.duplicate, book.quarantined) == (3, 1, 1, 1)
        assert duckdb_store.statistics().readings == 1
        assert told == [((ACME, "g1"), "s", [wire.Quarantined(2, "unknown_point", "X")])]
    with registry.read() as session:
        assert [m.hour_ms for m in read_marks(session)] == [NOW_MS - NOW_MS % HOUR_MS]
        carried = session.get(Book, ("embedded", ACME, "g1"))
        assert carried is not None
        assert (carried.received, carried.stored, carried.duplicate) == (3, 1, 1)


def test_it_stops_soon_and_leaves_no_thread(
    settings: Settings, registry: Registry, duckdb_store: DuckDBStore, clock: FixedClock
) -> None:
    before = set(threading.enumerate())
    with Collector(settings, registry, duckdb_store, clock) as collector:
        offer(collector, *(rows(n, ("A", NOW_MS + n, 1.0)) for n in range(1, 2000)))
        started_s = monotonic_s()
    assert monotonic_s() - started_s < patient(2.0)
    assert set(threading.enumerate()) <= before
    with Collector(settings, registry, duckdb_store, clock) as collector:
        assert collector.wait_drained(20)
        assert [row.stored for row in collector.books()] == [1999]
    assert collector.health()["state"] == "ok"


def test_edits_are_noticed(
    settings: Settings,
    registry: Registry,
    duckdb_store: DuckDBStore,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ingest.resolver.CHECK_S", 0.0)
    monkeypatch.setattr("ingest.resolver.LOAD_SHARE", 0.0)
    with Collector(settings, registry, duckdb_store, clock) as collector:
        offer(collector, rows(1, ("C", NOW_MS, 1.0)))
        assert collector.wait_drained(20)
        with registry.session() as session:
            session.connection().exec_driver_sql("UPDATE point SET gateway_code = 'g1'")
        seq, ends_s = 1, monotonic_s() + 20
        while not collector.books()[0].stored:
            assert monotonic_s() < ends_s
            seq += 1
            offer(collector, rows(seq, ("C", NOW_MS, 1.0)))
            assert collector.wait_drained(20)
        assert collector.books()[0].quarantined == seq - 1


def test_a_registered_gateway_is_known_at_once(
    settings: Settings, registry: Registry, duckdb_store: DuckDBStore, clock: FixedClock
) -> None:
    with Collector(settings, registry, duckdb_store, clock) as collector:
        with registry.session() as session:
            session.add(Gateway(enterprise_code=ACME, code="new"))
        offer(collector, rows(1, ("A", NOW_MS, 1.0)), topic=topics.data(ACME, "new"))
        assert collector.wait_drained(20)
        assert [(row.gateway, row.stored) for row in collector.books()] == [("new", 1)]


def test_a_new_state_does_not_repeat_outbox_rows(
    settings: Settings, registry: Registry, duckdb_store: DuckDBStore, clock: FixedClock
) -> None:
    with registry.session() as session:
        session.add(CourierMark(collector="embedded", row=1000))
    with Collector(settings, registry, duckdb_store, clock) as collector:
        offer(collector, rows(1, ("A", NOW_MS, 1.0)))
        assert collector.wait_drained(20)
    with registry.read() as session:
        assert len(read_marks(session)) == 1
        mark = session.get(CourierMark, "embedded")
        assert mark is not None
        assert mark.row == 1001


def test_the_courier_waits_for_a_registry_that_is_locked(
    settings: Settings,
    registry: Registry,
    duckdb_store: DuckDBStore,
    clock: FixedClock,
) -> None:
    with Collector(settings, registry, duckdb_store, clock) as collector:
        with registry.session() as session:
            session.connection().exec_driver_sql("UPDATE gateway SET name = 'x'")
            offer(collector, rows(1, ("A", NOW_MS, 1.0)))
            assert collector.intake.wait_empty(20)
        assert collector.wait_drained(20)
    with registry.read() as session:
        assert len(read_marks(session)) == 1


def test_a_second_collector_is_refused(
    settings: Settings, registry: Registry, duckdb_store: DuckDBStore, clock: FixedClock
) -> None:
    with (
        Collector(settings, registry, duckdb_store, clock),
        pytest.raises(JournalError, match="held by another process"),
    ):
        Collector(settings, registry, duckdb_store, clock)


def test_a_damaged_state_is_refused_in_plain_words(
    settings: Settings, registry: Registry, duckdb_store: DuckDBStore, clock: FixedClock
) -> None:
    path = settings.data_dir / "ingest" / "state.db"
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(StateError, match=r"state\.db: file is not a database.*To mend"):
        Collector(settings, registry, duckdb_store, clock)
