"""`Effects`: does to a system what a plan says, and undoes it; each tells what it has done."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from fault_plan import Fault, Kind
from system import Program, System, find_faketime

from cli.broker import BrokerError
from cli.local_servers.server_process import LocalServerError
from core.clock import monotonic_s

BLOCK = bytes(1 << 16)
START_TRIES = 5
FILLER = "filler"

Undo = Callable[[], str]


class Flipped(NamedTuple):
    """A byte that was changed: where, and what stood there."""

    path: Path
    offset: int
    was: int


class Effects:
    """Faults of a system."""

    def __init__(self, system: System) -> None:
        self._system = system
        self.flipped: list[Flipped] = []
        self.flips_missed: list[str] = []
        self._acts: dict[Kind, Callable[[Fault], Undo]] = {
            Kind.KILL: self._kill,
            Kind.EMPTY: self._empty,
            Kind.STOP: self._stop,
            Kind.FILL: self._fill,
            Kind.FLIP: self._flip,
            Kind.STORE: self._misbehave,
            Kind.CUT: self._cut,
            Kind.SILENCE: self._silence,
            Kind.CLOCK: self._jump,
        }

    def begin(self, fault: Fault) -> Undo:
        """Let a fault begin; what is returned ends it, and tells its effect."""
        return self._acts[fault.kind](fault)

    def _kill(self, fault: Fault) -> Undo:
        part = self._system.part(fault.target)
        was = ", ".join(map(str, self._system.pids_of(fault.target))) or "none"
        part.kill()
        return lambda: f"killed {was}; {self.start(fault.target)}"

    def start(self, name: str) -> str:
        """Start a part; one that does not is tried again."""
        part = self._system.part(name)
        if isinstance(part, Program):
            part.start()
            return "started again"
        began_s = monotonic_s()
        for left in reversed(range(START_TRIES)):
            try:
                part.start()
                break
            except (LocalServerError, BrokerError):
                if not left:
                    raise
        return f"serves again after {monotonic_s() - began_s:.1f} s"

    def _empty(self, fault: Fault) -> Undo:
        broker = self._system.broker
        broker.kill()
        sizes = 0
        for path in broker.directory.glob("mosquitto.db*"):
            sizes += path.stat().st_size
            path.unlink()
        return lambda: f"its data deleted, {sizes} bytes; {self.start(fault.target)}"

    def _stop(self, fault: Fault) -> Undo:
        system = self._system
        stopped = system.signal(fault.target, signal.SIGSTOP)

        def undo() -> str:
            system.signal(fault.target, signal.SIGCONT)
            return f"{stopped} processes stood still"

        return undo

    def _fill(self, fault: Fault) -> Undo:
        directory = self._system.collector_directory(fault.target)
        if not directory.is_mount():
            return lambda: "left out: no disk of its own (only root can mount one)"
        filler = directory / FILLER
        written = fill_disk(filler)

        def undo() -> str:
            health = self._system.ask(fault.target, "/health", within_s=1.0)
            words = str(health["state"]) if health else "no answer"
            filler.unlink()
            return f"{written >> 20} MiB written until it was full; health then: {words}"

        return undo

    def is_possible(self, fault: Fault) -> bool:
        """Return whether there is what the fault needs: a flip needs a closed segment."""
        return fault.kind is not Kind.FLIP or bool(self._sealed(fault.target))

    def _sealed(self, name: str) -> list[Path]:
        return sorted((self._system.collector_directory(name) / "journal").glob("*.zst"))

    def _flip(self, fault: Fault) -> Undo:
        sealed = self._sealed(fault.target)
        if not sealed:
            return lambda: "left out: no segment is closed yet"
        path = sealed[int(fault.share * len(sealed))]
        one = flip_byte(path, fault.share)
        self.flipped.append(one)
        found = not self.verify(fault.target, "--offline")
        if not found:
            self.flips_missed.append(f"{path.name} at {one.offset}")
        words = "found by `journal verify`" if found else "not found by `journal verify`"
        return lambda: f"{path.name}, byte {one.offset} of {path.stat().st_size}: {words}"

    def verify(self, name: str, *more: str) -> bool:
        """Return whether `nengheng journal verify` finds a collector's journal whole."""
        directory = self._system.collector_directory(name)
        where = ("--data", str(directory.parent), "--collector", directory.name)
        return not self._system.command("journal", "verify", *where, *more, check=False).returncode

    def repair(self) -> int:
        """Put every changed byte back; return how many there were [1]."""
        for one in reversed(self.flipped):
            with one.path.open("r+b") as file:
                file.seek(one.offset)
                file.write(bytes([one.was]))
        return len(self.flipped)

    def _misbehave(self, fault: Fault) -> Undo:
        gate = self._system.gate
        gate.mood = fault.target
        before = gate.misdeeds[fault.target]

        def undo() -> str:
            gate.mood = ""
            return f"{gate.misdeeds[fault.target] - before} requests"

        return undo

    def _cut(self, fault: Fault) -> Undo:
        cable = self._system.cables[fault.target]
        before = cable.cut_connections
        cable.cut()

        def undo() -> str:
            cable.mend()
            return f"{cable.cut_connections - before} connections ended"

        return undo

    def _silence(self, fault: Fault) -> Undo:
        cable = self._system.cables[fault.target]
        cable.silence()

        def undo() -> str:
            cable.mend()
            return "no byte passed"

        return undo

    def _jump(self, fault: Fault) -> Undo:
        if find_faketime() is None:
            return lambda: "left out: no libfaketime (apt-get install faketime)"
        self._system.set_clock(fault.jump_s)

        def undo() -> str:
            self._system.set_clock(0)
            return f"{fault.jump_s:+.0f} s, and back"

        return undo


def fill_disk(path: Path) -> int:
    """Write a file until its disk is full; return its length [byte]."""
    written = 0
    with path.open("wb", buffering=0) as file:
        block = BLOCK
        while block:
            try:
                written += file.write(block)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
                block = block[: len(block) // 2]
        os.fsync(file.fileno())
    return written


def flip_byte(path: Path, share: float) -> Flipped:
    """Change one byte, `share` [1] of the way into the file."""
    with path.open("r+b") as file:
        offset = int(share * path.stat().st_size)
        file.seek(offset)
        was = file.read(1)[0]
        file.seek(offset)
        file.write(bytes([was ^ 0x10]))
    return Flipped(path, offset, was)
