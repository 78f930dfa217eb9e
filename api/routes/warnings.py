"""Routes of early warning: schemes, grades, the dispatch sheet, held-back approvals."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from api import pace_queries as queries
from api.listing import ListRoute
from api.parameters import API_PREFIX, Reader
from api.schemas.base import Page
from api.schemas.warnings import DispatchRow, WarningRow, WarningSchemeRow
from api.services import dispatch, warnings
from core.calendar import Period

router = APIRouter(prefix=API_PREFIX, tags=["early warning"], route_class=ListRoute)


@router.get("/warnings/schemes", summary="Schemes of early warning with their levels")
def list_schemes(viewer: Reader) -> Page[WarningSchemeRow]:
    """Give the schemes."""
    return Page(items=warnings.list_schemes(viewer), next=None)


@router.get("/warnings", summary="Grades of a month or quarter, the worst first")
def list_warnings(viewer: Reader, asked: queries.Warned) -> Page[WarningRow]:
    """Give grades."""
    return warnings.list_warnings(
        viewer,
        period=Period(asked.period),
        start_ms=asked.at,
        region=asked.region,
        subject=asked.subject,
        scheme=asked.scheme,
        limit=asked.limit,
        cursor=asked.cursor,
    )


@router.get("/warnings/held-back", summary="Regions marked for 缓批限批 in a quarter")
def list_held_back(viewer: Reader, asked: queries.Dispatched) -> Page[WarningRow]:
    """Give the regions whose approvals are held back, each with why."""
    items = warnings.list_held_back(viewer, asked.region, asked.at, asked.scheme)
    return Page(items=items, next=None)


@router.get("/dispatch", summary="The quarterly dispatch sheet 季度调度")
def read_dispatch(viewer: Reader, asked: queries.Dispatched) -> Page[DispatchRow]:
    """Give the sheet of a quarter."""
    rows = dispatch.read_dispatch(viewer, region=asked.region, at_ms=asked.at, scheme=asked.scheme)
    return Page(items=rows, next=None)


@router.get(
    "/dispatch.csv",
    summary="The same sheet as CSV",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
def read_dispatch_csv(viewer: Reader, asked: queries.Dispatched) -> Response:
    """Give the sheet of a quarter as CSV."""
    rows = dispatch.read_dispatch(viewer, region=asked.region, at_ms=asked.at, scheme=asked.scheme)
    return Response(
        dispatch.write_csv(rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="dispatch.csv"'},
    )
