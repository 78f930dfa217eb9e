"""`Line`: the readings of one point as the hints see them; `Hint`, `Look`: what was found, or not.

Times are in ms since the epoch, UTC; values in the point's own unit. Whatever the kind of point,
a line holds what flowed or stood in each step: of a register its increments.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from core.readings import BoolArray, Float64Array, Int64Array, ReadingBatch
from core.vocabulary import Kind, Quality

NOT_MEASURED = (Quality.MAINTENANCE, Quality.SUBSTITUTED, Quality.FAULT)
"""What says of itself that it was not measured cannot be a falsified measurement."""
GRID_MS = 900_000
"""Grid on which days are compared, where readings are closer together [ms]."""
RAIL_SHARE = 0.1
"""A value that so much of the readings have [1] is where a meter rests, such as a factor of 100."""
CLOSE = 1e-3
"""Share of a rounding unit within which a value counts as its multiple [1]."""


@dataclass(frozen=True, slots=True)
class Line:
    """Values of one point in order of time, each time once, shape (n,) each.

    Attributes
    ----------
    time_ms : (n,) int64
        Start of each value's step [ms since the epoch, UTC].
    value : (n,) float64
        Values, in the point's own unit.
    step_ms : int
        Expected time between values [ms].
    """

    time_ms: Int64Array
    value: Float64Array
    step_ms: int

    def __len__(self) -> int:
        """Return the number of values [1]."""
        return len(self.time_ms)


@dataclass(frozen=True)
class Hint:
    """A stretch ``[start_ms, end_ms)`` [ms since the epoch, UTC] that looks made up.

    Attributes
    ----------
    code : str
        What was found, such as ``flat_line``.
    evidence : dict
        The figures it rests on; units are in their names.
    """

    code: str
    start_ms: int
    end_ms: int
    evidence: dict[str, object] = field(default_factory=dict)


class Blindness(StrEnum):
    """Why a rule can tell nothing of a line."""

    SHORT = "short"
    CONSTANT = "constant"
    COARSE = "coarse"


class Blind(NamedTuple):
    """A rule sees nothing in a line, for this reason; `figures` say what it rests on."""

    reason: Blindness
    figures: dict[str, float]


class Look(NamedTuple):
    """What a rule found in a line; `blind` where it could not have found it."""

    hints: list[Hint]
    blind: Blind | None = None


def make_line(kind: Kind, readings: ReadingBatch, step_ms: int) -> Line:
    """Return the readings of one series as a line; `step_ms` is the expected step [ms].

    A register gives its increments between readings not more than two steps apart, stamped with
    their start; steps down, which are not consumption, are left out.
    """
    usable = ~np.isin(readings.quality, NOT_MEASURED) & np.isfinite(readings.value)
    time_ms, value = readings.time_ms[usable], readings.value[usable]
    order = np.argsort(time_ms, kind="stable")
    time_ms, value = time_ms[order], value[order]
    if kind is Kind.REGISTER and len(time_ms):
        rise, gap = np.diff(value), np.diff(time_ms)
        chosen = (rise >= 0) & (gap <= 2 * step_ms)
        return Line(time_ms[:-1][chosen], clean_increments(value, rise)[chosen], step_ms)
    return Line(time_ms, value, step_ms)


def clean_increments(register: Float64Array, rise: Float64Array) -> Float64Array:
    """Return increments without the rounding of floats [unit of the register].

    Differences of large registers carry errors of the size of their last bits, which would make
    equal increments differ.
    """
    if not len(rise):
        return rise
    size = float(np.max(np.abs(register)))
    if size == 0:
        return rise
    digits = int(np.floor(-np.log10(size * 1e-14)))
    return np.asarray(np.round(rise, min(max(digits - 1, 0), 12)), np.float64)


def find_quantum(value: Float64Array) -> float:
    """Return the largest power of ten all values are multiples of [unit of the values].

    It is their decimal resolution; 0 where there is none above a ten-thousandth of their size. One
    value in two hundred may differ.
    """
    size = float(np.percentile(np.abs(value), 99)) if len(value) else 0.0
    if size == 0:
        return 0.0
    top = int(np.ceil(np.log10(size)))
    for exponent in range(top, top - 7, -1):
        unit = 10.0**exponent
        if is_multiple(value, unit).mean() >= 0.995:
            return unit
    return 0.0


def is_multiple(value: Float64Array, unit: float) -> BoolArray:
    """Tell which values are multiples of `unit` [unit of the values]; next to zero is none."""
    parts = value / unit
    whole = np.round(parts)
    multiple = (np.abs(parts - whole) <= CLOSE) & ((whole != 0) | (value == 0))
    return np.asarray(multiple, np.bool_)


def find_runs(flags: BoolArray) -> tuple[Int64Array, Int64Array]:
    """Return where runs of True start and end, exclusive [1]."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return edges[::2], edges[1::2]


def join_spans(spans: list[tuple[int, int]], gap_ms: int) -> list[tuple[int, int]]:
    """Return spans by start, those not more than `gap_ms` [ms] apart joined."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1] + gap_ms:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


@dataclass(frozen=True, slots=True)
class Grid:
    """A line on a gapless grid; `value` is NaN where nothing was measured.

    Attributes
    ----------
    start_ms, step_ms : int
        Start and step of the grid [ms].
    value : (n,) float64
        Mean of the values in each step, in their unit.
    """

    start_ms: int
    step_ms: int
    value: Float64Array

    def time_ms(self, index: int) -> int:
        """Return the start of a step [ms]."""
        return self.start_ms + index * self.step_ms


def lay_on_grid(line: Line) -> Grid:
    """Return a line on a grid of its step, at least a quarter of an hour."""
    step = max(line.step_ms, GRID_MS)
    if not len(line):
        return Grid(0, step, np.empty(0))
    start = int(line.time_ms[0]) // step * step
    at = (line.time_ms - start) // step
    size = int(at[-1]) + 1
    count = np.bincount(at, minlength=size)
    total = np.bincount(at, line.value, size)
    mean = np.divide(total, count, out=np.full(size, np.nan), where=count > 0)
    return Grid(start, step, mean)
