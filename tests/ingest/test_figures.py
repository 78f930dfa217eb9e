"""What a collector measures of itself, also when the wall clock jumps."""

from __future__ import annotations

from pathlib import Path

from core import topics, wire
from core.clock import FixedClock, monotonic_s
from core.registry.database import Registry
from core.settings import Settings
from ingest.collector import Collector
from ingest.intake import Arrival
from ingest.lag import LagClock
from ingest.latency import LatencyRecord
from tests.ingest.conftest import ACME, NOW_MS, Line, MemoryStore


class Stopwatch:
    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_latencies_are_counted_for_ever_and_ranked_of_late() -> None:
    watch = Stopwatch()
    record = LatencyRecord(watch)
    for n in range(1, 101):
        record.add(n / 1000)
    found = record.read()
    assert (found.count, found.p50_s, found.p99_s, found.most_s) == (100, 0.050, 0.099, 0.100)
    assert dict(found.buckets)[0.01] == 10
    assert dict(found.buckets)[float("inf")] == 100
    watch.now_s += 1000
    later = record.read()
    assert (later.count, later.p99_s) == (100, 0.0)


def test_the_lag_is_the_age_of_the_oldest_that_waits() -> None:
    watch = Stopwatch()
    lag = LagClock(10, 50, 7.0, watch)
    assert lag.age_s(10) == 7.0
    for end in (60, 70, 80):
        watch.now_s += 10
        lag.note_end(end)
    assert lag.age_s(10) == 37.0
    assert lag.age_s(50) == 20.0
    assert lag.age_s(65) == 10.0
    assert lag.age_s(80) == 0.0
    watch.now_s += 5
    lag.note_end(90)
    assert lag.age_s(80) == 0.0
    watch.now_s += 5
    assert lag.age_s(80) == 5.0


def test_figures_with_a_failing_store_and_a_jumping_clock(
    tmp_path: Path, registry: Registry, clock: FixedClock
) -> None:
    store = MemoryStore()
    store.failures = 1_000_000
    with Collector(Settings(data_dir=tmp_path), registry, store, clock) as collector:  # type: ignore[arg-type]
        payload = wire.encode_rows("s", 1, NOW_MS, [("A", NOW_MS, 1.0)])
        assert collector.intake.offer(Arrival("test", topics.data(ACME, "g1"), payload, NOW_MS))
        assert collector.intake.wait_empty(10)
        ends_s = monotonic_s() + 10
        while collector.health()["parts"]["drain"]["state"] != "retrying":  # type: ignore[index]
            assert monotonic_s() < ends_s
        drain = collector.health()["parts"]["drain"]  # type: ignore[index]
        assert "the store is away" in drain["last_error"]
        for jump_s in (86_400, -3 * 86_400):
            clock.advance(jump_s)
            figures = collector.figures()
            assert figures.lag_messages == 1
            assert 0.0 < figures.lag_s < 60.0
            assert 0.0 <= drain["for_s"] < 60.0
            assert figures.journal_age_s >= 0.0
        assert figures.commit.count == 1
        assert figures.store_write.count >= 1
        store.failures = 0
        assert collector.wait_drained(30)
        assert collector.figures().lag_s == 0.0
        bad = Arrival("test", topics.data(ACME, "g1"), b"{", NOW_MS)
        assert collector.intake.offer(bad)
        assert collector.wait_drained(30)
        figures = collector.figures()
        assert figures.quarantine_open == {"bad_json": 1}
        assert (figures.inbox_bytes, figures.outbox_rows, figures.journal_segments) == (0, 0, 1)


def test_a_write_that_hangs_is_told_of(line: Line, monkeypatch) -> None:
    line.put(wire.encode_rows("s", 1, NOW_MS, [("A", NOW_MS, 1.0)]))
    monkeypatch.setattr("ingest.drain.SLOW_S", 0.0)
    seen: list[dict[str, object]] = []
    write = line.store.write_readings  # type: ignore[attr-defined]

    def slow(batch: object) -> None:
        while line.drain.writing_s <= 0.0:
            pass
        seen.append(line.drain.health())
        write(batch)

    monkeypatch.setattr(line.store, "write_readings", slow)
    line.drain.start()
    assert line.drain.wait_reached(line.journal.end, 10)
    assert seen[0]["state"] == "slow"
    assert "has not answered" in str(seen[0]["last_error"])
    line.drain.stop()
