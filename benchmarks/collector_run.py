"""A collector in a process of its own, draining into InfluxDB, and what it cost."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import resource
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import process_time
from typing import Any

import numpy as np

from core.clock import Clock, WallClock, monotonic_s
from core.garbage import calm_garbage_collector
from core.partition import Part
from core.readings import ReadingBatch
from core.registry.database import open_registry
from core.settings import Settings
from core.store.influxdb import InfluxDBStore
from core.store.influxdb_http import InfluxAddress
from ingest.collector import Collector

LIMIT_S = 900
TURN_S = 0.05
RECENT_MS = 600_000


@dataclass(frozen=True)
class Order:
    """What a collector is to do.

    Attributes
    ----------
    folder, registry, mqtt_url, address
        Its directory, and where registry, broker and bucket are.
    part : Part
        Which enterprises are its own.
    messages : int
        Messages after which it is done [1].
    """

    folder: Path
    registry: str
    mqtt_url: str
    address: InfluxAddress
    part: Part
    messages: int


@dataclass(frozen=True)
class Figure:
    """What a run took: from the door's opening to the last message's mark carried.

    Attributes
    ----------
    began_s, ended_s : float
        On the machine's monotonic clock [s].
    cpu_s : float
        CPU time of the collector [s].
    rss_mib, rss_behind_mib : float
        Most memory it held; and once all was journalled [MiB].
    commit_p50_s, commit_p99_s : float
        How long commits of the journal took [s].
    live_p50_s, live_p99_s : float
        From a live reading's sending to its standing in InfluxDB [s]; 0 where none was live.
    """

    began_s: float
    ended_s: float
    cpu_s: float
    rss_mib: float
    rss_behind_mib: float
    commit_p50_s: float
    commit_p99_s: float
    live_p50_s: float
    live_p99_s: float


class TimedStore(InfluxDBStore):
    """The store, noting how old live readings are once they stand."""

    def __init__(self, address: InfluxAddress, clock: Clock) -> None:
        super().__init__(address)
        self._clock = clock
        self.ages_ms: list[np.ndarray] = []

    def write_readings(self, batch: ReadingBatch) -> None:
        """Write, then note the ages."""
        super().write_readings(batch)
        ages = self._clock.now_ms() - batch.sent_ms
        self.ages_ms.append(ages[ages < RECENT_MS])


class CollectorRun:
    """A collector's process; `begin` lets it go, `wait` returns its figure.

    Parameters
    ----------
    order : Order
        What it is to do.
    """

    def __init__(self, order: Order) -> None:
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._child = context.Process(target=_run, args=(order, there))
        self._child.start()
        there.close()
        self._here.recv()

    def begin(self) -> None:
        """Open the collector."""
        self._here.send("begin")

    def wait_journalled(self) -> None:
        """Wait until all messages are in the journal, with the store away; notes the memory."""
        self._here.send("journalled")
        self._here.recv()

    def wait(self) -> Figure:
        """Wait until all is drained; return what it took."""
        self._here.send("drained")
        try:
            figure: Figure = self._here.recv()
        except EOFError:
            raise RuntimeError("a collector's process failed; its words are above") from None
        self._child.join()
        return figure


def _run(order: Order, out: multiprocessing.connection.Connection) -> None:
    settings = Settings(data_dir=order.folder, mqtt_url=order.mqtt_url)
    clock = WallClock()
    name = "embedded" if order.part.is_whole else f"collector-{order.part.tag}"
    with open_registry(order.registry) as registry, TimedStore(order.address, clock) as store:
        calm_garbage_collector()
        out.send("ready")
        out.recv()
        began_s, began_cpu_s = monotonic_s(), process_time()
        behind = 0.0
        with Collector(settings, registry, store, clock, name=name, part=order.part) as collector:
            if out.recv() == "journalled":
                _await(collector, "intake", "messages", order.messages)
                behind = _rss_mib()
                out.send("journalled")
                out.recv()
            _await(collector, "drain", "messages", order.messages)
            ended_s, cpu_s = monotonic_s(), process_time() - began_cpu_s
            collector.wait_drained(LIMIT_S)
            intake: Any = collector.health()["parts"]["intake"]
        ages = np.concatenate([np.zeros(0), *store.ages_ms]) / 1000
    live = np.percentile(ages, [50, 99]).tolist() if len(ages) else [0.0, 0.0]
    commit = (intake["commit_p50_s"], intake["commit_p99_s"])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    out.send(Figure(began_s, ended_s, cpu_s, peak, behind, *commit, *live))


def _await(collector: Collector, part: str, count: str, messages: int) -> None:
    pause, ends_s = Event(), monotonic_s() + LIMIT_S
    while True:
        parts: Any = collector.health()["parts"]
        if parts[part][count] >= messages:
            return
        if monotonic_s() > ends_s:
            raise RuntimeError(f"{part} not done in {LIMIT_S} s: {collector.health()}")
        pause.wait(TURN_S)


def _rss_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024 / 1024
