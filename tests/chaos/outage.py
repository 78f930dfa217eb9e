"""`OutageRun`: the store away for long under live load; memory, resends, catch-up, books."""

from __future__ import annotations

import csv
import json
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psutil
from checker import Findings, check, sources_of
from evidence import Influx, read_registry
from fleet import READINGS_A_MESSAGE, Fleet
from harness import say
from system import DATABASE, System

from core.clock import monotonic_s

WARM_S = 20.0
SAMPLE_S = 2.0
TICK_S = 0.02
REFERENCE_S = 60.0
"""Longest second outage [s], whose backlog is drained with the gateways silent."""
CAUGHT_UP_S = 2.0
"""The collectors have caught up when less than so many seconds of the load lie behind [s]."""
LIMIT_S = 3600.0


@dataclass(frozen=True)
class Sample:
    """A moment: resident memory of the collectors [byte], messages behind, given, resent [1]."""

    at_s: float
    phase: str
    rss_bytes: int
    behind: int
    given: int
    resent: int
    pending: int


@dataclass
class OutageReport:
    """What an outage came to; rates in readings a second, memory of the greater collector."""

    minutes: float
    rate: float
    rss_before_mib: float = 0.0
    rss_most_mib: float = 0.0
    resent: int = -1
    backlog_messages: int = 0
    catch_up_s: float = 0.0
    catch_up_rate: float = 0.0
    drain_rate: float = 0.0
    lost: int = -1
    doubled: int = -1
    unaccounted: int = -1
    problems: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def catch_up_share(self) -> float:
        """Catch-up under live load as a share of the drain's speed without [1]."""
        return self.catch_up_rate / self.drain_rate if self.drain_rate else 0.0


