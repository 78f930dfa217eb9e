"""The embedded platform killed again and again, its broker too: nothing lost, nothing doubled.

The seed is random and printed; ``NENGHENG_TEST_SEED`` sets it.
"""

from __future__ import annotations

import json
import os
import random
import signal
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from demo_week import (
    NOW_MS,
    START_MS,
    draw_seed,
    give_log_ins,
    import_scenario,
    make_feed,
    make_gateways,
    read_rows,
    shuffle,
)
from platform_process import PlatformProcess, run_command, wait_for

from analytics.context import Context
from analytics.jobs import run_pending
from cli.broker import find_free_port, find_mosquitto
from core.calendar import HOUR_MS
from core.catalogue import read_catalogue
from core.clock import FixedClock
from core.readings import ReadingBatch
from core.registry.database import open_registry
from core.registry.marks import mark_dirty
from core.registry.results import Account, DirtyHour
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from core.store.protocol import SeriesKey
from simulators.gateway import Ledger, compare, read_ledger

pytestmark = [
    pytest.mark.slow,
    pytest.mark.broker,
    pytest.mark.timeout(300),
]

KILLS = 6
BROKER_EMPTIED_AFTER = 3
DOUBLED_SHARE = 0.1
LONGEST_LIFE_S = 1.5
STOPS_WITHIN_S = 3.0


class Outcome:
    """What is left of the run once the platform was stopped in an orderly way."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.ledgers: list[Ledger] = []
        self.books: list[dict[str, Any]] = []
        self.stopped_in_s = 0.0
        self.brokers: set[int] = set()


def start(data: Path, port: int) -> PlatformProcess:
    return PlatformProcess(data, "--port", "0", "--mqtt-port", str(port))


def find_broker(data: Path) -> int:
    """Return the process id of the platform's broker, 0 where none runs."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except (FileNotFoundError, ProcessLookupError):
            continue
        if words[0].endswith(b"mosquitto") and str(data).encode() in b" ".join(words):
            return int(path.parent.name)
    return 0


def read_books(data: Path) -> list[dict[str, Any]]:
    told = run_command("books", "--json", "--data", str(data), cwd=data.parent)
    return json.loads(told.stdout)


def read_dirty(data: Path) -> dict[Any, Any]:
    with open_registry(str(data / "registry.db")) as registry:
        return read_rows(registry, DirtyHour)


def run_with_kills(data: Path) -> Outcome:
    data.mkdir()
    chance = random.Random(draw_seed())
    codes = import_scenario(data)
    messages = shuffle(make_feed(), DOUBLED_SHARE, chance)
    port = find_free_port("127.0.0.1")
    pause = threading.Event()
    found = Outcome(data)
    with ExitStack() as stack:
        url = f"mqtt://127.0.0.1:{port}"
        gateways = make_gateways(url, data / "gateways", codes, give_log_ins(data, codes))
        for gateway in gateways.values():
            stack.enter_context(gateway)
        for kill in range(KILLS):
            platform = start(data, port)
            stack.callback(platform.close)
            for code, columns in messages[kill :: KILLS + 1]:
                gateways[code].send(columns)
            pause.wait(chance.uniform(0, LONGEST_LIFE_S))
            found.brokers.add(find_broker(data))
            platform.stop(signal.SIGKILL)
            wait_for(lambda: find_broker(data) == 0, 10)
            if kill == BROKER_EMPTIED_AFTER:
                for path in (data / "broker").glob("mosquitto.db*"):
                    path.unlink()
        platform = start(data, port)
        stack.callback(platform.close)
        first = find_broker(data)
        os.kill(first, signal.SIGKILL)  # the platform's broker ends under it
        for code, columns in messages[KILLS :: KILLS + 1]:
            gateways[code].send(columns)
        assert all(gateway.wait_empty(60) for gateway in gateways.values())
        found.brokers |= {first, find_broker(data)}
        wait_for(lambda: not any(row["pending"] for row in read_books(data)), 60)
        found.books = read_books(data)
        wait_for(lambda: not read_dirty(data), 60)
        found.stopped_in_s = platform.stop(signal.SIGINT)
        assert platform.process.returncode == 0, platform.read_errors()
    found.ledgers = [read_ledger(data / "gateways" / f"{code}.db") for code in codes]
    return found


def check_nothing_is_lost_nothing_is_doubled(outcome: Outcome) -> None:
    with DuckDBStore(outcome.directory / "readings.duckdb") as store:
        comparison = compare(outcome.ledgers, store)
    assert comparison.clean, comparison
    assert comparison.expected > 10_000
    assert sum(ledger.pending for ledger in outcome.ledgers) == 0


def check_the_books_close(outcome: Outcome) -> None:
    assert len(outcome.books) >= len(outcome.ledgers)
    for row in outcome.books:
        told = ("stored", "duplicate", "quarantined", "dropped", "pending")
        assert row["received"] == sum(row[name] for name in told), row
        assert row["pending"] == row["quarantined"] == 0, row
    given = sum(len(ledger.messages) for ledger in outcome.ledgers)
    assert sum(row["stored"] for row in outcome.books) == given


def check_it_was_killed_as_meant_and_stops_in_time(outcome: Outcome) -> None:
    assert len(outcome.brokers) == KILLS + 2, "a broker outlived its platform or did not start"
    assert 0 not in outcome.brokers
    assert outcome.stopped_in_s < STOPS_WITHIN_S


def check_daily_accounts_are_those_of_a_quiet_run(outcome: Outcome, folder: Path) -> None:
    folder.mkdir()
    codes = import_scenario(folder)
    hours = np.arange(START_MS, NOW_MS, HOUR_MS)
    with (
        DuckDBStore(folder / "readings.duckdb") as store,
        open_registry(str(folder / "registry.db")) as registry,
    ):
        for ledger in outcome.ledgers:
            store.write_readings(gather(ledger, store))
        with registry.session() as session:
            for code in codes:
                mark_dirty(session, code, hours)
        settings = Settings(data_dir=folder)
        run_pending(Context(registry, store, read_catalogue(), FixedClock(NOW_MS), settings))
        quiet = read_rows(registry, Account)
    with open_registry(str(outcome.directory / "registry.db")) as registry:
        struck = read_rows(registry, Account)
    days = [{key: row for key, row in rows.items() if "day" in key} for rows in (quiet, struck)]
    assert len(days[0]) > 500
    assert days[1] == days[0]


def gather(ledger: Ledger, store: DuckDBStore) -> ReadingBatch:
    batches = []
    for message in ledger.messages.values():
        ids = store.series_ids([SeriesKey(ledger.enterprise, point) for point in message.points])
        whole = np.ones(len(message.time_ms), np.int64)
        batches.append(
            ReadingBatch(
                ids[message.point_index],
                message.time_ms,
                message.value,
                message.quality,
                whole * message.sent_ms,
                whole * (message.seq or 0),
            )
        )
    return ReadingBatch.concat(batches)


def test_the_platform_killed_with_its_broker_loses_nothing(tmp_path: Path) -> None:
    if not find_mosquitto():
        pytest.skip("Mosquitto is not here: apt install mosquitto")
    outcome = run_with_kills(tmp_path / "data")
    check_nothing_is_lost_nothing_is_doubled(outcome)
    check_the_books_close(outcome)
    check_it_was_killed_as_meant_and_stops_in_time(outcome)
    check_daily_accounts_are_those_of_a_quiet_run(outcome, tmp_path / "quiet")
