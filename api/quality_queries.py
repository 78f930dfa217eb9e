"""Query parameters of data quality: one model a call."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query
from pydantic import Field

from api.queries import Paged, Time, TimeOrNone
from api.schemas.base import Row


class QualityQuery(Paged):
    """Which months."""

    enterprise: str | None = Field(None, description="Only of this enterprise.")
    region: str | None = Field(None, description="Only in this region's subtree.")
    month: TimeOrNone = None
    level: str | None = Field(None, description="Only at this level: good, fair, poor …")


class QualityMonthQuery(Row):
    """Which month."""

    month: TimeOrNone = None


class ConnectionQuery(Row):
    """Which region and month."""

    region: str = Field(description="This region and all below it.")
    month: TimeOrNone = None


class FittingQuery(Row):
    """Which enterprise, and when."""

    enterprise: str = Field(description="Of this enterprise.")
    at: TimeOrNone = None


class PictureQuery(Row):
    """Which finding."""

    subject: str = Field(description="enterprise:CODE.")
    point: str = Field("", description="Its point; empty where it has none.")
    code: str = Field(description="What was found, such as `flat_line`.")
    start: Time


Qualities = Annotated[QualityQuery, Query()]
QualityMonths = Annotated[QualityMonthQuery, Query()]
Connections = Annotated[ConnectionQuery, Query()]
Fittings = Annotated[FittingQuery, Query()]
Pictures = Annotated[PictureQuery, Query()]
