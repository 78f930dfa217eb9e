"""The embedded platform: broker, collector, scheduler, API and console put together."""

from __future__ import annotations

import json
import logging
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from analytics.context import Context
from analytics.scheduler import Scheduler
from api.app import create_app
from api.collectors import LocalCollector
from api.parts import PlatformParts
from cli.broker import Broker
from cli.data_directory import RunFile, announce, hold_directory, registry_path, store_path
from cli.demo_accounts import keep_demo_accounts
from cli.guarded_broker import GuardedBroker
from cli.processes.serving import Life, address_of, listen, serve_until_signal
from cli.whole_files import write_whole
from core.catalogue import read_catalogue
from core.clock import Clock, ScaledClock, WallClock
from core.errors import RefusedError
from core.garbage import calm_garbage_collector
from core.registry.credentials import GatewayName, add_password, list_credentials
from core.registry.database import Registry, open_registry
from core.registry.models import Enterprise, Gateway
from core.registry.transfer import import_files
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from dashboards.console import mount
from ingest.collector import Collector
from simulators.fleets import SCENARIOS, write_scenario

log = logging.getLogger(__name__)

CHILD_STOP_S = 1.5


@dataclass(frozen=True)
class Options:
    """What `nengheng up` was asked for beyond the settings.

    Attributes
    ----------
    scenario : str
        Name of a simulated fleet, or ``none``.
    mqtt_port : int
        Port of the broker that comes with the platform [1]; 0 picks a free one.
    """

    scenario: str
    mqtt_port: int


def run_platform(settings: Settings, options: Options, *, ready: Callable[[str], None]) -> None:
    """Run the embedded platform until it is told to stop (SIGINT or SIGTERM).

    `ready` is called with the console's address once it is served.

    Raises
    ------
    RefusedError
        The data directory is held, a port is in use, a file is corrupt, the scenario unknown.
    """
    if options.scenario != "none" and options.scenario not in SCENARIOS:
        raise RefusedError(
            f"there is no scenario {options.scenario!r}",
            where="--scenario",
            fix=f"choose one of: none, {', '.join(SCENARIOS)}",
        )
    with ExitStack() as stack:
        stack.enter_context(hold_directory(settings.data_dir))
        listener = stack.enter_context(listen(settings.host, settings.port))
        clock = _open_clock(settings)
        stack.callback(_keep_time, settings.data_dir, clock)
        registry = stack.enter_context(open_registry(str(registry_path(settings.data_dir))))
        store = stack.enter_context(
            DuckDBStore(
                store_path(settings.data_dir), memory_bytes=settings.store_memory_bytes // 2
            )
        )
        simulated = options.scenario != "none"
        if simulated:
            import_scenario(settings.data_dir, registry, clock, options.scenario)
        logins = _give_log_ins(settings.data_dir, registry, clock) if simulated else Path()
        broker = None
        owner_url = settings.mqtt_url
        if not settings.mqtt_url:
            plain = Broker(settings.data_dir / "broker", port=options.mqtt_port, guarded=True)
            broker = stack.enter_context(GuardedBroker(plain, registry, clock))
            owner_url = broker.owner_url
            settings = settings.model_copy(
                update={
                    "mqtt_url": broker.collector_url,
                    "gateway_url": settings.gateway_url or broker.url,
                }
            )
        collector = stack.enter_context(Collector(settings, registry, store, clock))
        context = Context(registry, store, read_catalogue(), clock, settings)
        scheduler = stack.enter_context(Scheduler(context, seize=True))
        parts = PlatformParts(
            settings=settings,
            clock=clock,
            registry=registry,
            store=store,
            catalogue=context.catalogue,
            collector=LocalCollector(collector),
            scheduler=scheduler,
            token=settings.token or secrets.token_urlsafe(24),
            open_loopback=simulated,
            simulated=simulated,
            take_log_ins=broker.take_log_ins if broker else None,
            read_refusals=broker.read_refusals if broker else None,
        )
        app = create_app(parts)
        mount(app, parts)
        if simulated:
            fleet_url = broker.url if broker else settings.mqtt_url
            stack.enter_context(
                _fleet(fleet_url, settings.data_dir, logins, (options.scenario, clock))
            )
        url = address_of(listener)
        accounts = keep_demo_accounts(registry, WallClock().now_ms()) if simulated else {}
        run = RunFile(url, os.getpid(), parts.token, owner_url, accounts)
        stack.enter_context(announce(settings.data_dir, run))
        calm_garbage_collector()
        serve_until_signal(app, listener, Life(ready=lambda: ready(url)))


def _open_clock(settings: Settings) -> Clock:
    """Return the platform's clock; a scaled one goes on from where it stood, never back."""
    if settings.speed == 1.0:
        return WallClock()
    path = settings.data_dir / "clock.json"
    stood = json.loads(path.read_text("utf-8"))["now_ms"] if path.exists() else 0
    return ScaledClock(max(WallClock().now_ms(), stood), settings.speed)


def _keep_time(directory: Path, clock: Clock) -> None:
    if isinstance(clock, ScaledClock):
        (directory / "clock.json").write_text(json.dumps({"now_ms": clock.now_ms()}), "utf-8")


def import_scenario(directory: Path, registry: Registry, clock: Clock, scenario: str) -> None:
    """Register a simulated fleet's enterprises, once a data directory."""
    folder = directory / "scenario"
    if folder.exists():
        return
    staging = directory / "scenario.new"
    files = write_scenario(scenario, staging, now_ms=clock.now_ms())
    report = import_files(registry, files, clock=clock)
    if not report.applied:
        raise RefusedError(
            f"scenario {scenario!r} does not fit this registry: {report.rows[0]}",
            where=str(staging),
            fix="use an empty data directory for the scenario",
        )
    staging.rename(folder)


def _give_log_ins(directory: Path, registry: Registry, clock: Clock) -> Path:
    """Give every simulated gateway a log-in, once; return the file that keeps them."""
    path = directory / "fleet-logins.json"
    passwords: dict[str, str] = (
        json.loads(path.read_text("utf-8"))["passwords"] if path.exists() else {}
    )
    with registry.session() as session:
        query = select(Gateway.enterprise_code, Gateway.code).join(
            Enterprise, Enterprise.code == Gateway.enterprise_code
        )
        names = [
            GatewayName(*row) for row in session.execute(query.where(Enterprise.simulated)).tuples()
        ]
        for name in names:
            if str(name) not in passwords and not list_credentials(session, *name):
                issued = add_password(session, name, now_ms=clock.now_ms())
                passwords[issued.login] = issued.password
        write_whole(path, json.dumps({"passwords": passwords}).encode(), mode=0o600)
    return path


@contextmanager
def _fleet(url: str, directory: Path, logins: Path, course: tuple[str, Clock]) -> Iterator[None]:
    """Run the simulated fleet of a scenario by a clock, as a child that dies with us."""
    scenario, clock = course
    arguments = {
        "--url": url,
        "--data": str(directory / "fleet"),
        "--logins": str(logins),
        "--scenario": scenario,
        "--speed": str(clock.speed),
        "--origin-ms": str(clock.now_ms()),
    }
    command = [sys.executable, "-m", "simulators.fleets"]
    command += [part for pair in arguments.items() for part in pair]
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield
    finally:
        child.terminate()
        try:
            child.wait(CHILD_STOP_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if child.stdin:
            child.stdin.close()
