"""The stores that the contract suite runs on, and the obvious store it compares them with.

An InfluxDB of one's own joins by ``NENGHENG_TEST_INFLUX_URL``, ``_TOKEN`` and ``_ORG``; it gets
buckets with random names, which are removed at the end.
"""

from __future__ import annotations

import itertools
import os
import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.hours import HourBatch
from core.readings import ReadingBatch
from core.store.duckdb import DuckDBStore
from core.store.influxdb import InfluxDBStore
from core.store.influxdb_http import InfluxAddress
from core.store.influxdb_setup import create_bucket, drop_bucket
from core.store.protocol import SeriesKey, TimeSeriesStore

UNUSABLE = (2, 4)


class PlainStore:
    """What every store must equal: dictionaries, one step at a time."""

    def __init__(self):
        self.readings = {}
        self.hours = {}

    def write_readings(self, rows):
        for series, t, value, quality, sent, seq in rows:
            new = (sent, seq, value, quality)
            if (series, t) not in self.readings or new > self.readings[series, t]:
                self.readings[series, t] = new

    def write_hours(self, rows):
        for series, hour, *amounts in rows:
            self.hours[series, hour] = tuple(amounts)

    def rows(self, series, start_ms, end_ms):
        return [
            (s, t, value, quality, sent, seq)
            for (s, t), (sent, seq, value, quality) in sorted(self.readings.items())
            if s in series and start_ms <= t < end_ms
        ]

    def hour_rows(self, series, start_ms, end_ms):
        return [
            (s, t, *amounts)
            for (s, t), amounts in sorted(self.hours.items())
            if s in series and start_ms <= t < end_ms
        ]

    def last_before(self, series, t_ms):
        return self._one_each(
            [r for r in self.rows(series, -(2**62), t_ms) if r[3] not in UNUSABLE], -1
        )

    def first_from(self, series, t_ms):
        return self._one_each(
            [r for r in self.rows(series, t_ms, 2**62) if r[3] not in UNUSABLE], 0
        )

    def latest(self, series):
        return self._one_each(self.rows(series, -(2**62), 2**62), -1)

    @staticmethod
    def _one_each(rows, which):
        return [list(group)[which] for _, group in itertools.groupby(rows, key=lambda r: r[0])]


def make_readings(rows):
    """Return tuples (series, time, value, quality, sent, seq) as a batch."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * 6
    kinds = (np.int64, np.int64, np.float64, np.int8, np.int64, np.int64)
    return ReadingBatch(*(np.array(c, k) for c, k in zip(columns, kinds, strict=True)))


def make_hours(rows):
    """Return tuples (series, hour, amount, measured, estimated, coverage) as a batch."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * 6
    kinds = (np.int64, np.int64, *[np.float64] * 4)
    return HourBatch(*(np.array(c, k) for c, k in zip(columns, kinds, strict=True)))


def as_rows(batch):
    """Return a batch as a list of tuples in the order of its columns."""
    names = batch.__dataclass_fields__
    return list(zip(*(getattr(batch, name).tolist() for name in names), strict=True))


def open_duckdb(folder: Path) -> TimeSeriesStore:
    return DuckDBStore(folder / "store.duckdb", memory_bytes=256 << 20)


class InfluxBuckets:
    """A bucket a folder, at one server."""

    def __init__(self, server: InfluxAddress):
        self.server = server
        self.made = {}

    def open(self, folder: Path) -> TimeSeriesStore:
        if folder not in self.made:
            self.made[folder] = replace(self.server, bucket=f"nh-test-{secrets.token_hex(8)}")
            create_bucket(self.made[folder])
        return InfluxDBStore(self.made[folder])

    def drop(self):
        for address in self.made.values():
            drop_bucket(address)


@pytest.fixture(
    scope="session",
    params=[
        "duckdb",
        pytest.param("influxdb", marks=[pytest.mark.influxdb]),
        pytest.param("given influxdb", marks=[pytest.mark.influxdb]),
    ][: 3 if "NENGHENG_TEST_INFLUX_URL" in os.environ else 2],
)
def open_store(request) -> Iterator[Callable[[Path], TimeSeriesStore]]:
    """Open the store that lives in a folder; twice in a row means: closed and opened again."""
    if request.param == "duckdb":
        yield open_duckdb
        return
    if request.param == "influxdb":
        server = request.getfixturevalue("influx_server")
        address = InfluxAddress(server.url, server.token, server.org, "")
    else:
        given = {k: os.environ.get(f"NENGHENG_TEST_INFLUX_{k}", "") for k in ("TOKEN", "ORG")}
        url = os.environ["NENGHENG_TEST_INFLUX_URL"]
        address = InfluxAddress(url, given["TOKEN"], given["ORG"], "")
    buckets = InfluxBuckets(address)
    yield buckets.open
    buckets.drop()


@pytest.fixture
def store(open_store, tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def plain():
    return PlainStore()


@pytest.fixture(scope="session")
def rows():
    """Functions between rows and batches, and the obvious store's class."""

    class Rows:
        readings = staticmethod(make_readings)
        hours = staticmethod(make_hours)
        of = staticmethod(as_rows)
        plain = PlainStore

    return Rows


@pytest.fixture
def three(store):
    """Ids of three series of two enterprises."""
    return store.series_ids([SeriesKey("A", "x"), SeriesKey("A", "y"), SeriesKey("B", "x")])
