"""Query parameters of pace and early warning: one model a call."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query
from pydantic import Field

from api.queries import OfSubject, Paged, TimeOrNone, Year
from api.schemas.base import Row

OfRegion = Annotated[
    str | None, Field(description="Only this region, those below it and their enterprises.")
]
OfScheme = Annotated[str | None, Field(description="Only by this scheme.")]


class QuotaOfYearQuery(Row):
    """Which quota of a holder."""

    holder: str = Field(description="enterprise:CODE or region:CODE.")
    year: Year = None
    kind: str = Field("energy", description="energy or carbon.")
    basis: str | None = Field(None, description="Its basis; absent: the first.")


class WhatIfQuery(QuotaOfYearQuery):
    """Which quota, and what is supposed."""

    change: list[str] = Field(
        default_factory=list,
        max_length=20,
        description="FROM[/TO]:±P% or FROM[/TO]:±X/month, such as `2026-08:-10%`.",
    )


class EffectQuery(Row):
    """Which part of which region: an enterprise, or a project by its figures of a year."""

    region: str = Field(description="Code of the region.")
    year: Year = None
    enterprise: str | None = Field(None, description="One of its enterprises.")
    energy_tce: float | None = Field(None, ge=0, description="Energy of a project [tce].")
    added_value: float | None = Field(None, ge=0, description="Its added value [万元].")


class WarningQuery(Paged):
    """Which grades."""

    period: Literal["month", "quarter"] = Field("quarter", description="Month or quarter.")
    at: TimeOrNone = None
    region: OfRegion = None
    subject: OfSubject = None
    scheme: OfScheme = None


class DispatchQuery(Row):
    """Which sheet; without a time that of the running quarter."""

    at: TimeOrNone = None
    region: OfRegion = None
    scheme: OfScheme = None


QuotasOfYear = Annotated[QuotaOfYearQuery, Query()]
WhatIfs = Annotated[WhatIfQuery, Query()]
Effects = Annotated[EffectQuery, Query()]
Warned = Annotated[WarningQuery, Query()]
Dispatched = Annotated[DispatchQuery, Query()]
