"""`replay`: a recorded file through the front door, checked as a whole before anything is sent."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import numpy as np

from core.clock import monotonic_s
from simulators.errors import DeliveryError, ReplayFileError
from simulators.replay.columns import Column, ColumnReader, Tally
from simulators.replay.map import ReplayMap, find_map, read_map

log = logging.getLogger(__name__)

READINGS_PER_MESSAGE = 30_000
"""About a megabyte of JSON columns [1]."""
TURN_S = 0.2
"""With a speed, a message holds what falls due in this real time [s]."""


class Sink(Protocol):
    """What takes readings: a gateway client, or a list in a test."""

    def send(self, series: Mapping[str, Column]) -> object:
        """Take readings by point; returning means they are kept and will be sent."""
        ...

    def wait_empty(self, timeout_s: float) -> bool:
        """Wait until everything is durable, at most `timeout_s` [s]; return whether it is."""
        ...


@dataclass(frozen=True)
class ReplayOptions:
    """How a file is replayed.

    Attributes
    ----------
    shift_ms : int
        What is added to every time [ms].
    speed : float
        Seconds of the file per real second [1]; 0 sends as fast as it is taken.
    skip_bad : bool
        Leave out what cannot be taken instead of refusing the file.
    timeout_s : float
        How long to wait at the end for everything to be durable, without progress [s].
    progress : callable
        Told (readings sent [1], of how many [1]) as it goes.
    """

    shift_ms: int = 0
    speed: float = 0.0
    skip_bad: bool = False
    timeout_s: float = 120.0
    progress: Callable[[int, int], None] | None = None


@dataclass(frozen=True)
class ReplayReport:
    """What a replay did; see `simulators.replay.columns.Tally` for the counts."""

    tally: Tally
    messages: int
    readings: int
    seconds: float
    time_assumed: bool


def plan(path: Path, given: ReplayMap, *, skip_bad: bool = False) -> Tally:
    """Read the whole file without sending anything; return what is in it.

    Raises
    ------
    MapError
        The map does not fit the file.
    ReplayFileError
        The file cannot be read, or has cells that cannot be taken and `skip_bad` is off.
    """
    reader = ColumnReader(path, given)
    for _ in reader.read():
        pass
    tally = reader.tally
    if tally.skipped and not skip_bad:
        shown = "; ".join(str(problem) for problem in tally.problems[:5])
        more = f" and {tally.skipped - 5} more" if tally.skipped > 5 else ""
        raise ReplayFileError(
            f"{tally.skipped} cells or rows cannot be taken: {shown}{more}; nothing was sent",
            where=str(path),
            fix="mend the file or the map, or leave these out with --skip-bad",
        )
    return tally


def replay(
    path: Path, given: ReplayMap, sink: Sink, options: ReplayOptions | None = None
) -> ReplayReport:
    """Send a file's readings into `sink` and wait until they are durable.

    Raises
    ------
    MapError, ReplayFileError
        The map or the file cannot be taken; nothing was sent.
    DeliveryError
        The readings were sent and are not all durable after the time allowed.
    """
    options = options or ReplayOptions()
    began_s = monotonic_s()
    total = plan(path, given, skip_bad=options.skip_bad)
    reader = ColumnReader(path, given)
    messages = sent = 0
    pace = _Pace(total.first_ms or 0, options.speed)
    for columns in reader.read():
        for part in _split(columns, options.speed):
            pace.wait_for(part)
            sink.send({code: _shifted(column, options) for code, column in part.items()})
            messages += 1
            sent += sum(len(times) for times, _, _ in part.values())
            if options.progress:
                options.progress(sent, total.readings)
    if not sink.wait_empty(options.timeout_s):
        raise DeliveryError(
            f"of {sent} readings from {path} not all are durable after {options.timeout_s:.0f} s. "
            "To mend: see that the collector runs and takes this gateway's messages, then replay "
            "again; what is there already is not doubled"
        )
    return ReplayReport(
        reader.tally, messages, sent, monotonic_s() - began_s, time_assumed=given.is_assumed()
    )


def replay_file(
    path: Path, map_name: str, sink: Sink, options: ReplayOptions | None = None
) -> ReplayReport:
    """Replay a file by the map called, or standing at, `map_name`; see `replay`."""
    return replay(path, read_map(find_map(map_name)), sink, options)


def _shifted(column: Column, options: ReplayOptions) -> Column:
    times, values, quality = column
    return (times + options.shift_ms if options.shift_ms else times), values, quality


def _split(columns: dict[str, Column], speed: float) -> Iterator[dict[str, Column]]:
    """Yield `columns` in messages: by size, or, with a speed, by what falls due in a turn."""
    filled = {code: column for code, column in columns.items() if len(column[0])}
    if not filled:
        return
    all_times = np.concatenate([times for times, _, _ in filled.values()])
    if speed > 0:
        turn_ms = max(1, round(speed * TURN_S * 1000))
        edges = np.unique(all_times // turn_ms) * turn_ms
    else:
        parts = -(-len(all_times) // READINGS_PER_MESSAGE)
        edges = np.unique(np.sort(all_times)[:: -(-len(all_times) // parts)])
    bounds = [int(all_times.min()), *(int(edge) for edge in edges[1:]), int(all_times.max()) + 1]
    for begin, end in pairwise(bounds):
        part: dict[str, Column] = {}
        for code, (times, values, quality) in filled.items():
            chosen = (times >= begin) & (times < end)
            if chosen.any():
                part[code] = times[chosen], values[chosen], quality[chosen]
        if part:
            yield part


class _Pace:
    """Holds a replay back to its speed."""

    def __init__(self, first_ms: int, speed: float) -> None:
        self._first_ms = first_ms
        self._speed = speed
        self._began_s = monotonic_s()
        self._never = threading.Event()

    def wait_for(self, part: Mapping[str, Column]) -> None:
        """Wait until the first reading of `part` is due."""
        if self._speed <= 0:
            return
        due_ms = min(int(times[0]) for times, _, _ in part.values())
        due_s = self._began_s + (due_ms - self._first_ms) / 1000 / self._speed
        self._never.wait(max(0.0, due_s - monotonic_s()))
