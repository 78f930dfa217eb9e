"""Faults of meters and links, planted as functions of the reading's time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from core.calendar import HOUR_MS
from core.readings import BoolArray, Int64Array
from simulators.plants.feed import Column
from simulators.plants.noise import uniform


class Fault(Protocol):
    """Something that goes wrong at one or several points."""

    @property
    def points(self) -> frozenset[str]:
        """Codes of the points it strikes; empty for all."""
        ...

    def apply(self, column: Column) -> Column:
        """Return what is left of a point's readings."""
        ...


@dataclass(frozen=True)
class Gap:
    """Nothing is measured in ``[start_ms, end_ms)`` [ms since the epoch, UTC]."""

    points: frozenset[str]
    start_ms: int
    end_ms: int

    def apply(self, column: Column) -> Column:
        """Return the readings outside the gap."""
        return _take(column, ~_within(column[0], self.start_ms, self.end_ms))


@dataclass(frozen=True)
class Sparse:
    """Blocks of `block_h` [h] are lost at random, a share `share` [1] of them."""

    points: frozenset[str]
    seed: int
    share: float
    block_h: int = 12

    def apply(self, column: Column) -> Column:
        """Return the readings that were not lost."""
        block = column[0] // (self.block_h * HOUR_MS)
        return _take(column, uniform(self.seed, 77, block) >= self.share)


@dataclass(frozen=True)
class Dead:
    """The meter shows 0 in ``[start_ms, end_ms)`` [ms since the epoch, UTC]."""

    points: frozenset[str]
    start_ms: int
    end_ms: int

    def apply(self, column: Column) -> Column:
        """Return the readings, zero within."""
        times, values, quality = column
        within = _within(times, self.start_ms, self.end_ms)
        return times, np.where(within, 0.0, values), quality


@dataclass(frozen=True)
class Blip:
    """One reading at `at_ms` [ms since the epoch, UTC] is 0."""

    points: frozenset[str]
    at_ms: int

    def apply(self, column: Column) -> Column:
        """Return the readings with the one that is 0."""
        times, values, quality = column
        return times, np.where(times == self.at_ms, 0.0, values), quality


def apply_faults(columns: dict[str, Column], faults: Sequence[Fault]) -> dict[str, Column]:
    """Return `columns` after all `faults`; points without readings are left out."""
    struck = dict(columns)
    for fault in faults:
        for code in fault.points or frozenset(struck):
            if code in struck:
                struck[code] = fault.apply(struck[code])
    return {code: column for code, column in struck.items() if len(column[0])}


def _within(times: Int64Array, start_ms: int, end_ms: int) -> BoolArray:
    return (times >= start_ms) & (times < end_ms)


def _take(column: Column, chosen: BoolArray) -> Column:
    times, values, quality = column
    return times[chosen], values[chosen], quality[chosen]
