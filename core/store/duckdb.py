"""`DuckDBStore`: the time-series store of the embedded platform, in one file.

Tables: ``series`` (id, enterprise, point); ``reading`` and ``hour``, each a view over open days as
they came and older days sorted by (series, time); see `core.store.duckdb_table`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from core.calendar import DAY_MS, HOUR_MS, Period, period_start
from core.hours import HourBatch, lay_out
from core.readings import Float64Array, Int64Array, ReadingBatch
from core.store.duckdb_file import Columns, DuckDBFile
from core.store.duckdb_series import SeriesTable
from core.store.duckdb_span import NEVER_LAST
from core.store.duckdb_table import SeriesTimeTable, TableShape
from core.store.protocol import SeriesKey, StoreStatistics
from core.store.row_checks import check_rows
from core.vocabulary import Quality

READINGS = TableShape(
    "reading",
    {"value": "DOUBLE", "quality": "TINYINT", "sent": "BIGINT", "seq": "BIGINT"},
    beats=("sent", "seq", "value", "quality"),
)
BRIEF = ["series", "time", "value", "quality"]
HOURS = TableShape(
    "hour",
    {"amount": "DOUBLE", "measured": "DOUBLE", "estimated": "DOUBLE", "coverage": "DOUBLE"},
    beats=(),
)

GRACE_MS = 3 * HOUR_MS
"""Time for which a day stays open after its end, for what comes late [ms]."""

_SEARCH_MS = (2 * HOUR_MS, DAY_MS, 16 * DAY_MS, 256 * DAY_MS)
_UNUSABLE = f"quality NOT IN ({Quality.MAINTENANCE:d}, {Quality.FAULT:d})"


class DuckDBStore:
    """Readings and hourly amounts in one DuckDB file, held by one process; a context manager.

    Parameters
    ----------
    path : Path
        The file; made if absent.
    memory_bytes : int
        What DuckDB may use [byte]; beyond, it spills beside the file.

    Raises
    ------
    StoreBusyError
        Another process has it.
    StoreError
        The file is no DuckDB database, is damaged, or cannot be written.
    """

    def __init__(self, path: Path, *, memory_bytes: int = 1 << 30) -> None:
        self._file = DuckDBFile(path, memory_bytes=memory_bytes)
        try:
            self._series = SeriesTable(self._file)
            self._readings = SeriesTimeTable(self._file, READINGS)
            self._hours = SeriesTimeTable(self._file, HOURS)
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        """Return the store."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the store."""
        self.close()

    def series_ids(self, keys: Sequence[SeriesKey]) -> Int64Array:
        """Return the ids [1] of `keys`, same order, allotting ids to keys never seen; lasting."""
        return self._series.ids(keys)

    def series_keys(self) -> dict[int, SeriesKey]:
        """Return every series id [1] with its key."""
        return self._series.keys()

    def write_readings(self, batch: ReadingBatch) -> None:
        """Write readings; of the same (series, time) the greatest (sent, seq, value) stays.

        Where all three are equal too, the greater quality code stays. Durable on return.

        Raises
        ------
        RefusedError
            A value is not finite or a series unknown; nothing was written.
        StoreError
            The disk or DuckDB failed; it is not known what was written: write the batch again.
        """
        rows = _columns(_distinct_readings(batch), READINGS)
        if len(batch):
            check_rows(rows, len(self._series))
            self._readings.write(rows)

    def read_readings(
        self, series: Int64Array, start_ms: int, end_ms: int, *, brief: bool = False
    ) -> ReadingBatch:
        """Return the readings of `series` [1] in ``[start_ms, end_ms)`` [ms], by (series, time).

        `brief` leaves out, as 0, when and as which message they were sent; a third faster.
        """
        names = BRIEF if brief else READINGS.names
        found = self._readings.read(series, start_ms, end_ms, names)
        if brief:
            nothing = np.zeros(len(found["series"]), np.int64)
            found = found | {"sent": nothing, "seq": nothing}
        return _readings(found)

    def scan_readings(
        self,
        series: Int64Array,
        start_ms: int,
        end_ms: int,
        rows: int,
        *,
        brief: bool = False,
    ) -> Iterator[ReadingBatch]:
        """Yield the same readings in whole series, about `rows` [1] at a time, memory bounded."""
        counts = self._readings.counts(series, start_ms, end_ms)
        chunk = (np.cumsum(counts["rows"]) - 1) // max(rows, 1)
        cuts = np.flatnonzero(np.diff(chunk)) + 1
        for ids in np.split(counts["series"], cuts):
            if len(ids):
                yield self.read_readings(ids, start_ms, end_ms, brief=brief)

    def last_before(self, series: Int64Array, t_ms: int) -> ReadingBatch:
        """Return of each series its last usable reading strictly before `t_ms` [ms].

        Usable is any quality but maintenance and fault. Series without one are absent.
        """
        left = np.unique(series)
        first = self._readings.span.first_ms(left)
        found: list[ReadingBatch] = []
        end = t_ms
        for back in (*_SEARCH_MS, None):
            left, first = left[first < end], first[first < end]
            if not len(left):
                break
            start = int(first.min()) if back is None else t_ms - back
            condition = f"time >= {start} AND time < {end} AND {_UNUSABLE}"
            found.append(_readings(self._readings.pick(left, condition, last=True)))
            missing = ~np.isin(left, found[-1].series)
            left, first, end = left[missing], first[missing], start
        return _by_series(found)

    def first_from(self, series: Int64Array, t_ms: int) -> ReadingBatch:
        """Return of each series its first usable reading at or after `t_ms` [ms]."""
        left = np.unique(series)
        last = self._readings.span.last_ms(left)
        found: list[ReadingBatch] = []
        start = t_ms
        for ahead in (*_SEARCH_MS, None):
            left, last = left[last >= start], last[last >= start]
            if not len(left):
                break
            end = int(last.max()) + 1 if ahead is None else t_ms + ahead
            condition = f"time >= {start} AND time < {end} AND {_UNUSABLE}"
            found.append(_readings(self._readings.pick(left, condition, last=False)))
            missing = ~np.isin(left, found[-1].series)
            left, last, start = left[missing], last[missing], end
        return _by_series(found)

    def latest_readings(self, series: Int64Array) -> ReadingBatch:
        """Return of each of `series` [1] its newest reading of any quality; absent: none."""
        left = np.unique(series)
        last = self._readings.span.last_ms(left)
        left, last = left[last != NEVER_LAST], last[last != NEVER_LAST]
        found: list[ReadingBatch] = []
        while len(left):
            end = int(last.max()) + 1
            near = last >= end - DAY_MS
            condition = f"time >= {int(last[near].min())} AND time < {end}"
            found.append(_readings(self._readings.pick(left[near], condition, last=True)))
            left, last = left[~near], last[~near]
        return _by_series(found)

    def write_hours(self, hours: HourBatch) -> None:
        """Write hourly amounts, replacing what stands at the same (series, hour).

        Of the same (series, hour) twice in one batch, the later in the batch stays.

        Raises
        ------
        StoreError
            As `write_readings`.
        """
        rows = _columns(_distinct_hours(hours), HOURS)
        if len(hours):
            check_rows(rows, len(self._series))
            self._hours.write(rows)

    def read_hours(self, series: Int64Array, start_ms: int, end_ms: int) -> HourBatch:
        """Return hourly amounts in ``[start_ms, end_ms)`` [ms], by (series, hour)."""
        return HourBatch(*self._hours.read(series, start_ms, end_ms, HOURS.names).values())

    def sum_coverage(self, series: Int64Array, start_ms: int, end_ms: int) -> Float64Array:
        """Return of each of `series` [1], in its order, how much of the span is measured [h].

        It is the sum of the coverage of the hours in ``[start_ms, end_ms)`` [ms]; 0 without any.
        """
        found = self._hours.sums(series, start_ms, end_ms, "coverage")
        return lay_out(series, found["series"], found["total"])

    def statistics(self) -> StoreStatistics:
        """Return the store's size."""
        return StoreStatistics(
            readings=self._readings.count(),
            hours=self._hours.count(),
            series=len(self._series),
            bytes_on_disk=self._file.size_bytes(),
        )

    def maintain(self, now_ms: int, *, stop: Callable[[], bool] = lambda: False) -> None:
        """Move the days that had ended `GRACE_MS` before `now_ms` [ms] to the sorted part.

        In transactions of a few million rows; killed or stopped in between, the next call goes on.
        """
        before = period_start(Period.DAY, now_ms - GRACE_MS)
        self._readings.move(before, stop)
        self._hours.move(before, stop)

    def close(self) -> None:
        """Write out what is buffered and let the file go; closing twice is harmless."""
        self._file.close()


