"""The production shape as it runs: MQTT to InfluxDB, judged on PostgreSQL, each process killed.

One platform for the module, in this order: the demo fleet's week goes through gateways with ledgers
while every process and server is struck in turn, and gives what one embedded process gives; then
leases, waiting and ending in order.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from demo_week import (
    NOW_MS,
    Message,
    draw_seed,
    import_scenario,
    make_feed,
    make_gateways,
    read_rows,
    shuffle,
)
from platform_process import wait_for
from production import TOKEN, Production, need_servers
from sqlalchemy import select

from analytics.context import Context
from analytics.jobs import run_pending
from core import topics
from core.catalogue import read_catalogue
from core.clock import FixedClock
from core.partition import part_of
from core.registry.database import open_registry
from core.registry.results import Account, JobRun, Verdict
from core.registry.transfer import import_files
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from core.store.opening import open_store
from core.wire import encode_columns
from ingest.collector import Collector
from ingest.intake import Arrival
from simulators.fleets import build_fleet, write_scenario
from simulators.gateway import compare, read_ledger

pytestmark = [
    pytest.mark.slow,
    pytest.mark.broker,
    pytest.mark.influxdb,
    pytest.mark.postgresql,
    pytest.mark.timeout(400),
    pytest.mark.xdist_group("production"),
]

PARTS = 2
DOUBLED_SHARE = 0.1
LIMIT_S = 150.0
PASSING = ("since_ms", "judged_ms")
"""Columns that tell when something was judged, and not what."""
ON_ITS_OWN = "quality"
"""A rule that the scheduler measures beside the pipeline, a few seconds at a time."""


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    need_servers()
    with Production(tmp_path_factory.mktemp("production"), collectors=PARTS) as made:
        files = write_scenario("demo", made.directory / "scenario", now_ms=NOW_MS)
        report = import_files(made.registry, files, clock=FixedClock(NOW_MS))
        assert report.applied, report.rows
        yield made


@pytest.fixture(scope="module")
def codes() -> list[str]:
    return [member.code for member in build_fleet("demo", NOW_MS)]


class Striker:
    """Strikes one process or server after the other, each while messages are under way."""

    def __init__(self, platform: Production) -> None:
        self._blows = [
            self._kill_and_start(platform.parts[0]),
            self._kill_and_start(platform.influx),
            self._kill_and_start(platform.parts[1]),
            self._kill_and_start(platform.scheduler),
            self._kill_and_start(platform.postgres),
            self._kill_and_start(platform.server),
            self._kill_and_start(platform.broker),
        ]

    def __len__(self) -> int:
        return len(self._blows)

    def strike(self, number: int) -> None:
        self._blows[number]()

    @staticmethod
    def _kill_and_start(victim: Any) -> Any:
        def blow() -> None:
            victim.kill()
            threading.Event().wait(0.5)
            victim.start()

        return blow


def test_a_week_under_blows_gives_what_one_process_gives(
    platform: Production, codes: list[str], tmp_path: Path
) -> None:
    seed = draw_seed()
    feed = make_feed()
    messages = shuffle(feed, DOUBLED_SHARE, random.Random(seed))
    striker = Striker(platform)
    folder = platform.directory / "gateways"
    with ExitStack() as stack:
        gateways = make_gateways(platform.broker.url, folder, codes)
        for gateway in gateways.values():
            stack.enter_context(gateway)
        for number in range(len(striker)):
            for code, columns in messages[number :: len(striker)]:
                gateways[code].send(columns)
            striker.strike(number)
        for code, gateway in gateways.items():
            assert gateway.wait_empty(LIMIT_S), f"{code}: {gateway.count_pending()} not durable"
    platform.wait_settled(LIMIT_S)
    check_nothing_is_lost(platform, codes, folder)
    check_the_books_close(platform, len(messages))
    check_derived(platform, feed, tmp_path)


def check_nothing_is_lost(platform: Production, codes: list[str], folder: Path) -> None:
    settings = Settings(**lower(platform.environment()))
    with open_store(settings) as store:
        comparison = compare([read_ledger(folder / f"{code}.db") for code in codes], store)
    assert comparison.clean, comparison
    assert comparison.expected > 10_000


def check_the_books_close(platform: Production, given: int) -> None:
    rows = platform.server.items("/api/v1/books")
    for row in rows:
        told = ("stored", "duplicate", "quarantined", "dropped", "pending")
        assert row["received"] == sum(row[name] for name in told), row
        assert row["quarantined"] == row["dropped"] == row["pending"] == 0, row
        assert row["as_of"] is None
    assert sum(row["stored"] for row in rows) == given
    audit = platform.server.get("/api/v1/books/audit")
    assert audit["closes"], audit
    for number, process in enumerate(platform.parts, 1):
        own = [row["enterprise"] for row in process.items("/api/v1/books") if row["received"]]
        assert own
        assert {part_of(code, PARTS) for code in own} == {number}


def check_derived(platform: Production, feed: list[Message], directory: Path) -> None:
    with platform.registry.read() as session:
        turned_ms = session.scalar(
            select(JobRun.ended_ms).where(JobRun.job == "turn").order_by(JobRun.id.desc()).limit(1)
        )
    assert turned_ms is not None
    expected = derive_embedded(feed, directory, turned_ms)
    for table in (Account, Verdict):
        assert plain(read_rows(platform.registry, table)) == plain(expected[table])
    assert len(expected[Account]) > 1000
    code = feed[0][0]
    given = platform.server.items("/api/v1/accounts", subject=f"enterprise:{code}", period="day")
    assert len(given) > 7
    day = "2026-01-03"
    readings = platform.server.items(
        "/api/v1/readings",
        enterprise=code,
        point=next(iter(feed[0][1])),
        start=day,
        end="2026-01-04",
    )
    assert len(readings) == 48


def derive_embedded(feed: list[Message], directory: Path, now_ms: int) -> dict[Any, Any]:
    """Return the tables as one process makes them of the same feed at the same hour."""
    clock = FixedClock(NOW_MS)
    import_scenario(directory)
    settings = Settings(data_dir=directory)
    with (
        open_registry(str(directory / "registry.db")) as registry,
        DuckDBStore(directory / "readings.duckdb") as store,
    ):
        with Collector(settings, registry, store, clock) as collector:
            for seq, (code, columns) in enumerate(feed, 1):
                payload = encode_columns("all", seq, NOW_MS, columns)
                arrival = Arrival("test", topics.data(code, "GW1"), payload, NOW_MS)
                assert wait_for(lambda a=arrival: collector.intake.offer(a))
            assert collector.wait_drained(LIMIT_S)
        context = Context(registry, store, read_catalogue(), FixedClock(now_ms), settings)
        assert not run_pending(context).failed
        return {table: read_rows(registry, table) for table in (Account, Verdict)}


def plain(rows: dict[Any, dict[str, Any]]) -> dict[Any, dict[str, Any]]:
    return {
        key: {name: value for name, value in row.items() if name not in PASSING}
        for key, row in rows.items()
        if row.get("rule") != ON_ITS_OWN
    }


def lower(environment: dict[str, str]) -> dict[str, Any]:
    return {name.removeprefix("NENGHENG_").lower(): text for name, text in environment.items()}


def test_the_command_line_asks_the_server(platform: Production) -> None:
    def run(*arguments: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "cli.main", *arguments, "--url", platform.server.url, "--json"],
            check=False,
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "NENGHENG_TOKEN": TOKEN},
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    assert {row["gateway"] for row in run("books")} == {"GW1"}
    assert run("accounts", "--period", "day", "--limit", "5")
    assert run("quarantine", "list") == []
    assert run("books", "audit")["closes"] is True


def test_quarantine_of_all_collectors_is_one(platform: Production, codes: list[str]) -> None:
    chosen = {part_of(code, PARTS): code for code in codes}
    assert sorted(chosen) == [1, 2]
    folder = platform.directory / "strangers"
    gateways = make_gateways(platform.broker.url, folder, list(chosen.values()))
    for gateway in gateways.values():
        with gateway:
            for number in range(3):
                gateway.send({f"NO.SUCH{number}": ([NOW_MS - 1000], [1.0], None)})
            assert gateway.wait_empty(LIMIT_S)
    server = platform.server

    def listed() -> list[dict[str, Any]]:
        rows = server.items("/api/v1/quarantine")
        return rows if len(rows) == 6 else []

    rows = wait_for(listed)
    assert [row["arrival"] for row in rows] == sorted((r["arrival"] for r in rows), reverse=True)
    assert server.items("/api/v1/quarantine", limit=2) == rows
    holders = {row["id"] // 10**12 for row in rows}
    assert len(holders) == 2
    for number, process in enumerate(platform.parts, 1):
        own = process.items("/api/v1/quarantine")
        assert {row["id"] for row in own} == {
            row["id"] for row in rows if row["enterprise"] == chosen[number]
        }
    number = rows[0]["id"]
    assert server.get(f"/api/v1/quarantine/{number}")["bad"][0]["reason"] == "unknown_point"
    assert server.post(f"/api/v1/quarantine/{number}/replay")["outcome"] == "open"
    dropped = server.post(f"/api/v1/quarantine/{number}/drop", {"reason": "a test"})
    assert (dropped["id"], dropped["outcome"]) == (number, "dropped")
    report = server.post("/api/v1/quarantine/replay", {})
    assert (report["messages"], report["remaining_count"]) == (0, 5)
    for row in rows[1:]:
        server.post(f"/api/v1/quarantine/{row['id']}/drop", {"reason": "a test"})


def test_a_collector_that_is_away_is_named_and_its_enterprises_with_it(
    platform: Production, codes: list[str]
) -> None:
    lost, server = platform.parts[1], platform.server
    before = server.items("/api/v1/books")
    wait_for(lambda: carried(platform) == [row["received"] for row in before])
    lost.kill()
    health = server.get("/health")
    assert health["state"] == "down"
    own = [code for code in codes if part_of(code, PARTS) == 2]
    missing = next(part for part in health["parts"] if part["part"] == "part 2/2")
    assert f"{len(own)} enterprises are unattended" in missing["detail"]
    assert own[0] in missing["detail"]
    assert "collect --part 2/2" in missing["detail"]
    rows = server.items("/api/v1/books")
    assert [row["received"] for row in rows] == [row["received"] for row in before]
    for row in rows:
        assert (row["as_of"] is not None) == (part_of(row["enterprise"], PARTS) == 2), row
    assert server.get("/api/v1/quarantine")["away"] == ["collector-2of2"]
    assert server.get("/api/v1/books/audit")["closes"] is False
    lost.start()
    wait_for(lambda: server.get("/health")["state"] == "ok")


def carried(platform: Production) -> list[int]:
    from core.registry.results import Book

    rows = read_rows(platform.registry, Book).values()
    sums: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row["enterprise_code"], row["gateway_code"])
        sums[key] = sums.get(key, 0) + row["received"]
    return [sums[key] for key in sorted(sums)]


def test_a_second_scheduler_waits_and_takes_over(platform: Production) -> None:
    first = platform.scheduler
    second = platform.make("schedule-second", "schedule")
    second.start()
    wait_for(lambda: first.part("scheduler")["values"]["lease_number"] > 0)
    number = first.part("scheduler")["values"]["lease_number"]
    wait_for(lambda: second.part("scheduler")["values"]["state"] == "waiting")
    assert second.part("scheduler")["values"]["lease_number"] == 0
    first.kill()
    wait_for(lambda: second.part("scheduler")["values"]["lease_number"] == number + 1)
    assert second.stop() == 0
    first.start()
    wait_for(lambda: first.part("scheduler")["values"]["lease_number"] == number + 2, 5.0)


def test_a_second_collector_of_a_part_waits(platform: Production) -> None:
    second = platform.make_collector(1, data=platform.directory / "second")
    second.start()

    def lease(process: Any) -> str:
        return str(process.part("collector")["values"]["parts"]["lease"]["state"])

    wait_for(lambda: lease(second) == "waiting")
    assert "mqtt" not in second.part("collector")["values"]["parts"]
    assert lease(platform.parts[0]) == "held"
    assert second.stop() == 0


def test_ending_in_order_keeps_all_and_gives_the_lease_back(
    platform: Production, codes: list[str]
) -> None:
    chosen = next(code for code in codes if part_of(code, PARTS) == 1)
    collector = platform.parts[0]
    feed = [columns for code, columns in make_feed() if code == chosen][:100]
    folder = platform.directory / "ending"
    with make_gateways(platform.broker.url, folder, [chosen])[chosen] as gateway:
        for columns in feed:
            gateway.send(columns)
        assert collector.stop() == 0
        log = collector.read_log()
        collector.start()
        assert gateway.wait_empty(LIMIT_S)
    assert "Traceback" not in log
    wait_for(lambda: collector.part("collector")["values"]["parts"]["lease"]["state"] == "held", 5)
    platform.wait_settled()
    [row] = [r for r in platform.server.items("/api/v1/books") if r["enterprise"] == chosen]
    assert row["received"] == row["stored"] + row["duplicate"] + row["dropped"]


def test_every_process_ends_with_status_0(platform: Production) -> None:
    for process in platform.processes:
        os.kill(process.pid, signal.SIGTERM)
    assert [process.stop() for process in platform.processes] == [0, 0, 0, 0]
