"""Routes of readings and of hourly amounts."""

from __future__ import annotations

from fastapi import APIRouter

from api import queries
from api.listing import ListRoute, in_columns
from api.parameters import API_PREFIX, Reader
from api.schemas.base import Page
from api.schemas.readings import AmountRow, ReadingRow
from api.services import amounts, readings, whole_series
from core.store.protocol import SeriesKey

router = APIRouter(prefix=API_PREFIX, tags=["measured"], route_class=ListRoute)


@router.get("/readings", summary="Readings of a point, as sent, in [start, end)")
@in_columns(whole_series.walk_readings)
def list_readings(viewer: Reader, asked: queries.Span) -> Page[ReadingRow]:
    """Give readings."""
    key = SeriesKey(asked.enterprise, asked.point)
    span = (asked.start, asked.end)
    return readings.list_readings(viewer, key, span, limit=asked.limit, cursor=asked.cursor)


@router.get("/amounts", summary="Hourly amounts of a point in [start, end)")
@in_columns(whole_series.walk_amounts)
def list_amounts(viewer: Reader, asked: queries.Span) -> Page[AmountRow]:
    """Give hourly amounts."""
    key = SeriesKey(asked.enterprise, asked.point)
    span = (asked.start, asked.end)
    return amounts.list_amounts(viewer, key, span, limit=asked.limit, cursor=asked.cursor)
