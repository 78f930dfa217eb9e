"""Readings of one point over a span, in pages."""

from __future__ import annotations

from api.cursors import decode_cursor, encode_cursor
from api.errors import MissingError, ParameterError
from api.schemas.base import Page
from api.schemas.readings import ReadingRow
from api.viewer import Viewer
from core.calendar import HOUR_MS, format_time
from core.readings import ReadingBatch
from core.registry.models import Point
from core.store.protocol import SeriesKey

READINGS_MAX = 10_000


def require_point(viewer: Viewer, enterprise: str, point: str) -> Point:
    """Return the point of an enterprise.

    Raises
    ------
    MissingError
        There is no such enterprise or point.
    """
    with viewer.read() as session:
        viewer.require_enterprise(session, enterprise)
        found = session.get(Point, (enterprise, point))
    if found is None:
        raise MissingError(
            f"point {point!r} of enterprise {enterprise} is not in the registry",
            parameter="point",
            value=point,
            fix="`GET /api/v1/points?enterprise=…` lists those that are",
        )
    return found


def check_span(start_ms: int, end_ms: int) -> None:
    """Refuse a span [ms] that ends before it starts.

    Raises
    ------
    ParameterError
        It does.
    """
    if end_ms < start_ms:
        raise ParameterError(
            f"end {format_time(end_ms)} is before start {format_time(start_ms)}",
            parameter="end",
            value=format_time(end_ms),
            fix="give an end after the start",
        )


def list_readings(
    viewer: Viewer,
    key: SeriesKey,
    span: tuple[int, int],
    *,
    limit: int = 1000,
    cursor: str | None = None,
) -> Page[ReadingRow]:
    """Return readings of a point in ``[start, end)``, by time, at most `limit` [1].

    Parameters
    ----------
    viewer : Viewer
        Who asks.
    key : SeriesKey
        Enterprise and point.
    span : (int, int)
        Start and end [ms since the epoch, UTC].
    limit : int
        Rows at most [1].
    cursor : str or None
        Where to go on.

    Raises
    ------
    MissingError
        There is no such point.
    ParameterError
        The span ends before it starts, or the cursor is not one this list gave.
    """
    start_ms, end_ms = span
    check_span(start_ms, end_ms)
    point = require_point(viewer, key.enterprise, key.point)
    if cursor:
        after = decode_cursor("readings", cursor, (int,))
        start_ms = max(start_ms, int(after[0]) + 1)
    batch = _read_first(viewer, point, (start_ms, end_ms), limit + 1)
    items = _rows(key, batch)
    if len(items) <= limit:
        return Page(items=items, next=None)
    last_ms = int(batch.time_ms[limit - 1])
    return Page(items=items[:limit], next=encode_cursor("readings", [last_ms]))


def _read_first(viewer: Viewer, point: Point, span: tuple[int, int], count: int) -> ReadingBatch:
    """Return about the first `count` readings [1] of a span [ms], reading in growing windows.

    Before the first usable reading there are few, so that stretch is one window, however long.
    """
    store = viewer.parts.store
    series = store.series_ids([SeriesKey(point.enterprise_code, point.code)])
    at_ms, end_ms = span
    usable = store.first_from(series, at_ms)
    until_ms = min(end_ms, int(usable.time_ms[0])) if len(usable) else end_ms
    width_ms = max(HOUR_MS, count * point.expected_s * 1000)
    batches: list[ReadingBatch] = []
    found = 0
    while at_ms < end_ms and found < count:
        if until_ms > at_ms:
            batches.append(store.read_readings(series, at_ms, until_ms))
            found += len(batches[-1])
        at_ms, until_ms = until_ms, min(end_ms, until_ms + width_ms)
        width_ms *= 4
    return ReadingBatch.concat(batches)


def _rows(key: SeriesKey, batch: ReadingBatch) -> list[ReadingRow]:
    columns = zip(
        batch.time_ms.tolist(),
        batch.value.tolist(),
        batch.quality.tolist(),
        batch.sent_ms.tolist(),
        batch.seq.tolist(),
        strict=True,
    )
    return [
        ReadingRow(
            enterprise=key.enterprise,
            point=key.point,
            time=t,
            value=v,
            quality=q,
            sent=sent or None,
            seq=seq,
        )
        for t, v, q, sent, seq in columns
    ]
