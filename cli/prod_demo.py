"""`nengheng prod-demo`: the production shape on this machine, with a simulated fleet.

Mosquitto with TLS, log-ins and rights, InfluxDB, PostgreSQL, two collectors, scheduler, server and
fleet, each a process of its own that ends with this one. Data, logs and secrets stay in a directory
and the next start goes on with them.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import psycopg.errors
import typer
from sqlalchemy import select
from sqlalchemy.orm import Session

from cli.child import child_command
from cli.errors import PlatformError
from cli.output import console
from cli.span import parse_span
from core.registry.credentials import GatewayName, add_password
from core.registry.models import Gateway
from core.store.influxdb_http import InfluxAddress
from core.store.influxdb_setup import create_bucket

PARTS = 2
BUCKET = "nengheng"
READY_S = 90.0
AGAIN_S = 1.0
STOP_S = 30.0


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command("prod-demo")(prod_demo)


def prod_demo(
    *,
    data: Annotated[Path, typer.Option(help="Directory of everything.")] = Path("data/prod-demo"),
    port: Annotated[int, typer.Option(help="Port of the console; 0 picks a free one.")] = 8600,
    stop_after: Annotated[
        str, typer.Option(help="End by itself after this span, such as 30s or 10m.")
    ] = "0",
) -> None:
    """Run the production shape here: broker with TLS, InfluxDB, PostgreSQL, processes, fleet.

    From Debian's packages, without containers. Prints `ready http://…` when it serves; Ctrl-C
    stops everything.
    """
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    stay_ms = parse_span(stop_after)
    from cli.processes.serving import ended_by_signals

    with ProductionDemo(data, port=port) as demo:
        for line in demo.describe():
            console.print(line, highlight=False)
        print(f"ready {demo.url}", flush=True)
        try:
            with ended_by_signals():
                demo.watch(stay_ms / 1000 if stay_ms else None)
        except KeyboardInterrupt:
            pass


class Child:
    """One process of the platform: its command, its log, and what it says when it is ready."""

    def __init__(
        self, name: str, command: list[str], environment: Mapping[str, str], log: Path
    ) -> None:
        self.name = name
        self.log = log
        self.url = ""
        self._command = command
        self._environment = dict(environment)
        self._process: subprocess.Popen[str] | None = None

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it, with its messages to the log."""
        plain = {k: v for k, v in os.environ.items() if not k.startswith("NENGHENG_")}
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                child_command([sys.executable, "-m", *self._command]),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=plain | self._environment,
                start_new_session=True,
            )

    def wait_ready(self) -> None:
        """Wait for its line ``ready http://…``.

        Raises
        ------
        PlatformError
            It ended, or did not come up in time.
        """
        process = self._process
        assert process is not None
        assert process.stdout is not None
        late = threading.Timer(READY_S, process.kill)
        late.start()
        try:
            line = process.stdout.readline()
        finally:
            late.cancel()
        if not line.startswith("ready "):
            words = self.log.read_text("utf-8", "replace").strip().splitlines()[-3:]
            raise PlatformError(
                f"{self.name} did not start: {' | '.join(words) or line!r}",
                where=str(self.log),
                fix="mend what it says and start again: nothing is lost",
            )
        self.url = line.split()[1]

    def end(self) -> None:
        """Ask it to end; `reap` waits."""
        if self._process is not None and self.alive:
            self._process.terminate()

    def reap(self) -> None:
        """Wait for its end, and kill it if it does not."""
        process, self._process = self._process, None
        if process is None:
            return
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


