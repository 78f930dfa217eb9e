"""`nengheng store init | copy` as people run it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from platform_process import run_command

from core.readings import ReadingBatch
from core.store.duckdb import DuckDBStore
from core.store.protocol import SeriesKey

pytestmark = pytest.mark.influxdb
T0 = 1_763_568_000_000


@pytest.fixture
def settings(influx_place, monkeypatch):
    for name, value in influx_place.environment.items():
        monkeypatch.setenv(name, value)
    return influx_place


def fill(path, value=1.5):
    ones = np.arange(1, 4)
    with DuckDBStore(path) as store:
        store.series_ids([SeriesKey("A", f"p{k}") for k in range(3)])
        zeros = np.zeros(3, np.int64)
        times = np.full(3, T0)
        store.write_readings(
            ReadingBatch(ones, times, np.full(3, value), zeros.astype(np.int8), zeros, zeros)
        )


def test_init_makes_the_bucket_once(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("NENGHENG_INFLUX_BUCKET", f"{settings.bucket}-new")
    first = run_command("store", "init", cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    assert "made, kept for ever" in first.stdout
    again = run_command("store", "init", cwd=tmp_path)
    assert "stands already" in again.stdout
    assert f"{settings.bucket}-new" in settings.run("SHOW DATABASES")
    settings.run(f'DROP DATABASE "{settings.bucket}-new"')


def test_init_says_why_it_cannot(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("NENGHENG_INFLUX_TOKEN", "wrong")
    refused = run_command("store", "init", cwd=tmp_path)
    assert refused.returncode == 1
    assert "NENGHENG_INFLUX_TOKEN" in refused.stderr
    monkeypatch.delenv("NENGHENG_INFLUX_URL")
    assert "makes itself" in run_command("store", "init", cwd=tmp_path).stdout


def test_copy_counts_both_stores(settings, tmp_path):
    fill(tmp_path / "a.duckdb")
    copied = run_command(
        "store", "copy", "--from", "duckdb:a.duckdb", "--to", "influxdb", "--json", cwd=tmp_path
    )
    assert copied.returncode == 0, copied.stderr
    assert json.loads(copied.stdout) == {
        "written": {"readings": 3, "hours": 0},
        "source": 3,
        "target": 3,
        "missing": [],
        "refused": {},
    }
    back = run_command(
        "store", "copy", "--from", "influxdb", "--to", "duckdb:b.duckdb", cwd=tmp_path
    )
    assert "written: 3 readings, 0 hours" in back.stdout


@pytest.mark.parametrize(
    ("source", "target", "words"),
    [
        ("influxdb", "influxdb", "both source and target"),
        ("duckdb:none.duckdb", "influxdb", "is no file"),
        ("clay:tablet", "influxdb", "names no store"),
    ],
)
def test_copy_refuses_what_it_cannot_do(settings, tmp_path, source, target, words):
    refused = run_command("store", "copy", "--from", source, "--to", target, cwd=tmp_path)
    assert refused.returncode == 1
    assert words in refused.stderr
    assert not list(tmp_path.iterdir())
