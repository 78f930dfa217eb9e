"""A demo week in PostgreSQL and InfluxDB, as the production shape leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from demo_week import NOW_MS, START_MS, make_feed
from grafana import Grafana, Span
from influxdb_client import InfluxDBClient, WritePrecision
from influxdb_client.client.write_api import SYNCHRONOUS
from servers import (
    InfluxPlace,
    PostgresDatabases,
    influx_server,
    make_place,
    postgres_databases,
)

from analytics.context import Context
from analytics.jobs import run_pending
from cli.local_servers.influxdb import InfluxServer
from core import topics
from core.calendar import HOUR_MS
from core.catalogue import read_catalogue
from core.clock import FixedClock
from core.readings import Int64Array
from core.registry.database import Registry, open_registry
from core.registry.models import Enterprise, Point
from core.registry.results import DirtyHour, Finding, JournalLink
from core.registry.transfer import import_files
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from core.wire import encode_columns
from ingest.collector import Collector
from ingest.intake import Arrival
from simulators.fleets import build_fleet, write_scenario

__all__ = ["influx_server", "postgres_databases"]

SPAN = Span(START_MS, NOW_MS)
REAL = "91150622MA0N1A2B3C"
"""An enterprise that is not simulated, with a quote in its name and an odd code for a point."""
WORST = build_fleet("demo", NOW_MS)[0].code
"""The enterprise that has used up its quota."""
ODD_POINT = "A.1/B:2-c"


@dataclass(frozen=True)
class Fleet:
    """The databases that hold the week, and how Grafana reads them."""

    grafana: Grafana
    registry: Registry
    influx: InfluxPlace


@pytest.fixture(scope="session")
def fleet(
    tmp_path_factory: pytest.TempPathFactory,
    influx_server: InfluxServer,
    postgres_databases: PostgresDatabases,
) -> Iterator[Fleet]:
    directory = tmp_path_factory.mktemp("fleet")
    url = postgres_databases.make_registry()
    place = make_place(influx_server)
    clock = FixedClock(NOW_MS)
    with (
        open_registry(url) as registry,
        DuckDBStore(directory / "store.duckdb") as store,
    ):
        files = write_scenario("demo", directory / "scenario", now_ms=NOW_MS)
        report = import_files(registry, files, clock=clock)
        assert report.applied, report.rows
        _add_stranger(registry)
        settings = Settings(data_dir=directory, registry_url=url)
        with Collector(settings, registry, store, clock) as collector:
            for number, (code, columns) in enumerate(make_feed(), start=1):
                payload = encode_columns("feed", number, NOW_MS - 1000, columns)
                arrival = Arrival("test", topics.data(code, "GW1"), payload, NOW_MS)
                assert collector.intake.offer(arrival)
            for topic in (topics.data(code, "GW1"), "nengheng/v1/nobody"):
                assert collector.intake.offer(Arrival("test", topic, b"\xff", NOW_MS))
            assert collector.wait_drained(60)
            context = Context(registry, store, read_catalogue(), clock, settings)
            assert not run_pending(context).failed
        _add_rows(registry, WORST)
        _copy(store, place)
        conninfo = url.replace("+psycopg", "", 1)
        yield Fleet(Grafana(conninfo, place), registry, place)
    place.run(f'DROP DATABASE "{place.bucket}"')
    postgres_databases.drop(url)


def _add_stranger(registry: Registry) -> None:
    with registry.session() as session:
        session.add(
            Enterprise(
                code=REAL,
                name="真实的'引号'厂",
                region_code="150622",
                sector_code="2613",
                simulated=False,
            )
        )
        session.flush()
        session.add(
            Point(
                enterprise_code=REAL,
                code=ODD_POINT,
                kind="interval",
                carrier="electricity",
                flow="purchased",
                unit="kWh",
                expected_s=3600,
            )
        )


def _add_rows(registry: Registry, code: str) -> None:
    """Add what the week leaves none of: closed segments, hours to recompute, a finding."""
    with registry.session() as session:
        for number, base in ((1, 0), (2, 100), (4, 250)):
            session.add(
                JournalLink(
                    collector="embedded",
                    number=number,
                    base=base,
                    size=100,
                    digest="d",
                    sealed_ms=START_MS + number * HOUR_MS,
                )
            )
        session.add(DirtyHour(enterprise_code=code, hour_ms=START_MS))
        session.add(
            Finding(
                subject=f"enterprise:{code}",
                point_code="",
                code="sequence_gap",
                start_ms=START_MS,
                end_ms=START_MS + HOUR_MS,
                detail="GW1 feed",
                text="缺 3–5 号",
            )
        )


def _escape(text: str) -> str:
    return text.replace(",", "\\,").replace(" ", "\\ ").replace("=", "\\=")


def _copy(store: DuckDBStore, place: InfluxPlace) -> None:
    """Write the store's readings and hours into InfluxDB by the schema of the InfluxDB store."""
    keys = store.series_keys()
    series: Int64Array = np.array(sorted(keys), np.int64)
    tags = {
        number: f"enterprise={_escape(key.enterprise)},point={_escape(key.point)}"
        for number, key in keys.items()
    }
    readings = store.read_readings(series, 0, NOW_MS + HOUR_MS)
    columns = (readings.series, readings.time_ms, readings.value, readings.quality)
    lines = [
        f"reading,{tags[s]} v={v!r},q={q}i,s=0i {t}"
        for s, t, v, q in zip(*(c.tolist() for c in columns), strict=True)
    ]
    hours = store.read_hours(series, 0, NOW_MS + HOUR_MS)
    named = (hours.amount, hours.measured, hours.estimated, hours.coverage)
    lines += [
        f"consumption,{tags[s]} amount={a!r},measured={m!r},estimated={e!r},coverage={c!r} {t}"
        for s, t, a, m, e, c in zip(
            hours.series.tolist(), hours.hour_ms.tolist(), *(n.tolist() for n in named), strict=True
        )
    ]
    odd = f"enterprise={REAL},point={ODD_POINT}"
    lines += [
        f"consumption,{odd} amount=7.0,measured=7.0,estimated=0.0,coverage=1.0 {START_MS}",
        f"consumption,{odd} amount=0.0,measured=0.0,estimated=0.0,coverage=0.0 "
        f"{START_MS + HOUR_MS}",
    ]
    with InfluxDBClient(place.url, place.token, org=place.org) as client:
        writer = client.write_api(write_options=SYNCHRONOUS)
        for start in range(0, len(lines), 10_000):
            writer.write(
                place.bucket,
                record=lines[start : start + 10_000],
                write_precision=WritePrecision.MS,
            )
