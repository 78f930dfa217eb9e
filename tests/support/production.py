"""The production shape on this machine: real servers, and every process one that can be killed.

``with Production(directory, collectors=2) as platform`` starts Mosquitto, InfluxDB, PostgreSQL and
``nengheng collect``, ``schedule`` and ``serve`` as children on free loopback ports, which they keep
over restarts, as they keep their data.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import httpx
import pytest
from platform_process import wait_for

from cli.broker import Broker, find_free_port, find_mosquitto
from cli.child import child_command
from cli.local_servers.influxdb import InfluxServer
from cli.local_servers.postgresql import PostgresServer, find_postgres
from cli.local_servers.server_process import find_program
from core.registry.database import Registry, open_registry

TOKEN = "operator-token-of-the-production-tests"
HOST = "127.0.0.1"
READY_WITHIN_S = 60.0
ENDS_WITHIN_S = 40.0


def need_servers() -> None:
    """Skip the test where a server is missing, and say which."""
    missing = [
        package
        for found, package in (
            (find_mosquitto(), "mosquitto"),
            (find_program("influxd"), "influxdb"),
            (find_program("nginx"), "nginx-light"),
            (find_postgres(), "postgresql"),
        )
        if found is None
    ]
    if missing:
        pytest.skip(f"not installed: apt-get install {' '.join(missing)}")


class Process:
    """One ``nengheng …`` as a child; it can be killed, held and started again on its port.

    Parameters
    ----------
    directory : Path
        Where its log goes, and its data unless `arguments` say otherwise.
    arguments : sequence of str
        The command and its options.
    environment : dict
        Settings.
    """

    def __init__(
        self, name: str, arguments: list[str], environment: dict[str, str], directory: Path
    ) -> None:
        self.name = name
        self.port = find_free_port(HOST)
        self.url = f"http://{HOST}:{self.port}"
        self.log = directory / f"{name}.log"
        self._arguments = arguments
        self.environment = environment
        self._process: subprocess.Popen[str] | None = None

    @property
    def pid(self) -> int:
        return self._process.pid if self._process else 0

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, *, wait: bool = True) -> None:
        """Start it; from a thread that lives as long as it shall."""
        plain = {k: v for k, v in os.environ.items() if not k.startswith("NENGHENG_")}
        command = [sys.executable, "-m", "cli.main", *self._arguments, "--port", str(self.port)]
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                child_command(command),
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**plain, **self.environment},
                start_new_session=True,
            )
        if wait:
            self.wait_ready()

    def wait_ready(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], READY_WITHIN_S)
        line = self._process.stdout.readline() if ready else ""
        assert line.strip() == f"ready {self.url}", f"{self.name}: {line!r}\n{self.read_log()}"

    def kill(self) -> None:
        """kill -9, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        """SIGTERM; return the exit status."""
        return self._end(signal.SIGTERM)

    def hold(self) -> None:
        """SIGSTOP."""
        os.kill(self.pid, signal.SIGSTOP)

    def let_go(self) -> None:
        """SIGCONT."""
        os.kill(self.pid, signal.SIGCONT)

    def _end(self, how: int) -> int:
        process = self._process
        if process is None:
            return 0
        if process.poll() is None:
            process.send_signal(how)
        try:
            status = process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"{self.name} does not end:\n{self.read_log()}") from None
        finally:
            if process.stdout:
                process.stdout.close()
            self._process = None
        return status

    def read_log(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def get(self, path: str, **query: object) -> dict[str, Any]:
        """Return the JSON of a call."""
        return self._call("GET", path, params=query)

    def post(self, path: str, body: object = None) -> dict[str, Any]:
        return self._call("POST", path, json=body)

    def items(self, path: str, **query: object) -> list[dict[str, Any]]:
        """Return the rows of all pages."""
        rows: list[dict[str, Any]] = []
        cursor = ""
        while True:
            page = self.get(path, **query, **({"cursor": cursor} if cursor else {}))
            rows += page["items"]
            cursor = page["next"]
            if not cursor:
                return rows

    def states(self) -> dict[str, str]:
        """Return the state of each part, by name."""
        return {part["part"]: part["state"] for part in self.get("/health")["parts"]}

    def part(self, name: str) -> dict[str, Any]:
        """Return what a part says of itself."""
        return next(part for part in self.get("/health")["parts"] if part["part"] == name)

    def _call(self, method: str, path: str, **given: Any) -> dict[str, Any]:
        header = {"Authorization": f"Bearer {TOKEN}"}
        answer = httpx.request(
            method, self.url + path, headers=header, timeout=60, trust_env=False, **given
        )
        assert not answer.is_error, f"{self.name} {path}: {answer.status_code} {answer.text}"
        return dict(answer.json()) if answer.content else {}


@dataclass
class Production:
    """Everything together; `settings` are environment variables for every process."""

    directory: Path
    collectors: int = 1
    settings: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.directory = self.directory.absolute()
        self.directory.mkdir(parents=True, exist_ok=True)
        self._stack = ExitStack()
        self.broker = Broker(self.directory / "broker", kind="mosquitto")
        self.influx = InfluxServer(self.directory / "influxdb")
        self.postgres = PostgresServer(self.directory / "postgresql")
        self.parts: list[Process] = []
        self.others: list[Process] = []

    def __enter__(self) -> Self:
        with self._stack as opened:
            opened.enter_context(self.broker)
            opened.enter_context(self.influx)
            opened.enter_context(self.postgres)
            self.registry_url = self.postgres.create_database("nengheng")
            opened.callback(self._end_processes)
            environment = self.environment()
            self._init_store(environment)
            self.registry: Registry = opened.enter_context(open_registry(self.registry_url))
            self.parts = [self.make_collector(number) for number in range(1, self.collectors + 1)]
            self.scheduler = self.make("schedule", "schedule")
            self.server = self.make("serve", "serve", "--data", str(self.directory / "serve"))
            for process in self.processes:
                process.start(wait=False)
            for process in self.processes:
                process.wait_ready()
            self._stack = opened.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def processes(self) -> list[Process]:
        """The platform's own processes: collectors, scheduler, server."""
        return [*self.parts, self.scheduler, self.server]

    def environment(self) -> dict[str, str]:
        """Return the settings of every process."""
        given = {
            "data_dir": str(self.directory / "data"),
            "registry_url": self.registry_url,
            "influx_url": self.influx.url,
            "influx_token": self.influx.token,
            "influx_org": self.influx.org,
            "mqtt_url": self.broker.url,
            "token": TOKEN,
            "lease_s": "3",
            "analytics_interval_s": "0.5",
        }
        return {f"NENGHENG_{name.upper()}": value for name, value in given.items()} | self.settings

    def make(self, name: str, *arguments: str) -> Process:
        """Return one more process, not yet started; it ends with the others."""
        process = Process(name, list(arguments), self.environment(), self.directory)
        self.others.append(process)
        return process

    def make_collector(self, number: int, *, data: Path | None = None) -> Process:
        """Return a collector of part `number`; with `data`, a second one of the same part."""
        chosen = ["--data", str(data)] if data else []
        name = f"collect-{number}{'-second' if data else ''}"
        return self.make(name, "collect", "--part", f"{number}/{self.collectors}", *chosen)

    def wait_settled(self, within_s: float = 60.0) -> None:
        """Wait until nothing is pending, neither messages nor hours."""

        def settled() -> bool:
            rows = self.server.items("/api/v1/books")
            pending = sum(row["pending"] or 0 for row in rows)
            live = all(row["as_of"] is None for row in rows)
            scheduler = self.scheduler.part("scheduler")["values"]
            return live and pending == 0 and scheduler.get("pending_hours") == 0

        wait_for(settled, within_s)

    def _init_store(self, environment: dict[str, str]) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "cli.main", "store", "init"],
            check=False,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == 0, done.stderr

    def _end_processes(self) -> None:
        for process in self.others:
            process.kill()
