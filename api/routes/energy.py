"""Routes of energy balances, of accounts year on year, and of energy by value."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from api.listing import ListRoute
from api.parameters import API_PREFIX, Reader
from api.queries import Time, TimeOrNone
from api.schemas.base import Page, Row
from api.schemas.energy import BalanceRow, ValueFigure, YearOnYear
from api.services import energy
from core.calendar import Period, period_start

router = APIRouter(prefix=API_PREFIX, tags=["energy"], route_class=ListRoute)
LongPeriod = Literal["month", "quarter", "year"]


class BalanceQuery(Row):
    """Which balance."""

    subject: str = Field(description="enterprise:CODE or line:ENTERPRISE/CODE.")
    start: TimeOrNone = None
    end: TimeOrNone = None


class ComparisonQuery(Row):
    """Which account."""

    subject: str = Field(description="Of this subject.")
    indicator: str = Field("coal_calorific_tce", description="This indicator.")
    period: LongPeriod = Field("month", description="Length of the period.")
    start: Time = Field(description="A time in the period.")


class ValueQuery(Row):
    """Which unit figures."""

    subject: str = Field(description="Of this subject.")
    period: LongPeriod = Field("year", description="Length of the period.")
    start: TimeOrNone = None


@router.get("/balance", summary="Energy balance of an enterprise or line: carriers by flow")
def read_balance(viewer: Reader, asked: Annotated[BalanceQuery, Query()]) -> Page[BalanceRow]:
    """Give a balance; by default of the running month so far."""
    end = viewer.now_ms() if asked.end is None else asked.end
    start = period_start(Period.MONTH, end) if asked.start is None else asked.start
    return energy.read_balance(viewer, asked.subject, start, end)


@router.get("/accounts/year-on-year", summary="An account beside the same days of the year before")
def compare_account(viewer: Reader, asked: Annotated[ComparisonQuery, Query()]) -> YearOnYear:
    """Give both sides and the change."""
    return energy.compare_account(
        viewer, asked.subject, asked.indicator, period=Period(asked.period), start_ms=asked.start
    )


@router.get("/unit-energy", summary="Energy by output value and added value, both bases")
def list_value_figures(viewer: Reader, asked: Annotated[ValueQuery, Query()]) -> Page[ValueFigure]:
    """Give the figures; those per product, head and area are verdicts of rule `unit_energy`."""
    start = viewer.now_ms() if asked.start is None else asked.start
    return energy.list_value_figures(
        viewer, asked.subject, period=Period(asked.period), start_ms=start
    )
