"""`ServerProcess`: one server's program as a child that ends with us, and its own words."""

from __future__ import annotations

import logging
import shutil
import signal
import subprocess
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from cli.child import child_command
from core.clock import monotonic_s
from core.errors import RefusedError

logger = logging.getLogger(__name__)

PROGRAM_FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin")
"""Where packages put servers, beyond PATH: an ordinary user's PATH has no sbin."""

READY_S = 30.0
STOP_S = 15.0


class LocalServerError(RefusedError):
    """A local server is not installed, does not start, or has ended; carries its own words."""


def find_program(name: str) -> str | None:
    """Return the path of a server's program, None where it is absent."""
    found = shutil.which(name)
    if found:
        return found
    candidates = (Path(folder) / name for folder in PROGRAM_FOLDERS)
    return next((str(path) for path in candidates if path.is_file()), None)


def need_program(name: str, package: str) -> str:
    """Return the path of a server's program.

    Raises
    ------
    LocalServerError
        It is not installed; the message names Debian's `package`.
    """
    found = find_program(name)
    if found is None:
        raise LocalServerError(
            f"{name} is not installed",
            where="PATH, " + ", ".join(PROGRAM_FOLDERS),
            fix=f"apt-get install {package}",
        )
    return found


class LocalServer(ABC):
    """A server of this machine that runs inside ``with``."""

    @abstractmethod
    def start(self) -> None:
        """Start it and wait until it serves."""

    @abstractmethod
    def stop(self) -> None:
        """Stop it and wait for its end."""

    def __enter__(self) -> Self:
        """Start the server and wait until it serves."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the server."""
        self.stop()


class ServerProcess:
    """A program as a child process; start it from a thread that lives as long as it shall.

    Parameters
    ----------
    name : str
        What messages call it.
    command : Sequence[str]
        Program and arguments.
    log_path : Path
        File for what it says; written anew at each start.
    environment : Mapping[str, str], optional
        Its environment; by default ours.
    folder : Path, optional
        Its working directory; by default ours.
    inherited : sequence of int
        File descriptors that stay open in it [1].
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        log_path: Path,
        *,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        inherited: Sequence[int] = (),
    ) -> None:
        self.name = name
        self._folder = folder
        self._inherited = tuple(inherited)
        self._command = list(command)
        self._log_path = log_path
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Process id [1]; 0 while it does not run."""
        return self._process.pid if self._process else 0

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def start(self, answers: Callable[[], bool], within_s: float = READY_S) -> None:
        """Start the program and wait until `answers` says that it serves.

        Raises
        ------
        LocalServerError
            It ended, or did not serve `within_s` [s]; it is gone then.
        """
        with self._log_path.open("wb") as log:
            self._process = subprocess.Popen(
                child_command(self._command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env=self._environment,
                cwd=self._folder,
                pass_fds=self._inherited,
            )
        ends_s = monotonic_s() + within_s
        pause = threading.Event()
        while monotonic_s() < ends_s and self.alive:
            if answers():
                logger.info("%s serves, process %d", self.name, self.pid)
                return
            pause.wait(0.02)
        self.kill()
        raise LocalServerError(
            f"{self.name} did not start; it said: {self.own_words() or 'nothing'}",
            where=str(self._log_path),
            fix="mend what it says, or choose another directory or port",
        )

    def own_words(self) -> str:
        """Return the last lines the program has said."""
        try:
            lines = self._log_path.read_text(errors="replace").splitlines()
        except FileNotFoundError:
            return ""
        return " | ".join(line.strip() for line in lines[-5:])

    def stop(self, how: int = signal.SIGTERM) -> None:
        """Ask the program to end by the signal `how` [1], wait, and kill it if it does not."""
        if self._process is None:
            return
        if self.alive:
            self._process.send_signal(signal.SIGCONT)
            self._process.send_signal(how)
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            logger.warning("%s did not end in %.0f s: killed", self.name, STOP_S)
            self._process.kill()
            self._process.wait()
        self._process = None

    def kill(self) -> None:
        """Kill the program as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
