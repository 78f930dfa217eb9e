"""From frames of a file to columns of readings: time, scale, quality, running sums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import numpy as np

from core.readings import BoolArray, Float64Array, Int8Array, Int64Array
from core.vocabulary import Kind, Quality
from simulators.errors import ReplayFileError
from simulators.replay.map import PointTable, QualityTable, ReplayMap
from simulators.replay.source import ROWS_PER_FRAME, CellProblem, Frame, read_frames
from simulators.replay.zones import Located, locate, read_zone

Column: TypeAlias = tuple[Int64Array, Float64Array, Int8Array]
"""Times [ms since the epoch, UTC], values [the point's unit], qualities [1]."""


@dataclass
class Tally:
    """What a pass over a file has met.

    Attributes
    ----------
    rows : int
        Rows with a readable label [1].
    readings : int
        Cells that became readings [1].
    empty : int
        Empty cells, which are missing and never sent [1].
    marked : int
        Readings whose quality is not good [1].
    skipped : int
        Cells and rows left out because they cannot be taken [1].
    nonexistent : int
        Cells left out because daylight saving has no such hour [1].
    first_ms, last_ms : int or None
        First and last time of a reading [ms since the epoch, UTC], before any shift.
    problems : list of CellProblem
        The first of what cannot be taken.
    """

    rows: int = 0
    readings: int = 0
    empty: int = 0
    marked: int = 0
    skipped: int = 0
    nonexistent: int = 0
    first_ms: int | None = None
    last_ms: int | None = None
    problems: list[CellProblem] = field(default_factory=list)

    def describe(self) -> list[str]:
        """Return what people should know of it, one line each."""
        lines = [f"{self.rows:,} rows, {self.readings:,} readings"]
        told = (
            (self.empty, "empty cells are missing and were not sent"),
            (self.marked, "readings have a quality other than good"),
            (self.nonexistent, "cells stand in hours that daylight saving leaves out; not sent"),
            (self.skipped, "cells or rows could not be taken and were left out"),
        )
        lines += [f"{count:,} {text}" for count, text in told if count]
        return lines + [f"  {problem}" for problem in self.problems[:5]]

    def add_problems(self, problems: list[CellProblem]) -> None:
        """Count `problems` and keep the first fifty."""
        self.skipped += len(problems)
        self.problems += problems[: max(0, 50 - len(self.problems))]

    def add_times(self, times: Int64Array) -> None:
        """Widen first and last by `times` [ms since the epoch, UTC]."""
        if len(times):
            low, high = int(times.min()), int(times.max())
            self.first_ms = low if self.first_ms is None else min(self.first_ms, low)
            self.last_ms = high if self.last_ms is None else max(self.last_ms, high)


class ColumnReader:
    """One pass over a file, frame by frame; running sums and repeated labels go across frames."""

    def __init__(self, path: Path, given: ReplayMap) -> None:
        self.tally = Tally()
        self._path = path
        self._map = given
        self._sums: dict[str, float] = {}
        self._last: dict[str, int] = {}
        self._seen: set[int] = set()

    def read(self, rows_per_frame: int = ROWS_PER_FRAME) -> Iterator[dict[str, Column]]:
        """Yield the readings of the file by point, `rows_per_frame` rows [1] at a time.

        Raises
        ------
        MapError, ReplayFileError
            The file or its header cannot be taken; single bad cells go to the tally.
        """
        for frame in read_frames(self._path, self._map, rows_per_frame=rows_per_frame):
            self.tally.add_problems(frame.problems)
            kept = self._drop_repeated(frame)
            self.tally.rows += len(kept)
            yield self._convert(kept)

    def _drop_repeated(self, frame: Frame) -> Frame:
        repeated = np.zeros(len(frame), np.bool_)
        for place, wall_ms in enumerate(frame.wall_ms.tolist()):
            repeated[place] = wall_ms in self._seen
            self._seen.add(wall_ms)
        if not repeated.any():
            return frame
        self.tally.add_problems(
            [
                CellProblem(int(row), self._map.time.column, "", "has a label that stood before")
                for row in frame.rows[repeated]
            ]
        )
        chosen = ~repeated
        values = {name: cells[chosen] for name, cells in frame.values.items()}
        return Frame(frame.rows[chosen], frame.wall_ms[chosen], values)

    def _convert(self, frame: Frame) -> dict[str, Column]:
        time = self._map.time
        columns: dict[str, Column] = {}
        by_zone: dict[str, Located] = {}
        for point in self._map.points:
            zone = point.zone or time.zone
            if zone not in by_zone:
                by_zone[zone] = locate(
                    frame.wall_ms, read_zone(zone), second=time.ambiguous == "second"
                )
            columns[point.code] = self._convert_point(point, frame, by_zone[zone])
        return columns

    def _convert_point(self, point: PointTable, frame: Frame, located: Located) -> Column:
        cells = frame.values[point.column]
        filled = ~np.isnan(cells)
        self.tally.empty += len(cells) - int(filled.sum())
        filled &= self._existing(point, frame, located, filled)
        times = located.time_ms[filled]
        if self._map.time.labels == "end" and point.kind is not Kind.REGISTER:
            times = times - self._map.time.step_s * 1000
        values = cells[filled] * point.scale if point.scale != 1.0 else cells[filled]
        quality = self._qualities(point.column, frame.wall_ms)[filled]
        self.tally.readings += len(times)
        self.tally.marked += int((quality != Quality.GOOD).sum())
        self.tally.add_times(times)
        if point.as_ == "register":
            return self._accumulate(point, times, values, quality)
        return times, values, quality

    def _existing(
        self, point: PointTable, frame: Frame, located: Located, filled: BoolArray
    ) -> BoolArray:
        """Return which cells have an hour of their own, and tally the others."""
        time = self._map.time
        absent = located.nonexistent & filled
        if time.nonexistent == "skip":
            self.tally.nonexistent += int(absent.sum())
        else:
            self._tally_clock(point, frame, absent, "stands in an hour daylight saving leaves out")
        twice = located.ambiguous & filled
        if time.ambiguous == "refuse":
            self._tally_clock(point, frame, twice, "stands in an hour daylight saving has twice")
            absent = absent | twice
        return ~absent

    def _tally_clock(self, point: PointTable, frame: Frame, mask: BoolArray, reason: str) -> None:
        values = frame.values[point.column]
        self.tally.add_problems(
            [
                CellProblem(int(frame.rows[place]), point.column, str(values[place]), reason)
                for place in np.flatnonzero(mask)
            ]
        )

    def _qualities(self, column: str, wall_ms: Int64Array) -> Int8Array:
        time = self._map.time
        usual = time.quality
        if usual is None:
            usual = Quality.SUSPECT if self._map.is_assumed() else Quality.GOOD
        quality = np.full(len(wall_ms), usual, np.int8)
        for stretch in self._map.quality:
            if not stretch.columns or column in stretch.columns:
                quality[self._touches(stretch, wall_ms)] = stretch.quality
        return quality

    def _touches(self, stretch: QualityTable, wall_ms: Int64Array) -> BoolArray:
        time = self._map.time
        begin = time.read_label(stretch.from_)
        end = time.read_label(stretch.to)
        step_ms = time.step_s * 1000
        if time.labels == "end":
            return (wall_ms >= begin) & (wall_ms - step_ms < end)
        return (wall_ms <= end) & (wall_ms + step_ms > begin)

    def _accumulate(
        self, point: PointTable, times: Int64Array, values: Float64Array, quality: Int8Array
    ) -> Column:
        """Return the running sum of intervals, read at the end of each and before the first.

        Raises
        ------
        ReplayFileError
            The intervals are not in order of time.
        """
        if not len(times):
            return times, values, quality
        code = point.code
        step_ms = self._map.time.step_s * 1000
        if (np.diff(times) <= 0).any() or times[0] < self._last.get(code, times[0]):
            raise ReplayFileError(
                f"rows of column {point.column!r} are not in order of time",
                where=str(self._path),
                fix='sort the file, or take as = "register" away',
            )
        begins = code not in self._sums
        shown = np.cumsum(np.concatenate(([self._sums.get(code, point.register_start)], values)))
        self._sums[code] = float(shown[-1])
        ends = times + step_ms
        self._last[code] = int(ends[-1])
        if begins:
            first = (ends[:1] - step_ms, quality[:1])
            return (
                np.concatenate((first[0], ends)),
                shown,
                np.concatenate((first[1], quality)),
            )
        return ends, shown[1:], quality
