"""The fleet as a process: goes on after a restart, ends with its parent, and doubles nothing."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.broker import Broker
from core.calendar import DAY_MS, HOUR_MS, parse_time
from core.clock import FixedClock, monotonic_s
from core.registry.database import open_registry
from core.registry.transfer import import_files
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from core.vocabulary import Kind
from ingest.collector import Collector
from simulators.fleets import build_fleet, write_scenario
from simulators.fleets.fleet import Fleet
from simulators.fleets.progress import Progress, read_progress

NOW = parse_time("2026-11-21T18:07:30")
ANCHOR = NOW - NOW % HOUR_MS


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with Broker(tmp_path / "broker") as broker:
        yield broker.url


def test_history_then_live_restarted_is_stored_once(tmp_path: Path, url: str) -> None:
    clock = FixedClock(NOW)
    members = build_fleet("demo", NOW)[:2]
    directory = tmp_path / "fleet"
    directory.mkdir()
    with (
        open_registry(str(tmp_path / "registry.db")) as registry,
        DuckDBStore(tmp_path / "store.duckdb") as store,
    ):
        files = write_scenario("demo", tmp_path / "scenario", now_ms=NOW)
        assert import_files(registry, files, clock=clock).applied
        settings = Settings(data_dir=tmp_path, mqtt_url=url)
        with Collector(settings, registry, store, clock) as collector:
            stop_at_once = threading.Event()
            stop_at_once.set()
            progress = Progress(NOW, ANCHOR)
            with Fleet(members, url, directory, progress=progress, clock=clock) as fleet:
                fleet.send_history(stop_at_once)
                assert not progress.stretches
                fleet.send_history()
                fleet.send_live()
                assert fleet.wait_empty(60)
            clock.advance(5 * 3600 + 600)
            progress = read_progress(directory / "progress.json")
            assert progress is not None
            assert progress.live_ms[members[0].code] == NOW
            progress.stretches[members[0].code] = 1  # as if it had ended before noting this
            with Fleet(members, url, directory, progress=progress, clock=clock) as fleet:
                fleet.send_history()
                fleet.send_live()
                assert fleet.wait_empty(60)
            assert collector.wait_drained(60)
            books = collector.books()
        # a year hour by hour, 8 minutes, 4 hours of the break, 18 minutes; intervals when they end
        registers, intervals = 365 * 24 + 8 + 4 + 18, 365 * 24 + 6
        expected = sum(
            intervals if point.kind is Kind.INTERVAL else registers
            for member in members
            for point in member.points
        )
        lost = sum(72 * len(member.points) for member in members if member.faults)
        assert store.statistics().readings == expected - lost
        assert sum(row.quarantined for row in books) == 0


def test_the_process_sends_and_ends_when_told_or_left(tmp_path: Path, url: str) -> None:
    for number, end in enumerate(("terminate", "close")):
        child = subprocess.Popen(
            [sys.executable, "-m", "simulators.fleets", "--url", url,
             "--data", str(tmp_path / str(number)), "--scenario", "demo",
             "--speed", "3600", "--origin-ms", str(NOW)],
            stdin=subprocess.PIPE,
        )  # fmt: skip
        assert child.stdin is not None
        try:
            began_s = monotonic_s()
            pulse = threading.Event()
            path = tmp_path / str(number) / "progress.json"
            while (seen := read_progress(path)) is None or len(seen.live_ms) < 12:
                assert monotonic_s() - began_s < 60
                assert child.poll() is None
                pulse.wait(0.05)
            ended_s = monotonic_s()
            if end == "terminate":
                child.send_signal(signal.SIGTERM)
            else:
                child.stdin.close()
            assert child.wait(5) == 0
            assert monotonic_s() - ended_s < 3
            assert set(seen.stretches.values()) == {2}
        finally:
            child.kill()
            child.wait()
            child.stdin.close()


def test_a_wrong_scenario_ends_with_one_and_a_fix(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "simulators.fleets", "--url", "mqtt://127.0.0.1:1",
         "--data", str(tmp_path), "--scenario", "nothing"],
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert done.returncode == 1
    assert "'nothing'" in done.stderr
    assert "To mend" in done.stderr


def test_progress_survives(tmp_path: Path) -> None:
    progress = Progress(NOW, ANCHOR, {"A": 1}, {"A": NOW + DAY_MS})
    progress.write(tmp_path / "progress.json")
    assert read_progress(tmp_path / "progress.json") == progress
    assert read_progress(tmp_path / "none.json") is None
