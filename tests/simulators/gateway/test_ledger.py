from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.readings import ReadingBatch
from core.store.duckdb import DuckDBStore
from core.store.protocol import SeriesKey
from core.wire import encode_columns
from simulators.gateway import Comparison, Ledger, compare, read_ledger
from simulators.gateway.buffer import Buffer


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Two messages; the second says something else about point A at time 2."""
    buffer = Buffer(tmp_path / "g.db", "E1", "g1", keep=True)
    buffer.append(
        [
            lambda stream, seq: encode_columns(
                stream, seq, 10, {"A": ([1, 2], [1.0, 2.0], None), "B": ([1], [3.0], [1])}
            ),
            lambda stream, seq: encode_columns(stream, seq, 20, {"A": ([2], [2.5], None)}),
        ]
    )
    buffer.mark_durable([(1, 1)])
    buffer.close()
    return read_ledger(tmp_path / "g.db")


def batch(store: DuckDBStore, rows: list[tuple[str, int, float, int, int, int]]) -> ReadingBatch:
    ids = store.series_ids([SeriesKey("E1", row[0]) for row in rows])
    columns = list(zip(*rows, strict=True))
    return ReadingBatch(
        ids,
        np.array(columns[1], np.int64),
        np.array(columns[2], np.float64),
        np.array(columns[3], np.int8),
        np.array(columns[4], np.int64),
        np.array(columns[5], np.int64),
    )


TRUTH = [("A", 1, 1.0, 0, 10, 1), ("A", 2, 2.5, 0, 20, 2), ("B", 1, 3.0, 1, 10, 1)]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (TRUTH, Comparison(3, 0, 0, 0, 0)),
        (TRUTH[:2], Comparison(3, 1, 0, 0, 0)),
        ([*TRUTH, ("A", 9, 1.0, 0, 10, 1)], Comparison(3, 0, 0, 0, 1)),
        ([*TRUTH, ("C", 1, 1.0, 0, 10, 1)], Comparison(3, 0, 0, 0, 1)),
        ([TRUTH[0], ("A", 2, 2.0, 0, 10, 1), TRUTH[2]], Comparison(3, 0, 1, 0, 0)),
        ([*TRUTH[:2], ("B", 1, 3.0, 0, 10, 1)], Comparison(3, 0, 1, 0, 0)),
    ],
    ids=["same", "lost", "unaccounted-time", "unaccounted-point", "older-value", "quality"],
)
def test_comparison_with_a_store(
    tmp_path: Path, ledger: Ledger, rows: list, found: Comparison
) -> None:
    with DuckDBStore(tmp_path / "store.duckdb") as store:
        store.write_readings(batch(store, rows))
        comparison = compare([ledger], store)
    assert comparison == found
    assert comparison.clean == (rows is TRUTH)


def test_an_empty_store_has_lost_everything(tmp_path: Path, ledger: Ledger) -> None:
    with DuckDBStore(tmp_path / "store.duckdb") as store:
        assert compare([ledger], store) == Comparison(3, 3, 0, 0, 0)


def test_doubled_readings_are_seen(ledger: Ledger) -> None:
    class Doubling:
        def series_keys(self) -> dict:
            return {1: SeriesKey("E1", "A"), 2: SeriesKey("E1", "B")}

        def read_readings(self, *_: object) -> ReadingBatch:
            series = np.array([1, 1, 1, 2], np.int64)
            ones = np.ones(4, np.int64)
            return ReadingBatch(
                series,
                np.array([1, 1, 2, 1]),
                np.array([1.0, 1.0, 2.5, 3.0]),
                np.array([0, 0, 0, 1], np.int8),
                np.array([10, 10, 20, 10]),
                np.array([1, 1, 2, 1]) * ones,
            )

    assert compare([ledger], Doubling()) == Comparison(3, 0, 0, 1, 0)


def test_a_ledger_knows_its_gateway_and_what_is_pending(ledger: Ledger) -> None:
    assert (ledger.enterprise, ledger.gateway, ledger.pending) == ("E1", "g1", 1)
    assert sorted(ledger.messages) == [1, 2]
    assert ledger.messages[1].stream == ledger.stream
