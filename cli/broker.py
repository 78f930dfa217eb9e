"""The embedded platform's MQTT broker: a child process on loopback that ends with its parent.

Mosquitto where it is present, else amqtt, on loopback only. A guarded one lets in whom the files
``passwords`` and ``acl`` of its folder name, and reads them again on SIGHUP; any other takes
anonymous clients. A broker that ends by itself is started again on its port, with growing waits.
"""

from __future__ import annotations

import getpass
import logging
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Literal, Self

from cli.child import child_command
from core.backoff import Backoff
from core.clock import WallClock, monotonic_s
from core.errors import RefusedError

logger = logging.getLogger(__name__)

Kind = Literal["mosquitto", "amqtt"]

MOSQUITTO_FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin")
"""Where Mosquitto is put by packages, beyond PATH: an ordinary user's PATH has no sbin."""

CONNECT = b"\x10\x12\x00\x04MQTT\x04\x02\x00\x05\x00\x06nh-try"
CONNACK = b"\x20\x02\x00"
ANSWERS = (0, 4, 5)
"""Return codes of CONNACK [1] of a broker that serves: let in, or not without a good log-in."""
DISCONNECT = b"\xe0\x00"
"""An MQTT 3.1.1 client, as bytes: enough to ask whether a broker really serves."""

START_TRIES = 5
READY_S = 20.0
STOP_S = 5.0
PORT_FREE_S = 1.0
"""How long a port in use is waited for [s]: the broker of a killed platform needs a moment."""
WATCH_S = 0.5

MOSQUITTO_CONFIGURATION = """\
# Written at every start by nengheng; changes are lost.
listener {port} {host}
{access}
user {user}
persistence true
persistence_location {directory}/
autosave_interval 60
max_inflight_messages 4000
max_queued_messages 2000000
max_queued_bytes 1073741824
set_tcp_nodelay true
log_dest stderr
log_type error
log_type warning
log_type notice
"""
"""The window of 4,000 keeps the collector busy between commits and its inbox far from full."""
ANONYMOUS = "allow_anonymous true"
GUARDED = """\
allow_anonymous false
password_file {directory}/passwords
acl_file {directory}/acl"""


def find_mosquitto() -> str | None:
    """Return the path of the Mosquitto broker, None where it is absent."""
    found = shutil.which("mosquitto")
    if found:
        return found
    candidates = (Path(folder) / "mosquitto" for folder in MOSQUITTO_FOLDERS)
    return next((str(path) for path in candidates if path.is_file()), None)


def find_free_port(host: str) -> int:
    """Return a TCP port [1] of `host` that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def answers_connect(host: str, port: int, timeout_s: float = 1.0) -> bool:
    """Return whether a broker at `host`:`port` [1] answers a client within `timeout_s` [s]."""
    try:
        with socket.create_connection((host, port), timeout=timeout_s) as connection:
            connection.sendall(CONNECT)
            answer = connection.recv(len(CONNACK) + 1)
            if answer[-1:] == b"\0":
                connection.sendall(DISCONNECT)
    except OSError:
        return False
    return answer[:-1] == CONNACK and answer[-1] in ANSWERS


class BrokerError(RefusedError):
    """The embedded platform's broker does not start, or has ended; carries its own words."""


