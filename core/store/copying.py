"""Copying one store into another, enterprise by enterprise; killed, it goes on where it was.

What stands already is told by comparing, so no note of the progress is kept. The target's own rule
decides where both hold a reading of the same series and time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from core.calendar import DAY_MS, OFFSET_MS
from core.errors import ReadingsRefusedError
from core.hours import HourBatch
from core.readings import Int64Array, ReadingBatch
from core.store.protocol import SeriesKey, TimeSeriesStore

FIRST_MS = -(2**62)
END_MS = 2**62
ROWS_A_PART = 200_000
ROWS_A_WRITE = 20_000
SERIES_A_PART = 20
HOUR_COLUMNS = ("hour_ms", "amount", "measured", "estimated", "coverage")

Day = tuple[str, int]
"""An enterprise and the start of a Shanghai day [ms]."""


@dataclass
class CopyReport:
    """What a copy did.

    Attributes
    ----------
    readings, hours : int
        Rows written [1]; those that stood already are not.
    refused : dict of SeriesKey to str
        Series with readings that the target refuses, and its words.
    source, target : Counter
        Readings [1] by enterprise and day, counted in either store.
    """

    readings: int = 0
    hours: int = 0
    refused: dict[SeriesKey, str] = field(default_factory=dict)
    source: Counter[Day] = field(default_factory=Counter)
    target: Counter[Day] = field(default_factory=Counter)

    def missing(self) -> list[tuple[Day, int, int]]:
        """Return the days on which the target has fewer readings, with both counts [1]."""
        return [
            (day, count, self.target[day])
            for day, count in sorted(self.source.items())
            if self.target[day] < count
        ]


def copy_store(
    source: TimeSeriesStore, target: TimeSeriesStore, *, tell: Callable[[str, int, int], None]
) -> CopyReport:
    """Copy all readings and hours of `source` into `target`; then count both.

    Parameters
    ----------
    source, target : TimeSeriesStore
        From where, to where.
    tell : Callable[[str, int, int], None]
        Hears the enterprise at work, how many are done, and of how many [1].

    Raises
    ------
    StoreError
        Either store failed; copying again goes on.
    """
    series: dict[str, list[int]] = {}
    keys = source.series_keys()
    for number, key in sorted(keys.items()):
        series.setdefault(key.enterprise, []).append(number)
    report = CopyReport()
    for done, (enterprise, numbers) in enumerate(sorted(series.items())):
        tell(enterprise, done, len(series))
        ids = np.array(numbers, np.int64)
        into = np.zeros(max(keys) + 1, np.int64)
        into[ids] = target.series_ids([keys[number] for number in numbers])
        _Copy(source, target, report, into).run(enterprise, ids)
    tell("", len(series), len(series))
    return report


class _Copy:
    """The copy of one enterprise; `into` gives the target's series by the source's [1]."""

    def __init__(
        self,
        source: TimeSeriesStore,
        target: TimeSeriesStore,
        report: CopyReport,
        into: Int64Array,
    ) -> None:
        self._source = source
        self._target = target
        self._report = report
        self._into = into

    def run(self, enterprise: str, ids: Int64Array) -> None:
        """Copy the series `ids` [1] of one enterprise, and count what stands then."""
        report = self._report
        for part in self._source.scan_readings(ids, FIRST_MS, END_MS, ROWS_A_PART):
            report.source.update(_days(enterprise, part.time_ms))
            if not self._stands(part):
                self._write(part)
        self._copy_hours(ids)
        for part in self._target.scan_readings(
            self._into[ids], FIRST_MS, END_MS, ROWS_A_PART, brief=True
        ):
            report.target.update(_days(enterprise, part.time_ms))

    def _stands(self, part: ReadingBatch) -> bool:
        """Return whether the target holds just these readings where they would stand."""
        series = self._into[part.series]
        start_ms, end_ms = int(part.time_ms.min()), int(part.time_ms.max()) + 1
        there = self._target.read_readings(np.unique(series), start_ms, end_ms, brief=True)
        order = np.lexsort((part.time_ms, series))
        return len(there) == len(part) and all(
            np.array_equal(stands, mine[order])
            for stands, mine in (
                (there.series, series),
                (there.time_ms, part.time_ms),
                (there.value, part.value),
                (there.quality, part.quality),
            )
        )

    def _write(self, part: ReadingBatch) -> None:
        for batch in _slices(part):
            moved = ReadingBatch(
                self._into[batch.series],
                batch.time_ms,
                batch.value,
                batch.quality,
                batch.sent_ms,
                batch.seq,
            )
            self._report.readings += len(moved)
            try:
                self._target.write_readings(moved)
            except ReadingsRefusedError as error:
                names = self._source.series_keys()
                for place, words in error.reasons.items():
                    self._report.refused[names[int(batch.series[place])]] = words
                self._report.readings -= len(error.reasons)

    def _copy_hours(self, ids: Int64Array) -> None:
        for some in np.array_split(ids, -(-len(ids) // SERIES_A_PART)):
            hours = self._source.read_hours(some, FIRST_MS, END_MS)
            stands = self._target.read_hours(self._into[some], FIRST_MS, END_MS)
            if len(hours) and len(stands) != len(hours):
                values = {name: getattr(hours, name) for name in HOUR_COLUMNS}
                self._target.write_hours(HourBatch(self._into[hours.series], **values))
                self._report.hours += len(hours)


def _days(enterprise: str, time_ms: Int64Array) -> Counter[Day]:
    days, counts = np.unique((time_ms + OFFSET_MS) // DAY_MS, return_counts=True)
    starts = (days * DAY_MS - OFFSET_MS).tolist()
    return Counter({(enterprise, t): n for t, n in zip(starts, counts.tolist(), strict=True)})


def _slices(part: ReadingBatch) -> Iterator[ReadingBatch]:
    for first in range(0, len(part), ROWS_A_WRITE):
        yield part.take(np.arange(first, min(first + ROWS_A_WRITE, len(part))))
