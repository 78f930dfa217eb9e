"""A full disk under the whole collector: it refuses, says so, loses nothing, and goes on."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import topics, wire
from core.clock import FixedClock, monotonic_s
from core.registry.database import Registry
from core.settings import Settings
from ingest.collector import Collector
from ingest.errors import JournalError, JournalFullError
from ingest.intake import Arrival
from tests.ingest.conftest import ACME, NOW_MS, MemoryStore


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    mounted = tmp_path / "disk"
    mounted.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(mounted)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk needs the right to mount: run as root")
    yield mounted
    subprocess.run(["umount", str(mounted)], check=True)


def test_what_was_named_durable_survives_a_full_disk(
    small_disk: Path, registry: Registry, clock: FixedClock
) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(4_000_000))
    store = MemoryStore()
    durable: list[int] = []
    refused: list[JournalError] = []
    settled = threading.Semaphore(0)

    def take(arrival: Arrival) -> None:
        identity = wire.peek(arrival.payload)
        assert identity is not None
        durable.append(identity[1])
        settled.release()

    def refuse(_: Arrival, error: JournalError) -> None:
        refused.append(error)
        settled.release()

    def send(collector: Collector, seq: int) -> None:
        columns = {"A": ([NOW_MS - seq * 1000 - n for n in range(500)], [float(seq)] * 500, None)}
        payload = wire.encode_columns("s", seq, NOW_MS, columns)
        arrival = Arrival("test", topics.data(ACME, "g1"), payload, NOW_MS)
        assert collector.intake.offer(arrival, take, refuse)
        assert settled.acquire(timeout=10)

    with Collector(Settings(data_dir=small_disk), registry, store, clock) as collector:  # type: ignore[arg-type]
        seq = 0
        ends_s = monotonic_s() + 60
        while len(refused) < 5:
            assert monotonic_s() < ends_s
            seq += 1
            send(collector, seq)
        assert isinstance(refused[0], JournalFullError)
        assert "free space" in str(refused[0])
        assert collector.health()["state"] == "degraded"
        ballast.unlink()
        for missing in sorted(set(range(1, seq + 1)) - set(durable)):
            send(collector, missing)
        assert collector.wait_drained(30)
        (book,) = collector.books()
        assert collector.audit().differences == ()
    assert sorted(durable) == list(range(1, seq + 1))
    assert book.closes
    assert (book.received, book.stored, book.readings_stored) == (seq, seq, 500 * seq)
    found = store.by_name()
    assert all((ACME, "A", NOW_MS - n * 1000) in found for n in range(1, seq + 1))


def test_a_disk_with_room_is_not_called_full(
    tmp_path: Path, registry: Registry, clock: FixedClock
) -> None:
    with Collector(Settings(data_dir=tmp_path), registry, MemoryStore(), clock) as collector:  # type: ignore[arg-type]
        payload = wire.encode_rows("s", 1, NOW_MS, [("A", NOW_MS, 1.0)])
        arrival = Arrival("test", topics.data(ACME, "g1"), payload, NOW_MS)
        assert collector.intake.offer(arrival)
        assert collector.wait_drained(10)
        assert collector.health()["state"] == "ok"
