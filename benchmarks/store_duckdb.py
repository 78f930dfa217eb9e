"""Writing into and reading from the DuckDB store, beside DuckDB itself."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter, process_time

import duckdb
import numpy as np

from benchmarks.loads import T0_MS, make_history, make_keys, make_minutes
from benchmarks.rows import Row
from core.calendar import DAY_MS
from core.readings import ReadingBatch
from core.store.duckdb import DuckDBStore

BATCH = 50_000


def measure(quick: bool, folder: Path) -> list[Row]:
    """Return the store's write and read rates, the raw ones as their ceiling."""
    minutes = 20 if quick else 120
    ids = np.arange(1, BATCH + 1, dtype=np.int64)
    batches = list(make_minutes(ids, T0_MS, minutes))
    ceiling = _write_raw(folder / "raw.duckdb", batches)
    with DuckDBStore(folder / "store.duckdb") as store:
        store.series_ids(make_keys(BATCH // 100, 100))
        rows = _writes(store, batches, ceiling)
        rows += _reads(store, ids, minutes)
    with DuckDBStore(folder / "history.duckdb") as store:
        rows.append(_history(store, hours=1000 if quick else 8760))
    return rows


def measure_ceiling(path: Path, minutes: int) -> float:
    """Return readings/s of plain DuckDB inserts of `minutes` [min] of 50,000 series."""
    ids = np.arange(1, BATCH + 1, dtype=np.int64)
    return _write_raw(path, list(make_minutes(ids, T0_MS, minutes)))


def _write_raw(path: Path, batches: list[ReadingBatch]) -> float:
    """Return readings/s of plain inserts into a table without any rule."""
    with duckdb.connect(str(path), config={"memory_limit": "1GiB"}) as connection:
        connection.execute(
            "CREATE TABLE r(series BIGINT, time BIGINT, value DOUBLE, quality TINYINT, "
            "sent BIGINT, seq BIGINT)"
        )
        begin = perf_counter()
        for batch in batches:
            names = ("series", "time_ms", "value", "quality", "sent_ms", "seq")
            connection.register("new", {name: getattr(batch, name) for name in names})
            connection.execute("INSERT INTO r SELECT * FROM new")
            connection.unregister("new")
        return BATCH * len(batches) / (perf_counter() - begin)


def _writes(store: DuckDBStore, batches: list[ReadingBatch], ceiling: float) -> list[Row]:
    begin, begin_cpu = perf_counter(), process_time()
    for batch in batches:
        store.write_readings(batch)
    seconds, cpu = perf_counter() - begin, process_time() - begin_cpu
    million = BATCH * len(batches) / 1e6
    late = [batch.take(np.arange(0, BATCH, 100)) for batch in batches[-10:]]
    begin = perf_counter()
    for batch in late:
        store.write_readings(batch)
    late_ms = (perf_counter() - begin) / len(late) * 1000
    return [
        Row("store_duckdb_write", million * 1e6 / seconds, "readings/s", ceiling),
        Row("store_duckdb_write_cpu", cpu / million, "CPU-s per million readings"),
        Row("store_duckdb_late_500", late_ms, "ms", note="a batch of 500 readings already there"),
    ]


def _reads(store: DuckDBStore, ids: np.ndarray, minutes: int) -> list[Row]:
    times = []
    for first in range(0, 2000, 100):
        begin = perf_counter()
        store.read_readings(ids[first : first + 100], T0_MS, T0_MS + DAY_MS)
        times.append(perf_counter() - begin)
    begin = perf_counter()
    store.maintain(T0_MS + 3 * DAY_MS)
    move = perf_counter() - begin
    begin = perf_counter()
    scanned = sum(map(len, store.scan_readings(ids, T0_MS, T0_MS + DAY_MS, 1_000_000)))
    scan = perf_counter() - begin
    return [
        Row("store_duckdb_read_100", float(np.median(times)) * 1000, "ms", note="of an open day"),
        Row("store_duckdb_move", BATCH * minutes / move, "readings/s"),
        Row("store_duckdb_scan", scanned / scan, "readings/s", note="sorted, series by series"),
    ]


def _history(store: DuckDBStore, hours: int) -> Row:
    ids = store.series_ids(make_keys(12, 14))
    history = make_history(ids, T0_MS - 365 * DAY_MS, hours)
    begin = perf_counter()
    for first in range(0, len(history), BATCH):
        store.write_readings(history.take(np.arange(first, min(first + BATCH, len(history)))))
    seconds = perf_counter() - begin
    return Row("store_duckdb_history", seconds, "s", note=f"{len(history):,} hourly readings")
