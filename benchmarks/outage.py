"""The store away and back while gateways go on sending: catching up, and live latency after it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Event

import numpy as np

from benchmarks.collector_run import CollectorRun, Moment
from benchmarks.influx_ceiling import count_readings
from benchmarks.ingest_influx import measure_drain
from benchmarks.mqtt_fill import Feed
from benchmarks.mqtt_live import LiveFleet
from benchmarks.rows import Row
from benchmarks.servers import Servers, make_feed, open_servers
from core.partition import WHOLE

POINTS = 50
LIVE_MESSAGES_S = 200.0
"""Messages of 50 readings [1/s]: the issue's 10,000 readings/s."""
LEVEL_MESSAGES = 200
"""So many messages behind count as caught up [1]: a second of live ones."""


@dataclass(frozen=True)
class Outage:
    """An outage's end.

    Attributes
    ----------
    back : float
        When the store answered again [s].
    first, level : Moment
        When the first batch was drained, and when the collector had caught up.
    ages_s : (n,) float64
        How old live readings were when they were stored, after that [s].
    """

    back_s: float
    first: Moment
    level: Moment
    ages_s: np.ndarray


def measure(quick: bool, folder: Path) -> list[Row]:
    """Drain a backlog from the broker, then as large a one after an outage."""
    feed = make_feed(POINTS, 12 if quick else 120)
    drain = measure_drain(feed, folder / "drain").readings_s
    outage = _measure_outage(feed, folder / "outage", live_s=5 if quick else 30)
    span_s = outage.level.at_s - outage.first.at_s
    speed = (outage.level.readings - outage.first.readings) / span_s
    note = (
        f"{speed:,.0f} of {drain:,.0f} readings/s, {feed.messages * POINTS:,} readings behind, "
        f"{LIVE_MESSAGES_S * POINTS:,.0f} readings/s live; "
        f"begun {outage.first.at_s - outage.back_s:.1f} s after the store was back"
    )
    p50_s, p99_s = np.percentile(outage.ages_s, [50, 99]).tolist()
    sent = f"{len(outage.ages_s):,} live readings, from sending to standing in InfluxDB"
    return [
        Row("catch_up", speed / drain, "of the drain's speed", note=note),
        Row("live_p50", p50_s * 1000, "ms", note=sent),
        Row("live_p99", p99_s * 1000, "ms"),
        Row("live_commit_p50", outage.level.commit_p50_s * 1000, "ms"),
        Row("live_commit_p99", outage.level.commit_p99_s * 1000, "ms"),
    ]


def _measure_outage(feed: Feed, folder: Path, live_s: float) -> Outage:
    with open_servers(folder, feed) as servers:
        servers.influx.stop()
        with CollectorRun(folder, servers, WHOLE) as run:
            return _follow(run, servers, feed, live_s)


def _follow(run: CollectorRun, servers: Servers, feed: Feed, live_s: float) -> Outage:
    run.begin()
    run.wait("journalled", feed.messages)
    with LiveFleet(servers.broker, feed, LIVE_MESSAGES_S) as live:
        run.wait("journalled", feed.messages + LEVEL_MESSAGES)
        servers.influx.start()
        back = run.wait("journalled", 0)
        first = run.wait("drained", 1)
        level = run.wait("lag", LEVEL_MESSAGES)
        run.take_ages_s()
        Event().wait(live_s)
        ages_s = run.take_ages_s()
    last = run.wait("drained", feed.messages + live.sent)
    stored, sent = count_readings(servers.address), (feed.messages + live.sent) * feed.points
    if stored != sent or last.readings != sent:
        raise RuntimeError(f"{stored} readings are stored, {sent} were sent")
    return Outage(back.at_s, first, level, ages_s)
