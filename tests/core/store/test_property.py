"""Any order, repetition and splitting of writes, with moves and restarts, gives the same rows."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.store.protocol import SeriesKey

DAY = 86_400_000
T0 = 1_763_640_000_000
SERIES = 3

reading = st.tuples(
    st.integers(1, SERIES),
    st.integers(-6, 6).map(lambda k: T0 + k * DAY // 3),
    st.integers(-2, 2).map(float),
    st.sampled_from([0, 0, 1, 2, 3, 4]),
    st.integers(0, 2),
    st.integers(0, 2),
)
hour = st.tuples(
    st.integers(1, SERIES),
    st.integers(-6, 6).map(lambda k: T0 + k * DAY // 3),
    *[st.integers(0, 3).map(float)] * 4,
)
step = st.one_of(
    st.lists(reading, max_size=12).map(lambda r: ("readings", r)),
    st.lists(hour, max_size=6).map(lambda r: ("hours", r)),
    st.integers(-4, 6).map(lambda k: ("maintain", T0 + k * DAY)),
    st.just(("reopen", None)),
)


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(step, min_size=1, max_size=12), asked=st.integers(-7, 7))
def test_the_store_equals_the_obvious_one(open_store, rows, steps, asked):
    plain = rows.plain()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        ids = store.series_ids([SeriesKey("A", f"p{k}") for k in range(SERIES)])
        assert ids.tolist() == [1, 2, 3]
        for what, given_rows in steps:
            if what == "readings":
                store.write_readings(rows.readings(given_rows))
                plain.write_readings(given_rows)
            elif what == "hours":
                store.write_hours(rows.hours(given_rows))
                plain.write_hours(given_rows)
            elif what == "maintain":
                store.maintain(given_rows)
            else:
                store.close()
                store = open_store(Path(folder))
                store.series_ids([SeriesKey("A", f"p{k}") for k in range(SERIES)])
        compare(store, plain, rows, T0 + asked * DAY // 3)
        store.close()


@settings(max_examples=40, deadline=None)
@given(
    written=st.lists(reading, min_size=1, max_size=30),
    seed=st.randoms(use_true_random=False),
    now=st.integers(-4, 6),
)
def test_order_repetition_and_splitting_do_not_matter(open_store, rows, written, seed, now):
    plain = rows.plain()
    plain.write_readings(written)
    shuffled = written * 2
    seed.shuffle(shuffled)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        store.series_ids([SeriesKey("A", f"p{k}") for k in range(SERIES)])
        while shuffled:
            size = seed.randint(1, len(shuffled))
            store.write_readings(rows.readings(shuffled[:size]))
            shuffled = shuffled[size:]
            if seed.random() < 0.3:
                store.maintain(T0 + now * DAY)
        compare(store, plain, rows, T0)
        store.close()


def compare(store, plain, rows, t_ms):
    for series in ([1, 2, 3], [1, 3], [2]):
        ids = np.array(series)
        whole = (T0 - 9 * DAY, T0 + 9 * DAY)
        for span in (whole, (t_ms, t_ms + DAY)):
            expected = plain.rows(series, *span)
            assert rows.of(store.read_readings(ids, *span)) == expected
            scanned = [r for part in store.scan_readings(ids, *span, 4) for r in rows.of(part)]
            assert scanned == expected
            assert rows.of(store.read_hours(ids, *span)) == plain.hour_rows(series, *span)
        assert rows.of(store.last_before(ids, t_ms)) == plain.last_before(series, t_ms)
        assert rows.of(store.first_from(ids, t_ms)) == plain.first_from(series, t_ms)
        assert rows.of(store.latest_readings(ids)) == plain.latest(series)
    assert store.statistics().readings == len(plain.readings)
    assert store.statistics().hours == len(plain.hours)
