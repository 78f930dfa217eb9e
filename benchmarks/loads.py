"""Synthetic readings for benchmarks, as batches; the same from run to run."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.readings import Int64Array, ReadingBatch
from core.store.protocol import SeriesKey

T0_MS = 1_763_568_000_000
"""Start of a Shanghai day [ms since the epoch, UTC]."""

MINUTE_MS = 60_000


def make_keys(enterprises: int, points: int) -> list[SeriesKey]:
    """Return the keys of `points` [1] of each of `enterprises` [1]."""
    return [SeriesKey(f"E{e:05d}", f"P{p:03d}") for e in range(enterprises) for p in range(points)]


def make_minutes(series: Int64Array, start_ms: int, minutes: int) -> Iterator[ReadingBatch]:
    """Yield, minute by minute from `start_ms` [ms], one rising reading of each of `series` [1]."""
    chance = np.random.default_rng(7)
    order = chance.permutation(len(series))
    value = chance.random(len(series)) * 1e5
    for k in range(minutes):
        value = value + chance.random(len(series))
        time_ms = np.full(len(series), start_ms + k * MINUTE_MS, np.int64)
        sent_ms = time_ms + 1500
        quality = np.zeros(len(series), np.int8)
        seq = np.full(len(series), k + 1, np.int64)
        yield ReadingBatch(series, time_ms, value, quality, sent_ms, seq).take(order)


def make_history(series: Int64Array, start_ms: int, hours: int) -> ReadingBatch:
    """Return hourly readings of `series` [1] for `hours` [h] from `start_ms` [ms], by time."""
    chance = np.random.default_rng(7)
    n = len(series) * hours
    time_ms = np.repeat(start_ms + np.arange(hours, dtype=np.int64) * 60 * MINUTE_MS, len(series))
    value = np.repeat(np.arange(hours) * 40.0, len(series)) + chance.random(n)
    return ReadingBatch(
        np.tile(series, hours),
        time_ms,
        value,
        np.zeros(n, np.int8),
        time_ms + 1500,
        np.arange(n, dtype=np.int64) // 5000 + 1,
    )
