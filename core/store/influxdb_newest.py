"""What is late: readings not newer than the newest of their series, compared before written."""

from __future__ import annotations

import numpy as np

from core.readings import BoolArray, Int64Array, ReadingBatch
from core.store.duckdb_span import NEVER_LAST
from core.store.influxdb_answers import Answers, Columns
from core.store.influxdb_series import SeriesBook
from core.store.influxdb_statements import (
    READING_KINDS,
    READINGS,
    select_last_times,
    select_rows,
)

SPAN_MS = 600_000
"""Late readings share a statement when they lie this close [ms]."""
READS_AT_MOST = 32
"""Statements that compare one batch's late readings at most [1]."""


class Newest:
    """No reading of a series stands after its newest time here; looked up at its first write.

    Parameters
    ----------
    answers : Answers
        Where to look.
    book : SeriesBook
        The series' names.
    """

    def __init__(self, answers: Answers, book: SeriesBook) -> None:
        self._answers = answers
        self._book = book
        self._newest = np.full(1024, NEVER_LAST, np.int64)
        self._known = np.zeros(1024, np.bool_)

    def _reach(self, greatest: int) -> None:
        more = max(2 * len(self._newest), greatest + 1) - len(self._newest)
        if greatest >= len(self._newest):
            self._newest = np.concatenate([self._newest, np.full(more, NEVER_LAST, np.int64)])
            self._known = np.concatenate([self._known, np.zeros(more, np.bool_)])

    def find_late(self, batch: ReadingBatch) -> BoolArray:
        """Return which readings may meet one that stands.

        Raises
        ------
        StoreError
            InfluxDB could not be asked about series seen for the first time.
        """
        self._reach(int(batch.series.max()))
        unknown = ~self._known[batch.series]
        if unknown.any():
            self._look_up(batch.take(unknown))
        late: BoolArray = batch.time_ms <= self._newest[batch.series]
        return late

    def _look_up(self, batch: ReadingBatch) -> None:
        """Learn of each series whether anything stands at or after the batch's first time."""
        first_ms = int(batch.time_ms.min())
        for choice, ids in self._book.choices(batch.series):
            self._newest[ids] = first_ms - 1
            statement = select_last_times(choice, first_ms)
            found = self._answers.read(statement, {"v": np.float64}, ids)
            self._newest[found["series"]] = found["time"]
            self._known[ids] = True

    def note(self, batch: ReadingBatch) -> None:
        """Take in readings that were written."""
        np.maximum.at(self._newest, batch.series, batch.time_ms)

    def forget(self, series: Int64Array) -> None:
        """Look `series` [1] up again at their next write: it is not known what was written."""
        self._known[series] = False

    def find_beaten(self, late: ReadingBatch) -> BoolArray:
        """Return which of the late readings lose to what stands, or stand already.

        Raises
        ------
        StoreError
            InfluxDB could not be asked.
        """
        beaten = np.zeros(len(late), np.bool_)
        for places in _groups(late):
            part = late.take(places)
            start_ms, end_ms = int(part.time_ms.min()), int(part.time_ms.max()) + 1
            for choice, ids in self._book.choices(part.series):
                statement = select_rows(READINGS, READING_KINDS, choice, (start_ms, end_ms))
                stands = self._answers.read(statement, READING_KINDS, ids)
                mine = places[np.isin(part.series, ids)]
                beaten[mine] = _loses(late.take(mine), stands)
        return beaten


def _groups(late: ReadingBatch) -> list[Int64Array]:
    """Return places [1] to be compared by one read each: parted at the widest gaps in time.

    A read brings everything that stands between its first and its last time, and one correction of
    long ago beside a hundred late by seconds must not bring all that came in between.
    """
    order = np.argsort(late.time_ms, kind="stable")
    gaps = np.diff(late.time_ms[order])
    cuts = np.flatnonzero(gaps > SPAN_MS)
    if len(cuts) >= READS_AT_MOST:
        cuts = cuts[np.argsort(gaps[cuts], kind="stable")[1 - READS_AT_MOST :]]
    return np.split(order, np.sort(cuts) + 1)


def _loses(rows: ReadingBatch, stands: Columns) -> BoolArray:
    """Tell which rows are not greater than what stands at their (series, time).

    Both are distinct in (series, time), and `stands` is sorted by it.
    """
    both_series = np.concatenate([stands["series"], rows.series])
    both_time = np.concatenate([stands["time"], rows.time_ms])
    order = np.lexsort((np.arange(len(both_series)), both_time, both_series))
    same = (both_series[order[1:]] == both_series[order[:-1]]) & (
        both_time[order[1:]] == both_time[order[:-1]]
    )
    old = order[:-1][same]
    new = order[1:][same] - len(stands["series"])
    loses = np.zeros(len(rows), np.bool_)
    undecided = np.ones(len(old), np.bool_)
    pairs = (
        (rows.sent_ms, stands["s"]),
        (rows.seq, stands["n"]),
        (rows.value, stands["v"]),
        (rows.quality, stands["q"]),
    )
    for mine, theirs in pairs:
        loses[new[undecided & (mine[new] < theirs[old])]] = True
        undecided &= mine[new] == theirs[old]
    loses[new[undecided]] = True
    return loses
