"""What an enterprise used, by carrier: hours on the fly, days and months from the accounts."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.accounts import hour_accounts
from api.schemas.accounts import Series
from api.schemas.enterprises import Consumption
from api.services.catalogue import carrier_names
from api.services.readings import check_span
from api.services.subjects import enterprise_subject
from api.viewer import Viewer
from core.calendar import DAY_MS, HOUR_MS, Period, period_starts
from core.registry.models import Point
from core.registry.results import Account
from core.vocabulary import SIGN_OF_FLOW

PREFIX = "carrier:"
BEYOND = "carrier;"
"""What sorts after every indicator with the prefix."""
Figure = tuple[str, str, int, float, float]
"""Indicator, unit, start [ms since the epoch, UTC], amount [unit], coverage [1]."""


def read_load(viewer: Viewer, enterprise: str, *, hours: int = 48) -> Consumption:
    """Return the load curve of the last `hours` [h], one value an hour and carrier.

    Raises
    ------
    MissingError
        There is no such enterprise.
    """
    now_ms = viewer.now_ms()
    end_ms = now_ms - now_ms % HOUR_MS + HOUR_MS
    return read_consumption(viewer, enterprise, Period.HOUR, (end_ms - hours * HOUR_MS, end_ms))


def read_consumption(
    viewer: Viewer, enterprise: str, period: Period, span: tuple[int, int] | None = None
) -> Consumption:
    """Return what an enterprise used by carrier, one value a period.

    Parameters
    ----------
    viewer : Viewer
        Who asks.
    enterprise : str
        Credit code.
    period : Period
        Hour, day, month or year.
    span : (int, int) or None
        Start and end [ms since the epoch, UTC]; None: 48 hours, 31 days, the last 13 months.

    Raises
    ------
    MissingError
        There is no such enterprise.
    ParameterError
        The span ends before it starts.
    """
    now_ms = viewer.now_ms()
    lengths = {Period.HOUR: 2, Period.DAY: 31, Period.MONTH: 365}
    start_ms, end_ms = span or (now_ms - lengths.get(period, 365) * DAY_MS, now_ms)
    check_span(start_ms, end_ms)
    starts = period_starts(period, start_ms, end_ms)
    with viewer.read() as session:
        viewer.require_enterprise(session, enterprise)
        metered = _read_metered(session, enterprise)
    if not starts:
        figures: Iterable[Figure] = ()
    elif period is Period.HOUR:
        figures = _compute_hours(viewer, enterprise, (starts[0], end_ms))
    else:
        figures = _read_stored(viewer, enterprise, period, span=(starts[0], end_ms))
    return Consumption(
        enterprise=enterprise,
        period=period,
        start=starts[0] if starts else start_ms,
        end=end_ms,
        carriers=_columns(viewer, period, starts, metered=metered, figures=figures),
    )


def _read_metered(session: Session, enterprise: str) -> set[str]:
    """Return the carriers whose meters enter the enterprise's account."""
    signed = [flow for flow, sign in SIGN_OF_FLOW.items() if sign]
    statement = select(Point.carrier).where(
        Point.enterprise_code == enterprise, Point.carrier != "", Point.flow.in_(signed)
    )
    return set(session.scalars(statement))


def _compute_hours(viewer: Viewer, enterprise: str, span: tuple[int, int]) -> Iterable[Figure]:
    rows = hour_accounts(viewer.context, enterprise_subject(enterprise), None, span)
    return [
        (row.indicator, row.unit, row.start_ms, row.amount, row.coverage)
        for row in rows
        if row.indicator.startswith(PREFIX)
    ]


def _read_stored(
    viewer: Viewer, enterprise: str, period: Period, *, span: tuple[int, int]
) -> Iterable[Figure]:
    """Read every carrier of the accounts: also what is won here or only counted as stock."""
    statement = select(
        Account.indicator, Account.unit, Account.start_ms, Account.amount, Account.coverage
    ).where(
        Account.subject == enterprise_subject(enterprise),
        Account.indicator >= PREFIX,
        Account.indicator < BEYOND,
        Account.period == period,
        Account.start_ms >= span[0],
        Account.start_ms < span[1],
        Account.version == 0,
    )
    with viewer.read() as session:
        return [(r[0], r[1], r[2], r[3], r[4]) for r in session.execute(statement)]


def _columns(
    viewer: Viewer,
    period: Period,
    starts: list[int],
    *,
    metered: set[str],
    figures: Iterable[Figure],
) -> list[Series]:
    """Return a column set per carrier that is metered or has figures; what is missing is None."""
    carriers = carrier_names(viewer)
    at: dict[str, dict[int, tuple[float, float]]] = defaultdict(dict)
    units = {code: carriers[code].unit for code in metered if code in carriers}
    for indicator, unit, start, amount, coverage in figures:
        code = indicator.removeprefix(PREFIX)
        units[code] = unit
        if math.isfinite(amount):
            at[code][start] = (amount, coverage)
    series = []
    for code in sorted(units, key=lambda code: (code != "electricity", code)):
        named = carriers.get(code)
        values = at[code]
        series.append(
            Series(
                key=code,
                name=named.name if named else code,
                name_en=named.name_en if named else code,
                unit=units[code],
                period=period,
                start_ms=starts,
                amount=[values[t][0] if t in values else None for t in starts],
                coverage=[values[t][1] if t in values else 0.0 for t in starts],
            )
        )
    return series
