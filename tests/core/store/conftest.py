"""The stores that the contract suite runs on, and the obvious store it compares them with.

Another implementation joins by one line in `FACTORIES`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from core.hours import HourBatch
from core.readings import ReadingBatch
from core.store.duckdb import DuckDBStore
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


FACTORIES: dict[str, Callable[[Path], TimeSeriesStore]] = {"duckdb": open_duckdb}


@pytest.fixture(params=FACTORIES, scope="session")
def open_store(request) -> Callable[[Path], TimeSeriesStore]:
    """Open the store that lives in a folder; twice in a row means: closed and opened again."""
    return FACTORIES[request.param]


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
