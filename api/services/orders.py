"""Orders of the list of enterprises."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias, TypeVar

from sqlalchemy import ScalarSelect, Select, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql import ColumnElement

from api.services.paging import AnySelect, Listing
from api.services.quotas import year_start_ms
from core.calendar import Period
from core.registry.models import Enterprise, Region
from core.registry.results import Account, Alert, Verdict
from core.vocabulary import Indicator

T = TypeVar("T")
Order: TypeAlias = Literal[
    "code", "worst", "name", "region", "sector", "used", "coverage", "alerts"
]
"""By code, by worst standing verdict (the worst first), or by a column of the list."""
SUBJECT: ColumnElement[str] = literal("enterprise:").concat(Enterprise.code)
UNKNOWN = -1e300
"""Stands for a figure that is not there, below all that are [1]."""


def order_enterprises(
    statement: AnySelect, order: Order, *, descending: bool, year: int
) -> Listing:
    """Return a list of enterprises in an order.

    Parameters
    ----------
    statement : Select
        Enterprises joined with their regions.
    order : Order
        What by.
    descending : bool
        The greatest first; of ``worst`` the best.
    year : int
        Calendar year of the figures [1].
    """
    if order == "code":
        return Listing("enterprises", statement, (Enterprise.code,), (str,), descending)
    if order == "worst":
        key: ColumnElement[Any] = -func.coalesce(_worst(year), 0)
        return Listing(
            "enterprises-worst", statement, (key, Enterprise.code), (int, str), descending
        )
    column, kind = _column(order, year)
    name = f"enterprises-{order}{'-down' if descending else ''}"
    return Listing(name, statement, (column, Enterprise.code), (kind, str), descending)


def _column(order: Order, year: int) -> tuple[ColumnElement[Any], type]:
    """Return what is ordered by, with its Python type."""
    plain: dict[str, ColumnElement[Any]] = {
        "name": Enterprise.name.expression,
        "region": Region.name.expression,
        "sector": func.coalesce(Enterprise.sector_code, ""),
    }
    if order in plain:
        return plain[order], str
    if order == "alerts":
        return func.coalesce(_alerts(), 0), int
    column = Account.amount if order == "used" else Account.coverage
    return func.coalesce(_account(column, year), UNKNOWN), float


def _worst(year: int) -> ScalarSelect[int]:
    return _alone(
        select(func.max(Verdict.severity)).where(
            Verdict.subject == SUBJECT,
            Verdict.version == 0,
            Verdict.period == Period.YEAR,
            Verdict.start_ms == year_start_ms(year),
        )
    )


def _alerts() -> ScalarSelect[int]:
    return _alone(select(func.count()).where(Alert.subject == SUBJECT, Alert.resolved_ms.is_(None)))


def _account(column: InstrumentedAttribute[float], year: int) -> ScalarSelect[float]:
    return _alone(
        select(column).where(
            Account.subject == SUBJECT,
            Account.indicator == Indicator.COAL_CALORIFIC,
            Account.period == Period.YEAR,
            Account.start_ms == year_start_ms(year),
            Account.version == 0,
        )
    )


def _alone(statement: Select[T]) -> ScalarSelect[T]:
    return statement.correlate(Enterprise).scalar_subquery()
