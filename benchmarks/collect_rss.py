"""Memory of ``nengheng collect`` with messages behind it while the store is away, and after."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from benchmarks.influx_ceiling import count_readings
from benchmarks.mqtt_fill import Feed
from benchmarks.rows import Row
from benchmarks.servers import Servers, make_feed, open_servers
from cli.child import child_command
from core.clock import monotonic_s

MILLION = 1_000_000
MINUTES, QUICK_MINUTES = 2000, 100
"""Messages of each of the 500 gateways [1]: a million, or a twentieth."""
LIMIT_S = 900.0
TURN_S = 2.0
TOKEN = "operator-token-of-the-benchmarks"


@dataclass(frozen=True)
class Collect:
    """A running ``nengheng collect``: its process id [1] and address."""

    pid: int
    url: str

    def await_messages(self, done: Callable[[dict[str, Any]], bool]) -> None:
        """Wait until `done` says so of the collector's health, by part."""
        pause, ends_s = Event(), monotonic_s() + LIMIT_S
        while not done(health := self._ask_health()):
            if monotonic_s() > ends_s:
                raise RuntimeError(f"not done in {LIMIT_S:.0f} s: {health}")
            pause.wait(TURN_S)

    def _ask_health(self) -> dict[str, Any]:
        request = urllib.request.Request(
            f"{self.url}/health", headers={"Authorization": f"Bearer {TOKEN}"}
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            parts = json.load(answer)["parts"]
        values = next(part["values"] for part in parts if part["part"] == "collector")
        found: dict[str, Any] = values["parts"]
        return found

    def memory_mib(self, name: str) -> float:
        """Return a line of the process' status, such as ``VmHWM`` [MiB]."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith(name)).split()[1]) / 1024


def measure(quick: bool, folder: Path) -> list[Row]:
    """Let a million messages gather in the journal while the store is away, then be drained."""
    feed = make_feed(1, QUICK_MINUTES if quick else MINUTES)
    with open_servers(folder / "run", feed) as servers:
        servers.influx.stop()
        with _run(folder / "data", servers) as collect:
            behind, peak = _follow(collect, servers, feed)
        stored = count_readings(servers.address)
    if stored != feed.messages:
        raise RuntimeError(f"{stored} readings are stored, {feed.messages} were sent")
    note = (
        f"greatest over gathering and draining {feed.messages:,} messages "
        f"({feed.messages / MILLION:.0%} of a million); {behind:.0f} MiB with all of them behind"
    )
    return [Row("collect_rss", peak, "MiB", note=note)]


def _follow(collect: Collect, servers: Servers, feed: Feed) -> tuple[float, float]:
    """Return the memory with all messages behind, and the most until all were drained [MiB]."""
    collect.await_messages(lambda parts: parts["intake"]["messages"] >= feed.messages)
    behind = collect.memory_mib("VmRSS")
    servers.influx.start()
    collect.await_messages(lambda parts: parts["drain"]["messages"] >= feed.messages)
    return behind, collect.memory_mib("VmHWM")


@contextmanager
def _run(data: Path, servers: Servers) -> Iterator[Collect]:
    address = servers.address
    settings = {
        "data_dir": data,
        "registry_url": servers.registry_url,
        "influx_url": address.url,
        "influx_token": address.token,
        "influx_org": address.org,
        "influx_bucket": address.bucket,
        "mqtt_url": servers.broker.url,
        "token": TOKEN,
    }
    environment = {f"NENGHENG_{name.upper()}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-m", "cli.main", "collect", "--port", "0"]
    child = subprocess.Popen(
        child_command(command), stdout=subprocess.PIPE, text=True, env=os.environ | environment
    )
    try:
        assert child.stdout is not None
        word, _, url = child.stdout.readline().strip().partition(" ")
        if word != "ready":
            raise RuntimeError(f"the collector said {word!r}, not that it is ready")
        yield Collect(child.pid, url)
    finally:
        child.terminate()
        child.wait()
