"""A demo week in PostgreSQL and InfluxDB, as the production shape leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import numpy as np
import pytest
from demo_week import NOW_MS, START_MS, make_feed
from grafana import Grafana, Span
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
from core.hours import HourBatch
from core.registry.database import Registry, open_registry
from core.registry.models import Enterprise, Point
from core.registry.results import DirtyHour, Finding, JournalLink
from core.registry.transfer import import_files
from core.settings import Settings
from core.store.opening import open_store
from core.store.protocol import SeriesKey, TimeSeriesStore
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
    settings = Settings(data_dir=directory, registry_url=url, **place.settings)
    with (
        open_registry(url) as registry,
        closing(open_store(settings)) as store,
    ):
        files = write_scenario("demo", directory / "scenario", now_ms=NOW_MS)
        report = import_files(registry, files, clock=clock)
        assert report.applied, report.rows
        _add_stranger(registry)
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
        _add_hours(store)
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


def _add_hours(store: TimeSeriesStore) -> None:
    """Write one hour that is known, and one that vanished, of the odd point."""
    series = np.repeat(store.series_ids([SeriesKey(REAL, ODD_POINT)]), 2)
    amount, nothing = np.array([7.0, 0.0]), np.zeros(2)
    hour_ms = np.array([START_MS, START_MS + HOUR_MS])
    store.write_hours(HourBatch(series, hour_ms, amount, amount, nothing, np.array([1.0, 0.0])))
