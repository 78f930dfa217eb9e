"""Routes of levels: ranking within a line, and the efficiency list 企业能效清单."""

from __future__ import annotations

from fastapi import APIRouter

from api import level_queries as queries
from api.listing import ListRoute
from api.parameters import API_PREFIX, Reader
from api.schemas.base import Page
from api.schemas.levels import ListedRow, RankedRow
from api.services import levels

router = APIRouter(prefix=API_PREFIX, tags=["levels"], route_class=ListRoute)


@router.get("/levels/ranking", summary="Products judged by one line, the best first")
def read_ranking(viewer: Reader, asked: queries.Ranking) -> Page[RankedRow]:
    """Give the ranking, with what stands against each as 能效领跑者."""
    items = levels.read_ranking(viewer, asked.benchmark_key, region=asked.region, year=asked.year)
    return Page(items=items, next=None)


@router.get("/levels/efficiency-list", summary="企业能效清单: what is below 基准, worst first")
def list_efficiency(viewer: Reader, asked: queries.EfficiencyList) -> Page[ListedRow]:
    """Give the efficiency list with plans and last days."""
    return levels.list_efficiency(
        viewer,
        region=asked.region,
        year=asked.year,
        level=asked.level,
        limit=asked.limit,
        cursor=asked.cursor,
    )
