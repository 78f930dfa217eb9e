"""`ReadingsAtHand`: the readings around a span, read once, of which all later questions are asked.

While data flow live, whatever the job asks of a store lies in the hours around the dirty one. It is
read in one statement for many points; only what lies outside is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol, Self

import numpy as np

from analytics.consumption.meters import TIME_MAX_MS, TIME_MIN_MS, MeterTable
from analytics.consumption.usable import select_usable
from core.calendar import HOUR_MS
from core.readings import BoolArray, Int64Array, ReadingBatch
from core.store.protocol import TimeSeriesStore

NEIGHBOURS = 3
"""So many expected readings beyond the hours on either side are taken too [1]."""


class ReadingSource(Protocol):
    """What the job asks of a store; methods as of `core.store.protocol.TimeSeriesStore`."""

    def read_readings(
        self, series: Int64Array, start_ms: int, end_ms: int, *, brief: bool = False
    ) -> ReadingBatch:
        """Return the readings of `series` [1] in ``[start_ms, end_ms)`` [ms], by (series, time)."""
        ...

    def scan_readings(
        self,
        series: Int64Array,
        start_ms: int,
        end_ms: int,
        rows: int,
        *,
        brief: bool = False,
    ) -> Iterator[ReadingBatch]:
        """Yield the same readings in whole series, about `rows` [1] at a time."""
        ...

    def last_before(self, series: Int64Array, t_ms: int) -> ReadingBatch:
        """Return of each series its last usable reading strictly before `t_ms` [ms]."""
        ...

    def first_from(self, series: Int64Array, t_ms: int) -> ReadingBatch:
        """Return of each series its first usable reading at or after `t_ms` [ms]."""
        ...


class ReadingsAtHand:
    """Answers as the store does, from memory where it can; readings come as brief ones.

    Parameters
    ----------
    store : TimeSeriesStore
        Asked for what is not at hand.
    table : MeterTable
        The meters that will be asked for.
    span : (int, int)
        Hours that changed [ms]; readings of the hours before and after are taken too.
    rows : int
        Readings that may be held [1]; where more are expected nothing is.
    beyond_ms : int
        So much is held before and after the span at least [ms].
    """

    def __init__(
        self,
        store: TimeSeriesStore,
        table: MeterTable,
        span: tuple[int, int],
        rows: int,
        *,
        beyond_ms: int = HOUR_MS,
    ) -> None:
        self._store = store
        self._series = table.series
        self._low = np.full(len(table), TIME_MAX_MS, np.int64)
        self._high = np.full(len(table), TIME_MIN_MS, np.int64)
        held = [ReadingBatch.empty()]
        reach = NEIGHBOURS * table.expected_ms + beyond_ms
        expected = ((span[1] - span[0] + 2 * reach) / table.expected_ms).sum()
        if 2 * float(expected) <= rows:
            for length in np.unique(reach).tolist():
                mine = reach == length
                low, high = max(span[0] - length, TIME_MIN_MS), min(span[1] + length, TIME_MAX_MS)
                self._low[mine], self._high[mine] = low, high
                held.append(store.read_readings(table.series[mine], low, high, brief=True))
        self._batch = _by_series(held)
        self._usable = select_usable(self._batch)
        self._outside: dict[bool, _Outside] = {
            last: _Outside(ReadingBatch.empty(), np.zeros(len(table), np.bool_))
            for last in (True, False)
        }

    def cut_off(self, store: TimeSeriesStore) -> Self:
        """Take along the readings next to what is held, and ask another `store` from now on."""
        for last in (True, False):
            self._look_beyond(np.flatnonzero(self._low <= self._high), last=last)
        self._store = store
        return self

    def read_readings(
        self, series: Int64Array, start_ms: int, end_ms: int, *, brief: bool = False
    ) -> ReadingBatch:
        """Return the readings of `series` [1] in ``[start_ms, end_ms)`` [ms], by (series, time)."""
        if not self._holds(series, start_ms, end_ms):
            return self._store.read_readings(series, start_ms, end_ms, brief=brief)
        return self._batch.take(_chosen(self._batch, series, start_ms, end_ms))

    def scan_readings(
        self,
        series: Int64Array,
        start_ms: int,
        end_ms: int,
        rows: int,
        *,
        brief: bool = False,
    ) -> Iterator[ReadingBatch]:
        """Yield the same readings in whole series, about `rows` [1] at a time or all at hand."""
        if not self._holds(series, start_ms, end_ms):
            yield from self._store.scan_readings(series, start_ms, end_ms, rows, brief=brief)
            return
        batch = self.read_readings(series, start_ms, end_ms, brief=brief)
        if len(batch):
            yield batch

    def last_before(self, series: Int64Array, t_ms: int) -> ReadingBatch:
        """Return of each series its last usable reading strictly before `t_ms` [ms]."""
        return self._search(series, t_ms, last=True)

    def first_from(self, series: Int64Array, t_ms: int) -> ReadingBatch:
        """Return of each series its first usable reading at or after `t_ms` [ms]."""
        return self._search(series, t_ms, last=False)

    def _holds(self, series: Int64Array, start_ms: int, end_ms: int) -> bool:
        """Tell whether all readings of `series` [1] in ``[start_ms, end_ms)`` [ms] are at hand."""
        place = np.searchsorted(self._series, series)
        return bool(((self._low[place] <= start_ms) & (end_ms <= self._high[place])).all())

    def _search(self, series: Int64Array, t_ms: int, *, last: bool) -> ReadingBatch:
        """Return one reading of each series: that at hand, else the first beyond what is held."""
        place = np.searchsorted(self._series, series)
        held = (self._low[place] <= t_ms) & (t_ms <= self._high[place])
        near = self._nearest(series[held], t_ms, last=last)
        beyond = place[held & ~np.isin(series, near.series)]
        parts = [near, self._look_beyond(beyond, last=last)]
        if not held.all():
            search = self._store.last_before if last else self._store.first_from
            parts.append(search(series[~held], t_ms))
        return _by_series(parts)

    def _nearest(self, series: Int64Array, t_ms: int, *, last: bool) -> ReadingBatch:
        """Return of each series the usable reading at hand next to `t_ms` [ms] on one side."""
        span = (TIME_MIN_MS, t_ms) if last else (t_ms, TIME_MAX_MS)
        found = self._usable.take(_chosen(self._usable, series, *span))
        if not len(found):
            return found
        edge = np.ones(len(found), np.bool_)
        changes = found.series[1:] != found.series[:-1]
        edge[slice(None, -1) if last else slice(1, None)] = changes
        return found.take(edge)

    def _look_beyond(self, places: Int64Array, *, last: bool) -> ReadingBatch:
        """Return the readings of meters `places` [1] next to what is held, each asked for once."""
        outside = self._outside[last]
        unasked = places[~outside.asked[places]]
        if len(unasked):
            search = self._store.last_before if last else self._store.first_from
            edges = (self._low if last else self._high)[unasked]
            found = [outside.readings]
            found += [
                search(self._series[unasked[edges == edge_ms]], edge_ms)
                for edge_ms in np.unique(edges).tolist()
            ]
            asked = outside.asked.copy()
            asked[unasked] = True
            outside = self._outside[last] = _Outside(_by_series(found), asked)
        return outside.readings.take(np.isin(outside.readings.series, self._series[places]))


class _Outside(NamedTuple):
    """Readings next to what is held, and of which meters they were asked for."""

    readings: ReadingBatch
    asked: BoolArray


def _chosen(batch: ReadingBatch, series: Int64Array, start_ms: int, end_ms: int) -> BoolArray:
    """Return which readings are of `series` [1] and in ``[start_ms, end_ms)`` [ms]."""
    inside = (batch.time_ms >= start_ms) & (batch.time_ms < end_ms)
    owners = np.unique(series)
    place = np.minimum(np.searchsorted(owners, batch.series), max(len(owners) - 1, 0))
    own: BoolArray = inside & (owners[place] == batch.series) if len(owners) else inside & False
    return own


def _by_series(parts: list[ReadingBatch]) -> ReadingBatch:
    """Join parts that are sorted each and share no series."""
    filled = [part for part in parts if len(part)]
    if len(filled) < 2:
        return filled[0] if filled else ReadingBatch.empty()
    joined = ReadingBatch.concat(filled)
    return joined.take(np.argsort(joined.series, kind="stable"))
