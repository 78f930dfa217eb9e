"""`System`: the whole platform in production shape, every part a process that can be struck.

Broker, InfluxDB and PostgreSQL from the system's packages; two collectors, each with half of the
enterprises, and a scheduler as ``nengheng collect`` and ``nengheng schedule``. Between the parts
lie cables, and in front of the store a gate that can misbehave.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psutil
from cable import HOST, Cable, Loop
from fault_plan import ODD_CLOCK
from fleet import PARTS, POISONED, Places, choose_pushers, choose_signers, write_registry
from store_gate import StoreGate

from cli.broker import Broker, find_free_port
from cli.child import child_command
from cli.local_servers.influxdb import InfluxServer
from cli.local_servers.postgresql import PostgresServer
from core.clock import WallClock
from core.registry.credentials import GatewayName, add_password, find_gateway
from core.registry.database import open_registry
from core.registry.signing_keys import add_key
from core.registry.transfer import import_files
from core.store.influxdb_http import InfluxAddress
from core.store.influxdb_setup import create_bucket
from core.wire_signed import SigningKey

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "chaos-operator-token"
DATABASE = "nengheng"
ANSWER_WITHIN_S = 30.0
STOP_WITHIN_S = 60.0
FAKETIME = Path("/usr/lib")
"""Below which Debian's package ``libfaketime`` has its library."""


def find_faketime() -> Path | None:
    """Return the library that gives a process a clock of its own, None where it is absent."""
    return next(iter(sorted(FAKETIME.glob("*/faketime/libfaketimeMT.so.1"))), None)


