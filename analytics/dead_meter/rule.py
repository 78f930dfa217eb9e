"""The rule itself, without a store: long runs of measured zeros at points that usually measure.

A run of zeros is no proof: a plant may stand still. Where half of the enterprise's other points
that usually measure are at zero over most of the same time, it is taken for a standstill.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from core.calendar import HOUR_MS
from core.hours import HourBatch
from core.readings import BoolArray, Int64Array

USUAL_SHARE = 0.5
"""A point usually measures if this share of its hours outside long runs is not zero [1]."""
LEAST_SHARE = 0.1
"""... and if this share of all its hours is not zero: a pilot burner is no meter that died [1]."""
STANDSTILL_SHARE = 0.5
"""Share of the other points that rest at the same time in a standstill [1]."""
REST_SHARE = 0.8
"""A point rests in a period if this share of its hours in it is zero [1]."""
MEASURED_SHARE = 0.5
"""Share of a run's hours that must be measured at all [1]."""


class ZeroRun(NamedTuple):
    """A run of zeros: ``[start, end)`` [ms since the epoch, UTC] and its zero hours [1]."""

    start_ms: int
    end_ms: int
    hours: int


class _Series(NamedTuple):
    """Measured hours of one point, by time."""

    hour_ms: Int64Array
    zero: BoolArray


def find_dead(hours: HourBatch, *, least_ms: int) -> dict[int, list[ZeroRun]]:
    """Return the zero runs of at least `least_ms` [ms] by series [1], standstills left out.

    Parameters
    ----------
    hours : HourBatch
        Hours of all points of one enterprise, in any order; hours without any amount, measured or
        estimated, tell nothing.
    """
    by_series = _group(hours)
    runs = {series: find_zero_runs(*line, least_ms=least_ms) for series, line in by_series.items()}
    usual = {s for s, line in by_series.items() if _usually_measures(line, runs[s])}
    found: dict[int, list[ZeroRun]] = {}
    for series in usual:
        others = [by_series[other] for other in usual if other != series]
        dead = [run for run in runs[series] if not _stands_still(run, others)]
        if dead:
            found[series] = dead
    return found


def find_zero_runs(hour_ms: Int64Array, zero: BoolArray, *, least_ms: int) -> list[ZeroRun]:
    """Return the runs of zeros at least `least_ms` [ms] long, of hours [ms] in order of time.

    Hours that are not among `hour_ms` do not end a run, but at least half of it must be there.
    """
    edges = np.flatnonzero(np.diff(np.concatenate(([False], zero, [False])).astype(np.int8)))
    runs: list[ZeroRun] = []
    for first, after in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        start, end = int(hour_ms[first]), int(hour_ms[after - 1]) + HOUR_MS
        count = after - first
        if end - start >= least_ms and count * HOUR_MS >= MEASURED_SHARE * (end - start):
            runs.append(ZeroRun(start, end, count))
    return runs


def _group(hours: HourBatch) -> Mapping[int, _Series]:
    known = hours.take((hours.coverage > 0) | (hours.estimated != 0))
    order = np.lexsort((known.hour_ms, known.series))
    known = known.take(order)
    series, starts = np.unique(known.series, return_index=True)
    ends = np.append(starts[1:], len(known))[: len(series)]
    return {
        int(s): _Series(known.hour_ms[a:b], known.amount[a:b] == 0)
        for s, a, b in zip(series.tolist(), starts.tolist(), ends.tolist(), strict=True)
    }


def _usually_measures(line: _Series, runs: list[ZeroRun]) -> bool:
    outside = len(line.zero) - sum(run.hours for run in runs)
    moving = int((~line.zero).sum())
    return (
        outside > 0 and moving >= USUAL_SHARE * outside and moving >= LEAST_SHARE * len(line.zero)
    )


def _stands_still(run: ZeroRun, others: list[_Series]) -> bool:
    known = resting = 0
    for line in others:
        inside = line.zero[
            np.searchsorted(line.hour_ms, run.start_ms) : np.searchsorted(line.hour_ms, run.end_ms)
        ]
        if len(inside):
            known += 1
            resting += bool(inside.mean() >= REST_SHARE)
    return known > 0 and resting >= STANDSTILL_SHARE * known
