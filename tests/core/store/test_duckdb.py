"""What is DuckDB's own: one process, crash safety, damaged files, a full disk, speed of shape."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.errors import StoreBusyError, StoreError
from core.store.duckdb import DuckDBStore
from core.store.protocol import SeriesKey

DAY = 86_400_000
T0 = 1_763_640_000_000
ROOT = Path(__file__).resolve().parents[3]
ALWAYS = (-(2**62), 2**62)

WRITER = """
import random, sys
from pathlib import Path
import numpy as np
from core.readings import ReadingBatch
from core.store.duckdb import DuckDBStore
from core.store.protocol import SeriesKey

path, first, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
chance = random.Random(seed)
store = DuckDBStore(path, memory_bytes=256 << 20)
ids = store.series_ids([SeriesKey("A", f"p{k}") for k in range(50)])
day, t0 = 86_400_000, 1_763_640_000_000
for k in range(first, first + 10_000):
    n = len(ids)
    times = np.full(n, t0 + k * 900_000, np.int64)
    late = np.full(n, t0 + (k // 2) * 900_000, np.int64)
    batch = ReadingBatch(
        np.concatenate([ids, ids]), np.concatenate([times, late]), np.full(2 * n, float(k)),
        np.zeros(2 * n, np.int8), np.full(2 * n, k, np.int64), np.zeros(2 * n, np.int64),
    )
    store.write_readings(batch)
    print(k, flush=True)
    if chance.random() < 0.1:
        store.maintain(t0 + k * 900_000 + 2 * day)
"""


def expected_after(acknowledged: int) -> dict[int, float]:
    """Return value by time [ms] once the writer's rounds 0 … `acknowledged` have been written."""
    values: dict[int, float] = {}
    for k in range(acknowledged + 1):
        values[T0 + k * 900_000] = float(k)
        values[T0 + (k // 2) * 900_000] = float(k)
    return values


@pytest.mark.parametrize("seed", range(4))
def test_killed_while_writing_loses_nothing_acknowledged(tmp_path, seed):
    path = tmp_path / "store.duckdb"
    chance = random.Random(seed)
    acknowledged = -1
    for life in range(3):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(acknowledged + 1), str(seed + life)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert child.stdout is not None
        for _ in range(chance.randint(5, 60)):
            acknowledged = int(child.stdout.readline())
        child.send_signal(signal.SIGKILL)
        rest = child.stdout.read().split("\n")
        acknowledged = max([acknowledged, *(int(line) for line in rest[:-1])])
        child.stdout.close()
        child.wait(10)
        with DuckDBStore(path, memory_bytes=256 << 20) as store:
            got = store.read_readings(np.arange(1, 51), *ALWAYS)
        found = dict(zip(got.time_ms.tolist(), got.value.tolist(), strict=True))
        assert len(got) == 50 * len(found)
        # The round in flight at the kill may be there or not, but never in part.
        assert found in (expected_after(acknowledged), expected_after(acknowledged + 1))


def test_a_second_process_is_refused_by_name_of_the_first(tmp_path):
    path = tmp_path / "store.duckdb"
    code = (
        "import sys\nfrom pathlib import Path\nfrom core.store.duckdb import DuckDBStore\n"
        "with DuckDBStore(Path(sys.argv[1])):\n    print('open', flush=True)\n    sys.stdin.read()"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "open\n"
    with pytest.raises(StoreBusyError, match=rf"is held by process {child.pid}\. To mend: ask"):
        DuckDBStore(path)
    child.communicate("", timeout=10)
    DuckDBStore(path).close()


def test_a_second_store_in_this_process_is_refused(tmp_path):
    with (
        DuckDBStore(tmp_path / "a.duckdb"),
        pytest.raises(StoreBusyError, match="already open in this process"),
    ):
        DuckDBStore(tmp_path / "a.duckdb")
    DuckDBStore(tmp_path / "a.duckdb").close()


def test_a_file_that_is_something_else_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "store.duckdb"
    path.write_bytes(b"PK\x03\x04 spreadsheet" * 1000)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"store\.duckdb.*To mend: the file is something else"):
        DuckDBStore(path)
    assert path.read_bytes() == before


def test_a_damaged_file_is_refused_or_its_reads_fail(tmp_path, rows):
    path = tmp_path / "store.duckdb"
    with DuckDBStore(path) as store:
        ids = store.series_ids([SeriesKey("A", "x")])
        n = 300_000
        store.write_readings(
            rows.readings([(1, T0 + k, random.random(), 0, 0, 0) for k in range(n)])
        )
    size = path.stat().st_size
    with path.open("r+b") as file:
        for at in range(8192, size, 16384):
            file.seek(at)
            file.write(os.urandom(512))
    with (
        pytest.raises(StoreError, match=r"store\.duckdb.*To mend: the file is damaged"),
        DuckDBStore(path) as store,
    ):
        store.read_readings(ids, *ALWAYS)


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        DuckDBStore(tmp_path / "file" / "store.duckdb")


def test_moved_days_are_sorted_and_the_open_part_empties(tmp_path, rows):
    with DuckDBStore(tmp_path / "a.duckdb") as store:
        ids = store.series_ids([SeriesKey("A", f"p{k}") for k in range(5)]).tolist()
        for k in range(10):
            store.write_readings(
                rows.readings([(s, T0 + k * DAY // 2, 1.0, 0, 0, 0) for s in reversed(ids)])
            )
        store.maintain(T0 + 4 * DAY)
        with store._file.cursor("testing") as cursor:
            moved = cursor.execute("SELECT series, time FROM reading_closed").fetchall()
            left = cursor.execute("SELECT min(time) FROM reading_open").fetchone()
        day = {t: (t + 8 * 3_600_000) // DAY for _, t in moved}
        assert moved == sorted(moved, key=lambda r: (day[r[1]], *r))
        assert left[0] >= T0 + 2 * DAY
        assert max(t for _, t in moved) < left[0]


def test_large_days_move_in_slices(tmp_path, rows, monkeypatch):
    monkeypatch.setattr("core.store.duckdb_table.MOVE_ROWS", 100)
    with DuckDBStore(tmp_path / "a.duckdb") as store:
        ids = store.series_ids([SeriesKey("A", f"p{k}") for k in range(7)]).tolist()
        written = [(s, T0 + k * 60_000, 1.0, 0, 0, 0) for s in ids for k in range(90)]
        written += [(s, T0 - d * DAY, 1.0, 0, 0, 0) for s in ids for d in range(1, 40)]
        store.write_readings(rows.readings(written))
        asked = iter([False, True])
        store.maintain(T0 + 9 * DAY, stop=lambda: next(asked))
        assert rows.of(store.read_readings(np.array(ids), *ALWAYS)) == sorted(written)
        with store._file.cursor("testing") as cursor:
            assert cursor.execute("SELECT count(*) FROM reading_open").fetchone() > (500,)
        store.maintain(T0 + 9 * DAY)
        assert rows.of(store.read_readings(np.array(ids), *ALWAYS)) == sorted(written)
        with store._file.cursor("testing") as cursor:
            assert cursor.execute("SELECT count(*) FROM reading_open").fetchone() == (0,)


FILLER = """
import resource, sys
from pathlib import Path
import numpy as np
from core.errors import StoreError
from core.readings import ReadingBatch
from core.store.duckdb import DuckDBStore
from core.store.protocol import SeriesKey

hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
store = DuckDBStore(Path(sys.argv[1]), memory_bytes=256 << 20)
ids = store.series_ids([SeriesKey("A", f"p{k}") for k in range(1000)])
resource.setrlimit(resource.RLIMIT_FSIZE, (24 << 20, hard))
chance = np.random.default_rng(0)
written, refused = [], 0
for k in range(400):
    batch = ReadingBatch(
        np.repeat(ids, 20), np.tile(np.arange(20) + 20 * k, 1000), chance.random(20_000),
        np.zeros(20_000, np.int8), np.full(20_000, k), np.full(20_000, k),
    )
    try:
        store.write_readings(batch)
        written.append(k)
    except StoreError as error:
        refused += 1
        print(error, flush=True)
        found = np.unique(store.read_readings(ids[:1], 0, 10**12).time_ms // 20).tolist()
        assert set(written) <= set(found), (written, found)
        if refused == 3:
            resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
assert refused == 3, refused
assert written[-1] == 399
store.close()
with DuckDBStore(Path(sys.argv[1])) as again:
    found = np.unique(again.read_readings(ids[:1], 0, 10**12).time_ms // 20).tolist()
assert set(written) <= set(found)
print("went on")
"""


def test_a_full_disk_is_said_loses_nothing_and_the_store_goes_on_after(tmp_path):
    """A limit on the file's size stands for the full disk: the same calls of DuckDB's fail."""
    done = subprocess.run(
        [sys.executable, "-c", FILLER, str(tmp_path / "store.duckdb")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    *refusals, last = done.stdout.splitlines()
    assert last == "went on"
    assert all("store.duckdb" in line and "To mend: free space" in line for line in refusals)


def test_the_file_s_size_is_told_and_ids_outlive_it(tmp_path):
    with DuckDBStore(tmp_path / "store.duckdb") as store:
        ids = store.series_ids([SeriesKey("A", "x"), SeriesKey("A", "y")]).tolist()
        assert store.statistics().bytes_on_disk > 0
    with DuckDBStore(tmp_path / "store.duckdb") as store:
        assert store.series_ids([SeriesKey("A", "y"), SeriesKey("A", "x")]).tolist() == ids[::-1]
