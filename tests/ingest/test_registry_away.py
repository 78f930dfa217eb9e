"""A registry that is away stops no collector: it journals, acknowledges, and catches up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from core import topics, wire
from core.clock import FixedClock, monotonic_s
from core.errors import RegistryError
from core.partition import Part
from core.registry.database import Registry, open_registry
from core.registry.marks import read_marks
from core.registry.models import Gateway
from core.registry.results import Book, CollectorSeat
from core.settings import Settings
from ingest.collector import Collector
from ingest.intake import Arrival
from tests.ingest.conftest import ACME, NOW_MS, MemoryStore


class AwayRegistry(Registry):
    """The registry of a file, as long as it is not away."""

    away = True

    @contextmanager
    def session(self) -> Iterator[Session]:
        self._look()
        with super().session() as session:
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        self._look()
        with super().read() as session:
            yield session

    def _look(self) -> None:
        if self.away:
            raise RegistryError("connection refused", where="registry", fix="start it")


@pytest.fixture
def away(registry: Registry) -> AwayRegistry:
    return AwayRegistry(registry.engine, registry.location)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.collector.FIRST_LOAD_S", 0.1)
    monkeypatch.setattr("ingest.resolver.CHECK_S", 0.2)


def offer(collector: Collector, seq: int, gateway: str = "g1") -> None:
    payload = wire.encode_rows("s", seq, NOW_MS, [("A", NOW_MS + seq, float(seq))])
    arrival = Arrival("test", topics.data(ACME, gateway), payload, NOW_MS)
    assert collector.intake.offer(arrival)
    assert collector.intake.wait_empty(10)


def wait(condition) -> None:
    ends_s = monotonic_s() + 30
    while not condition():
        assert monotonic_s() < ends_s


def test_away_at_the_start(tmp_path: Path, away: AwayRegistry, clock: FixedClock) -> None:
    store = MemoryStore()
    settings = Settings(data_dir=tmp_path)
    with Collector(settings, away, store, clock, name="c", part=Part(1, 2)) as collector:  # type: ignore[arg-type]
        assert (tmp_path / "c" / "state.db").exists()
        offer(collector, 1)
        wait(lambda: collector.is_accepting)
        wait(lambda: "not been read yet" in str(collector.health()["parts"]["drain"]))  # type: ignore[index]
        health = collector.health()
        assert (health["state"], health["lag_messages"]) == ("degraded", 1)
        assert [row.pending for row in collector.books()] == [1]
        assert collector.number is None
        assert store.rows == {}
        away.away = False
        wait(lambda: collector.health()["lag_messages"] == 0)
        assert collector.wait_drained(20)
        wait(lambda: collector.health()["state"] == "ok")
        assert [row.stored for row in collector.books()] == [1]
    with away.read() as session:
        assert len(read_marks(session)) == 1
        book = session.get(Book, ("c", ACME, "g1"))
        seat = session.get(CollectorSeat, "c")
    assert book is not None
    assert (book.stored, book.pending) == (1, 0)
    assert seat is not None
    assert (seat.number, seat.part, seat.parts) == (1, 1, 2)


def test_away_in_between(tmp_path: Path, away: AwayRegistry, clock: FixedClock) -> None:
    away.away = False
    store = MemoryStore()
    with Collector(Settings(data_dir=tmp_path), away, store, clock) as collector:  # type: ignore[arg-type]
        offer(collector, 1)
        assert collector.wait_drained(20)
        away.away = True
        offer(collector, 2)
        wait(lambda: [row.stored for row in collector.books()] == [2])
        offer(collector, 1, "new")
        wait(lambda: "connection refused" in str(collector.health()["last_error"]))
        assert collector.health()["lag_messages"] == 1
        with open_registry(tmp_path / "registry.db") as other, other.session() as session:
            session.add(Gateway(enterprise_code=ACME, code="new"))
        away.away = False
        wait(lambda: collector.health()["lag_messages"] == 0)
        assert collector.quarantine.count() == 0
        assert {row.gateway: row.stored for row in collector.books()} == {"g1": 2, "new": 1}