class Program:
    """`nengheng …` as a child that can be killed, stopped and started again."""

    def __init__(self, name: str, command: list[str], environment: Mapping[str, str]) -> None:
        self.name = name
        self._command = child_command([sys.executable, "-m", "cli.main", *command])
        self._environment = {**os.environ, **environment}
        self._log_path = Path(environment["NENGHENG_DATA_DIR"]) / f"{name.replace(' ', '-')}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self.starts = 0

    @property
    def pids(self) -> list[int]:
        """Process ids [1]; empty while it does not run."""
        return [self._process.pid] if self.alive and self._process else []

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process is not None and self._process.poll() is None

    @property
    def status(self) -> int | None:
        """How it ended [1]; None while it runs."""
        return self._process.poll() if self._process else None

    def start(self) -> None:
        """Start it, without waiting until it serves."""
        self.starts += 1
        with self._log_path.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                env=self._environment,
                start_new_session=True,
            )

    def kill(self) -> None:
        """Kill it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> int:
        """Ask it to end, and return how it did; kill it if it does not."""
        if self._process is None:
            return 0
        if self.alive:
            self._process.send_signal(signal.SIGCONT)
            self._process.terminate()
        try:
            return self._process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.kill()
            return -signal.SIGKILL


class System:
    """All parts of a run in one directory, running inside ``with``.

    Parameters
    ----------
    directory : Path
        Where everything lies.
    settings : mapping
        More settings of the collectors, by their variables.
    """

    def __init__(self, directory: Path, settings: Mapping[str, str] | None = None) -> None:
        self.directory = directory
        self.data = directory / "data"
        self.data.mkdir(parents=True, exist_ok=True)
        self._settings = dict(settings or {})
        self._stack = ExitStack()
        self.broker = Broker(directory / "broker", kind="mosquitto")
        self.store = InfluxServer(directory / "influxdb")
        self.registry = PostgresServer(directory / "postgresql")
        self.programs: dict[str, Program] = {}
        self.cables: dict[str, Cable] = {}
        self.ports: dict[str, int] = {}
        self.clock_file = directory / "clock"
        self._keys: dict[tuple[str, str], SigningKey] = {}
        self._logins: dict[tuple[str, str], tuple[str, str]] = {}

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def _start(self) -> None:
        for server in (self.broker, self.store, self.registry):
            server.start()
            self._stack.callback(server.stop)
        self.registry_url = self.registry.create_database(DATABASE)
        loop = self._stack.enter_context(Loop())
        poison = f"point={POISONED}".encode()
        self.gate = self._stack.enter_context(StoreGate(lambda: self.store.port, poison))
        for name, port in (
            ("gateways-broker", lambda: self.broker.port),
            ("collectors-broker", lambda: self.broker.port),
            ("collectors-store", lambda: self.gate.port),
            ("collectors-registry", lambda: self.registry.port),
        ):
            self.cables[name] = Cable(loop, port)
        self._import_fleet()
        store = self.store
        create_bucket(InfluxAddress(store.url, store.token, store.org, DATABASE))
        for part in range(1, PARTS + 1):
            self._add_collector(part)
        self.ports["scheduler"] = find_free_port(HOST)
        self._add(
            "scheduler", ["schedule"], {"NENGHENG_SCHEDULE_PORT": str(self.ports["scheduler"])}
        )

    def _import_fleet(self) -> None:
        with open_registry(self.registry_url) as registry:
            files = write_registry(self.directory / "registry")
            report = import_files(registry, files, clock=WallClock())
            assert report.applied, report.rows
            with registry.session() as session:
                for name in choose_signers():
                    key = add_key(session, GatewayName(*name), now_ms=0)
                    self._keys[name] = SigningKey(key.key_id, base64.b64decode(key.secret))
                    find_gateway(session, GatewayName(*name)).signature = "required"
                for name in choose_pushers():
                    issued = add_password(session, GatewayName(*name), now_ms=0)
                    self._logins[name] = (issued.login, issued.password)

    def places(self) -> Places:
        """Return where gateways connect, and with what."""
        url = f"mqtt://{HOST}:{self.cables['gateways-broker'].port}"
        ports = {part: self.ports[f"collector {part}"] for part in range(1, PARTS + 1)}
        return Places(url, ports, self._keys, self._logins)

    def _add_collector(self, part: int) -> None:
        name = f"collector {part}"
        self.ports[name] = find_free_port(HOST)
        environment = {
            "NENGHENG_MQTT_URL": f"mqtt://{HOST}:{self.cables['collectors-broker'].port}",
            "NENGHENG_REGISTRY_URL": self._through(self.registry_url, "collectors-registry"),
            "NENGHENG_INFLUX_URL": f"http://{HOST}:{self.cables['collectors-store'].port}",
            "NENGHENG_COLLECT_URL": f"http://{HOST}:{self.ports[name]}",
            "NENGHENG_COLLECT_PORT": str(self.ports[name] - part + 1),
            "NENGHENG_INFLUX_TIMEOUT_S": "10",
            **self._settings,
        }
        library = find_faketime()
        if name == ODD_CLOCK and library is not None:
            self.set_clock(0)
            environment |= {
                "LD_PRELOAD": str(library),
                "FAKETIME_TIMESTAMP_FILE": str(self.clock_file),
                "FAKETIME_NO_CACHE": "1",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            }
        self._add(name, ["collect", "--part", f"{part}/{PARTS}"], environment)

    def _add(self, name: str, command: list[str], environment: Mapping[str, str]) -> None:
        program = Program(name, command, self._environment() | environment)
        self.programs[name] = program
        self._stack.callback(program.stop)

    def _environment(self) -> dict[str, str]:
        return {
            "NENGHENG_DATA_DIR": str(self.data),
            "NENGHENG_REGISTRY_URL": self.registry_url,
            "NENGHENG_INFLUX_URL": self.store.url,
            "NENGHENG_INFLUX_TOKEN": self.store.token,
            "NENGHENG_INFLUX_ORG": self.store.org,
            "NENGHENG_INFLUX_BUCKET": DATABASE,
            "NENGHENG_TOKEN": TOKEN,
        }

    def _through(self, url: str, cable: str) -> str:
        return url.replace(f":{self.registry.port}/", f":{self.cables[cable].port}/")

    def start_programs(self) -> None:
        """Start collectors and scheduler."""
        for program in self.programs.values():
            program.start()

    def collector_directory(self, name: str) -> Path:
        """Return where a collector keeps journal and ``state.db``."""
        return self.data / f"collector-{name.split()[-1]}of{PARTS}"

    def set_clock(self, jump_s: float) -> None:
        """Let the odd clock differ from the true one by `jump_s` [s]."""
        new = self.clock_file.with_suffix(".new")
        new.write_text(f"{jump_s:+.0f}\n")
        new.rename(self.clock_file)

    def part(self, name: str) -> Broker | InfluxServer | PostgresServer | Program:
        """Return a part by its name in the plan."""
        servers = {"broker": self.broker, "store": self.store, "registry": self.registry}
        return servers[name] if name in servers else self.programs[name]

    def pids_of(self, name: str) -> list[int]:
        """Return the process ids [1] of a part and of its children."""
        part = self.part(name)
        if isinstance(part, Broker):
            return [part.pid] if part.alive else []
        return list(part.pids)

    def signal(self, name: str, number: signal.Signals) -> int:
        """Send a signal to every process of a part; return how many had it [1]."""
        reached = 0
        for pid in self.pids_of(name):
            try:
                psutil.Process(pid).send_signal(number)
            except psutil.NoSuchProcess:
                continue
            reached += 1
        return reached

    def ask(
        self, name: str, path: str, *, post: bool = False, within_s: float = ANSWER_WITHIN_S
    ) -> Any:
        """Return what a program answers, None where it is away."""
        request = urllib.request.Request(
            f"http://{HOST}:{self.ports[name]}{path}",
            method="POST" if post else "GET",
            data=b"{}" if post else None,
            headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=within_s) as answer:
                return json.load(answer)
        except (OSError, ValueError):
            return None

    def lag_of(self, name: str) -> int | None:
        """Return the messages behind a collector's drain [1], None where it does not answer."""
        health = self.ask(name, "/health") or {}
        parts = {part["part"]: part["values"] for part in health.get("parts", [])}
        lag = parts.get("collector", {}).get("lag_messages")
        return None if lag is None else int(lag)

    def command(
        self, *arguments: str, environment: Mapping[str, str] | None = None, check: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run `nengheng …` to its end."""
        done = subprocess.run(
            [sys.executable, "-m", "cli.main", *arguments],
            check=False,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            env=os.environ | (environment or self._environment()),
        )
        if check and done.returncode:
            raise RuntimeError(f"nengheng {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done