def _columns(batch: ReadingBatch | HourBatch, shape: TableShape) -> Columns:
    """Return a batch's columns under the table's names, in its order."""
    return {
        name: np.ascontiguousarray(getattr(batch, field.name))
        for name, field in zip(shape.names, fields(batch), strict=True)
    }


def _readings(columns: Columns) -> ReadingBatch:
    return ReadingBatch(*columns.values())


def _by_series(found: list[ReadingBatch]) -> ReadingBatch:
    picked = ReadingBatch.concat(found)
    return picked.take(np.argsort(picked.series, kind="stable"))


def _distinct_readings(batch: ReadingBatch) -> ReadingBatch:
    """Return the batch by (series, time), each once: the one that the rule keeps."""
    if not len(batch):
        return batch
    ordered = batch.take(np.lexsort((batch.time_ms, batch.series)))
    twice = (ordered.series[1:] == ordered.series[:-1]) & (
        ordered.time_ms[1:] == ordered.time_ms[:-1]
    )
    return ordered.latest() if twice.any() else ordered


def _distinct_hours(hours: HourBatch) -> HourBatch:
    """Return the hours by (series, hour), each once: the last in the batch."""
    if not len(hours):
        return hours
    ordered = hours.take(np.lexsort((hours.hour_ms, hours.series)))
    last = np.ones(len(ordered), np.bool_)
    last[:-1] = (ordered.series[1:] != ordered.series[:-1]) | (
        ordered.hour_ms[1:] != ordered.hour_ms[:-1]
    )
    return ordered if last.all() else ordered.take(last)
