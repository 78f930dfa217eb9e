"""`ChaosRun`: a plan carried out against a system under load, then settled and checked."""

from __future__ import annotations

import heapq
import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from checker import Findings, check, sources_of
from effects import Effects, Undo
from evidence import Influx, read_registry
from fault_plan import SMALL_DISK, Fault, FaultPlan
from fleet import Fleet
from run_log import RunLog
from small_disk import mount_small_disk
from system import DATABASE, System

from core.clock import monotonic_s

TICK_S = 0.05
READY_WITHIN_S = 60.0
SETTLE_WITHIN_S = 900.0
POSSIBLE_WITHIN_S = 30.0
"""How long a fault waits for what it needs [s], such as a closed segment; then it is left out."""
STARTS_BY_ITSELF_S = 1.0
"""After so long a program that has ended by itself is started again, as systemd would [s]."""


@dataclass(frozen=True)
class RunOptions:
    """How a run is made.

    Attributes
    ----------
    readings : int
        How many the gateways give [1].
    segment_bytes, disk_bytes : int
        Length of the journal's segments, and size of the small disk [byte].
    """

    readings: int
    segment_bytes: int = 1 << 20
    disk_bytes: int = 96 << 20


@dataclass
class Report:
    """What a run came to."""

    seed: int
    kills: int
    faults: int
    readings: int
    lasted_s: float = 0.0
    ended_by_themselves: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    sent_again: int = 0
    duplicates: int = 0
    replayed: int = 0
    lost: int = -1
    doubled: int = -1
    unaccounted: int = -1
    lines: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.problems or self.lost or self.doubled or self.unaccounted)