class ProductionDemo:
    """Servers, processes and fleet, running inside ``with``.

    Parameters
    ----------
    directory : Path
        Folder of everything.
    port : int
        Port of API and console [1]; 0 picks a free one.
    fleet : bool
        Whether the simulated fleet sends.
    """

    def __init__(self, directory: Path, *, port: int = 0, fleet: bool = True) -> None:
        from cli.local_servers.influxdb import InfluxServer
        from cli.local_servers.mosquitto import MosquittoServer
        from cli.local_servers.postgresql import PostgresServer

        self.directory = directory.absolute()
        self.broker = MosquittoServer(self.directory / "m")
        self.influx = InfluxServer(self.directory / "influxdb")
        self.postgres = PostgresServer(self.directory / "postgresql")
        self.children: list[Child] = []
        self._port = port
        self._with_fleet = fleet
        self._fleet: Child | None = None
        self._stack = ExitStack()
        self._environment: dict[str, str] = {}

    @property
    def url(self) -> str:
        """Address of API and console."""
        return self.children[-1].url

    @property
    def environment(self) -> dict[str, str]:
        """Settings with which `nengheng` commands work on this installation."""
        return dict(self._environment)

    @property
    def token(self) -> str:
        """The operator's token."""
        return self._environment["NENGHENG_TOKEN"]

    def __enter__(self) -> ProductionDemo:
        """Start everything and wait until it serves."""
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        (self.directory / "logs").mkdir(exist_ok=True)
        with self._stack as opened:
            for server in (self.broker, self.influx, self.postgres):
                opened.enter_context(server)
            try:
                url = self.postgres.create_database("nengheng")
            except psycopg.errors.DuplicateDatabase:
                url = self.postgres.database_url("nengheng")
            kept = self._read_secrets()
            self._environment = self._settings(url, kept["token"])
            create_bucket(self._influx_address())
            self._register(kept)
            opened.callback(self._end)
            self._start(kept)
            self._stack = opened.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop everything, the fleet first."""
        self._stack.close()

    def stop_fleet(self) -> None:
        """Stop the simulated fleet; what is not durable stays in its buffers."""
        fleet, self._fleet = self._fleet, None
        if fleet is not None:
            fleet.end()
            fleet.reap()

    def describe(self) -> list[str]:
        """Return what to look at, line by line."""
        lines = [
            f"console      {self.url}   (log in with the token below)",
            f"token        {self.token}",
            f"broker       {self.broker.url}, by certificate {self.broker.certificate_url}",
            f"authority    {self.broker.ca_file}",
            f"InfluxDB     {self.influx.url}   PostgreSQL 127.0.0.1:{self.postgres.port}",
            *(f"{child.name:<12} {child.url}/health" for child in self.children[:-1]),
            f"logs         {self.directory / 'logs'}, {self.broker.log_path}",
            f"commands     set -a; . {self.directory / 'env'}; set +a",
            "             nengheng books; nengheng verdicts; nengheng gateway list",
        ]
        return lines

    def watch(self, stay_s: float | None) -> None:
        """Start again what ends by itself, until told to stop or `stay_s` [s] have passed."""
        from core.clock import monotonic_s

        pause = threading.Event()
        ends_s = None if stay_s is None else monotonic_s() + stay_s
        while ends_s is None or monotonic_s() < ends_s:
            pause.wait(AGAIN_S)
            for child in [*self.children, *([self._fleet] if self._fleet else [])]:
                if not child.alive:
                    console.print(f"{child.name} has ended by itself: started again ({child.log})")
                    child.reap()
                    child.start()

    def _settings(self, registry_url: str, token: str) -> dict[str, str]:
        given = {
            "NENGHENG_DATA_DIR": str(self.directory / "data"),
            "NENGHENG_REGISTRY_URL": registry_url,
            "NENGHENG_INFLUX_URL": self.influx.url,
            "NENGHENG_INFLUX_TOKEN": self.influx.token,
            "NENGHENG_INFLUX_ORG": self.influx.org,
            "NENGHENG_INFLUX_BUCKET": BUCKET,
            "NENGHENG_TOKEN": token,
            "NENGHENG_MQTT_CA_FILE": str(self.broker.ca_file),
            **self.broker.environment,
        }
        path = self.directory / "env"
        path.touch(mode=0o600)
        path.write_text("".join(f"{name}='{value}'\n" for name, value in given.items()), "utf-8")
        return given

    def _influx_address(self) -> InfluxAddress:
        return InfluxAddress(self.influx.url, self.influx.token, self.influx.org, BUCKET)

    def _read_secrets(self) -> dict[str, str]:
        path = self.directory / "secrets.json"
        if path.exists():
            found: dict[str, str] = json.loads(path.read_text("utf-8"))
            return found
        found = {"token": secrets.token_urlsafe(24)}
        self._keep_secrets(found)
        return found

    def _keep_secrets(self, kept: Mapping[str, str]) -> None:
        path = self.directory / "secrets.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps(dict(kept), indent=1), "utf-8")

    def _register(self, kept: dict[str, str]) -> None:
        """Register the fleet and give everyone a log-in who has none."""
        from cli.broker_control import BrokerSync, collector_secret
        from cli.platform import import_scenario
        from core.clock import WallClock
        from core.registry.database import open_registry

        clock = WallClock()
        files = self.broker.files
        with open_registry(self._environment["NENGHENG_REGISTRY_URL"]) as registry:
            import_scenario(self.directory, registry, clock, "demo")
            with registry.session() as session:
                for name in list_gateways(session):
                    if str(name) not in kept:
                        issued = add_password(session, name, now_ms=clock.now_ms())
                        kept[issued.login] = issued.password
                collectors = files.read_collectors()
                for number in range(1, PARTS + 1):
                    login = f"nengheng-collector-{number}of{PARTS}"
                    if login not in kept or login not in collectors:
                        kept[login], collectors = collector_secret(collectors, login)
                self._keep_secrets(kept)
            files.write_collectors(collectors)
            BrokerSync(registry, files, clock, self.broker.reach).run(always=True)

    def _start(self, kept: Mapping[str, str]) -> None:
        for number in range(1, PARTS + 1):
            login = f"nengheng-collector-{number}of{PARTS}"
            url = self.broker.url.replace("mqtts://", f"mqtts://{login}:{kept[login]}@")
            part = ["collect", "--part", f"{number}/{PARTS}", "--port", "0"]
            self._add(f"collector-{number}", part, {"NENGHENG_MQTT_URL": url})
        self._add("scheduler", ["schedule", "--port", "0"], {})
        serve = ["serve", "--port", str(self._port), "--data", str(self.directory / "serve")]
        self._add("server", serve, {})
        for child in self.children:
            child.wait_ready()
        if self._with_fleet:
            self._start_fleet(kept)

    def _add(self, name: str, arguments: list[str], more: Mapping[str, str]) -> None:
        child = Child(
            name,
            ["cli.main", *arguments],
            self._environment | dict(more),
            self.directory / "logs" / f"{name}.log",
        )
        self.children.append(child)
        child.start()

    def _start_fleet(self, kept: Mapping[str, str]) -> None:
        logins = self.directory / "fleet-logins.json"
        logins.touch(mode=0o600)
        document = {"ca_file": str(self.broker.ca_file), "passwords": dict(kept)}
        logins.write_text(json.dumps(document), "utf-8")
        arguments = ["--url", self.broker.url, "--data", str(self.directory / "fleet")]
        command = ["simulators.fleets", *arguments, "--logins", str(logins)]
        self._fleet = Child("fleet", command, {}, self.directory / "logs" / "fleet.log")
        self._fleet.start()

    def _end(self) -> None:
        self.stop_fleet()
        for child in self.children:
            child.end()
        for child in self.children:
            child.reap()


def list_gateways(session: Session) -> list[GatewayName]:
    """Return the names of every gateway."""
    rows = session.execute(select(Gateway.enterprise_code, Gateway.code)).all()
    return [GatewayName(row[0], row[1]) for row in rows]
