"""What no store takes: values that are no number, and series that it never allotted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import RefusedError
from core.readings import BoolArray, Int64Array, ReadingBatch


def check_rows(rows: Mapping[str, NDArray[Any]], series_known: int) -> None:
    """Refuse rows that must never be stored.

    Raises
    ------
    RefusedError
        A value is not finite, or a series id [1] was never allotted.
    """
    series = rows["series"]
    for name, column in rows.items():
        if column.dtype.kind == "f":
            bad = np.flatnonzero(~np.isfinite(column))
            if len(bad):
                raise RefusedError(
                    f"{name} = {column[bad[0]]} is no number",
                    where=f"series {series[bad[0]]} at {rows['time'][bad[0]]} ms",
                    fix="quarantine it before the store",
                )
    if len(series) and not 1 <= int(series.min()) <= int(series.max()) <= series_known:
        wrong = int(series.max()) if int(series.max()) > series_known else int(series.min())
        raise RefusedError(
            f"series id {wrong} was never allotted",
            where=f"store of series 1 … {series_known}",
            fix="ask series_ids() of this store for it",
        )


def distinct_places(batch: ReadingBatch) -> Int64Array:
    """Return the places [1] of the readings that the rule keeps, each (series, time) once."""
    order = np.lexsort((batch.time_ms, batch.series))
    if not _same_as_next(batch.series, batch.time_ms, order).any():
        return np.arange(len(batch))
    keys = (batch.quality, batch.value, batch.seq, batch.sent_ms, batch.time_ms, batch.series)
    order = np.lexsort(keys)
    return np.sort(order[~_same_as_next(batch.series, batch.time_ms, order)])


def last_places(series: Int64Array, time_ms: Int64Array) -> Int64Array:
    """Return the places [1] of each (series, time) once, by both: the last of its kind."""
    order = np.lexsort((time_ms, series))
    return order[~_same_as_next(series, time_ms, order)]


def _same_as_next(series: Int64Array, time_ms: Int64Array, order: Int64Array) -> BoolArray:
    same = np.zeros(len(order), np.bool_)
    same[:-1] = (series[order[1:]] == series[order[:-1]]) & (
        time_ms[order[1:]] == time_ms[order[:-1]]
    )
    return same
