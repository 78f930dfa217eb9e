"""Routes of data quality, of who is connected, of fitted meters, and of pictures of findings."""

from __future__ import annotations

from fastapi import APIRouter, Response

from api import quality_queries as queries
from api.listing import ListRoute
from api.parameters import API_PREFIX, Reader
from api.schemas.base import Page
from api.schemas.quality import ConnectionState, FittingRow, QualityDetail, QualityMonth
from api.services import pictures, quality

router = APIRouter(prefix=API_PREFIX, tags=["quality"], route_class=ListRoute)


@router.get("/quality", summary="Quality of enterprises' data by month, newest first")
def list_quality(viewer: Reader, asked: queries.Qualities) -> Page[QualityMonth]:
    """Give months with their score and six indices."""
    chosen = quality.QualityFilter(
        enterprise=asked.enterprise,
        region=asked.region,
        month_ms=asked.month,
        level=asked.level,
    )
    return quality.list_quality(viewer, chosen, limit=asked.limit, cursor=asked.cursor)


@router.get("/quality/connection", summary="接入率: who is obliged to connect, and who is")
def read_connection(viewer: Reader, asked: queries.Connections) -> ConnectionState:
    """Give the connection rate of a region, of this or another month."""
    return quality.read_connection(viewer, asked.region, month_ms=asked.month)


@router.get("/quality/fitting", summary="计量器具配备率: meters fitted by meters due, by level")
def list_fitting(viewer: Reader, asked: queries.Fittings) -> Page[FittingRow]:
    """Give the fitting rates of an enterprise."""
    items = quality.list_fitting(viewer, asked.enterprise, at_ms=asked.at)
    return Page(items=items, next=None)


@router.get("/quality/{enterprise}", summary="A month of an enterprise by point and comparison")
def read_quality(viewer: Reader, enterprise: str, asked: queries.QualityMonths) -> QualityDetail:
    """Give the newest month that was measured, or another."""
    return quality.read_quality(viewer, enterprise, month_ms=asked.month)


@router.get(
    "/findings/picture",
    summary="A finding as a picture (SVG)",
    response_class=Response,
    responses={200: {"content": {pictures.MEDIA_TYPE: {}}, "description": "The picture"}},
)
def draw_finding(viewer: Reader, asked: queries.Pictures) -> Response:
    """Give the readings a finding is about, with its stretch marked."""
    picture = pictures.draw_finding(
        viewer, asked.subject, asked.point, asked.code, start_ms=asked.start
    )
    return Response(picture, media_type=pictures.MEDIA_TYPE)
