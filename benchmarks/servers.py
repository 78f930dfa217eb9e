"""The servers of the production shape, with a feed waiting at the broker."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.influx_ceiling import make_address
from benchmarks.ingest_duckdb import fill_registry
from benchmarks.mqtt_fill import Feed, fill, subscribe
from benchmarks.province import make_code
from cli.broker import Broker
from cli.local_servers.influxdb import InfluxServer
from cli.local_servers.postgresql import PostgresServer
from core import topics
from core.partition import WHOLE, Part
from core.registry.database import open_registry
from core.settings import Settings
from core.store.influxdb_http import InfluxAddress

GATEWAYS = 500


@dataclass(frozen=True)
class Servers:
    """Mosquitto, InfluxDB with an empty bucket, PostgreSQL with the registry of the feed."""

    broker: Broker
    influx: InfluxServer
    address: InfluxAddress
    registry_url: str


def make_feed(points: int, minutes: int) -> Feed:
    """Return the feed of two gateways of each of 250 enterprises."""
    return Feed([(make_code(k // 2), f"G{k}") for k in range(GATEWAYS)], points, minutes)


@contextmanager
def open_servers(folder: Path, feed: Feed, parts: tuple[Part, ...] = (WHOLE,)) -> Iterator[Servers]:
    """Start the servers in `folder`, `feed` queued for an absent collector a part."""
    folder.mkdir()
    with (
        Broker(folder / "broker") as broker,
        InfluxServer(folder / "influxdb") as influx,
        PostgresServer(folder / "postgresql") as postgres,
    ):
        registry_url = postgres.create_database("nengheng")
        with open_registry(registry_url) as registry:
            fill_registry(registry, feed)
        for part in parts:
            _subscribe(broker, part, feed)
        fill(broker.host, broker.port, feed)
        yield Servers(broker, influx, make_address(influx, "bench"), registry_url)


def _subscribe(broker: Broker, part: Part, feed: Feed) -> None:
    """Leave the session of a part's collector at the broker, as if it had been there before."""
    name = Settings().mqtt_client_id
    if part.is_whole:
        subscribe(broker.host, broker.port, name)
        return
    own = sorted({enterprise for enterprise, _ in feed.gateways if part.has(enterprise)})
    filters = [one for enterprise in own for one in topics.subscriptions(enterprise)]
    subscribe(broker.host, broker.port, f"{name}-{part.tag}", filters)
