"""Hourly amounts of one point, in pages."""

from __future__ import annotations

import math

from api.cursors import decode_cursor, encode_cursor
from api.schemas.base import Page
from api.schemas.readings import AmountRow
from api.services.catalogue import carrier_names
from api.services.readings import check_span, require_point
from api.viewer import Viewer
from core.calendar import HOUR_MS
from core.registry.models import Point
from core.store.protocol import SeriesKey


def list_amounts(
    viewer: Viewer,
    key: SeriesKey,
    span: tuple[int, int],
    *,
    limit: int = 1000,
    cursor: str | None = None,
) -> Page[AmountRow]:
    """Return hourly amounts of a point in ``[start, end)``, by hour, at most `limit` [1].

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
        after = decode_cursor("amounts", cursor, (int,))
        start_ms = max(start_ms, int(after[0]) + HOUR_MS)
    store = viewer.parts.store
    hours = store.read_hours(store.series_ids([key]), start_ms, end_ms)
    unit = unit_of(viewer, point)
    columns = zip(
        hours.hour_ms[:limit].tolist(),
        hours.amount[:limit].tolist(),
        hours.measured[:limit].tolist(),
        hours.estimated[:limit].tolist(),
        hours.coverage[:limit].tolist(),
        strict=True,
    )
    items = [
        AmountRow(
            enterprise=key.enterprise,
            point=key.point,
            start=hour,
            amount=_known(amount),
            unit=unit,
            measured=_known(measured),
            estimated=_known(estimated),
            coverage=coverage,
        )
        for hour, amount, measured, estimated, coverage in columns
    ]
    if len(hours) <= limit:
        return Page(items=items, next=None)
    return Page(items=items, next=encode_cursor("amounts", [int(hours.hour_ms[limit - 1])]))


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def unit_of(viewer: Viewer, point: Point) -> str:
    """Return the unit of a point's amounts."""
    carrier = carrier_names(viewer).get(point.carrier)
    return carrier.unit if carrier is not None else point.unit
