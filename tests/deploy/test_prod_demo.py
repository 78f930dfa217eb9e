"""The production shape by one command: stored, judged, readable; backed up, wiped, restored."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from mqtt_client import wait_for
from sqlalchemy import select

from cli.broker import find_mosquitto
from cli.local_servers.influxdb import InfluxServer
from cli.local_servers.postgresql import PostgresServer, find_postgres
from cli.local_servers.server_process import find_program
from cli.prod_demo import ProductionDemo
from core.registry.database import METADATA, open_registry

pytestmark = [
    pytest.mark.broker,
    pytest.mark.influxdb,
    pytest.mark.postgresql,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("production-demo"),
]

MOVING = {"as_of"}
ALIVE = {"collector", "lease"}
"""Tables that a living collector writes all the time."""
KEPT_BY_THE_DEMO = ("scenario", "secrets.json")


@pytest.fixture(autouse=True)
def _servers() -> None:
    for there, package in (
        (find_mosquitto(), "mosquitto"),
        (find_program("influxd"), "influxdb"),
        (find_program("nginx"), "nginx-light"),
        (find_postgres(), "postgresql"),
    ):
        if there is None:
            pytest.skip(f"{package} is not installed: apt-get install {package}")


def ask(url: str, query: dict[str, str], token: str = "") -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.get(url, params=query, headers=headers, timeout=60, trust_env=False, verify=False)


def rows_of(demo: ProductionDemo, path: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    cursor = None
    while True:
        answer = ask(f"{demo.url}/api/v1/{path}", {"cursor": cursor} if cursor else {}, demo.token)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        rows += page["items"]
        cursor = page["next"]
        if not cursor:
            return rows


def plain(rows: list[dict[str, Any]]) -> set[str]:
    return {
        json.dumps({k: v for k, v in row.items() if k not in MOVING}, sort_keys=True)
        for row in rows
    }


def pending_hours(demo: ProductionDemo) -> int:
    answer = ask(f"{demo.children[2].url}/health", {}, demo.token).json()
    part = next(part for part in answer["parts"] if part["part"] == "scheduler")
    return int(part["values"].get("pending_hours", 1))


def is_settled(demo: ProductionDemo) -> bool:
    books = rows_of(demo, "books")
    pending = sum(row["pending"] or 0 for row in books)
    return bool(books) and pending == 0 and pending_hours(demo) == 0


def has_history(demo: ProductionDemo) -> bool:
    books = rows_of(demo, "books")
    return len(books) >= 10 and all(row["readings_stored"] > 2_000 for row in books)


def run(environment: dict[str, str], *arguments: str) -> str:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("NENGHENG_")}
    done = subprocess.run(
        [sys.executable, "-m", "cli.main", *arguments],
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def count_readings(demo: ProductionDemo) -> int:
    query = {"db": "nengheng", "q": "SELECT count(v) FROM reading"}
    answer = ask(f"{demo.influx.raw_url}/query", query).json()
    return int(answer["results"][0]["series"][0]["values"][0][1])


def read_registry(url: str) -> dict[str, set[str]]:
    """Return every row of every table, as text."""
    with open_registry(url) as registry, registry.read() as session:
        return {
            name: {repr(tuple(row)) for row in session.execute(select(table)).all()}
            for name, table in METADATA.tables.items()
            if name not in ALIVE
        }


def test_backed_up_wiped_and_restored_it_says_the_same(tmp_path: Path) -> None:
    place, saved = tmp_path / "p", tmp_path / "saved"
    with ProductionDemo(place) as demo:
        assert wait_for(lambda: has_history(demo), 120)
        demo.stop_fleet()
        assert wait_for(lambda: is_settled(demo), 120)
        books, readings = plain(rows_of(demo, "books")), count_readings(demo)
        scheduler = demo.children[2]
        scheduler.end()
        scheduler.reap()
        url = demo.environment["NENGHENG_REGISTRY_URL"]
        before = read_registry(url)
        assert before["account"]
        assert before["verdict"]
        assert "backed up" in run(demo.environment, "backup", str(saved))
        store = f"duckdb:{saved / 'store.duckdb'}"
        run(demo.environment, "store", "copy", "--from", "influxdb", "--to", store)
    environment = demo.environment
    for name in KEPT_BY_THE_DEMO:
        (place / name).rename(saved / name)
    shutil.rmtree(place)

    with ExitStack() as stack:
        postgres = stack.enter_context(PostgresServer(place / "postgresql"))
        environment["NENGHENG_REGISTRY_URL"] = postgres.create_database("nengheng")
        assert "restored" in run(environment, "restore", str(saved))
        assert read_registry(environment["NENGHENG_REGISTRY_URL"]) == before
        influx = stack.enter_context(InfluxServer(place / "influxdb"))
        environment["NENGHENG_INFLUX_URL"] = influx.url
        run(environment, "store", "init")
        run(environment, "store", "copy", "--from", store, "--to", "influxdb")
    for name in KEPT_BY_THE_DEMO:
        (saved / name).rename(place / name)
    with ProductionDemo(place, fleet=False) as again:
        assert wait_for(lambda: is_settled(again), 120)
        assert plain(rows_of(again, "books")) == books
        assert count_readings(again) == readings
        assert rows_of(again, "verdicts")


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    from cli.backup import backup, restore
    from cli.errors import BackupError

    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    with pytest.raises(BackupError, match="is not empty"):
        backup(tmp_path / "full")
    with pytest.raises(BackupError, match="no whole backup"):
        restore(tmp_path / "full")


def test_a_registry_that_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cli.backup import backup
    from cli.errors import BackupError

    monkeypatch.setenv("NENGHENG_DATA_DIR", str(tmp_path / "nothing"))
    with pytest.raises(BackupError, match="no such database file") as refused:
        backup(tmp_path / "new")
    assert str(tmp_path / "nothing") in str(refused.value)
