"""Query parameters of rankings and the efficiency list: one model a call."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import Field

from api.queries import Paged, Year
from api.schemas.base import Row

OfSubtree = Annotated[str | None, Field(description="Only in this region's subtree.")]


class RankingQuery(Row):
    """Which line is ranked, where and when."""

    benchmark_key: str = Field(
        description="Line of the catalogue.", examples=["无机盐/电石//单位产品综合能耗"]
    )
    region: OfSubtree = None
    year: Year = None


class EfficiencyListQuery(Paged):
    """Which part of the efficiency list."""

    region: OfSubtree = None
    year: Year = None
    level: str | None = Field(None, description="Only at this level, such as overdue.")


Ranking = Annotated[RankingQuery, Query()]
EfficiencyList = Annotated[EfficiencyListQuery, Query()]