class OutageRun:
    """One run in a directory.

    Parameters
    ----------
    directory : Path
        Where everything lies.
    minutes : float
        How long the store is away [min].
    rate : float
        What the gateways give [reading/s].
    seed : int
        What readings are drawn from.
    """

    def __init__(self, directory: Path, *, minutes: float, rate: float, seed: int) -> None:
        self.directory = directory
        self._seed = seed
        self._rate = rate
        self._away_s = minutes * 60
        self._report = OutageReport(minutes, rate)
        self._samples: list[Sample] = []
        self._phase = "warm"
        self._live = True
        self._owed = 0.0
        self._pause = threading.Event()
        self._fed_s = 0.0

    def carry_out(self) -> OutageReport:
        """Do everything."""
        reference_s = min(REFERENCE_S, self._away_s)
        most_s = (WARM_S + self._away_s + reference_s) * 2 + 120
        with ExitStack() as stack:
            system = self._system = stack.enter_context(System(self.directory))
            self._fleet = Fleet(
                self.directory / "gateways",
                system.places(),
                readings=int(self._rate * most_s),
                seed=self._seed,
                calm=True,
            )
            stack.callback(self._fleet.stop)
            self._fleet.start()
            system.start_programs()
            self._began_s = self._fed_s = monotonic_s()
            self._live = False
            self._until("collectors", lambda: self._behind() is not None)
            self._live, self._fed_s = True, monotonic_s()
            self._stay("warm", WARM_S)
            self._report.rss_before_mib = self._samples[-1].rss_bytes / 2**20
            resent = self._fleet.count_resent()
            system.store.kill()
            self._stay("store away", self._away_s)
            self._report.resent = self._fleet.count_resent() - resent
            self._report.backlog_messages = self._samples[-1].behind
            seconds, self._report.catch_up_rate = self._drain("catch-up", self._caught_up)
            self._report.catch_up_s = round(seconds, 1)
            self._stay("after", WARM_S / 2)
            system.store.kill()
            self._stay("second outage", reference_s)
            self._live = False
            _, self._report.drain_rate = self._drain("drain alone", lambda: self._behind() == 0)
            self._settle()
            self._tell(self._check())
        return self._report

    def _stay(self, phase: str, seconds: float) -> None:
        self._phase = phase
        ends_s = monotonic_s() + seconds
        self._until(phase, lambda: monotonic_s() >= ends_s)

    def _drain(self, phase: str, done: Callable[[], bool]) -> tuple[float, float]:
        """Start the store, and return how long the drain takes [s] and its speed [reading/s]."""
        self._phase = phase
        self._system.store.start()
        start = self._drained()
        began_s = monotonic_s()
        self._until(phase, lambda: self._drained() > start)
        working_s, first = monotonic_s(), self._drained()
        self._until(phase, done)
        ended_s = monotonic_s()
        rate = (self._drained() - first) * READINGS_A_MESSAGE / max(0.1, ended_s - working_s)
        return ended_s - began_s, rate

    def _drained(self) -> int:
        """Return the messages that are given, durable and drained, about [1]."""
        behind = self._behind()
        lately = self._samples[-1].behind if self._samples else 0
        return self._fleet.given - self._pending() - (lately if behind is None else behind)

    def _pending(self) -> int:
        return self._fleet.count_pending()

    def _caught_up(self) -> bool:
        behind = self._behind()
        return behind is not None and behind * READINGS_A_MESSAGE < CAUGHT_UP_S * self._rate

    def _behind(self) -> int | None:
        """Return the messages behind both drains [1]; None where a collector does not answer."""
        total = 0
        for name in self._collectors():
            lag = self._system.lag_of(name)
            if lag is None:
                return None
            total += lag
        return total

    def _collectors(self) -> list[str]:
        return [name for name in self._system.programs if name.startswith("collector")]

    def _until(self, what: str, condition: Callable[[], bool]) -> None:
        """Give, and sample, until the condition holds, which is looked at with every sample."""
        limit_s = monotonic_s() + LIMIT_S + self._away_s
        while not condition():
            if monotonic_s() > limit_s:
                raise RuntimeError(f"not within {LIMIT_S:.0f} s: {what}")
            next_s = monotonic_s() + min(SAMPLE_S, 0.5 if not self._live else SAMPLE_S)
            while monotonic_s() < next_s:
                self._give()
                self._pause.wait(TICK_S)
            self._sample()

    def _give(self) -> None:
        now_s = monotonic_s()
        if self._live:
            self._owed += (now_s - self._fed_s) * self._rate / READINGS_A_MESSAGE
            whole = int(self._owed)
            self._owed -= whole
            self._fleet.give(self._fleet.given + whole)
        self._fed_s = now_s

    def _sample(self) -> None:
        rss = [psutil.Process(pid).memory_info().rss for pid in self._collector_pids()]
        behind = self._behind()
        sample = Sample(
            round(monotonic_s() - self._began_s, 1),
            self._phase,
            max(rss, default=0),
            behind if behind is not None else -1,
            self._fleet.given,
            self._fleet.count_resent(),
            self._fleet.count_pending(),
        )
        self._samples.append(sample)
        if len(self._samples) % 15 == 1:
            say(
                f"{sample.at_s:7.1f} s  {sample.phase}: collectors {sample.rss_bytes / 2**20:.0f} "
                f"MiB, {sample.behind} messages behind, {sample.given} given, "
                f"{sample.pending} not durable, {sample.resent} sent again"
            )

    def _collector_pids(self) -> list[int]:
        return [pid for name in self._collectors() for pid in self._system.pids_of(name)]

    def _settle(self) -> None:
        self._until("durable", lambda: not self._pending())
        self._until("drained", lambda: self._behind() == 0)
        self._until("derived", lambda: not read_registry(self._system.registry_url).dirty_hours)
        for name in reversed(list(self._system.programs)):
            self._system.programs[name].stop()

    def _check(self) -> Findings:
        influx = Influx(self._system.store.url, DATABASE, self._system.store.token)
        url = self._system.registry_url
        return check(sources_of(self.directory, influx=influx, registry_url=url))

    def _tell(self, findings: Findings) -> None:
        report = self._report
        report.lost, report.doubled = findings.lost, findings.doubled
        report.unaccounted = findings.unaccounted
        away = [s.rss_bytes for s in self._samples if s.phase == "store away"]
        report.rss_most_mib = max(away, default=0) / 2**20
        report.lines = list(findings.lines())
        with (self.directory / "samples.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, list(asdict(self._samples[0])))
            writer.writeheader()
            writer.writerows(asdict(sample) for sample in self._samples)
        told = asdict(report) | {"catch_up_share": report.catch_up_share}
        (self.directory / "report.json").write_text(json.dumps(told, indent=1))
        say(
            f"store away for {report.minutes:g} min at {report.rate:.0f} readings/s: memory of a "
            f"collector {report.rss_before_mib:.0f} MiB before, {report.rss_most_mib:.0f} at most; "
            f"sent again {report.resent}; {report.backlog_messages} messages behind; caught up in "
            f"{report.catch_up_s:.0f} s at {report.catch_up_rate:.0f} readings/s under load, "
            f"{report.catch_up_share:.2f} of the {report.drain_rate:.0f} without"
        )
        for line in report.lines:
            say(line)
