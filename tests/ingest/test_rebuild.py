"""Rebuilding the store: what the books count as stored, and nothing else, from the journal."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import wire
from core.calendar import HOUR_MS
from core.errors import StoreError
from core.registry.database import Registry
from core.registry.marks import read_marks
from core.registry.models import Point
from ingest.batch import Limits
from ingest.journal.archive import JournalArchive
from ingest.rebuild import Rebuild, RebuildReport
from ingest.state_snapshot import StateSnapshot
from tests.ingest.conftest import ACME, NOW_MS, POINT, Line, MemoryStore

LIMITS = Limits(4 << 20, 600_000)


def rows(seq: int, *readings: tuple[str, int, float]) -> bytes:
    return wire.encode_rows("s", seq, NOW_MS + seq, readings)


def rebuild(line: Line, registry: Registry, store: MemoryStore) -> RebuildReport:
    directory = line.settings.data_dir
    with StateSnapshot(directory / "state.db") as snapshot:
        archive = JournalArchive(directory / "journal")
        return Rebuild(registry, store, LIMITS).run(archive, snapshot)  # type: ignore[arg-type]


def test_the_store_is_the_same_again(line: Line, registry: Registry) -> None:
    line.put(rows(1, ("A", NOW_MS, 1.0), ("X", NOW_MS, 2.0)), rows(2, ("X", NOW_MS, 9.0)))
    line.put(rows(3, ("A", NOW_MS, 0.5), ("B", NOW_MS - HOUR_MS, 3.0)), rows(1), b"junk")
    line.run()
    line.put(rows(4, ("A", NOW_MS + 1, 1.0)))
    before = line.books()
    fresh = MemoryStore()
    report = rebuild(line, registry, fresh)
    assert fresh.by_name() == line.store.by_name()  # type: ignore[attr-defined]
    assert (report.messages, report.readings, report.refused) == (2, 3, {})
    assert line.books() == before
    with registry.read() as session:
        marks = {(m.enterprise_code, m.hour_ms) for m in read_marks(session)}
    hour = NOW_MS - NOW_MS % HOUR_MS
    assert marks == {(ACME, hour), (ACME, hour - HOUR_MS)}
    again = rebuild(line, registry, fresh)
    assert again.readings == 3
    assert fresh.by_name() == line.store.by_name()  # type: ignore[attr-defined]


def test_what_was_given_up_stays_so_and_what_was_replayed_comes(
    line: Line, registry: Registry
) -> None:
    line.put(rows(1, ("X", NOW_MS, 1.0), ("A", NOW_MS, 1.0)), rows(2, ("X", NOW_MS - 1, 2.0)))
    line.put(rows(3, ("A", NOW_MS + 5, 1.0)), rows(3, ("B", NOW_MS + 5, 8.0)))
    line.run()
    line.quarantine.drop(1, "not wanted")
    with registry.session() as session:
        session.add(Point(enterprise_code=ACME, code="X", gateway_code=None, **POINT))
    assert line.quarantine.replay_all().messages == 2
    fresh = MemoryStore()
    report = rebuild(line, registry, fresh)
    assert fresh.by_name() == line.store.by_name()  # type: ignore[attr-defined]
    assert (ACME, "X", NOW_MS) not in fresh.by_name()
    assert fresh.by_name()[ACME, "B", NOW_MS + 5] == (8.0, 0)
    assert report.refused == {}


def test_what_the_registry_no_longer_has_is_counted(line: Line, registry: Registry) -> None:
    line.put(rows(1, ("A", NOW_MS, 1.0), ("B", NOW_MS, 2.0)))
    line.run()
    with registry.session() as session:
        session.connection().exec_driver_sql(
            f"DELETE FROM point WHERE code = 'B' AND enterprise_code = '{ACME}'"
        )
    report = rebuild(line, registry, MemoryStore())
    assert (report.readings, report.refused) == (1, {"unknown_point": 1})


def test_a_store_that_fails_midway_is_written_again(
    line: Line, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.batch.READINGS_A_BATCH", 3)
    line.put(*(rows(n, ("A", NOW_MS + n, 1.0)) for n in range(1, 11)))
    line.run()
    fresh = MemoryStore()
    write, calls = fresh.write_readings, list[int]()

    def fail_second(batch: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise StoreError("the store is away")
        write(batch)  # type: ignore[arg-type]

    monkeypatch.setattr(fresh, "write_readings", fail_second)
    with pytest.raises(StoreError):
        rebuild(line, registry, fresh)
    assert 0 < len(fresh.rows) < 10
    rebuild(line, registry, fresh)
    assert fresh.by_name() == line.store.by_name()  # type: ignore[attr-defined]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(chance=st.randoms(use_true_random=False))
def test_any_journal_gives_its_store(
    chance: random.Random, make_line: Callable[..., Line], shared_registry: Registry
) -> None:
    line = make_line()
    feed = [
        rows(
            seq,
            *(
                (chance.choice("ABCX"), NOW_MS - chance.randrange(3) * 1000, float(n))
                for n in range(chance.randrange(4))
            ),
        )
        for seq in range(1, 15)
    ]
    for payload in chance.choices([*feed, b"junk"], k=40):
        line.put(payload, gateway=chance.choice(["g1", "g2", "nobody"]))
    line.run()
    for item in line.quarantine.list(limit=100).items:
        if chance.random() < 0.3:
            line.quarantine.drop(item.id, "by chance")
    line.quarantine.replay_all()
    fresh = MemoryStore()
    rebuild(line, shared_registry, fresh)
    assert fresh.by_name() == line.store.by_name()  # type: ignore[attr-defined]
