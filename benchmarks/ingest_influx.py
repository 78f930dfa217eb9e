"""Draining a pre-filled Mosquitto into InfluxDB through door, journal and drain.

Beside it, in the same run: the same lines straight into InfluxDB, and Telegraf where it is on PATH.
"""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.collector_run import CollectorRun, Moment
from benchmarks.influx_ceiling import count_readings, measure_ceiling
from benchmarks.mqtt_fill import Feed
from benchmarks.rows import Row
from benchmarks.servers import make_feed, open_servers
from benchmarks.telegraf import measure_telegraf
from cli.local_servers.influxdb import InfluxServer
from core.partition import WHOLE, Part

HALVES = (Part(1, 2), Part(2, 2))
CPU_UNIT = "CPU-s per million readings"


@dataclass(frozen=True)
class Rate:
    """One run.

    Attributes
    ----------
    readings_s : float
        What was drained [1/s].
    cpu_s : float
        CPU time of the collectors per million readings [s].
    last : list of Moment
        Each collector at its end.
    """

    readings_s: float
    cpu_s: float
    last: list[Moment]


def measure(quick: bool, folder: Path) -> list[Row]:
    """Drain messages of 50 readings, then of one, then of one with two collectors."""
    many = make_feed(50, 12 if quick else 120)
    one = make_feed(1, 60 if quick else 600)
    return [
        *_rows("ingest_influx_50", many, folder),
        *_rows("ingest_influx_1", one, folder),
        *_rows("ingest_influx_1x2", one, folder, HALVES),
    ]


def _rows(name: str, feed: Feed, folder: Path, parts: tuple[Part, ...] = (WHOLE,)) -> list[Row]:
    with InfluxServer(folder / f"{name}-ceiling") as server:
        ceiling = measure_ceiling(server, feed)
    peer = None
    if parts == (WHOLE,) and shutil.which("telegraf"):
        peer = measure_telegraf(feed, folder / f"{name}-telegraf")
    rate = measure_drain(feed, folder / name, parts)
    commits = [f"{m.commit_p50_s * 1e3:.1f}/{m.commit_p99_s * 1e3:.1f}" for m in rate.last]
    note = f"{feed.messages:,} messages; commits p50/p99 {', '.join(commits)} ms"
    unit = "readings/s" if feed.points > 1 else "messages/s"
    return [
        Row(name, rate.readings_s, unit, ceiling, peer.readings_s if peer else None, note),
        Row(f"{name}_cpu", rate.cpu_s, CPU_UNIT, peer=peer.cpu_s if peer else None),
        Row(f"{name}_rss", max(m.peak_mib for m in rate.last), "MiB"),
    ]


def measure_drain(feed: Feed, folder: Path, parts: tuple[Part, ...] = (WHOLE,)) -> Rate:
    """Fill a broker with `feed`, let a collector a part have it, and count what is stored."""
    with open_servers(folder, feed, parts) as servers, ExitStack() as stack:
        runs = [stack.enter_context(CollectorRun(folder, servers, part)) for part in parts]
        first = [run.begin() for run in runs]
        last = [
            run.wait("drained", _count_messages(part, feed))
            for run, part in zip(runs, parts, strict=True)
        ]
        stored = count_readings(servers.address)
    sent = feed.messages * feed.points
    if stored != sent:
        raise RuntimeError(f"{stored} readings are stored, {sent} were sent")
    seconds = max(m.at_s for m in last) - min(m.at_s for m in first)
    cpu_s = sum(m.cpu_s for m in last) - sum(m.cpu_s for m in first)
    return Rate(sent / seconds, cpu_s / sent * 1e6, last)


def _count_messages(part: Part, feed: Feed) -> int:
    """Return how many of the feed's messages are a part's [1]."""
    return sum(part.has(enterprise) for enterprise, _ in feed.gateways) * feed.minutes
