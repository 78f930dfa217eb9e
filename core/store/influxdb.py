"""`InfluxDBStore`: the time-series store of production, a bucket of InfluxDB.

Measurement ``reading``: tags enterprise and point; fields v (value), q (quality), s (sent, ms), n
(number in its stream, absent for 0). Measurement ``consumption``: the same tags; fields amount,
measured, estimated, coverage. Times in milliseconds. Of one enterprise, one process writes readings
at a time: what is newest of a series is remembered, not asked for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Self

import numpy as np

from core.calendar import DAY_MS, HOUR_MS
from core.errors import ReadingsRefusedError, RefusedError
from core.hours import HourBatch, lay_out
from core.readings import Float64Array, Int64Array, ReadingBatch
from core.store.influxdb_answers import Answers, Columns, concat, pick_series
from core.store.influxdb_http import GIVE_UP_S, InfluxAddress, InfluxHTTP
from core.store.influxdb_lines import Lines, encode_hours, encode_readings
from core.store.influxdb_newest import Newest
from core.store.influxdb_series import SeriesBook
from core.store.influxdb_size import SizeKeeper, list_series
from core.store.influxdb_statements import (
    BRIEF_KINDS,
    END_MS,
    FIRST_MS,
    HOUR_KINDS,
    HOURS,
    READING_KINDS,
    READINGS,
    select_counts,
    select_edge,
    select_rows,
    sum_hours,
)
from core.store.influxdb_writer import write_lines
from core.store.protocol import SeriesKey, StoreStatistics
from core.store.row_checks import check_rows, distinct_places, last_places

_SEARCH_MS = (2 * HOUR_MS, DAY_MS, 16 * DAY_MS, 256 * DAY_MS)


class InfluxDBStore:
    """Readings and hourly amounts in a bucket of InfluxDB; a context manager.

    Nothing is asked of InfluxDB before the first use, so that a process may start while it is away.

    Parameters
    ----------
    address : InfluxAddress
        Where the bucket is; `core.store.influxdb_setup` makes it.
    give_up_s : float
        Time over which one write is tried again before it is a `StoreError` [s].
    """

    def __init__(self, address: InfluxAddress, *, give_up_s: float = GIVE_UP_S) -> None:
        self.address = address
        self._http = InfluxHTTP(address, give_up_s=give_up_s)
        self._book = SeriesBook()
        self._answers = Answers(self._http, self._book)
        self._newest = Newest(self._answers, self._book)
        self._size = SizeKeeper(self._http, self._book)
        self._writing = threading.Lock()

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
        """Return the ids [1] of `keys`, same order, allotting ids to keys never seen.

        Ids last as long as the opened store.

        Raises
        ------
        RefusedError
            A code has a character that codes do not have.
        """
        return self._book.ids(keys)

    def series_keys(self) -> dict[int, SeriesKey]:
        """Return every series id [1] with its key: those asked for and those that stand."""
        self._book.ids(list_series(self._http))
        return self._book.keys()

    def write_readings(self, batch: ReadingBatch) -> None:
        """Write readings; of the same (series, time) the greatest (sent, seq, value) stays.

        Raises
        ------
        RefusedError
            A value is not finite or a series unknown; nothing was written.
        ReadingsRefusedError
            InfluxDB refuses some readings for what they are; all others are written.
        StoreError
            InfluxDB failed; it is not known what was written: write the batch again.
        """
        check_rows(
            {"series": batch.series, "value": batch.value, "time": batch.time_ms}, len(self._book)
        )
        if not len(batch):
            return
        places = distinct_places(batch)
        chosen = batch if len(places) == len(batch) else batch.take(places)
        with self._writing:
            try:
                refused = self._write(chosen)
            except BaseException:
                self._newest.forget(chosen.series)
                raise
        if refused:
            reasons = {int(places[place]): words for place, words in sorted(refused.items())}
            raise ReadingsRefusedError(reasons, where=f"InfluxDB {self.address}")

    def _write(self, batch: ReadingBatch) -> dict[int, str]:
        late = self._newest.find_late(batch)
        if not late.any():
            refused = self._send(batch, with_zero_seq=False)
        else:
            at = np.flatnonzero(late)
            at = at[~self._newest.find_beaten(batch.take(at))]
            refused = self._send_at(batch, np.flatnonzero(~late), with_zero_seq=False)
            refused |= self._send_at(batch, at, with_zero_seq=True)
        self._newest.note(batch)
        return refused

    def _send_at(
        self, batch: ReadingBatch, places: Int64Array, *, with_zero_seq: bool
    ) -> dict[int, str]:
        refused = self._send(batch.take(places), with_zero_seq=with_zero_seq)
        return {int(places[place]): words for place, words in refused.items()}

    def _send(self, batch: ReadingBatch, *, with_zero_seq: bool) -> dict[int, str]:
        if not len(batch):
            return {}
        lines = encode_readings(batch, self._book.tails(), with_zero_seq=with_zero_seq)
        return write_lines(self._http, lines)

    def read_readings(
        self, series: Int64Array, start_ms: int, end_ms: int, *, brief: bool = False
    ) -> ReadingBatch:
        """Return the readings of `series` [1] in ``[start_ms, end_ms)`` [ms], by (series, time).

        `brief` leaves out, as 0, when and as which message they were sent; a third faster.
        """
        kinds = BRIEF_KINDS if brief else READING_KINDS
        found = [ReadingBatch.empty()]
        if start_ms < end_ms:
            for choice, ids in self._book.choices(series):
                statement = select_rows(READINGS, kinds, choice, (start_ms, end_ms))
                found.append(_readings(self._answers.read(statement, kinds, ids)))
        return _by_series(found)

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
        if not len(series) or start_ms >= end_ms:
            return
        counts = self._count(series, start_ms, end_ms)
        chunk = (np.cumsum(counts["rows"]) - 1) // max(rows, 1)
        cuts = np.flatnonzero(np.diff(chunk)) + 1
        for ids in np.split(counts["series"], cuts):
            if len(ids):
                yield self.read_readings(ids, start_ms, end_ms, brief=brief)

    def _count(self, series: Int64Array, start_ms: int, end_ms: int) -> Columns:
        """Return ``series`` and its ``rows`` [1] in ``[start_ms, end_ms)`` [ms], by series."""
        kinds = {"rows": np.int64}
        parts = [
            self._answers.read(select_counts(choice, start_ms, end_ms), kinds, ids)
            for choice, ids in self._book.choices(series)
        ]
        return pick_series(concat(parts), series)

    def last_before(self, series: Int64Array, t_ms: int) -> ReadingBatch:
        """Return of each series its last usable reading strictly before `t_ms` [ms].

        Usable is any quality but maintenance and fault. Series without one are absent.
        """
        starts = [t_ms - back for back in _SEARCH_MS] + [FIRST_MS]
        spans = list(zip(starts, [t_ms, *starts[:-1]], strict=True))
        return self._search(series, spans, last=True, usable=True)

    def first_from(self, series: Int64Array, t_ms: int) -> ReadingBatch:
        """Return of each series its first usable reading at or after `t_ms` [ms]."""
        ends = [t_ms + ahead for ahead in _SEARCH_MS] + [END_MS]
        spans = list(zip([t_ms, *ends[:-1]], ends, strict=True))
        return self._search(series, spans, last=False, usable=True)

    def latest_readings(self, series: Int64Array) -> ReadingBatch:
        """Return of each of `series` [1] its newest reading of any quality; absent: none."""
        return self._search(series, [(FIRST_MS, END_MS)], last=True, usable=False)

    def _search(
        self, series: Int64Array, spans: list[tuple[int, int]], *, last: bool, usable: bool
    ) -> ReadingBatch:
        """Return one reading of each series from the first of `spans` [ms] that holds one."""
        left = np.unique(series)
        found = [ReadingBatch.empty()]
        for start_ms, end_ms in spans:
            if not len(left) or start_ms >= end_ms:
                continue
            for choice, ids in self._book.choices(left):
                statement = select_edge(choice, start_ms, end_ms, last=last, usable=usable)
                found.append(_readings(self._answers.read(statement, READING_KINDS, ids)))
            left = left[~np.isin(left, np.concatenate([batch.series for batch in found]))]
        return _by_series(found)

    def write_hours(self, hours: HourBatch) -> None:
        """Write hourly amounts, replacing what stands at the same (series, hour).

        Of the same (series, hour) twice in one batch, the later in the batch stays.

        Raises
        ------
        StoreError
            As `write_readings`.
        RefusedError
            InfluxDB refuses an amount for what it is; the others are written.
        """
        columns = {name: getattr(hours, name) for name in ("series", *HOUR_KINDS)}
        check_rows(columns | {"time": hours.hour_ms}, len(self._book))
        if not len(hours):
            return
        chosen = hours.take(last_places(hours.series, hours.hour_ms))
        lines: Lines = encode_hours(chosen, self._book.tails())
        for place, words in write_lines(self._http, lines).items():
            raise RefusedError(
                f"hourly amount refused: {words}",
                where=f"InfluxDB {self.address}, {lines.slice(place, place + 1).decode().strip()}",
                fix="mend what InfluxDB names, then recompute the hour",
            )

    def read_hours(self, series: Int64Array, start_ms: int, end_ms: int) -> HourBatch:
        """Return hourly amounts in ``[start_ms, end_ms)`` [ms], by (series, hour)."""
        found = [HourBatch.empty()]
        if start_ms < end_ms:
            for choice, ids in self._book.choices(series):
                statement = select_rows(HOURS, HOUR_KINDS, choice, (start_ms, end_ms))
                found.append(HourBatch(*self._answers.read(statement, HOUR_KINDS, ids).values()))
        hours = HourBatch.concat(found)
        return hours.take(np.argsort(hours.series, kind="stable"))

    def sum_coverage(self, series: Int64Array, start_ms: int, end_ms: int) -> Float64Array:
        """Return of each of `series` [1], in its order, how much of the span is measured [h].

        It is the sum of the coverage of the hours in ``[start_ms, end_ms)`` [ms]; 0 without any.
        """
        kinds = {"total": np.float64}
        sums = np.zeros(len(series))
        if start_ms < end_ms:
            for choice, ids in self._book.choices(series):
                statement = sum_hours("coverage", choice, start_ms, end_ms)
                found = self._answers.read(statement, kinds, ids)
                sums += lay_out(series, found["series"], found["total"])
        return sums

    def statistics(self) -> StoreStatistics:
        """Return the store's size; counts are −1 [1] while InfluxDB takes long to count."""
        return self._size.statistics()

    def maintain(self, now_ms: int, *, stop: Callable[[], bool] = lambda: False) -> None:
        """Do nothing at `now_ms` [ms] or ever: InfluxDB keeps its house itself."""

    def check(self) -> None:
        """Ask InfluxDB whether it knows us and the bucket.

        Raises
        ------
        StoreError
            It is away, refuses the token, or has no such bucket; with the way to mend it.
        """
        self._http.run(f'SHOW FIELD KEYS FROM "{READINGS}"')

    def close(self) -> None:
        """Let the connections go; closing twice is harmless."""
        self._http.close()


def _readings(columns: Columns) -> ReadingBatch:
    """Return an answer's rows; what a brief read leaves out is 0."""
    nothing = np.zeros(len(columns["series"]), np.int64)
    return ReadingBatch(
        columns["series"],
        columns["time"],
        columns["v"],
        columns["q"],
        columns.get("s", nothing),
        columns.get("n", nothing),
    )


def _by_series(found: list[ReadingBatch]) -> ReadingBatch:
    picked = ReadingBatch.concat(found)
    return picked.take(np.argsort(picked.series, kind="stable"))
