"""Routes of pace: what if, back-test, season, effect on intensity."""

from __future__ import annotations

from fastapi import APIRouter

from api import pace_queries as queries
from api.errors import ParameterError
from api.listing import ListRoute
from api.parameters import API_PREFIX, Reader
from api.schemas.pace import BacktestRow, EffectRow, SeasonRow, WhatIf
from api.services import effects, scenarios
from api.viewer import Viewer
from core.calendar import to_local

router = APIRouter(prefix=API_PREFIX, tags=["pace"], route_class=ListRoute)


def _year(viewer: Viewer, year: int | None, *, back: int = 0) -> int:
    return to_local(viewer.now_ms()).year - back if year is None else year


@router.get("/pace/what-if", summary="A year's end with supposed changes of use")
def read_what_if(viewer: Reader, asked: queries.WhatIfs) -> WhatIf:
    """Give the year's end as it stands and as supposed."""
    return scenarios.read_what_if(
        viewer,
        asked.holder,
        asked.change,
        year=_year(viewer, asked.year),
        kind=asked.kind,
        basis=asked.basis,
    )


@router.get("/pace/backtest", summary="How often the band held what a past year came to")
def read_backtest(viewer: Reader, asked: queries.QuotasOfYear) -> BacktestRow:
    """Give the back-test of a year that is over; absent: the last one."""
    return scenarios.read_backtest(
        viewer,
        asked.holder,
        year=_year(viewer, asked.year, back=1),
        kind=asked.kind,
        basis=asked.basis,
    )


@router.get("/pace/season", summary="The production season that a past year's months make")
def read_season(viewer: Reader, asked: queries.QuotasOfYear) -> SeasonRow:
    """Give the season of a year, and the next year's quota spread by it."""
    return scenarios.propose(
        viewer,
        asked.holder,
        year=_year(viewer, asked.year, back=1),
        kind=asked.kind,
        basis=asked.basis,
    )


@router.get("/pace/effect", summary="What an enterprise or project does to a region's intensity")
def read_effect(viewer: Reader, asked: queries.Effects) -> EffectRow:
    """Give the effect of one of both."""
    energy, value = asked.energy_tce, asked.added_value
    if (energy is None) != (value is None):
        raise ParameterError(
            "energy_tce and added_value belong together, and one is missing",
            parameter="energy_tce" if energy is None else "added_value",
            fix="give both of a project",
        )
    return effects.read_effect(
        viewer,
        asked.region,
        year=_year(viewer, asked.year),
        enterprise=asked.enterprise,
        project=None if energy is None or value is None else (energy, value),
    )
