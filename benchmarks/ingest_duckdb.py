"""Draining a pre-filled Mosquitto into DuckDB through door, journal and drain."""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import process_time
from typing import Any

from sqlalchemy import insert

from benchmarks.mqtt_fill import Feed, fill, subscribe
from benchmarks.province import make_code
from benchmarks.rows import Row
from benchmarks.store_duckdb import measure_ceiling
from cli.broker import Broker
from core.clock import WallClock, monotonic_s
from core.garbage import calm_garbage_collector
from core.registry.database import Registry, open_registry
from core.registry.models import Enterprise, Gateway, Point, Region
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from ingest.collector import Collector

GATEWAYS = 500
LIMIT_S = 300


@dataclass(frozen=True)
class Figure:
    """One run: messages and readings [1], wall and CPU time [s]."""

    messages: int
    readings: int
    seconds: float
    cpu_s: float


def measure(quick: bool, folder: Path) -> list[Row]:
    """Drain messages of 50 readings, then of one; each in a process of its own."""
    ceiling = measure_ceiling(folder / "raw.duckdb", minutes=20)
    many = _in_process(folder / "50", points=50, minutes=12 if quick else 120)
    one = _in_process(folder / "1", points=1, minutes=60 if quick else 600)
    unit = "CPU-s per million readings"
    return [
        Row("ingest_duckdb_50", many.readings / many.seconds, "readings/s", ceiling),
        Row("ingest_duckdb_50_cpu", many.cpu_s / many.readings * 1e6, unit),
        Row("ingest_duckdb_1", one.messages / one.seconds, "messages/s", ceiling),
        Row("ingest_duckdb_1_cpu", one.cpu_s / one.readings * 1e6, unit),
    ]


def _in_process(folder: Path, *, points: int, minutes: int) -> Figure:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_run, args=(folder, points, minutes, there))
    child.start()
    there.close()
    try:
        figure: Figure = here.recv()
    except EOFError:
        raise RuntimeError(f"the run of {points} readings a message failed") from None
    child.join()
    return figure


def _run(
    folder: Path, points: int, minutes: int, out: multiprocessing.connection.Connection
) -> None:
    folder.mkdir()
    gateways = [(make_code(k // 2), f"G{k}") for k in range(GATEWAYS)]
    feed = Feed(gateways, points, minutes)
    registry = open_registry(str(folder / "registry.db"))
    fill_registry(registry, feed)
    with Broker(folder / "broker") as broker, DuckDBStore(folder / "store.duckdb") as store:
        settings = Settings(data_dir=folder, mqtt_url=broker.url)
        subscribe(broker.host, broker.port, settings.mqtt_client_id)
        fill(broker.host, broker.port, feed)
        calm_garbage_collector()
        begin, begin_cpu = monotonic_s(), process_time()
        with Collector(settings, registry, store, WallClock()) as collector:
            _await_all(collector, feed.messages)
            seconds, cpu_s = monotonic_s() - begin, process_time() - begin_cpu
        stored = store.statistics().readings
    if stored != feed.messages * points:
        raise RuntimeError(f"{stored} readings are stored, {feed.messages * points} were sent")
    registry.close()
    out.send(Figure(feed.messages, stored, seconds, cpu_s))


def _await_all(collector: Collector, messages: int) -> None:
    """Wait until `messages` [1] are drained and their marks carried."""
    pause, ends_s = Event(), monotonic_s() + LIMIT_S
    while _drained(collector) < messages:
        if monotonic_s() > ends_s:
            raise RuntimeError(f"not drained in {LIMIT_S} s: {collector.health()}")
        pause.wait(0.05)
    collector.wait_drained(LIMIT_S)


def _drained(collector: Collector) -> int:
    """Return the messages drained since the start [1]; cheap, unlike the books."""
    parts: Any = collector.health()["parts"]
    return int(parts["drain"]["messages"])


def fill_registry(registry: Registry, feed: Feed) -> None:
    """Put a feed's gateways and points into the registry."""
    enterprises = dict.fromkeys(enterprise for enterprise, _ in feed.gateways)
    with registry.session() as session:
        session.execute(insert(Region), [{"code": "150000", "name": "R", "parent_code": None}])
        shared = {"region_code": "150000", "sector_code": "2613", "simulated": True}
        session.execute(
            insert(Enterprise), [{"code": code, "name": code, **shared} for code in enterprises]
        )
        session.execute(
            insert(Gateway),
            [{"enterprise_code": e, "code": g, "name": g} for e, g in feed.gateways],
        )
        session.execute(
            insert(Point),
            [
                {
                    "enterprise_code": enterprise,
                    "code": f"{gateway}.{p:03d}",
                    "gateway_code": gateway,
                    "kind": "register",
                    "carrier": "electricity",
                    "flow": "consumed",
                    "unit": "kWh",
                    "expected_s": 60,
                }
                for enterprise, gateway in feed.gateways
                for p in range(feed.points)
            ],
        )
