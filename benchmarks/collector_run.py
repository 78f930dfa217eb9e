"""A collector in a process of its own, draining into InfluxDB, and what it cost."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import resource
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import process_time
from types import TracebackType
from typing import Any, Self

import numpy as np

from benchmarks.servers import Servers
from core.clock import Clock, WallClock, monotonic_s
from core.garbage import calm_garbage_collector
from core.partition import Part
from core.readings import ReadingBatch
from core.registry.database import open_registry
from core.settings import Settings
from core.store.influxdb import InfluxDBStore
from core.store.influxdb_http import InfluxAddress
from ingest.collector import Collector

LIMIT_S = 900.0
TURN_S = 0.05
RECENT_MS = 600_000
"""Readings sent so long ago [ms] are live ones; the others are of the backlog."""


@dataclass(frozen=True)
class Moment:
    """A collector as it stood.

    Attributes
    ----------
    at_s, cpu_s : float
        On the machine's monotonic clock, and its CPU time so far [s].
    journalled, drained, readings, lag : int
        Messages in the journal and drained, readings drained, messages not yet drained [1].
    rss_mib, peak_mib : float
        Memory it holds, and the most it held so far [MiB].
    commit_p50_s, commit_p99_s : float
        How long commits of the journal took of late [s].
    """

    at_s: float
    cpu_s: float
    journalled: int
    drained: int
    readings: int
    lag: int
    rss_mib: float
    peak_mib: float
    commit_p50_s: float
    commit_p99_s: float


class TimedStore(InfluxDBStore):
    """The store, noting how old live readings are once they stand."""

    def __init__(self, address: InfluxAddress, clock: Clock) -> None:
        super().__init__(address)
        self._clock = clock
        self._ages_ms: list[np.ndarray] = []

    def write_readings(self, batch: ReadingBatch) -> None:
        """Write, then note the ages."""
        super().write_readings(batch)
        ages = self._clock.now_ms() - batch.sent_ms
        self._ages_ms.append(ages[ages < RECENT_MS])

    def take_ages_s(self) -> np.ndarray:
        """Return the ages noted since the last call [s]."""
        ages, self._ages_ms = self._ages_ms, []
        return np.concatenate([np.zeros(0), *ages]) / 1000


class CollectorRun:
    """A collector's process, up to its doors; a context manager.

    Parameters
    ----------
    folder : Path
        Takes its data directory.
    servers : Servers
        What it works with.
    part : Part
        Which enterprises are its own.
    """

    def __init__(self, folder: Path, servers: Servers, part: Part) -> None:
        given = {
            "data_dir": folder / "data",
            "mqtt_url": servers.broker.url,
            "registry_url": servers.registry_url,
        }
        order = (given, servers.address, part)
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._child = context.Process(target=_run, args=(*order, there))
        self._child.start()
        there.close()
        self._here.recv()

    def __enter__(self) -> Self:
        """Return the run."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process; in order, where nothing went wrong."""
        if kind is None:
            self._ask("end")
        else:
            self._child.terminate()
        self._child.join()

    def begin(self) -> Moment:
        """Open the collector; return how it stood just before."""
        moment: Moment = self._ask("begin")
        return moment

    def wait(self, count: str, number: int) -> Moment:
        """Wait until `count`, a count of `Moment`, is at least `number` [1]; of ``lag``, at most.

        Raises
        ------
        RuntimeError
            It was not in `LIMIT_S`, or the process failed.
        """
        moment: Moment = self._ask("wait", count, number)
        return moment

    def take_ages_s(self) -> np.ndarray:
        """Return how old live readings were once stored, since the last call [s]."""
        ages: np.ndarray = self._ask("ages")
        return ages

    def _ask(self, *words: object) -> Any:  # noqa: ANN401 - each question has its own answer
        self._here.send(words)
        try:
            return self._here.recv()
        except EOFError:
            raise RuntimeError("a collector's process failed; its words are above") from None


def _run(
    given: dict[str, Any],
    address: InfluxAddress,
    part: Part,
    out: multiprocessing.connection.Connection,
) -> None:
    settings, clock = Settings(**given), WallClock()
    with open_registry(settings.registry_url) as registry, TimedStore(address, clock) as store:
        calm_garbage_collector()
        out.send("ready")
        out.recv()
        name = f"collector-{part.tag}"
        collector = Collector(settings, registry, store, clock, name=name, part=part)
        out.send(_look(collector))
        with collector:
            while (words := out.recv())[0] != "end":
                if words[0] == "ages":
                    out.send(store.take_ages_s())
                else:
                    out.send(_wait(collector, *words[1:]))
    out.send("ended")


def _wait(collector: Collector, count: str, number: int) -> Moment:
    pause, ends_s = Event(), monotonic_s() + LIMIT_S
    while True:
        moment = _look(collector)
        found = getattr(moment, count)
        if found <= number if count == "lag" else found >= number:
            return moment
        if monotonic_s() > ends_s:
            raise RuntimeError(f"{count} is {found}, not {number}, after {LIMIT_S:.0f} s: {moment}")
        pause.wait(TURN_S)


def _look(collector: Collector) -> Moment:
    health: Any = collector.health()
    intake, drain = health["parts"]["intake"], health["parts"]["drain"]
    return Moment(
        monotonic_s(),
        process_time(),
        intake["messages"],
        drain["messages"],
        drain["readings"],
        health["lag_messages"],
        _rss_mib(),
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        intake["commit_p50_s"],
        intake["commit_p99_s"],
    )


def _rss_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1024 / 1024
