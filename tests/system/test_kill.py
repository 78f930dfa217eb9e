"""Promises 1, 2 and 4: the same feed, shuffled, doubled and split by `kill -9`, gives the same.

The seed is random and printed; ``NENGHENG_TEST_SEED`` sets it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from analytics.context import Context
from analytics.jobs import run_pending
from cli.broker import Broker, find_mosquitto
from core.calendar import HOUR_MS, parse_time
from core.catalogue import read_catalogue
from core.clock import FixedClock, monotonic_s
from core.registry.database import Registry, open_registry
from core.registry.models import Base
from core.registry.results import Account, DirtyHour, Verdict
from core.registry.transfer import import_files
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from simulators.fleets import build_fleet, write_scenario
from simulators.gateway import GatewayClient, GatewayOptions, compare, read_ledger
from simulators.plants.feed import Column

pytestmark = [pytest.mark.slow, pytest.mark.broker, pytest.mark.timeout(300)]

START_MS = parse_time("2026-01-01")
NOW_MS = parse_time("2026-01-08")
KILLS = 50
BROKER_KILLED_AT = 15
BROKER_EMPTIED_AT = 30
DOUBLED_SHARE = 0.1
LONGEST_LIFE_S = 1.0
LIMIT_S = 90.0

Message = tuple[str, dict[str, Column]]
"""The enterprise that sends, and its columns."""


class Nursery:
    """Collector processes, one after the other, over one data directory."""

    def __init__(self, directory: Path, url: str) -> None:
        script = Path(__file__).with_name("collector_child.py")
        self._process = subprocess.Popen(
            [sys.executable, str(script), str(directory), url, str(NOW_MS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        )
        self.lives = 0
        self.ready = 0
        self._pid = 0

    def start(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write("start\n")
        self._process.stdin.flush()
        self._pid = int(self._say())
        self.lives += 1

    def end(self, number: signal.Signals) -> int:
        """Send the signal, and return how the collector ended."""
        os.kill(self._pid, number)
        while True:
            said = self._say().split()
            if said[0] == "ended":
                return int(said[1])
            self.ready += 1

    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()

    def _say(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the collectors' process has ended: see collector.log"
        return line


class Run:
    """One run of a feed: broker, gateways with ledgers, collectors, registry and store."""

    def __init__(self, directory: Path, stack: ExitStack) -> None:
        self.directory = directory
        directory.mkdir()
        self.codes = import_scenario(directory)
        self.broker = stack.enter_context(Broker(directory / "broker", kind="mosquitto"))
        self.nursery = Nursery(directory, self.broker.url)
        stack.callback(self.nursery.close)
        options = GatewayOptions(
            keep_ledger=True,
            clock=FixedClock(NOW_MS),
            resend_first_s=0.5,
            resend_most_s=3.0,
            reconnect_first_s=0.05,
            reconnect_most_s=0.5,
        )
        self.gateways = {
            code: GatewayClient(
                self.broker.url, code, "GW1", buffer=self._buffer(code), options=options
            )
            for code in self.codes
        }
        for gateway in self.gateways.values():
            stack.enter_context(gateway)

    def _buffer(self, code: str) -> Path:
        return self.directory / "gateways" / f"{code}.db"

    def send(self, messages: Sequence[Message]) -> None:
        for code, columns in messages:
            self.gateways[code].send(columns)

    def finish(self) -> None:
        """Let one last collector live until everything is durable and drained."""
        self.nursery.start()
        ends_s = monotonic_s() + LIMIT_S
        for code, gateway in self.gateways.items():
            left_s = ends_s - monotonic_s()
            assert gateway.wait_empty(left_s), f"{code}: {gateway.count_pending()} not durable"
        assert self.nursery.end(signal.SIGTERM) == 0

    def report(self) -> dict[str, Any]:
        return json.loads((self.directory / "books.json").read_text())

    def compare(self, store: DuckDBStore) -> Any:
        return compare([read_ledger(self._buffer(code)) for code in self.codes], store)


def import_scenario(directory: Path) -> list[str]:
    files = write_scenario("demo", directory / "scenario", now_ms=NOW_MS)
    with open_registry(str(directory / "registry.db")) as registry:
        report = import_files(registry, files, clock=FixedClock(NOW_MS))
    assert report.applied, report.rows
    return [member.code for member in build_fleet("demo", NOW_MS)]


def make_feed() -> list[Message]:
    """Return a week of the demo fleet, hour by hour: the year so far of its second Thursday."""
    return [
        (member.code, columns)
        for hour_ms in range(START_MS, NOW_MS, HOUR_MS)
        for member in build_fleet("demo", NOW_MS)
        if (columns := member.feed.read(hour_ms, hour_ms + HOUR_MS, step_s=1800))
    ]


def derive(directory: Path, store: DuckDBStore) -> dict[str, Any]:
    """Derive accounts and verdicts, and return them with the hours that remain dirty."""
    settings = Settings(data_dir=directory)
    with open_registry(str(directory / "registry.db")) as registry:
        summary = run_pending(
            Context(registry, store, read_catalogue(), FixedClock(NOW_MS), settings)
        )
        assert not summary.failed
        return {table.__tablename__: rows(registry, table) for table in (Account, Verdict)} | {
            "dirty": rows(registry, DirtyHour)
        }


def rows(registry: Registry, table: type[Base]) -> dict[tuple[Any, ...], dict[str, Any]]:
    keys = [column.name for column in table.__table__.primary_key]
    with registry.read() as session:
        found = [
            {column.name: getattr(row, column.name) for column in table.__table__.columns}
            for row in session.scalars(select(table))
        ]
    return {tuple(row[key] for key in keys): row for row in found}


@pytest.fixture(scope="module")
def seed() -> int:
    seed = int(os.environ.get("NENGHENG_TEST_SEED") or random.SystemRandom().randrange(10**6))
    sys.stdout.write(f"\nNENGHENG_TEST_SEED={seed}\n")
    return seed


@pytest.fixture(scope="module")
def feed() -> list[Message]:
    return make_feed()


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory, feed: list[Message]) -> Iterator[Run]:
    if not find_mosquitto():
        pytest.skip("Mosquitto is not here: apt install mosquitto")
    with ExitStack() as stack:
        run = Run(tmp_path_factory.mktemp("clean") / "data", stack)
        run.send(feed)
        run.finish()
        yield run


@pytest.fixture(scope="module")
def killed(
    tmp_path_factory: pytest.TempPathFactory, feed: list[Message], seed: int
) -> Iterator[Run]:
    if not find_mosquitto():
        pytest.skip("Mosquitto is not here: apt install mosquitto")
    chance = random.Random(seed)
    messages = feed + chance.sample(feed, int(len(feed) * DOUBLED_SHARE))
    chance.shuffle(messages)
    pause = threading.Event()
    with ExitStack() as stack:
        run = Run(tmp_path_factory.mktemp("killed") / "data", stack)
        for kill in range(KILLS):
            run.nursery.start()
            life_s = chance.uniform(0, LONGEST_LIFE_S)
            pause.wait(life_s * chance.random())
            run.send(messages[kill::KILLS])
            pause.wait(life_s * chance.random())
            if kill in (BROKER_KILLED_AT, BROKER_EMPTIED_AT):
                run.broker.kill()
                if kill == BROKER_EMPTIED_AT:
                    for path in run.broker.directory.glob("mosquitto.db*"):
                        path.unlink()
                run.broker.start()
            assert run.nursery.end(signal.SIGKILL) == -signal.SIGKILL
        run.finish()
        yield run


def test_the_clean_run_is_whole(clean: Run, feed: list[Message]) -> None:
    with DuckDBStore(clean.directory / "readings.duckdb") as store:
        comparison = clean.compare(store)
    assert comparison.clean, comparison
    assert comparison.expected > 10_000
    assert sum(row["stored"] for row in clean.report()["books"]) == len(feed)


def test_kills_struck_collectors_at_work(killed: Run) -> None:
    assert killed.nursery.lives == KILLS + 1
    assert killed.nursery.ready > KILLS / 4
    stored = killed.report()["books"]
    assert sum(row["duplicate"] for row in stored) > 0, "no message was delivered twice"


def test_nothing_is_lost_nothing_is_doubled(killed: Run, seed: int) -> None:
    with DuckDBStore(killed.directory / "readings.duckdb") as store:
        comparison = killed.compare(store)
    assert comparison.lost == 0, f"seed {seed}: {comparison}"
    assert comparison.doubled == 0, f"seed {seed}: {comparison}"
    assert comparison.clean, f"seed {seed}: {comparison}"


def test_the_books_close(killed: Run, feed: list[Message], seed: int) -> None:
    report = killed.report()
    assert report["drained"]
    assert report["differences"] == [], f"seed {seed}"
    for row in report["books"]:
        told = ("stored", "duplicate", "quarantined", "dropped", "pending")
        assert row["received"] == sum(row[name] for name in told), f"seed {seed}: {row}"
        readings = ("readings_stored", "readings_quarantined", "readings_dropped")
        assert row["decoded"] == sum(row[name] for name in readings), f"seed {seed}: {row}"
        assert row["pending"] == row["quarantined"] == row["dropped"] == 0, f"seed {seed}: {row}"
    given = len(feed) + int(len(feed) * DOUBLED_SHARE)
    assert sum(row["stored"] for row in report["books"]) == given, f"seed {seed}"


def test_accounts_and_verdicts_are_the_same(clean: Run, killed: Run, seed: int) -> None:
    derived = []
    for run in (clean, killed):
        with DuckDBStore(run.directory / "readings.duckdb") as store:
            derived.append(derive(run.directory, store))
    calm, struck = derived
    assert len(calm["account"]) > 1000
    assert len({row["level"] for row in calm["verdict"].values()}) >= 4
    assert struck["account"] == calm["account"], f"seed {seed}"
    assert struck["verdict"] == calm["verdict"], f"seed {seed}"
    assert calm["dirty"] == struck["dirty"] == {}, f"seed {seed}"
