"""Whether the readings that the journal says are stored are in the store, with their values.

Of the same (series, time) the greatest (sent, seq, value) stays: the store may hold a later one
than the journal's, never an earlier one, and never another value under the same sent and seq.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.calendar import HOUR_MS
from core.readings import BoolArray, Int64Array, ReadingBatch
from core.store.protocol import SeriesKey, TimeSeriesStore
from core.wire import MessageLists
from ingest.books import BookKey

READINGS_AT_ONCE = 50_000
SAMPLE_BLOCKS = 20
SAMPLE_READINGS = 2_500
"""Readings of each block that is sampled [1]."""
NAMED = 100
"""Most readings that are named one by one [1]; beyond they are counted."""
_SCAN_ROWS = 200_000


@dataclass(frozen=True)
class MissingReading:
    """A reading that the store has not as it should: its time [ms], value as sent, and why."""

    enterprise: str
    point: str
    time_ms: int
    value: float
    why: str


class Sample:
    """Which messages are looked up: all, or blocks of neighbours spread over the journal.

    Parameters
    ----------
    messages : int
        Messages to expect [1].
    full : bool
        Look up all.
    """

    def __init__(self, messages: int, *, full: bool) -> None:
        self._stride = max(1, messages // SAMPLE_BLOCKS)
        self._full = full
        self._number = 0
        self._left = 0

    def takes(self, readings: int) -> bool:
        """Return whether the next message, of so many readings [1], is looked up."""
        if self._full:
            return True
        if self._number % self._stride == 0:
            self._left = SAMPLE_READINGS
        self._number += 1
        if self._left <= 0:
            return False
        self._left -= readings
        return True


class StoreCheck:
    """Looks up readings in the store, in batches.

    Attributes
    ----------
    readings : int
        Readings looked up [1]; of the same (series, time) in a batch the last counts.
    missing_count : int
        Those that are not as they should be [1].
    missing : list of MissingReading
        The first of them.
    """

    def __init__(self, store: TimeSeriesStore) -> None:
        self.readings = 0
        self.missing_count = 0
        self.missing: list[MissingReading] = []
        self._store = store
        self._places: dict[SeriesKey, int] = {}
        self._rows: list[tuple[int, int, float, int, int, int]] = []

    def add(self, key: BookKey, lists: MessageLists, absent: set[int]) -> None:
        """Add the readings of a message but those at the places `absent` [1]."""
        sent, seq = lists.sent_ms, lists.seq or 0
        places = self._places
        index = lists.index
        for at, name in enumerate(_names(lists)):
            if (at if index is None else index[at]) in absent:
                continue
            place = places.setdefault(SeriesKey(key.enterprise, name), len(places))
            self._rows.append(
                (place, lists.time_ms[at], lists.value[at], lists.quality[at], sent, seq)
            )
        if len(self._rows) >= READINGS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Look up what was added.

        Raises
        ------
        StoreError
            The store does not answer.
        """
        if not self._rows:
            return
        columns = list(zip(*self._rows, strict=True))
        keys = list(self._places)
        ids = self._store.series_ids(keys)
        names = dict(zip(ids.tolist(), keys, strict=True))
        wanted = ReadingBatch(
            ids[np.array(columns[0], np.int64)],
            np.array(columns[1], np.int64),
            np.array(columns[2], np.float64),
            np.array(columns[3], np.int8),
            np.array(columns[4], np.int64),
            np.array(columns[5], np.int64),
        ).latest()
        self._rows, self._places = [], {}
        self.readings += len(wanted)
        for part in _split(wanted):
            self._look_up(part, names)

    def _look_up(self, wanted: ReadingBatch, names: dict[int, SeriesKey]) -> None:
        found = np.zeros(len(wanted), np.bool_)
        same = np.zeros(len(wanted), np.bool_)
        start_ms, end_ms = int(wanted.time_ms.min()), int(wanted.time_ms.max()) + 1
        series = np.unique(wanted.series)
        for batch in self._store.scan_readings(series, start_ms, end_ms, _SCAN_ROWS):
            at, hit = _match(wanted, batch)
            found[at] = True
            same[at] = _holds(wanted.take(at), batch.take(hit))
        for place in np.flatnonzero(~same).tolist():
            self.missing_count += 1
            if len(self.missing) < NAMED:
                key = names[int(wanted.series[place])]
                why = "another value is stored" if found[place] else "it is not in the store"
                value = float(wanted.value[place])
                self.missing.append(MissingReading(*key, int(wanted.time_ms[place]), value, why))


def _names(lists: MessageLists) -> Iterator[str]:
    """Yield the point of each reading."""
    if lists.counts is None:
        yield from lists.names
        return
    for name, count in zip(lists.names, lists.counts, strict=True):
        for _ in range(count):
            yield name


def _split(wanted: ReadingBatch) -> Iterator[ReadingBatch]:
    """Yield parts by hour or by series, whichever asks the store less often."""
    hours = wanted.time_ms // HOUR_MS
    by = hours if len(np.unique(hours)) <= len(np.unique(wanted.series)) else wanted.series
    for value in np.unique(by):
        yield wanted.take(by == value)


def _match(wanted: ReadingBatch, batch: ReadingBatch) -> tuple[Int64Array, Int64Array]:
    """Return the places in `wanted`, and in `batch`, of the same (series, time) [1]."""
    series = np.unique(wanted.series)
    start_ms = int(wanted.time_ms.min())
    span_ms = int(wanted.time_ms.max()) - start_ms + 1
    keys = np.searchsorted(series, wanted.series) * span_ms + (wanted.time_ms - start_ms)
    theirs = np.searchsorted(series, batch.series) * span_ms + (batch.time_ms - start_ms)
    _, at, hit = np.intersect1d(keys, theirs, return_indices=True)
    return at, hit


def _holds(
    wanted: ReadingBatch, stored: ReadingBatch
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return where what is stored is what is wanted, or came later."""
    later = (stored.sent_ms > wanted.sent_ms) | (
        (stored.sent_ms == wanted.sent_ms) & (stored.seq > wanted.seq)
    )
    level = (stored.sent_ms == wanted.sent_ms) & (stored.seq == wanted.seq)
    same: BoolArray = later | (level & (stored.value == wanted.value))
    return same
