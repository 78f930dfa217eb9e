"""Rows and bars of the benchmarks, and that every registered path can be run."""

from __future__ import annotations

import importlib
import inspect

import pytest

from benchmarks.paths import PATHS
from benchmarks.rows import BARS, Row


def test_a_row_is_written_with_share_and_ratio_and_without_what_is_absent():
    assert Row("a", 3.0, "s", ceiling=4.0, peer=2.0).as_json() == {
        "name": "a",
        "value": 3.0,
        "unit": "s",
        "ceiling": 4.0,
        "peer": 2.0,
        "share": 0.75,
        "ratio": 1.5,
    }
    assert Row("a", 0.0, "s").as_json() == {"name": "a", "value": 0.0, "unit": "s"}


def test_a_bar_is_met_from_its_own_side():
    assert BARS["first_verdict"].is_met(15)
    assert not BARS["first_verdict"].is_met(15.1)
    assert BARS["ingest_duckdb_50"].is_met(300_000)
    assert not BARS["ingest_duckdb_50"].is_met(299_999)


@pytest.mark.parametrize("module", PATHS.values())
def test_every_path_has_its_measure(module):
    measure = importlib.import_module(module).measure
    assert list(inspect.signature(measure).parameters) == ["quick", "folder"]


def test_a_share_and_a_peer_are_part_of_a_bar():
    bar = BARS["ingest_influx_50"]
    assert bar.is_met(240_000, ceiling=320_000)
    assert not bar.is_met(239_000, ceiling=320_000)
    assert not bar.is_met(240_000, ceiling=320_000, peer=161_000)
    assert not bar.is_met(190_000, ceiling=240_000)
    assert bar.is_met(150_000, ceiling=200_000 - 1)
    assert str(bar) == "≥ 200,000, ≥ 0.75 of ceiling, ≥ 1.5 of peer"
