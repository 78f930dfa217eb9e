"""Copying between stores: all of it, again and again, killed in between, counted at the end."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import StoreError
from core.store.copying import copy_store
from core.store.duckdb import DuckDBStore
from core.store.influxdb import InfluxDBStore
from core.store.influxdb_http import InfluxAddress
from core.store.protocol import SeriesKey

HOUR = 3_600_000
T0 = 1_763_568_000_000
ALWAYS = (-(2**62), 2**62)


@pytest.fixture
def filled(tmp_path, rows):
    with DuckDBStore(tmp_path / "from.duckdb") as store:
        keys = [SeriesKey(e, p) for e in ("A", "B", "C") for p in ("b", "a")]
        ids = store.series_ids(keys).tolist()
        store.write_readings(
            rows.readings(
                [(s, T0 + k * 6 * HOUR, k * 0.1 + s, k % 5, k, 3) for s in ids for k in range(9)]
            )
        )
        store.write_hours(rows.hours([(s, T0, 1.5, 1, 0.5, 0.9) for s in ids]))
        yield store


@pytest.fixture
def bucket(influx_place):
    place = influx_place
    return InfluxAddress(place.url, place.token, place.org, place.bucket)


def content(store, rows):
    found = {}
    for number, key in sorted(store.series_keys().items(), key=lambda item: item[1]):
        ids = np.array([number])
        found[key] = (
            [row[1:] for row in rows.of(store.read_readings(ids, *ALWAYS))],
            [row[1:] for row in rows.of(store.read_hours(ids, *ALWAYS))],
        )
    return found


@pytest.mark.influxdb
def test_there_and_back_is_the_same(filled, bucket, tmp_path, rows):
    told = []
    with InfluxDBStore(bucket) as influx, DuckDBStore(tmp_path / "to.duckdb") as back:
        report = copy_store(filled, influx, tell=lambda *what: told.append(what))
        assert (report.readings, report.hours, report.missing()) == (54, 6, [])
        assert report.source == report.target
        assert set(report.source.values()) == {2, 8}
        assert told[-1] == ("", 3, 3)
        copy_store(influx, back, tell=lambda *_: None)
        assert content(filled, rows) == content(influx, rows) == content(back, rows)


@pytest.mark.influxdb
def test_a_copy_that_broke_off_goes_on(filled, bucket, rows, monkeypatch):
    with InfluxDBStore(bucket) as influx:
        write = influx.write_readings
        left = iter([True, True])

        def fail_later(batch):
            if not next(left, False):
                raise StoreError("gone")
            write(batch)

        monkeypatch.setattr(influx, "write_readings", fail_later)
        with pytest.raises(StoreError, match="gone"):
            copy_store(filled, influx, tell=lambda *_: None)
        monkeypatch.setattr(influx, "write_readings", write)
        report = copy_store(filled, influx, tell=lambda *_: None)
        assert report.readings == 18
        assert report.missing() == []
        assert content(filled, rows) == content(influx, rows)
        assert copy_store(filled, influx, tell=lambda *_: None).readings == 0


@pytest.mark.influxdb
def test_what_the_target_lacks_is_told_by_day(filled, bucket, monkeypatch):
    with InfluxDBStore(bucket) as influx:
        monkeypatch.setattr(influx, "write_readings", lambda batch: None)
        report = copy_store(filled, influx, tell=lambda *_: None)
    assert len(report.missing()) == 9
    assert report.missing()[0] == (("A", T0), 8, 0)
