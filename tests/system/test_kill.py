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
from collections.abc import Sequence
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

from analytics.context import Context
from analytics.jobs import run_pending
from cli.broker import Broker, find_mosquitto
from core.catalogue import read_catalogue
from core.clock import FixedClock, monotonic_s
from core.registry.database import open_registry
from core.registry.results import Account, DirtyHour, Verdict
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from simulators.gateway import compare, read_ledger

pytestmark = [
    pytest.mark.slow,
    pytest.mark.broker,
    pytest.mark.timeout(300),
]

KILLS = 50
BROKER_KILLED_AT = 15
BROKER_EMPTIED_AT = 30
DOUBLED_SHARE = 0.1
LONGEST_LIFE_S = 1.0
LIMIT_S = 90.0


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
        self.gateways = make_gateways(self.broker.url, directory / "gateways", self.codes)
        for gateway in self.gateways.values():
            stack.enter_context(gateway)

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
        return compare(
            [read_ledger(self.directory / "gateways" / f"{code}.db") for code in self.codes], store
        )


def derive(directory: Path, store: DuckDBStore) -> dict[str, Any]:
    """Derive accounts and verdicts, and return them with the hours that remain dirty."""
    settings = Settings(data_dir=directory)
    with open_registry(str(directory / "registry.db")) as registry:
        summary = run_pending(
            Context(registry, store, read_catalogue(), FixedClock(NOW_MS), settings)
        )
        assert not summary.failed
        return {table.__tablename__: read_rows(registry, table) for table in (Account, Verdict)} | {
            "dirty": read_rows(registry, DirtyHour)
        }


def run_cleanly(directory: Path, feed: list[Message]) -> Run:
    with ExitStack() as stack:
        run = Run(directory, stack)
        run.send(feed)
        run.finish()
    return run


def run_with_kills(directory: Path, feed: list[Message], seed: int) -> Run:
    chance = random.Random(seed)
    messages = shuffle(feed, DOUBLED_SHARE, chance)
    pause = threading.Event()
    with ExitStack() as stack:
        run = Run(directory, stack)
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
    return run


def check_clean_run(clean: Run, feed: list[Message]) -> None:
    with DuckDBStore(clean.directory / "readings.duckdb") as store:
        comparison = clean.compare(store)
    assert comparison.clean, comparison
    assert comparison.expected > 10_000
    assert sum(row["stored"] for row in clean.report()["books"]) == len(feed)


def check_kills_struck_collectors_at_work(killed: Run) -> None:
    assert killed.nursery.lives == KILLS + 1
    assert killed.nursery.ready > KILLS / 4
    stored = killed.report()["books"]
    assert sum(row["duplicate"] for row in stored) > 0, "no message was delivered twice"


def check_nothing_is_lost_nothing_is_doubled(killed: Run, seed: int) -> None:
    with DuckDBStore(killed.directory / "readings.duckdb") as store:
        comparison = killed.compare(store)
    assert comparison.lost == 0, f"seed {seed}: {comparison}"
    assert comparison.doubled == 0, f"seed {seed}: {comparison}"
    assert comparison.clean, f"seed {seed}: {comparison}"


def check_the_books_close(killed: Run, feed: list[Message], seed: int) -> None:
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


def check_accounts_and_verdicts_are_the_same(clean: Run, killed: Run, seed: int) -> None:
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


def test_a_feed_split_by_kills_gives_what_the_clean_one_gives(tmp_path: Path) -> None:
    if not find_mosquitto():
        pytest.skip("Mosquitto is not here: apt install mosquitto")
    seed = draw_seed()
    feed = make_feed()
    clean = run_cleanly(tmp_path / "clean", feed)
    check_clean_run(clean, feed)
    killed = run_with_kills(tmp_path / "killed", feed, seed)
    check_kills_struck_collectors_at_work(killed)
    check_nothing_is_lost_nothing_is_doubled(killed, seed)
    check_the_books_close(killed, feed, seed)
    check_accounts_and_verdicts_are_the_same(clean, killed, seed)
