"""All readings or hourly amounts of a point over a span, as columns, a stretch at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np
import pyarrow as pa

from api.listing.columns import columns_of, schema_of
from api.schemas.readings import AmountRow, ReadingRow
from api.services.amounts import unit_of
from api.services.readings import check_span, require_point
from api.viewer import Viewer
from core.calendar import DAY_MS, HOUR_MS
from core.readings import ReadingBatch
from core.registry.models import Point
from core.store.protocol import SeriesKey

AT_ONCE = 20_000
"""About so many readings are held together [1]."""
HOURS_AT_ONCE_MS = AT_ONCE * HOUR_MS
READINGS = schema_of(columns_of(ReadingRow))
AMOUNTS = schema_of(columns_of(AmountRow))


class SpanAsked(Protocol):
    """Which point and span is asked for; times in ms since the epoch, UTC."""

    enterprise: str
    point: str
    start: int
    end: int


def walk_readings(viewer: Viewer, asked: SpanAsked) -> Iterator[pa.RecordBatch]:
    """Return readings of a point in ``[start, end)``, by time, in batches.

    Raises
    ------
    MissingError
        There is no such point.
    ParameterError
        The span ends before it starts.
    """
    check_span(asked.start, asked.end)
    point = require_point(viewer, asked.enterprise, asked.point)
    return _readings(viewer, point, (asked.start, asked.end))


def walk_amounts(viewer: Viewer, asked: SpanAsked) -> Iterator[pa.RecordBatch]:
    """Return hourly amounts of a point in ``[start, end)``, by hour, in batches.

    Raises
    ------
    MissingError
        There is no such point.
    ParameterError
        The span ends before it starts.
    """
    check_span(asked.start, asked.end)
    point = require_point(viewer, asked.enterprise, asked.point)
    first_ms = max(asked.start, point.in_service_ms - DAY_MS)
    return _amounts(viewer, point, (first_ms, min(asked.end, viewer.now_ms() + DAY_MS)))


def _readings(viewer: Viewer, point: Point, span: tuple[int, int]) -> Iterator[pa.RecordBatch]:
    """Read stretch by stretch, each as long as the one before suggests.

    What lies before the next usable reading is one stretch, however long.
    """
    store = viewer.parts.store
    series = store.series_ids([SeriesKey(point.enterprise_code, point.code)])
    at_ms, end_ms = span
    width_ms = min(DAY_MS, AT_ONCE * point.expected_s * 1000)
    while at_ms < end_ms:
        usable = store.first_from(series, at_ms)
        until_ms = min(end_ms, int(usable.time_ms[0])) if len(usable) else end_ms
        for stretch in ((at_ms, until_ms), (until_ms, min(end_ms, until_ms + width_ms))):
            batch = store.read_readings(series, *stretch) if stretch[0] < stretch[1] else None
            if batch is not None and len(batch):
                yield _reading_columns(point, batch)
            found = 0 if batch is None else len(batch)
        at_ms = until_ms + width_ms
        width_ms = max(
            1000, width_ms * min(8 * AT_ONCE, AT_ONCE * AT_ONCE // max(found, 1)) // AT_ONCE
        )


def _reading_columns(point: Point, batch: ReadingBatch) -> pa.RecordBatch:
    sent = pa.array(batch.sent_ms, mask=batch.sent_ms == 0)
    columns = [
        pa.repeat(point.enterprise_code, len(batch)),
        pa.repeat(point.code, len(batch)),
        pa.array(batch.time_ms),
        pa.array(batch.value),
        pa.array(batch.quality.astype(np.int64)),
        sent,
        pa.array(batch.seq),
    ]
    return _typed(columns, READINGS)


def _amounts(viewer: Viewer, point: Point, span: tuple[int, int]) -> Iterator[pa.RecordBatch]:
    store = viewer.parts.store
    series = store.series_ids([SeriesKey(point.enterprise_code, point.code)])
    unit = unit_of(viewer, point)
    for start_ms in range(*span, HOURS_AT_ONCE_MS):
        hours = store.read_hours(series, start_ms, min(span[1], start_ms + HOURS_AT_ONCE_MS))
        if len(hours) == 0:
            continue
        known = [
            pa.array(column, mask=~np.isfinite(column))
            for column in (hours.amount, hours.measured, hours.estimated)
        ]
        columns = [
            pa.repeat(point.enterprise_code, len(hours)),
            pa.repeat(point.code, len(hours)),
            pa.array(hours.hour_ms),
            known[0],
            pa.repeat(unit, len(hours)),
            *known[1:],
            pa.array(hours.coverage),
        ]
        yield _typed(columns, AMOUNTS)


def _typed(columns: list[pa.Array], schema: pa.Schema) -> pa.RecordBatch:
    typed = [column.cast(field.type) for column, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(typed, schema=schema)
