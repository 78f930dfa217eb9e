"""The InfluxQL statements of the store, one function each."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.vocabulary import Quality

FIRST_MS = -9_223_372_036_854
END_MS = 9_223_372_036_854
"""Times that InfluxDB can hold, in nanoseconds of 64 bits: the years 1677 to 2262 [ms]."""

READING_KINDS: dict[str, Any] = {"v": np.float64, "q": np.int8, "s": np.int64, "n": np.int64}
BRIEF_KINDS: dict[str, Any] = {"v": np.float64, "q": np.int8}
HOUR_KINDS: dict[str, Any] = dict.fromkeys(
    ("amount", "measured", "estimated", "coverage"), np.float64
)
READINGS = "reading"
HOURS = "consumption"

BY_SERIES = 'GROUP BY "enterprise", "point"'
_USABLE = f"AND (q < {Quality.MAINTENANCE:d} OR q = {Quality.SUBSTITUTED:d})"


def within(start_ms: int, end_ms: int) -> str:
    """Return the condition for ``[start_ms, end_ms)`` [ms], as far as InfluxDB has times."""
    start_ms, end_ms = max(start_ms, FIRST_MS), min(end_ms, END_MS)
    return f"time >= {start_ms}ms AND time < {end_ms}ms"


def select_rows(measurement: str, kinds: dict[str, Any], choice: str, span: tuple[int, int]) -> str:
    """Return what reads the chosen series in the half-open `span` [ms]."""
    fields = ", ".join(kinds)
    return f'SELECT {fields} FROM "{measurement}" WHERE ({choice}) AND {within(*span)} {BY_SERIES}'


def select_counts(choice: str, start_ms: int, end_ms: int) -> str:
    """Return what counts the chosen series' readings in ``[start_ms, end_ms)`` [ms]."""
    return (
        f'SELECT count(v) AS rows FROM "{READINGS}" WHERE ({choice}) '
        f"AND {within(start_ms, end_ms)} {BY_SERIES}"
    )


def sum_hours(field: str, choice: str, start_ms: int, end_ms: int) -> str:
    """Return what adds up a field of the chosen series' hours in ``[start_ms, end_ms)`` [ms]."""
    return (
        f'SELECT sum({field}) AS total FROM "{HOURS}" WHERE ({choice}) '
        f"AND {within(start_ms, end_ms)} {BY_SERIES}"
    )


def select_edge(choice: str, start_ms: int, end_ms: int, *, last: bool, usable: bool) -> str:
    """Return what reads each chosen series' last (or first) reading in ``[start_ms, end_ms)``."""
    fields = ", ".join(READING_KINDS)
    direction = "DESC" if last else "ASC"
    return (
        f'SELECT {fields} FROM "{READINGS}" WHERE ({choice}) AND {within(start_ms, end_ms)} '
        f"{_USABLE if usable else ''} {BY_SERIES} ORDER BY time {direction} LIMIT 1"
    )


def select_last_times(choice: str, start_ms: int) -> str:
    """Return what reads the time of each chosen series' last reading from `start_ms` [ms] on."""
    return (
        f'SELECT last(v) AS v FROM "{READINGS}" WHERE ({choice}) '
        f"AND {within(start_ms, END_MS)} {BY_SERIES}"
    )


def count_all(measurement: str, field: str) -> str:
    """Return what counts all rows of a measurement."""
    return f'SELECT count("{field}") FROM "{measurement}"'