def say(text: str) -> None:
    """Tell people."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class ChaosRun:
    """One run in a directory; what lies there of an earlier attempt is gone on with."""

    def __init__(self, directory: Path, plan: FaultPlan, options: RunOptions) -> None:
        self.directory = directory
        self._plan = plan
        self._options = options
        self._log = RunLog(directory / "log.jsonl")
        self._report = Report(plan.seed, plan.kills, len(plan.faults), options.readings)
        self._ends: list[tuple[float, int, Fault, float, Undo]] = []
        self._gone: dict[str, float] = {}
        self._pause = threading.Event()

    def carry_out(self) -> Report:
        """Do everything; the report tells what came of it."""
        self._began_s = monotonic_s()
        with ExitStack() as stack:
            self._prepare_disk()
            settings = {"NENGHENG_JOURNAL_SEGMENT_BYTES": str(self._options.segment_bytes)}
            self._system = stack.enter_context(System(self.directory, settings))
            self._effects = Effects(self._system)
            self._fleet = self._make_fleet()
            stack.callback(self._fleet.stop)
            self._fleet.start()
            self._system.start_programs()
            self._wait("both collectors answer", self._collectors_answer, READY_WITHIN_S)
            say(f"{self._now_s():7.1f} s  all serve; {self._fleet.messages} messages to give")
            self._strike()
            self._settle()
            self._report.sent_again = self._fleet.count_resent()
            findings = self._check()
        self._report.lasted_s = round(monotonic_s() - self._began_s, 1)
        self._tell(findings)
        return self._report

    def _now_s(self) -> float:
        return monotonic_s() - self._began_s

    def _prepare_disk(self) -> None:
        place = self.directory / "data" / f"collector-{SMALL_DISK.split()[-1]}of2"
        why = mount_small_disk(self.directory / "small-disk.img", place, self._options.disk_bytes)
        say(f"small disk of {SMALL_DISK}: {why or f'{self._options.disk_bytes >> 20} MiB, ext4'}")

    def _make_fleet(self) -> Fleet:
        return Fleet(
            self.directory / "gateways",
            self._system.places(),
            readings=self._options.readings,
            seed=self._plan.seed,
        )

    def _collectors_answer(self) -> bool:
        names = [name for name in self._system.programs if name.startswith("collector")]
        return all(self._system.ask(name, "/health") is not None for name in names)

    def _strike(self) -> None:
        faults = [fault for fault in self._plan.faults if fault.number not in self._log.done]
        done = len(self._plan.faults) - len(faults)
        due_s = self._now_s()
        for number, fault in enumerate(faults, done + 1):
            due_s = max(due_s, self._now_s() - fault.pause_s) + fault.pause_s
            goal = self._fleet.messages * number // len(self._plan.faults)
            while self._now_s() < due_s:
                self._turn(goal)
            latest_s = self._now_s() + POSSIBLE_WITHIN_S
            while fault.holds in {held.holds for _, _, held, _, _ in self._ends} or (
                self._now_s() < latest_s and not self._effects.is_possible(fault)
            ):
                self._turn(goal)
            self._fleet.give(goal)
            began_s = self._now_s()
            undo = self._effects.begin(fault)
            ends_s = began_s + fault.length_s
            heapq.heappush(self._ends, (ends_s, fault.number, fault, began_s, undo))
        while self._ends:
            self._turn(self._fleet.messages)

    def _turn(self, goal: int) -> None:
        """Give a little, end what is due, start again what has ended by itself."""
        self._fleet.give(min(goal, self._fleet.given + len(self._fleet.gateways)))
        while self._ends and self._ends[0][0] <= self._now_s():
            _, _, fault, began_s, undo = heapq.heappop(self._ends)
            effect = undo()
            self._log.add(fault, began_s, self._now_s() - began_s, effect)
            say(
                f"{self._now_s():7.1f} s  {fault.number:4d}/{len(self._plan.faults)}  "
                f"{fault.kind} {fault.target}: {effect}"
            )
        self._start_what_has_ended()
        self._pause.wait(TICK_S)

    def _start_what_has_ended(self) -> None:
        held = {fault.holds for _, _, fault, _, _ in self._ends}
        for name, program in self._system.programs.items():
            if program.alive or f"process {name}" in held:
                self._gone.pop(name, None)
                continue
            since_s = self._gone.setdefault(name, self._now_s())
            if self._now_s() - since_s >= STARTS_BY_ITSELF_S:
                text = f"{name} at {since_s:.1f} s, exit status {program.status}"
                self._report.ended_by_themselves.append(text)
                say(f"{self._now_s():7.1f} s  ended by itself: {text}")
                program.start()
                del self._gone[name]

    def _wait(self, what: str, condition: Callable[[], bool], within_s: float) -> bool:
        """Wait until the condition holds; one that does not is a problem of the run."""
        ends_s = monotonic_s() + within_s
        while not condition():
            if monotonic_s() > ends_s:
                self._report.problems.append(f"not within {within_s:.0f} s: {what}")
                say(f"{self._now_s():7.1f} s  {self._report.problems[-1]}")
                return False
            self._start_what_has_ended()
            self._pause.wait(0.2)
        return True

    def _settle(self) -> None:
        """Let everything come to rest, mend what was broken, and end the programs in order."""
        system = self._system
        self._fleet.give(self._fleet.messages)
        left = self._fleet.count_pending()
        say(f"{self._now_s():7.1f} s  all faults over; {left} messages not yet durable")
        self._wait(
            "every message durable", lambda: not self._fleet.count_pending(), SETTLE_WITHIN_S
        )
        self._wait("nothing behind the drains", self._is_drained, SETTLE_WITHIN_S)
        collectors = [name for name in system.programs if name.startswith("collector")]
        for name in collectors:
            answer = system.ask(name, "/api/v1/quarantine/replay", post=True)
            say(f"{self._now_s():7.1f} s  quarantine of {name} replayed: {brief(answer)}")
        self._wait("no hour to derive", self._is_derived, SETTLE_WITHIN_S)
        for name in reversed(list(system.programs)):
            status = system.programs[name].stop()
            if status:
                self._report.problems.append(f"{name} ended with {status} on SIGTERM")
        for missed in self._effects.flips_missed:
            self._report.problems.append(f"`journal verify` did not find {missed}")
        say(f"{self._now_s():7.1f} s  {self._effects.repair()} changed bytes put back")
        for name in collectors:
            if not self._effects.verify(name):
                self._report.problems.append(f"`journal verify` finds fault with {name}")

    def _is_drained(self) -> bool:
        names = [name for name in self._system.programs if name.startswith("collector")]
        return all(self._system.lag_of(name) == 0 for name in names)

    def _is_derived(self) -> bool:
        return read_registry(self._system.registry_url).dirty_hours == 0

    def _check(self) -> Findings:
        influx = Influx(self._system.store.url, DATABASE, self._system.store.token)
        return check(
            sources_of(self.directory, influx=influx, registry_url=self._system.registry_url)
        )

    def _tell(self, findings: Findings) -> None:
        report, bad = self._report, self._fleet.bad
        report.lost, report.doubled = findings.lost, findings.doubled
        report.unaccounted = findings.unaccounted
        if findings.in_quarantine != bad.readings:
            report.problems.append(
                f"{findings.in_quarantine} readings in quarantine, {bad.readings} were bad"
            )
        if findings.undelivered or findings.amounts_wrong:
            report.problems.append(
                f"undelivered {findings.undelivered}, registers wrong {findings.amounts_wrong}"
            )
        report.lines = list(findings.lines())
        (self.directory / "report.json").write_text(
            json.dumps(asdict(report), ensure_ascii=False, indent=1)
        )
        for line in self._summary():
            say(line)

    def _summary(self) -> Iterator[str]:
        report = self._report
        yield ""
        yield from self._log.table()
        yield ""
        yield (
            f"seed {report.seed}: {self._log.kills} kills, {report.faults} faults, "
            f"{report.readings} readings in {report.lasted_s:.0f} s; messages sent again "
            f"{report.sent_again}, programs that ended by themselves "
            f"{len(report.ended_by_themselves)}"
        )
        yield from (f"problem: {problem}" for problem in report.problems)
        yield from report.lines


def brief(answer: Any) -> str:
    """Return an answer without its lists."""
    if not isinstance(answer, dict):
        return "no answer"
    return ", ".join(f"{k} {v}" for k, v in answer.items() if not isinstance(v, list))
