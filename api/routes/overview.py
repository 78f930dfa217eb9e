"""Routes of regions and enterprises: who stands where."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from api import queries
from api.errors import ParameterError
from api.listing import ListRoute
from api.parameters import API_PREFIX, Reader
from api.schemas.base import Page
from api.schemas.enterprises import Consumption, EnterpriseDetail, EnterpriseRow
from api.schemas.overview import Overview
from api.schemas.regions import RegionRow
from api.services import consumption, enterprises, regions
from api.services import overview as overviews
from api.services.enterprises import EnterpriseFilter
from core.calendar import Period

router = APIRouter(prefix=API_PREFIX, tags=["overview"], route_class=ListRoute)


@router.get("/regions", summary="The region tree, each region before those below it")
def list_regions(
    viewer: Reader,
    under: Annotated[str | None, Query(description="Only this region's subtree.")] = None,
) -> Page[RegionRow]:
    """Give the region tree."""
    return Page(items=regions.list_regions(viewer, under=under), next=None)


@router.get("/overview", summary="Where the whole supervised area stands")
def read_root(viewer: Reader) -> Overview:
    """Give the overview of the root region."""
    return overviews.read_overview(viewer)


@router.get("/regions/{region}/overview", summary="Where a region's subtree stands")
def read_region(viewer: Reader, region: str) -> Overview:
    """Give the overview of a region."""
    return overviews.read_overview(viewer, region)


@router.get("/enterprises", summary="Enterprises with where each stands")
def list_enterprises(viewer: Reader, asked: queries.Enterprises) -> Page[EnterpriseRow]:
    """Give enterprises."""
    chosen = EnterpriseFilter(
        region=asked.region,
        sector=asked.sector,
        level=asked.level,
        text=asked.text,
        order=asked.order,
    )
    return enterprises.list_enterprises(viewer, chosen, limit=asked.limit, cursor=asked.cursor)


@router.get("/enterprises/{enterprise}", summary="All about one enterprise, curves apart")
def read_enterprise(viewer: Reader, enterprise: str) -> EnterpriseDetail:
    """Give one enterprise."""
    return enterprises.read_enterprise(viewer, enterprise)


@router.get("/enterprises/{enterprise}/load", summary="Load curve of the last hours, by carrier")
def read_load(
    viewer: Reader,
    enterprise: str,
    hours: Annotated[int, Query(ge=1, le=24 * 31, description="Hours back from now [h].")] = 48,
) -> Consumption:
    """Give the load curve."""
    return consumption.read_load(viewer, enterprise, hours=hours)


@router.get("/enterprises/{enterprise}/consumption", summary="Consumption by carrier over time")
def read_consumption(viewer: Reader, enterprise: str, asked: queries.Consumptions) -> Consumption:
    """Give consumption by carrier."""
    if (asked.start is None) != (asked.end is None):
        raise ParameterError(
            "start and end belong together, and one is missing",
            parameter="start" if asked.start is None else "end",
            fix="give both, or none for the last periods",
        )
    span = None if asked.start is None or asked.end is None else (asked.start, asked.end)
    return consumption.read_consumption(viewer, enterprise, Period(asked.period), span)
