"""What a time-series store does: one protocol, every implementation passes one contract suite."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import NamedTuple, Protocol, Self

from core.hours import HourBatch
from core.readings import Float64Array, Int64Array, ReadingBatch


class SeriesKey(NamedTuple):
    """A series' lasting name: social credit code of the enterprise and code of the point."""

    enterprise: str
    point: str


@dataclass(frozen=True)
class StoreStatistics:
    """Size of a store.

    Attributes
    ----------
    readings, hours, series : int
        Rows of each kind [1]; −1 where the store cannot count them quickly.
    bytes_on_disk : int
        Space used [byte]; 0 where the store does not tell.
    """

    readings: int
    hours: int
    series: int
    bytes_on_disk: int


class TimeSeriesStore(Protocol):
    """Readings and hourly amounts by series and time; every method is safe from any thread."""

    def series_ids(self, keys: Sequence[SeriesKey]) -> Int64Array:
        """Return the ids [1] of `keys`, same order, allotting ids to keys never seen.

        Ids last as long as the opened store, not longer.
        """
        ...

    def series_keys(self) -> dict[int, SeriesKey]:
        """Return every series id [1] with its key: those asked for and those that stand."""
        ...

    def write_readings(self, batch: ReadingBatch) -> None:
        """Write readings; of the same (series, time) the greatest (sent, seq, value) stays.

        Durable on return. Writing the same batch again, or batches in another order, changes
        nothing.

        Raises
        ------
        RefusedError
            A value is not finite or a series id unknown; nothing was written.
        ReadingsRefusedError
            The store refuses some readings for what they are; all others are written.
        StoreError
            Nothing, or an unknown part, was written; the caller writes the batch again.
        """
        ...

    def read_readings(
        self, series: Int64Array, start_ms: int, end_ms: int, *, brief: bool = False
    ) -> ReadingBatch:
        """Return the readings of `series` [1] in ``[start_ms, end_ms)`` [ms], by (series, time).

        `brief` leaves out, as 0, when and as which message they were sent; a third faster.
        """
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
        """Yield the same readings in whole series, about `rows` [1] at a time, memory bounded."""
        ...

    def last_before(self, series: Int64Array, t_ms: int) -> ReadingBatch:
        """Return of each series its last usable reading strictly before `t_ms` [ms].

        Usable is any quality but maintenance and fault. Series without one are absent.
        """
        ...

    def first_from(self, series: Int64Array, t_ms: int) -> ReadingBatch:
        """Return of each series its first usable reading at or after `t_ms` [ms]."""
        ...

    def latest_readings(self, series: Int64Array) -> ReadingBatch:
        """Return of each of `series` [1] its newest reading of any quality; absent: none."""
        ...

    def write_hours(self, hours: HourBatch) -> None:
        """Write hourly amounts, replacing what stands at the same (series, hour)."""
        ...

    def read_hours(self, series: Int64Array, start_ms: int, end_ms: int) -> HourBatch:
        """Return hourly amounts in ``[start_ms, end_ms)`` [ms], by (series, hour)."""
        ...

    def sum_coverage(self, series: Int64Array, start_ms: int, end_ms: int) -> Float64Array:
        """Return of each of `series` [1], in its order, how much of the span is measured [h].

        It is the sum of the coverage of the hours in ``[start_ms, end_ms)`` [ms]; 0 without any.
        """
        ...

    def statistics(self) -> StoreStatistics:
        """Return the store's size, within a few seconds."""
        ...

    def maintain(self, now_ms: int, *, stop: Callable[[], bool] = lambda: False) -> None:
        """Do housekeeping that is due at `now_ms` [ms], such as moving older days; safe to kill.

        `stop` is asked every second or so; once true, the rest is left to the next call.
        """
        ...

    def close(self) -> None:
        """Write out what is buffered and let the files go."""
        ...

    def __enter__(self) -> Self:
        """Return the store."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None:
        """Close the store."""
        ...
