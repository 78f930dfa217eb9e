"""What is InfluxDB's own: refused lines, retries, lost answers, wrong settings, late readings."""

from __future__ import annotations

import http.client
import subprocess
import sys
import threading
import time
from dataclasses import replace
from urllib.parse import urlsplit

import numpy as np
import pytest
from fault_proxy import Fault, FaultProxy, first_writes, refuse_poison

from core.errors import ReadingsRefusedError, RefusedError, StoreError
from core.store.influxdb import InfluxDBStore
from core.store.influxdb_http import InfluxAddress
from core.store.protocol import SeriesKey

pytestmark = [pytest.mark.influxdb]

T0 = 1_763_640_000_000
ALWAYS = (-(2**62), 2**62)


@pytest.fixture
def address(influx_place):
    place = influx_place
    return InfluxAddress(place.url, place.token, place.org, place.bucket)


@pytest.fixture
def proxy(address):
    port = urlsplit(address.url).port
    with FaultProxy(port).running() as proxy:
        yield proxy


@pytest.fixture
def store(address, proxy):
    with InfluxDBStore(replace(address, url=proxy.url), give_up_s=5) as opened:
        yield opened


def five_thousand(store, rows):
    ids = store.series_ids([SeriesKey("A", f"p{k}") for k in range(5000)])
    return ids, [(s, T0, float(s), 0, 7, 1) for s in ids.tolist()]


def run_raw(address, path, body=b""):
    connection = http.client.HTTPConnection(urlsplit(address.url).netloc, timeout=30)
    connection.request("POST", path, body, {"Authorization": f"Token {address.token}"})
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize("status", [400, 413, 422])
def test_a_poisoned_point_costs_that_point_alone(store, proxy, rows, status):
    ids, written = five_thousand(store, rows)
    proxy.judge = refuse_poison(b"point=p3777 ", status)
    with pytest.raises(ReadingsRefusedError) as error:
        store.write_readings(rows.readings(written))
    assert error.value.reasons == {3777: f"{status} poisoned"}
    got = store.read_readings(ids, *ALWAYS)
    assert rows.of(got) == [row for k, row in enumerate(written) if k != 3777]
    assert len(proxy.writes) < 40


def test_a_field_of_another_type_is_found_where_the_good_lines_were_taken(store, address, rows):
    ids, written = five_thousand(store, rows)
    line = b'reading,enterprise=B,point=y v="text",q=0i,s=0i 1'
    assert run_raw(address, f"/api/v2/write?bucket={address.bucket}&precision=ms", line) == 204
    odd = store.series_ids([SeriesKey("B", "z"), SeriesKey("B", "w")]).tolist()
    written.insert(2000, (odd[0], 2, 1.0, 0, 0, 0))
    written.insert(4000, (odd[1], 3, 1.0, 0, 0, 0))
    with pytest.raises(ReadingsRefusedError, match=r"2 readings refused.*at place 2000") as error:
        store.write_readings(rows.readings(written))
    assert list(error.value.reasons) == [2000, 4000]
    assert "field type conflict" in error.value.reasons[2000]
    assert len(store.read_readings(ids, T0, T0 + 1)) == 5000


def test_places_are_those_of_the_batch_given(store, proxy, rows):
    x, y = store.series_ids([SeriesKey("A", "x"), SeriesKey("A", "bad")]).tolist()
    proxy.judge = refuse_poison(b"point=bad")
    batch = [
        (x, T0, 1.0, 0, 1, 0),
        (y, T0, 1.0, 0, 1, 0),
        (y, T0, 2.0, 0, 2, 0),
        (x, T0, 3.0, 0, 2, 0),
    ]
    with pytest.raises(ReadingsRefusedError) as error:
        store.write_readings(rows.readings(batch))
    assert list(error.value.reasons) == [2]
    assert rows.of(store.read_readings(np.array([x, y]), *ALWAYS)) == [(x, T0, 3.0, 0, 2, 0)]


def test_a_time_that_influxdb_cannot_hold_is_refused_alone(store, rows):
    x = int(store.series_ids([SeriesKey("A", "x")])[0])
    with pytest.raises(ReadingsRefusedError) as error:
        store.write_readings(rows.readings([(x, T0, 1.0, 0, 0, 0), (x, 2**55, 2.0, 0, 0, 0)]))
    assert list(error.value.reasons) == [1]
    assert store.read_readings(np.array([x]), *ALWAYS).value.tolist() == [1.0]


def test_an_hourly_amount_refused_is_named(store, proxy, rows):
    x = int(store.series_ids([SeriesKey("A", "x")])[0])
    proxy.judge = refuse_poison(b"consumption")
    with pytest.raises(RefusedError, match="poisoned") as error:
        store.write_hours(rows.hours([(x, T0, 1.0, 1.0, 0.0, 1.0)]))
    assert "enterprise=A,point=x amount=1" in error.value.where


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500, body=b"oops"),
        Fault(status=503),
        Fault(cut=True),
        Fault(forwarded=True, cut=True),
    ],
    ids=["500", "503", "cut before", "answer lost"],
)
def test_a_passing_fault_is_written_over(store, proxy, rows, fault):
    ids, written = five_thousand(store, rows)
    proxy.judge = first_writes(fault, fault)
    store.write_readings(rows.readings(written))
    assert len(proxy.writes) == 3
    assert rows.of(store.read_readings(ids, *ALWAYS)) == written


