"""`Cargo`: what a worker needs of a store that only one process can read, sent along as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn, cast

import numpy as np

from analytics.consumption.at_hand import ReadingsAtHand
from core.errors import StoreError
from core.hours import HourBatch
from core.readings import Int64Array, ReadingBatch
from core.store.protocol import SeriesKey, TimeSeriesStore

Span = tuple[int, int]


@dataclass(frozen=True)
class Cargo:
    """Readings and hours of a portion.

    Attributes
    ----------
    ids : dict
        The series ids of the process that sends it [1].
    readings : ReadingsAtHand
        Readings around the dirty span, nothing behind them.
    hours : HourBatch
        Hourly amounts in `span` [ms], by (series, hour).
    """

    ids: dict[SeriesKey, int]
    readings: ReadingsAtHand
    hours: HourBatch
    span: Span

    def as_store(self) -> TimeSeriesStore:
        """Return it as a store; asking for what is not in it is a `StoreError`."""
        return cast(TimeSeriesStore, CargoStore(self))


class CargoStore:
    """Answers from the cargo as the store would."""

    def __init__(self, cargo: Cargo) -> None:
        self._cargo = cargo

    def series_ids(self, keys: Sequence[SeriesKey]) -> Int64Array:
        """Return the ids [1] of `keys`, same order."""
        return np.array([self._cargo.ids[key] for key in keys], np.int64)

    def read_readings(
        self, series: Int64Array, start_ms: int, end_ms: int, *, brief: bool = False
    ) -> ReadingBatch:
        """Return the readings of `series` [1] in ``[start_ms, end_ms)`` [ms], by (series, time)."""
        return self._cargo.readings.read_readings(series, start_ms, end_ms, brief=brief)

    def scan_readings(
        self,
        series: Int64Array,
        start_ms: int,
        end_ms: int,
        rows: int,
        *,
        brief: bool = False,
    ) -> Iterator[ReadingBatch]:
        """Yield the same readings at once; `rows` [1] are in memory already."""
        yield from self._cargo.readings.scan_readings(series, start_ms, end_ms, rows, brief=brief)

    def last_before(self, series: Int64Array, t_ms: int) -> ReadingBatch:
        """Return of each series its last usable reading strictly before `t_ms` [ms]."""
        return self._cargo.readings.last_before(series, t_ms)

    def first_from(self, series: Int64Array, t_ms: int) -> ReadingBatch:
        """Return of each series its first usable reading at or after `t_ms` [ms]."""
        return self._cargo.readings.first_from(series, t_ms)

    def read_hours(self, series: Int64Array, start_ms: int, end_ms: int) -> HourBatch:
        """Return hourly amounts in ``[start_ms, end_ms)`` [ms], by (series, hour)."""
        if not self._cargo.span[0] <= start_ms <= end_ms <= self._cargo.span[1]:
            refuse()
        hours = self._cargo.hours
        hours = hours.take((hours.hour_ms >= start_ms) & (hours.hour_ms < end_ms))
        return hours.take(np.isin(hours.series, series))


class EmptyStore:
    """Stands where a worker has no store of its own."""

    @classmethod
    def stand_in(cls) -> TimeSeriesStore:
        """Return it as the store that it stands for."""
        return cast(TimeSeriesStore, cls())

    def __getattr__(self, name: str) -> NoReturn:
        """Refuse whatever is asked."""
        if name.startswith("__"):
            raise AttributeError(name)
        refuse()


def refuse() -> NoReturn:
    """Say that a worker lacks something.

    Raises
    ------
    StoreError
        Always; whoever sent the cargo computes the portion itself.
    """
    raise StoreError(
        "a worker lacks readings that were not sent along. To mend: nothing, the process that "
        "holds the store computes them"
    )
