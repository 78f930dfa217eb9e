"""A platform as people run it: a process of its own, reached by what it prints."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
READY_WITHIN_S = 60.0


class PlatformProcess:
    """`nengheng up …` as a child."""

    def __init__(self, directory: Path, *arguments: str) -> None:
        self.directory = directory
        command = [sys.executable, "-m", "cli.main", "up", "--data", str(directory), *arguments]
        self.errors = directory.with_suffix(".err").open("w+")
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=self.errors, text=True, cwd=directory.parent
        )
        self.url = self._wait_ready()

    def _wait_ready(self) -> str:
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], READY_WITHIN_S)
        line = self.process.stdout.readline() if ready else ""
        assert line.startswith("ready http://"), f"{line!r} {self.read_errors()}"
        return line.removeprefix("ready ").strip()

    def read_errors(self) -> str:
        return self.directory.with_suffix(".err").read_text("utf-8")

    def stop(self, how: int = signal.SIGINT) -> float:
        """Send a signal and wait for the end; return how long it took [s]."""
        began = time.monotonic()
        self.process.send_signal(how)
        self.process.wait(30)
        return time.monotonic() - began

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()
        self.errors.close()


@contextmanager
def platform_process(directory: Path, *arguments: str) -> Iterator[PlatformProcess]:
    process = PlatformProcess(directory, *arguments)
    try:
        yield process
    finally:
        process.close()


def run_command(
    *arguments: str, cwd: Path, timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run `nengheng …` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments],
        check=False,
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=timeout,
        env=os.environ | {"COLUMNS": "200"},
    )


def wait_for(what: Callable[[], T], within_s: float = 30.0) -> T:
    """Ask until the answer is true; return it."""
    until = time.monotonic() + within_s
    while True:
        found = what()
        if found:
            return found
        assert time.monotonic() < until, f"not within {within_s} s: {what} gives {found!r}"
        time.sleep(0.1)