def test_retry_after_is_honoured_once_for_all_writes(store, proxy, rows):
    x = int(store.series_ids([SeriesKey("A", "x")])[0])
    proxy.judge = first_writes(Fault(status=429, headers={"Retry-After": "1"}))
    store.write_readings(rows.readings([(x, T0, 1.0, 0, 0, 0)]))
    first, second = proxy.writes
    assert second.at_s - first.at_s >= 1.0


def test_a_wait_beyond_patience_is_the_caller_s_and_still_honoured(address, proxy, rows):
    proxy.judge = first_writes(Fault(status=503, headers={"Retry-After": "2"}))
    with InfluxDBStore(replace(address, url=proxy.url), give_up_s=0.5) as store:
        x = int(store.series_ids([SeriesKey("A", "x")])[0])
        batch = rows.readings([(x, T0, 1.0, 0, 0, 0)])
        until = time.monotonic() + 20
        tries = 0
        while True:
            assert time.monotonic() < until
            try:
                store.write_readings(batch)
                break
            except StoreError:
                tries += 1
    first, second = proxy.writes
    assert tries > 0
    assert second.at_s - first.at_s >= 2.0


def test_a_server_that_stays_away_is_given_up_within_bounds(address, proxy, rows):
    proxy.judge = lambda seen: Fault(status=500, body=b"broken") if seen.is_write else None
    with InfluxDBStore(replace(address, url=proxy.url), give_up_s=1.5) as store:
        x = int(store.series_ids([SeriesKey("A", "x")])[0])
        began = time.monotonic()
        with pytest.raises(StoreError, match="did not take a write: 500"):
            store.write_readings(rows.readings([(x, T0, 1.0, 0, 0, 0)]))
        assert time.monotonic() - began < 10
        assert len(proxy.writes) >= 2
        proxy.judge = lambda seen: None
        store.write_readings(rows.readings([(x, T0, 1.0, 0, 0, 0)]))
        assert len(store.read_readings(np.array([x]), *ALWAYS)) == 1


def test_a_lost_answer_does_not_let_an_older_reading_win(address, proxy, rows):
    """The second writer's reading is older: what the first wrote unseen must stand."""
    with InfluxDBStore(replace(address, url=proxy.url), give_up_s=0.3) as store:
        x = int(store.series_ids([SeriesKey("A", "x")])[0])
        store.write_readings(rows.readings([(x, T0 - 1, 0.0, 0, 0, 0)]))
        lost = Fault(forwarded=True, cut=True)
        proxy.judge = lambda seen: lost if seen.is_write else None
        with pytest.raises(StoreError):
            store.write_readings(rows.readings([(x, T0, 5.0, 0, 5, 5)]))
        proxy.judge = lambda seen: None
        store.write_readings(rows.readings([(x, T0, 4.0, 0, 4, 4)]))
        assert rows.of(store.read_readings(np.array([x]), T0, T0 + 1)) == [(x, T0, 5.0, 0, 5, 5)]


def test_a_reading_without_number_leaves_none_behind(address, rows):
    with InfluxDBStore(address) as store:
        x = int(store.series_ids([SeriesKey("A", "x")])[0])
        for sent, seq, value in ((5, 5, 1.0), (6, 0, 2.0), (6, 3, 3.0), (6, 2, 4.0)):
            store.write_readings(rows.readings([(x, T0, value, 0, sent, seq)]))
        assert rows.of(store.read_readings(np.array([x]), *ALWAYS)) == [(x, T0, 3.0, 0, 6, 3)]


def test_late_readings_of_many_series_cost_few_questions(store, proxy, rows):
    ids = store.series_ids([SeriesKey(f"E{k // 50}", f"p{k % 50}") for k in range(2000)]).tolist()
    for minute in range(30):
        t = T0 + minute * 60_000
        store.write_readings(rows.readings([(s, t, 1.0, 0, t, 1) for s in ids]))
    before = len(proxy.seen)
    late = [(s, T0 + (s % 30) * 60_000, 2.0, 0, T0 + 10**9, 2) for s in ids[::100]]
    fresh = [(s, T0 + 1_800_000, 1.0, 0, 5, 31) for s in ids]
    store.write_readings(rows.readings(late + fresh))
    asked = [seen for seen in proxy.seen[before:] if seen.is_query]
    assert len(asked) <= 4
    got = store.read_readings(np.array(ids), T0, T0 + 1_800_000)
    assert [row for row in rows.of(got) if row[2] == 2.0] == sorted(late)


