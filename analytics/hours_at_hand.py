"""`HoursAtHand`: the hourly amounts of a batch of enterprises, read once for all of them.

Whoever asks for the hours of one enterprise has those of the whole batch read, in one statement;
the others find them there. What would take too much room is read by everybody alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np

from core.calendar import HOUR_MS
from core.hours import HourBatch
from core.readings import Float64Array, Int64Array
from core.store.protocol import SeriesKey, TimeSeriesStore
from core.store.row_checks import last_places

HELD = 1_000_000
"""Point-hours that are held at most [1]."""

Span = tuple[int, int]


class HoursAtHand:
    """A store whose hours nobody writes meanwhile; all but the hours is the store's own.

    Parameters
    ----------
    store : TimeSeriesStore
        Where the hours are.
    keys : sequence of SeriesKey
        All points of the batch.
    changed : HourBatch, optional
        Hours that are still to be written; they are seen as if they were.
    """

    def __init__(
        self,
        store: TimeSeriesStore,
        keys: Sequence[SeriesKey],
        changed: HourBatch | None = None,
    ) -> None:
        self._store = store
        self._changed = HourBatch.empty() if changed is None else changed
        self._series = np.unique(store.series_ids(keys)) if keys else np.empty(0, np.int64)
        self._hours: dict[Span, HourBatch] = {}
        self._coverage: dict[Span, Float64Array] = {}
        self._held = 0

    @classmethod
    def of(
        cls,
        store: TimeSeriesStore,
        keys: Sequence[SeriesKey],
        changed: HourBatch | None = None,
    ) -> TimeSeriesStore:
        """Return it as the store that it stands for."""
        return cast(TimeSeriesStore, cls(store, keys, changed))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        """Return what the store has under `name`."""
        return getattr(self._store, name)

    def read_hours(self, series: Int64Array, start_ms: int, end_ms: int) -> HourBatch:
        """Return hourly amounts in ``[start_ms, end_ms)`` [ms], by (series, hour)."""
        held = self._find(series, (start_ms, end_ms))
        if held is None:
            return self._read(series, (start_ms, end_ms))
        wanted = np.unique(series)
        first = np.searchsorted(held.series, wanted, "left")
        last = np.searchsorted(held.series, wanted, "right")
        rows = np.concatenate(
            [np.arange(a, b) for a, b in zip(first, last, strict=True)] or [first]
        )
        hours = held.take(rows)
        inside = (hours.hour_ms >= start_ms) & (hours.hour_ms < end_ms)
        return hours if inside.all() else hours.take(inside)

    def sum_coverage(self, series: Int64Array, start_ms: int, end_ms: int) -> Float64Array:
        """Return of each of `series` [1] the hours covered in ``[start_ms, end_ms)`` [ms] [h]."""
        if not self._knows(series):
            return self._store.sum_coverage(series, start_ms, end_ms)
        span = (start_ms, end_ms)
        if span not in self._coverage:
            self._coverage[span] = self._store.sum_coverage(self._series, *span)
        return self._coverage[span][np.searchsorted(self._series, series)]

    def _knows(self, series: Int64Array) -> bool:
        return bool(len(series)) and bool(np.isin(series, self._series).all())

    def _find(self, series: Int64Array, span: Span) -> HourBatch | None:
        """Return hours that hold those of `span` [ms], None where they are not to be held."""
        if not self._knows(series):
            return None
        for (start_ms, end_ms), held in self._hours.items():
            if start_ms <= span[0] and span[1] <= end_ms:
                return held
        expected = len(self._series) * max(span[1] - span[0], 0) // HOUR_MS
        if self._held + expected > HELD:
            return None
        self._held += expected
        self._hours[span] = self._read(self._series, span)
        return self._hours[span]

    def _read(self, series: Int64Array, span: Span) -> HourBatch:
        """Return the store's hours in `span` [ms] with those that are still to be written."""
        stands = self._store.read_hours(series, *span)
        new = self._changed
        new = new.take((new.hour_ms >= span[0]) & (new.hour_ms < span[1]))
        new = new.take(np.isin(new.series, series))
        if not len(new):
            return stands
        both = HourBatch.concat([stands, new])
        return both.take(last_places(both.series, both.hour_ms))
