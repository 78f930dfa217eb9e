"""What every time-series store does, whatever holds the data."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor, wait

import numpy as np
import pytest

from core.errors import RefusedError, StoreError
from core.store.protocol import SeriesKey

DAY = 86_400_000
T0 = 1_763_640_000_000
ALWAYS = (-(2**62), 2**62)


def test_series_ids_are_distinct_and_in_the_order_asked(store):
    a, b, c = SeriesKey("A", "x"), SeriesKey("A", "炉1.EP"), SeriesKey("B", "x")
    first = store.series_ids([a, b, a])
    assert first[0] == first[2] != first[1]
    assert first.dtype == np.int64
    again = store.series_ids([c, b, a])
    assert again[1:].tolist() == [first[1], first[0]]
    assert again[0] not in first
    assert store.series_keys() == {first[0]: a, first[1]: b, again[0]: c}
    assert store.series_ids([]).tolist() == []


def test_series_that_hold_anything_are_known_when_opened_again(open_store, tmp_path, rows):
    keys = [SeriesKey("A", "x"), SeriesKey("A", "炉1.EP"), SeriesKey("B", "x")]
    store = open_store(tmp_path)
    a, b, c = store.series_ids(keys).tolist()
    store.write_readings(rows.readings([(s, T0, 1.0, 0, 0, 0) for s in (a, b)]))
    store.write_hours(rows.hours([(c, T0, 1, 1, 0, 1)]))
    store.close()
    store = open_store(tmp_path)
    known = {key: number for number, key in store.series_keys().items()}
    assert set(known) == set(keys)
    assert store.series_ids(keys).tolist() == [known[key] for key in keys]
    store.close()


def test_readings_come_back_as_written_sorted(store, three, rows):
    x, y, _ = three
    written = [(y, T0, 2.5, 1, 7, 3), (x, T0 + 1, -0.1, 0, 8, 4), (x, T0, 1e300, 4, 0, 0)]
    store.write_readings(rows.readings(written))
    got = store.read_readings(three, T0, T0 + 2)
    assert rows.of(got) == sorted(written)
    assert [got.series.dtype, got.value.dtype, got.quality.dtype] == [np.int64, np.float64, np.int8]


def test_a_brief_read_leaves_out_when_it_was_sent(store, three, rows):
    x, y, _ = three.tolist()
    store.write_readings(rows.readings([(x, T0, 2.5, 1, 7, 3), (y, T0, 1.5, 0, 8, 4)]))
    got = store.read_readings(three, T0, T0 + 1, brief=True)
    assert rows.of(got) == [(x, T0, 2.5, 1, 0, 0), (y, T0, 1.5, 0, 0, 0)]
    (part,) = store.scan_readings(three, T0, T0 + 1, 10, brief=True)
    assert rows.of(part) == rows.of(got)


def test_the_interval_is_half_open_and_only_the_series_asked_come(store, three, rows):
    x, y, z = three
    store.write_readings(rows.readings([(s, T0 + k, k, 0, 0, 0) for s in three for k in range(4)]))
    got = store.read_readings(np.array([z, x]), T0 + 1, T0 + 3)
    assert list(zip(got.series, got.time_ms, strict=True)) == [
        (x, T0 + 1),
        (x, T0 + 2),
        (z, T0 + 1),
        (z, T0 + 2),
    ]
    assert len(store.read_readings(np.array([y]), T0, T0)) == 0
    assert len(store.read_readings(np.empty(0, np.int64), T0, T0 + 3)) == 0


def test_many_scattered_series_can_be_asked(store, rows):
    ids = store.series_ids([SeriesKey("A", f"p{k}") for k in range(3000)])
    store.write_readings(rows.readings([(s, T0, 1.0, 0, 0, 0) for s in ids.tolist()]))
    got = store.read_readings(ids[::3], T0, T0 + 1)
    assert got.series.tolist() == ids[::3].tolist()


@pytest.mark.parametrize(
    "winner", [(9, 0, 0.0), (5, 9, 0.0), (5, 5, 9.0)], ids=["sent", "seq", "value"]
)
@pytest.mark.parametrize("how", ["one batch", "winner last", "winner first"])
@pytest.mark.parametrize("moved", [False, True])
def test_of_the_same_time_twice_the_greatest_stays(store, three, rows, winner, how, moved):
    x = int(three[0])
    sent, seq, value = winner
    old, new = (x, T0, 5.0, 0, 5, 5), (x, T0, value, 1, sent, seq)
    batches = {"one batch": [[new, old]], "winner last": [[old], [new]]}.get(how, [[new], [old]])
    for batch in batches:
        store.write_readings(rows.readings(batch))
        if moved:
            store.maintain(T0 + 9 * DAY)
    assert rows.of(store.read_readings(three, T0, T0 + 1)) == [new]
    assert store.statistics().readings == 1


def test_writing_again_changes_nothing(store, three, rows):
    written = rows.readings([(s, T0 + k, k, 0, k, k) for s in three for k in range(9)])
    store.write_readings(written)
    before = rows.of(store.read_readings(three, *ALWAYS))
    store.write_readings(written)
    store.maintain(T0 + 9 * DAY)
    store.write_readings(written)
    assert rows.of(store.read_readings(three, *ALWAYS)) == before


def test_what_was_written_is_there_after_closing_and_opening(open_store, tmp_path, rows):
    store = open_store(tmp_path)
    x = int(store.series_ids([SeriesKey("A", "x")])[0])
    store.write_readings(rows.readings([(x, T0, 1.0, 0, 5, 5), (x, T0 - 9 * DAY, 1.0, 0, 5, 5)]))
    store.maintain(T0)
    store.close()
    store = open_store(tmp_path)
    x = int(store.series_ids([SeriesKey("A", "x")])[0])
    store.write_readings(rows.readings([(x, T0, 2.0, 0, 4, 9), (x, T0 - 9 * DAY, 2.0, 0, 6, 0)]))
    got = store.read_readings(np.array([x]), *ALWAYS)
    assert got.value.tolist() == [2.0, 1.0]
    store.close()


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_refused_whole(store, three, rows, value):
    x = int(three[0])
    with pytest.raises(RefusedError, match="is no number"):
        store.write_readings(rows.readings([(x, T0, 1.0, 0, 0, 0), (x, T0 + 1, value, 0, 0, 0)]))
    with pytest.raises(RefusedError, match="is no number"):
        store.write_hours(rows.hours([(x, T0, 1.0, value, 0.0, 1.0)]))
    assert store.statistics().readings == store.statistics().hours == 0


def test_a_series_never_allotted_is_refused(store, three, rows):
    with pytest.raises(RefusedError, match="series id 99 was never allotted"):
        store.write_readings(rows.readings([(99, T0, 1.0, 0, 0, 0)]))


def test_empty_batches_are_nothing(store, rows):
    store.write_readings(rows.readings([]))
    store.write_hours(rows.hours([]))
    assert store.statistics().readings == 0


def test_scan_gives_whole_series_in_about_the_rows_asked(store, rows):
    ids = store.series_ids([SeriesKey("A", f"p{k}") for k in range(50)])
    written = [(s, T0 + k, k, 0, 0, 0) for s in ids.tolist() for k in range(s % 40)]
    store.write_readings(rows.readings(written))
    parts = list(store.scan_readings(ids, T0, T0 + 30, 100))
    assert [r for part in parts for r in rows.of(part)] == sorted(
        r for r in written if r[1] < T0 + 30
    )
    assert max(map(len, parts)) < 200
    assert len(parts) > 5
    assert not set(parts[0].series) & set(parts[1].series)
    assert list(store.scan_readings(ids[:0], T0, T0 + 30, 100)) == []


@pytest.mark.parametrize("gap_ms", [1, 60_000, 3 * DAY, 100 * DAY, 3000 * DAY])
@pytest.mark.parametrize("moved", [False, True])
def test_neighbours_are_found_however_far(store, three, rows, gap_ms, moved):
    x, y, _ = three.tolist()
    store.write_readings(
        rows.readings(
            [
                (x, T0 - gap_ms, 1.0, 0, 0, 0),
                (x, T0 - 1 if gap_ms > 1 else T0 - 2, 9.0, 4, 0, 0),
                (x, T0, 2.0, 2, 0, 0),
                (x, T0 + gap_ms, 3.0, 3, 0, 0),
                (y, T0 - 1, 4.0, 1, 0, 0),
            ]
        )
    )
    if moved:
        store.maintain(T0 + DAY)
    assert store.last_before(three, T0).value.tolist() == [1.0, 4.0]
    assert store.last_before(three, T0 + gap_ms + 1).value.tolist() == [3.0, 4.0]
    assert store.first_from(three, T0).value.tolist() == [3.0]
    assert (
        store.first_from(three, T0 - gap_ms).value.tolist() == [1.0, 4.0][: 2 if gap_ms > 0 else 1]
    )
    assert store.last_before(three, T0 - gap_ms).series.tolist() == []
    assert store.first_from(three, T0 + gap_ms + 1).series.tolist() == []


def test_latest_is_of_any_quality(store, three, rows):
    x, y, _ = three.tolist()
    store.write_readings(
        rows.readings(
            [(x, T0, 1.0, 0, 0, 0), (x, T0 + 1, 2.0, 4, 0, 0), (y, T0 - 400 * DAY, 3.0, 0, 0, 0)]
        )
    )
    got = store.latest_readings(three)
    assert (got.series.tolist(), got.value.tolist()) == ([x, y], [2.0, 3.0])


def test_hours_replace_what_stands(store, three, rows):
    x, y, _ = three.tolist()
    store.write_hours(rows.hours([(x, T0, 1, 1, 0, 1), (y, T0, 5, 4, 1, 0.5)]))
    store.maintain(T0 + 9 * DAY)
    store.write_hours(rows.hours([(x, T0, 0, 0, 0, 0), (x, T0 + 3_600_000, 7, 7, 0, 1)]))
    store.write_hours(rows.hours([(x, T0 + 3_600_000, 8, 8, 0, 1)]))
    assert rows.of(store.read_hours(three, T0, T0 + DAY)) == [
        (x, T0, 0, 0, 0, 0),
        (x, T0 + 3_600_000, 8, 8, 0, 1),
        (y, T0, 5, 4, 1, 0.5),
    ]
    assert store.read_hours(three, T0, T0 + 1).series.tolist() == [x, y]


def test_what_is_measured_is_added_up(store, three, rows):
    x, y, _ = three.tolist()
    store.write_hours(rows.hours([(x, T0 + k * 3_600_000, 1, 1, 0, 0.25) for k in range(5)]))
    store.write_hours(rows.hours([(y, T0, 5, 4, 1, 0.5), (y, T0 - 3_600_000, 5, 4, 1, 1)]))
    span = (T0, T0 + 4 * 3_600_000)
    assert store.sum_coverage(three[::-1], *span).tolist() == [0.0, 0.5, 1.0]
    assert store.sum_coverage(three[:2], T0 - DAY, T0).tolist() == [0.0, 1.0]
    assert store.sum_coverage(three, T0, T0).tolist() == [0.0, 0.0, 0.0]
    assert store.sum_coverage(np.empty(0, np.int64), *span).tolist() == []


def test_statistics_count_rows_series_and_bytes(store, three, rows):
    store.write_readings(rows.readings([(s, T0, 1.0, 0, 0, 0) for s in three.tolist()]))
    store.write_hours(rows.hours([(int(three[0]), T0, 1, 1, 0, 1)]))
    found = store.statistics()
    assert (found.readings, found.hours, found.series) == (3, 1, 3)
    assert found.bytes_on_disk >= 0


def test_a_closed_store_says_so(open_store, tmp_path):
    store = open_store(tmp_path)
    ids = store.series_ids([SeriesKey("A", "x")])
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.read_readings(ids, *ALWAYS)


def test_writers_readers_and_housekeeping_at_once(store, rows):
    """Four writers of the same times, two readers, moves in between: as if one after another."""
    ids = store.series_ids([SeriesKey("A", f"p{k}") for k in range(20)]).tolist()
    done = threading.Event()

    def write(sent):
        for k in range(25):
            t = T0 + k * DAY // 4
            store.write_readings(rows.readings([(s, t, float(sent), 0, sent, k) for s in ids]))

    def read():
        while not done.is_set():
            got = store.read_readings(np.array(ids), *ALWAYS)
            pairs = list(zip(got.series.tolist(), got.time_ms.tolist(), strict=True))
            assert pairs == sorted(set(pairs))

    def keep():
        while not done.is_set():
            for k in range(10):
                store.maintain(T0 + k * DAY)

    with ThreadPoolExecutor(7) as pool:
        others = [pool.submit(work) for work in (read, read, keep)]
        writers = [pool.submit(write, sent) for sent in range(4)]
        wait(writers, 60)
        done.set()
        for future in (*writers, *others):
            future.result(60)
    got = store.read_readings(np.array(ids), *ALWAYS)
    assert len(got) == 20 * 25
    assert set(got.value.tolist()) == {3.0}