def test_series_of_many_enterprises_with_long_codes_are_asked_for_at_once(address, rows):
    keys = [SeriesKey(f"{e:036d}", f"{'p' * 60}{p}") for e in range(64) for p in range(40)]
    with InfluxDBStore(address) as store:
        ids = store.series_ids(keys).tolist()
        store.write_readings(rows.readings([(s, T0, float(s), 0, 7, 1) for s in ids]))
        assert len(store.read_readings(np.array(ids), *ALWAYS)) == len(keys)


def test_a_store_at_work_imports_no_pandas(address):
    work = f"""
import sys
import numpy as np
from core.readings import ReadingBatch
from core.store.influxdb import InfluxDBStore
from core.store.influxdb_http import InfluxAddress
from core.store.protocol import SeriesKey
with InfluxDBStore({address!r}) as store:
    ids = store.series_ids([SeriesKey("A", "x"), SeriesKey("A", "温度")])
    n = np.arange(2)
    store.write_readings(ReadingBatch(ids, n, n + 0.5, n.astype(np.int8), n, n))
    assert len(store.read_readings(ids, 0, 9)) == 2
assert "pandas" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", work], check=True, timeout=60)


def test_a_wrong_token_is_named_with_the_way_to_mend_it(address, rows):
    with InfluxDBStore(replace(address, token="wrong")) as store:
        x = int(store.series_ids([SeriesKey("A", "x")])[0])
        for work in (
            lambda: store.write_readings(rows.readings([(x, T0, 1.0, 0, 0, 0)])),
            lambda: store.read_readings(np.array([x]), *ALWAYS),
            store.statistics,
            store.check,
        ):
            with pytest.raises(StoreError, match=r"401.*NENGHENG_INFLUX_TOKEN"):
                work()


def test_a_missing_bucket_is_no_empty_one(address, rows):
    with InfluxDBStore(replace(address, bucket="nowhere")) as store:
        x = int(store.series_ids([SeriesKey("A", "x")])[0])
        for work in (
            lambda: store.write_readings(rows.readings([(x, T0, 1.0, 0, 0, 0)])),
            lambda: store.write_hours(rows.hours([(x, T0, 1, 1, 0, 1)])),
            lambda: store.read_readings(np.array([x]), *ALWAYS),
            lambda: store.latest_readings(np.array([x])),
            store.statistics,
            store.check,
        ):
            with pytest.raises(StoreError, match="nengheng store init"):
                work()


def test_nothing_listens_there(address, rows):
    with InfluxDBStore(replace(address, url="http://127.0.0.1:9"), give_up_s=0.5) as store:
        x = int(store.series_ids([SeriesKey("A", "x")])[0])
        with pytest.raises(StoreError, match="NENGHENG_INFLUX_URL") as told:
            store.read_readings(np.array([x]), *ALWAYS)
        assert "object at" not in str(told.value)
        with pytest.raises(StoreError, match="InfluxDB bucket"):
            store.write_hours(rows.hours([(x, T0, 1, 1, 0, 1)]))


def test_an_answer_that_breaks_off_is_no_short_answer(store, proxy, rows):
    ids, written = five_thousand(store, rows)
    store.write_readings(rows.readings(written))
    proxy.judge = lambda seen: Fault(cut=True) if seen.is_query else None
    with pytest.raises(StoreError, match="broke off"):
        store.read_readings(ids, *ALWAYS)


def test_a_server_that_does_not_answer_is_timed_out(address, proxy, rows):
    proxy.judge = lambda seen: Fault(slow_s=3.0)
    quick = replace(address, url=proxy.url, timeout_s=0.5)
    with InfluxDBStore(quick, give_up_s=0.5) as store:
        x = int(store.series_ids([SeriesKey("A", "x")])[0])
        began = time.monotonic()
        with pytest.raises(StoreError):
            store.read_readings(np.array([x]), *ALWAYS)
        assert time.monotonic() - began < 2.5


def test_closing_ends_a_wait(address, proxy, rows):
    proxy.judge = lambda seen: (
        Fault(status=503, headers={"Retry-After": "60"}) if seen.is_write else None
    )
    store = InfluxDBStore(replace(address, url=proxy.url), give_up_s=100)
    x = int(store.series_ids([SeriesKey("A", "x")])[0])
    closer = threading.Timer(0.5, store.close)
    closer.start()
    began = time.monotonic()
    with pytest.raises(StoreError, match="closed"):
        store.write_readings(rows.readings([(x, T0, 1.0, 0, 0, 0)]))
    closer.join()
    assert time.monotonic() - began < 20


def test_compressed_lines_are_the_same(address, rows):
    with InfluxDBStore(replace(address, gzip=True)) as store:
        ids, written = five_thousand(store, rows)
        store.write_readings(rows.readings(written))
        assert rows.of(store.read_readings(ids, *ALWAYS)) == written


@pytest.mark.parametrize("code", ["a b", "a,b", "a=b", "a'b", "a\nb", "a\\", "", "x" * 65])
def test_codes_that_statements_could_mistake_are_refused(address, code):
    with InfluxDBStore(address) as store:
        for key in (SeriesKey(code, "x"), SeriesKey("A", code)):
            with pytest.raises(RefusedError, match="is no code"):
                store.series_ids([key])
        assert store.series_keys() == {}
