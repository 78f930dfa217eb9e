"""Readings at hand answer whatever is asked of them as the store itself does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.consumption.at_hand import ReadingsAtHand
from analytics.consumption.meters import Meter, MeterTable
from core.calendar import HOUR_MS
from core.readings import ReadingBatch
from core.store.duckdb import DuckDBStore
from core.store.protocol import SeriesKey
from core.vocabulary import Kind

T0 = 1_772_294_400_000
MINUTE = 60_000
EXPECTED_MS = (5 * MINUTE, 5 * MINUTE, 60 * MINUTE, 15 * MINUTE)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store of four series over two days: one thick, one with holes, one slow, one silent."""
    chance = np.random.default_rng(3)
    with DuckDBStore(tmp_path_factory.mktemp("at_hand") / "store.duckdb") as made:
        ids = made.series_ids([SeriesKey("E", f"P{k}") for k in range(4)])
        for series, share in zip(ids.tolist(), (1.0, 0.1, 0.05, 0.0), strict=True):
            at = np.arange(576)[chance.random(576) < share]
            times = T0 + at * 5 * MINUTE
            quality = chance.choice([0, 0, 1, 2, 3, 4], len(at)).astype(np.int8)
            zero = np.zeros(len(at), np.int64)
            owner = np.full(len(at), series, np.int64)
            made.write_readings(
                ReadingBatch(owner, times, chance.random(len(at)), quality, zero, zero)
            )
        yield made, ids


def rows(batch: ReadingBatch) -> list[tuple]:
    columns = (batch.series, batch.time_ms, batch.value, batch.quality)
    return list(zip(*(column.tolist() for column in columns), strict=True))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_it_answers_as_the_store(store, data):
    real, ids = store
    meters = [Meter(n, Kind.REGISTER, ms) for n, ms in zip(ids.tolist(), EXPECTED_MS, strict=True)]
    hour = data.draw(st.integers(-3, 50))
    span = (T0 + hour * HOUR_MS, T0 + (hour + data.draw(st.integers(1, 4))) * HOUR_MS)
    held = data.draw(st.sampled_from([1_000_000, 0]))
    at_hand = ReadingsAtHand(real, MeterTable.build(meters), span, held)
    for _ in range(6):
        series = ids[sorted(data.draw(st.sets(st.integers(0, 3), min_size=1)))]
        start, end = sorted(
            span[0] + data.draw(st.integers(-60, 120)) * 5 * MINUTE for _ in range(2)
        )
        for name in ("last_before", "first_from"):
            mine, theirs = (getattr(source, name)(series, start) for source in (at_hand, real))
            assert rows(mine) == rows(theirs), name
        wanted = rows(real.read_readings(series, start, end, brief=True))
        assert rows(at_hand.read_readings(series, start, end, brief=True)) == wanted
        scanned = list(at_hand.scan_readings(series, start, end, 100, brief=True))
        assert [row for batch in scanned for row in rows(batch)] == wanted


class Counted:
    """A store that notes what it is asked."""

    def __init__(self, store: DuckDBStore) -> None:
        self._store, self.asked = store, []

    def __getattr__(self, name):
        self.asked.append(name)
        return getattr(self._store, name)


def test_of_live_series_nothing_more_is_asked(store):
    real, ids = store
    counted = Counted(real)
    table = MeterTable.build([Meter(int(ids[0]), Kind.REGISTER, EXPECTED_MS[0])])
    span = (T0 + 20 * HOUR_MS, T0 + 21 * HOUR_MS)
    at_hand = ReadingsAtHand(counted, table, span, 1_000_000)
    assert counted.asked == ["read_readings"]
    at_hand.last_before(ids[:1], span[0])
    at_hand.first_from(ids[:1], span[1])
    list(at_hand.scan_readings(ids[:1], span[0] - HOUR_MS, span[1] + HOUR_MS, 10))
    assert counted.asked == ["read_readings"]
