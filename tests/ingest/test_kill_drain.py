"""``kill -9`` at random moments: nothing that was named durable is lost, nothing is doubled."""

from __future__ import annotations

import contextlib
import random
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from core.clock import FixedClock, monotonic_s
from core.registry.database import open_registry
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from core.store.protocol import SeriesKey
from ingest.collector import Collector
from tests.ingest.conftest import ACME, NOW_MS, write_world

MESSAGES = 6000
KILLS = 6

CHILD = f"""
import sys
from pathlib import Path
from core import topics, wire
from core.clock import FixedClock
from core.registry.database import open_registry
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from ingest import batch
from ingest.collector import Collector
from ingest.intake import Arrival
batch.READINGS_A_BATCH = 150
directory, first = Path(sys.argv[1]), int(sys.argv[2])
registry = open_registry(directory / "registry.db")
store = DuckDBStore(directory / "readings.duckdb", memory_bytes=256 << 20)
def named(arrival):
    seq = wire.peek(arrival.payload)[1]
    sys.stdout.write(f"{{seq}}\\n")
def payload(seq):
    t = {NOW_MS} - {MESSAGES} * 1000 + seq * 1000
    bad = [("X", t, 1.0)] if seq % 100 == 0 else []
    return wire.encode_rows("s", seq, t, [("A", t, float(seq)), ("B", t, -float(seq))] + bad)
with Collector(Settings(data_dir=directory), registry, store, FixedClock({NOW_MS})) as collector:
    collector.intake.add_group_listener(sys.stdout.flush)
    topic = topics.data("{ACME}", "g1")
    for seq in range(first, {MESSAGES} + 1):
        arrival = Arrival("test", topic, payload(seq), {NOW_MS})
        assert collector.intake.offer(arrival, named)
        if seq % 15 == 0:
            collector.intake.wait_empty(10)
    assert collector.wait_drained(60)
print("done")
"""


def run_child(directory: Path, first: int, kill_after_s: float | None) -> tuple[int, bool]:
    """Run the child until it is done or killed; return the last seq it named, and which."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(directory), str(first)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    last, done = 0, False
    timer: threading.Timer | None = None
    with contextlib.closing(child.stdout) as lines:
        for line in lines:
            if line.endswith("\n") and line.strip().isdigit():
                last = int(line)
            done = done or line.strip() == "done"
            if timer is None and kill_after_s is not None:
                timer = threading.Timer(kill_after_s, child.kill)
                timer.start()
    if timer is not None:
        timer.join()
    code = child.wait(60)
    assert code == 0 or kill_after_s is not None
    return last, done


@pytest.mark.slow
def test_killed_at_random_moments(tmp_path: Path) -> None:
    chance = random.Random(20251120)
    with open_registry(tmp_path / "registry.db") as registry:
        write_world(registry)
    began_s = monotonic_s()
    last, done, kills = 0, False, 0
    while not done:
        assert monotonic_s() - began_s < 100
        delay_s = chance.random() * 0.35 if kills < KILLS else None
        kills += 1
        again = max(1, last + 1 - chance.randrange(40))
        named, done = run_child(tmp_path, again, delay_s)
        last = max(last, named)
    with (
        open_registry(tmp_path / "registry.db") as registry,
        DuckDBStore(tmp_path / "readings.duckdb") as store,
    ):
        with Collector(
            Settings(data_dir=tmp_path), registry, store, FixedClock(NOW_MS)
        ) as collector:
            assert collector.wait_drained(30)
            (book,) = collector.books()
            assert collector.audit().differences == ()
        ids = store.series_ids([SeriesKey(ACME, "A"), SeriesKey(ACME, "B")])
        for number, sign in zip(ids, (1.0, -1.0), strict=True):
            found = store.read_readings(np.array([number]), 0, NOW_MS + 1)
            assert found.value.tolist() == [sign * seq for seq in range(1, MESSAGES + 1)]
        assert store.statistics().readings == 2 * MESSAGES
    assert book.closes
    assert (book.stored, book.pending, book.dropped) == (MESSAGES, 0, 0)
    assert book.duplicate == book.received - MESSAGES
    assert (book.readings_stored, book.readings_quarantined) == (2 * MESSAGES, MESSAGES // 100)
