"""A small world for ingest: a registry, a store that remembers, and a line without threads."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from core import topics
from core.clock import FixedClock
from core.errors import RefusedError, StoreError
from core.readings import Int64Array, ReadingBatch
from core.registry.database import Registry, open_registry
from core.registry.models import Enterprise, Gateway, GatewayKey, Point, Region
from core.settings import Settings
from core.store.protocol import SeriesKey
from core.wire_signed import SigningKey
from ingest.audit import AuditOptions, AuditReport, audit_books
from ingest.batch import Limits
from ingest.books import BookKey, BookRow, Tally, record_key
from ingest.drain import Drain
from ingest.intake import Arrival
from ingest.journal import Journal
from ingest.journal.sealing import Link
from ingest.quarantine import Quarantine
from ingest.resolver import Resolver
from ingest.state import State

NOW_MS = 1_763_640_000_000
DAY_MS = 86_400_000
ACME = "91150622MA0N1A2B3C"
OTHER = "91150602MA0N1A2B4D"
POINT = {
    "kind": "register",
    "carrier": "electricity",
    "flow": "purchased",
    "unit": "kWh",
    "expected_s": 60,
}
KEY_1 = SigningKey(1, b"key number one, rather long")
KEY_2 = SigningKey(2, b"key number two, rather long", NOW_MS - DAY_MS, NOW_MS + DAY_MS)
"""Keys of gateway gs, which must sign, and the first one of gateway g2, which may."""


class MemoryStore:
    """What a store does with readings, in a dictionary; refuses and fails when told to."""

    def __init__(self) -> None:
        self.ids: dict[SeriesKey, int] = {}
        self.rows: dict[tuple[int, int], tuple[int, int, float, int]] = {}
        self.writes = 0
        self.refused_values: set[float] = set()
        self.failures = 0

    def series_ids(self, keys: Sequence[SeriesKey]) -> Int64Array:
        return np.array([self.ids.setdefault(key, len(self.ids)) for key in keys], np.int64)

    def write_readings(self, batch: ReadingBatch) -> None:
        self.writes += 1
        if self.failures:
            self.failures -= 1
            raise StoreError("the store is away")
        if refused := self.refused_values.intersection(batch.value.tolist()):
            raise RefusedError(f"value {refused}")
        for series, t, v, q, sent, seq in zip(
            *(
                getattr(batch, name).tolist()
                for name in ("series", "time_ms", "value", "quality", "sent_ms", "seq")
            ),
            strict=True,
        ):
            assert np.isfinite(v)
            row = (sent, seq, v, q)
            self.rows[series, t] = max(self.rows.get((series, t), row), row)

    def scan_readings(
        self, series: Int64Array, start_ms: int, end_ms: int, _rows: int
    ) -> Iterator[ReadingBatch]:
        for wanted in sorted(series.tolist()):
            found = sorted(
                (t, *row)
                for (number, t), row in self.rows.items()
                if number == wanted and start_ms <= t < end_ms
            )
            t, sent, seq, value, quality = zip(*found, strict=True) if found else ((),) * 5
            yield ReadingBatch(
                np.full(len(found), wanted, np.int64),
                np.array(t, np.int64),
                np.array(value, np.float64),
                np.array(quality, np.int8),
                np.array(sent, np.int64),
                np.array(seq, np.int64),
            )

    def by_name(self) -> dict[tuple[str, str, int], tuple[float, int]]:
        """Every reading as (enterprise, point, time) → (value, quality)."""
        names = {number: key for key, number in self.ids.items()}
        return {(*names[s], t): (row[2], row[3]) for (s, t), row in self.rows.items()}


class Line:
    """Journal, state, drain and quarantine without threads: put, drain, look."""

    def __init__(
        self, directory: Path, registry: Registry, store: object, clock: FixedClock, **given: object
    ) -> None:
        self.settings = Settings(data_dir=directory, **given)  # type: ignore[arg-type]
        self.clock = clock
        self.store = store
        directory.mkdir(parents=True, exist_ok=True)
        self.state = State(directory / "state.db")
        self.journal = Journal(
            directory / "journal",
            settings=self.settings,
            clock=clock,
            drained_to=self.state.position(),
        )
        self.resolver = Resolver(registry, store)  # type: ignore[arg-type]
        self.tally = Tally(self.state.read_books())
        for record in self.journal.read(self.state.position()):
            self._count(record_key(record))
        limits = Limits(self.settings.message_max_bytes, self.settings.future_tolerance_s * 1000)
        self.drain = Drain(
            self.journal,
            self.state,
            store,  # type: ignore[arg-type]
            resolver=self.resolver,
            tally=self.tally,
            limits=limits,
        )
        self.quarantine = Quarantine(
            self.state,
            store,  # type: ignore[arg-type]
            resolver=self.resolver,
            tally=self.tally,
            limits=limits,
            clock=clock,
        )

    def _count(self, key: BookKey | None) -> None:
        if key is not None:
            self.tally.count_arrivals({key: 1})

    def put(self, *payloads: bytes, gateway: str = "g1", topic: str | None = None) -> None:
        group = [
            Arrival("test", topic or topics.data(ACME, gateway), payload, self.clock.now_ms())
            for payload in payloads
        ]
        start, _ = self.journal.append_group(group)
        for record in self.journal.read(start):
            self._count(record_key(record))

    def run(self) -> None:
        """Drain everything."""
        while self.drain.position < self.journal.end:
            self.drain.drain_stretch()

    def audit(self, *, registered: dict[int, Link] | None = None) -> AuditReport:
        """Recount everything."""
        directory = self.settings.data_dir
        return audit_books(
            directory / "journal",
            directory / "state.db",
            self.store,  # type: ignore[arg-type]
            AuditOptions(full=True, registered=registered),
        )

    def books(self) -> dict[tuple[str, str], BookRow]:
        rows = self.tally.rows(self.resolver.snapshot.deliveries())
        return {(row.enterprise, row.gateway): row for row in rows}

    def reasons(self) -> list[str]:
        """Reasons of everything that lies in quarantine: messages, or their readings."""
        found: list[str] = []
        for item in reversed(self.quarantine.list(limit=10_000).items):
            readings = self.quarantine.show(item.id).readings
            found += [r.reason for r in readings if r.state == "open"] or [item.reason]
        return found

    def close(self) -> None:
        self.resolver.close()
        self.journal.close()
        self.state.close()


def write_world(registry: Registry) -> None:
    """Two enterprises; ACME has gateways g1, g2 and gs, points A, B (any), C (g2), N (new)."""
    with registry.session() as session:
        session.add(Region(code="150000", name="内蒙古", parent_code=None))
        session.flush()
        for code in (ACME, OTHER):
            session.add(Enterprise(code=code, name=code, region_code="150000", sector_code="44"))
        session.flush()
        for holder, code in ((ACME, "g1"), (ACME, "g2"), (OTHER, "g1")):
            session.add(Gateway(enterprise_code=holder, code=code))
        session.add(Gateway(enterprise_code=ACME, code="gs", signature="required"))
        session.flush()
        for gateway, key in (("g2", KEY_1), ("gs", KEY_1), ("gs", KEY_2)):
            session.add(
                GatewayKey(
                    enterprise_code=ACME,
                    gateway_code=gateway,
                    key_id=key.key_id,
                    secret=b64encode(key.secret).decode(),
                    valid_from_ms=key.valid_from_ms,
                    valid_to_ms=key.valid_to_ms,
                )
            )
        for holder, code, gateway, in_service_ms in (
            (ACME, "A", None, 0),
            (ACME, "B", None, 0),
            (ACME, "C", "g2", 0),
            (ACME, "N", None, NOW_MS - DAY_MS),
            (OTHER, "A", None, 0),
            (OTHER, "Z", None, 0),
        ):
            session.add(
                Point(
                    enterprise_code=holder,
                    code=code,
                    gateway_code=gateway,
                    in_service_ms=in_service_ms,
                    **POINT,
                )
            )


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    with open_registry(tmp_path / "registry.db") as opened:
        write_world(opened)
        yield opened


@pytest.fixture(scope="module")
def shared_registry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """The same world for tests that never write to it."""
    with open_registry(tmp_path_factory.mktemp("registry") / "registry.db") as opened:
        write_world(opened)
        yield opened


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW_MS)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def line(
    tmp_path: Path, registry: Registry, store: MemoryStore, clock: FixedClock
) -> Iterator[Line]:
    made = Line(tmp_path / "ingest", registry, store, clock)
    yield made
    made.close()


@pytest.fixture
def make_line(
    tmp_path_factory: pytest.TempPathFactory, shared_registry: Registry
) -> Iterator[Callable[..., Line]]:
    """Make lines with fresh directories and stores over the shared registry."""
    made: list[Line] = []

    def make(**given: object) -> Line:
        while made:
            made.pop().close()
        directory = tmp_path_factory.mktemp("line")
        made.append(Line(directory, shared_registry, MemoryStore(), FixedClock(NOW_MS), **given))
        return made[-1]

    yield make
    while made:
        made.pop().close()
