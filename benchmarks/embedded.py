"""``nengheng up --scenario demo`` as it is: time to the first verdict, and memory."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

import httpx

from benchmarks.rows import Row
from core.clock import monotonic_s

LIMIT_S = 120.0
POLL_S = 0.1
LIVE_S = 20.0
"""How long the platform runs on live data before its memory is read [s]."""


@dataclass
class Platform:
    """A running platform: its address, process, and when it was started [s]."""

    client: httpx.Client
    process: subprocess.Popen[str]
    started_s: float

    def passed_s(self) -> float:
        """Return the time since it was started [s]."""
        return monotonic_s() - self.started_s

    def ask(self, path: str) -> dict[str, Any]:
        """Return the JSON document at `path`."""
        found: dict[str, Any] = self.client.get(path).raise_for_status().json()
        return found

    def peak_bytes(self) -> int:
        """Return the greatest resident memory of the process so far [byte]."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024


def measure(quick: bool, folder: Path) -> list[Row]:
    """Start the demo on an empty directory and watch it."""
    with _run(folder / "data") as platform:
        ready_s = platform.passed_s()
        first_s = _await(platform, _judged)
        drained_s = _await(platform, _worked_off)
        if not quick:
            Event().wait(LIVE_S)
        readings = _values(platform, "store")["readings"]
        peak = platform.peak_bytes()
        begin = monotonic_s()
        platform.process.send_signal(signal.SIGINT)
        platform.process.wait(30)
        stop_s = monotonic_s() - begin
    note = f"history of {readings:,} readings drained and judged after {drained_s:.1f} s"
    return [
        Row("first_verdict", first_s, "s", note=f"from start; ready after {ready_s:.1f} s"),
        Row("history_judged", drained_s, "s", note=note),
        Row("embedded_rss", peak / 2**20, "MiB", note="greatest, of the platform's process"),
        Row("embedded_stop", stop_s, "s", note="from Ctrl-C to the end of the process"),
    ]


def _judged(platform: Platform) -> bool:
    verdicts = platform.ask("/api/v1/verdicts")["items"]
    return any(verdict["level"] != "undetermined" for verdict in verdicts)


def _worked_off(platform: Platform) -> bool:
    """Tell whether the fleet's history is there, drained, and no hour waits to be computed."""
    if _values(platform, "store")["readings"] < 100_000:
        return False
    lag = _values(platform, "collector")["lag_messages"]
    return bool(lag == 0 and _values(platform, "scheduler")["pending_hours"] == 0)


def _values(platform: Platform, part: str) -> dict[str, Any]:
    parts = platform.ask("/health")["parts"]
    found: dict[str, Any] = next(p["values"] for p in parts if p["part"] == part)
    return found


def _await(platform: Platform, condition: Callable[[Platform], bool]) -> float:
    """Wait for `condition` and return when it held, from the start [s]."""
    pause = Event()
    while not condition(platform):
        if platform.passed_s() > LIMIT_S:
            raise RuntimeError(f"{condition} not in {LIMIT_S:.0f} s")
        pause.wait(POLL_S)
    return platform.passed_s()


@contextmanager
def _run(data: Path) -> Iterator[Platform]:
    command = [str(Path(sys.executable).with_name("nengheng")), "up", "--scenario", "demo"]
    begin = monotonic_s()
    child = subprocess.Popen(
        [*command, "--port", "0", "--data", str(data)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout is not None
        line = child.stdout.readline()
        if not line.startswith("ready "):
            raise RuntimeError(f"the platform said {line!r}, not that it is ready")
        run = json.loads((data / "run.json").read_text())
        headers = {"Authorization": f"Bearer {run['token']}"}
        with httpx.Client(base_url=run["url"], headers=headers, timeout=30) as client:
            yield Platform(client, child, begin)
    finally:
        if child.poll() is None:
            child.kill()
        child.wait()