class Broker:
    """A broker as a child process, running inside ``with``.

    Parameters
    ----------
    directory : Path
        Folder for the broker's configuration, log and kept messages; made where absent.
    port : int
        TCP port [1]; 0 takes a free one.
    host : str
        Address to listen on; must be a loopback address, since nothing is encrypted.
    guarded : bool
        Let in only whom the folder's ``passwords`` names, each by its rights in ``acl``; the files
        must be there before it starts.
    kind : {"mosquitto", "amqtt"}, optional
        Which broker; by default Mosquitto where present.
    """

    def __init__(
        self,
        directory: Path,
        port: int = 0,
        *,
        host: str = "127.0.0.1",
        kind: Kind | None = None,
        guarded: bool = False,
    ) -> None:
        if not (host.startswith("127.") or host in {"localhost", "::1"}):
            raise BrokerError(
                f"address {host!r} is not a loopback address",
                where="embedded broker",
                fix="listen on 127.0.0.1, or run a broker of your own with users and TLS",
            )
        self.host = host
        self.port = port
        self.directory = directory.absolute()
        self.pid_file = self.directory / "broker.pid"
        self._guarded = guarded
        self.kind: Kind = kind or ("mosquitto" if find_mosquitto() else "amqtt")
        self._process: subprocess.Popen[bytes] | None = None
        self._busy = threading.RLock()
        self._leaving = threading.Event()
        self._wanted = False
        self._watch: threading.Thread | None = None
        self._log_path = self.directory / "broker.log"
        self._served_s = 0

    @property
    def url(self) -> str:
        """Where clients connect."""
        return f"mqtt://{self.host}:{self.port}"

    @property
    def pid(self) -> int:
        """Process id of the broker [1]; 0 while it does not run."""
        return self._process.pid if self._process else 0

    @property
    def alive(self) -> bool:
        """Whether the broker's process runs."""
        return self._process is not None and self._process.poll() is None

    def __enter__(self) -> Self:
        """Start the broker, wait until it serves, and watch over it."""
        self.start()
        self._leaving.clear()
        self._watch = threading.Thread(target=self._watch_over, name="broker-watch", daemon=True)
        self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop the broker."""
        self._leaving.set()
        if self._watch is not None:
            self._watch.join()
        self.stop()

    def start(self) -> None:
        """Start the broker, again on the port it had, and wait until it accepts a client.

        The broker ends with the calling thread, so call it from one that lives as long.

        Raises
        ------
        BrokerError
            The port is in use, or the broker ended or did not answer; with its own words.
        """
        with self._busy:
            self._start()
            self._wanted = True

    def _start(self) -> None:
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        any_port = self.port == 0
        for attempt in range(1, START_TRIES + 1):
            if any_port:
                self.port = find_free_port(self.host)
            self._refuse_used_port()
            self._spawn()
            if self._wait_ready():
                self._served_s = WallClock().now_ms() // 1000
                logger.info("%s serves at %s, process %d", self.kind, self.url, self.pid)
                return
            words = self.own_words()
            self._end()
            if not any_port or "in use" not in words or attempt == START_TRIES:
                break
        raise BrokerError(
            f"{self.kind} did not start; it said: {words or 'nothing'}",
            where=f"{self.host}:{self.port}, log {self._log_path}",
            fix="mend what the broker says, or choose another --data directory or port",
        )

    def stop(self) -> None:
        """Ask the broker to end, wait, and kill it if it does not."""
        with self._busy:
            self._wanted = False
            self._end()

    def kill(self) -> None:
        """Kill the broker as a power cut would."""
        with self._busy:
            self._wanted = False
            if self._process is not None:
                self._process.kill()
                self._process.wait()
                self._process = None

    def _end(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            logger.warning("broker did not end in %.0f s: killed", STOP_S)
            self._process.kill()
            self._process.wait()
        self._process = None

    def read_log(self, most_bytes: int) -> list[str]:
        """Return what the broker has said since it serves, at most so many bytes [byte].

        What it says in the second in which it is found to serve is about the look itself.
        """
        try:
            with self._log_path.open("rb") as log:
                log.seek(max(0, log.seek(0, os.SEEK_END) - most_bytes))
                lines = log.read(most_bytes).decode("utf-8", "replace").splitlines()
        except FileNotFoundError:
            return []
        return [line for line in lines if _second_of(line) > self._served_s]

    def own_words(self) -> str:
        """Return the last lines the broker has said."""
        try:
            lines = self._log_path.read_text(errors="replace").splitlines()
        except FileNotFoundError:
            return ""
        return " | ".join(line.strip() for line in lines[-5:])

    def _watch_over(self) -> None:
        backoff = Backoff(WATCH_S, 30.0)
        wait_s = WATCH_S
        while not self._leaving.wait(wait_s):
            with self._busy:
                wait_s = WATCH_S
                if self.alive or not self._wanted:
                    continue
                logger.warning("%s has ended by itself; it said: %s", self.kind, self.own_words())
                try:
                    self._start()
                except BrokerError as error:
                    logger.warning("broker not started again: %s", error)
                    wait_s = backoff.next_s()
                else:
                    backoff.reset()

    def _refuse_used_port(self) -> None:
        ends_s = monotonic_s() + PORT_FREE_S
        pause = threading.Event()
        while (problem := self._try_port()) is not None:
            if monotonic_s() > ends_s:
                raise BrokerError(
                    f"port {self.port} cannot be taken ({problem})",
                    where=f"broker address {self.host}:{self.port}",
                    fix="stop what listens there, or choose another port (0 takes a free one)",
                )
            pause.wait(0.05)

    def _try_port(self) -> str | None:
        """Return why the port cannot be listened on, None where it can."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                return error.strerror or str(error)
        return None

    def _command(self) -> list[str]:
        if self.kind == "amqtt":
            command = [sys.executable, "-m", "cli.amqtt_broker", self.host, str(self.port)]
            return [*command, str(self.directory)] if self._guarded else command
        executable = find_mosquitto()
        if executable is None:
            raise BrokerError(
                "Mosquitto is not installed",
                where="PATH, " + ", ".join(MOSQUITTO_FOLDERS),
                fix="apt install mosquitto, or let the platform take amqtt",
            )
        configuration = self.directory / "mosquitto.conf"
        access = GUARDED.format(directory=self.directory) if self._guarded else ANONYMOUS
        configuration.write_text(
            MOSQUITTO_CONFIGURATION.format(
                host=self.host,
                port=self.port,
                user=getpass.getuser(),
                directory=self.directory,
                access=access,
            )
        )
        return [executable, "-c", str(configuration)]

    def _spawn(self) -> None:
        command = child_command(self._command())
        with self._log() as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self.pid_file.write_text(str(self.pid), "utf-8")

    @contextmanager
    def _log(self) -> Iterator[IO[bytes]]:
        with self._log_path.open("wb") as log:
            yield log

    def _wait_ready(self) -> bool:
        assert self._process is not None
        ends_s = monotonic_s() + READY_S
        pause = threading.Event()
        while monotonic_s() < ends_s and self.alive:
            if answers_connect(self.host, self.port):
                return self.alive
            pause.wait(0.02)
        return False


def _second_of(line: str) -> int:
    """Return when a line of Mosquitto's was said [s since the epoch, UTC]; 0: it does not tell."""
    when = line.partition(":")[0]
    return int(when) if when.isdecimal() else 0
