"""What if, back-test and season of a quota: questions that write nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from analytics.accounts.rows import read_rows
from analytics.errors import UnknownSubjectError
from analytics.quota_pace.quotas import indicator_of, read_quotas
from analytics.quota_pace.scenario import Scenario, read_scenario
from analytics.quota_pace.season import propose_season, spread_by_season
from analytics.quota_pace.what_if import Change, compute_needed_share, suppose
from analytics.quota_pace.what_if import Outcome as Supposed
from api.errors import MissingError, ParameterError
from api.schemas.pace import BacktestOrigin, BacktestRow, Outcome, SeasonRow, WhatIf
from api.services.subjects import check_subject
from api.viewer import Viewer
from core.calendar import Period, parse_time, to_local
from core.errors import RefusedError
from core.units import conversion_factor

CHANGE = re.compile(
    r"(?P<start>\d{4}-\d\d(?:-\d\d)?)(?:/(?P<end>\d{4}-\d\d(?:-\d\d)?))?:"
    r"(?P<value>[+-]?\d+(?:\.\d+)?)(?P<unit>%|/month)"
)
CHANGES_MAX = 20


def parse_change(text: str, year_end_ms: int) -> Change:
    """Return a change from ``FROM[/TO]:VALUE%`` or ``FROM[/TO]:VALUE/month``.

    Parameters
    ----------
    text : str
        Such as ``2026-08:-10%`` (10 % less from August to the year's end) or
        ``2026-03/2026-06:+500/month`` (500 [quota's unit] a month more, up to and without June).
    year_end_ms : int
        End of the year [ms].

    Raises
    ------
    ParameterError
        It is none.
    """
    found = CHANGE.fullmatch(text.strip().replace(" ", "+"))
    try:
        if found is None:
            raise RefusedError(f"change {text!r} is none")
        start = _day(found["start"])
        end = _day(found["end"]) if found["end"] else year_end_ms
    except RefusedError as error:
        raise ParameterError(
            error.what,
            parameter="change",
            value=text,
            fix="write such as 2026-08:-10% or 2026-03/2026-06:+500/month",
        ) from error
    value = float(found["value"])
    if found["unit"] == "%":
        return Change(start, end, share=value / 100)
    return Change(start, end, per_month=value)


def _day(text: str) -> int:
    return parse_time(f"{text}-01" if len(text) == len("2026-08") else text)


def read_what_if(
    viewer: Viewer,
    holder: str,
    changes: Sequence[str],
    *,
    year: int,
    kind: str = "energy",
    basis: str | None = None,
) -> WhatIf:
    """Return how a quota's year would end with supposed changes.

    Parameters
    ----------
    viewer : Viewer
        Who asks.
    holder : str
        ``enterprise:CODE`` or ``region:CODE``.
    changes : sequence of str
        See `parse_change`.
    year : int
        Calendar year.
    kind, basis : str
        Kind of quota, and its basis; None takes the first there is.

    Raises
    ------
    MissingError
        The holder has no such quota.
    ParameterError
        A change is none, or takes more than all away.
    """
    check_subject(holder)
    with viewer.read() as session:
        scenario = _read(viewer, session, holder, year=year, kind=kind, basis=basis)
    year_end_ms = scenario.quota.period[1]
    if len(changes) > CHANGES_MAX:
        raise ParameterError(
            f"{len(changes)} changes are too many",
            parameter="change",
            value=str(len(changes)),
            fix=f"give at most {CHANGES_MAX}",
        )
    parsed = [parse_change(text, year_end_ms) for text in changes]
    as_of_ms = scenario.use.as_of_ms
    try:
        stands = suppose(scenario.pace, scenario.plan, as_of_ms, ())
        supposed = suppose(scenario.pace, scenario.plan, as_of_ms, parsed)
    except RefusedError as error:
        raise ParameterError(
            error.what, parameter="change", value=" ".join(changes), fix=error.fix
        ) from error
    first_ms = min((change.start_ms for change in parsed), default=as_of_ms)
    needed = compute_needed_share(scenario.pace, scenario.plan, as_of_ms, first_ms)
    return WhatIf(
        holder=holder,
        year=year,
        kind=kind,
        basis=scenario.quota.basis,
        unit=scenario.quota.unit,
        quota=scenario.quota.amount,
        used=scenario.pace.used,
        as_of=as_of_ms,
        changes=list(changes),
        as_it_stands=_outcome(stands),
        supposed=_outcome(supposed),
        saved=stands.projection - supposed.projection,
        needed_percent=None if needed is None else needed * 100,
    )


def _outcome(outcome: Supposed) -> Outcome:
    return Outcome(
        projection=outcome.projection,
        low=outcome.low,
        high=outcome.high,
        remaining=outcome.remaining,
        exceed_on=_date(outcome.exceed_ms),
    )


def _date(t_ms: int | None) -> date | None:
    return None if t_ms is None else to_local(t_ms).date()


def _read(
    viewer: Viewer, session: Session, holder: str, *, year: int, kind: str, basis: str | None
) -> Scenario:
    viewer.require_subject(session, holder)
    try:
        return read_scenario(viewer.context, session, holder, year=year, kind=kind, basis=basis)
    except UnknownSubjectError as error:
        raise MissingError(error.what, parameter="holder", value=holder, fix=error.fix) from error


def read_backtest(
    viewer: Viewer, holder: str, *, year: int, kind: str = "energy", basis: str | None = None
) -> BacktestRow:
    """Return what the band of a holder's projections was worth in a year that is over.

    Raises
    ------
    MissingError
        The holder has no such quota.
    ParameterError
        The year [calendar year] is not over.
    """
    check_subject(holder)
    with viewer.read() as session:
        scenario = _read(viewer, session, holder, year=year, kind=kind, basis=basis)
    if scenario.quota.period[1] > viewer.now_ms():
        raise ParameterError(
            f"year {year} is not over",
            parameter="year",
            value=str(year),
            fix="ask for a year that is",
        )
    found = scenario.backtest()
    return BacktestRow(
        holder=holder,
        year=year,
        kind=kind,
        basis=scenario.quota.basis,
        unit=scenario.quota.unit,
        tried=len(found.origins),
        inside=found.inside,
        share=found.share,
        width=found.width,
        error=found.error,
        origins=[
            BacktestOrigin(
                at=origin.at_ms,
                projection=origin.projection,
                low=origin.low,
                high=origin.high,
                actual=origin.actual,
                inside=origin.is_inside,
            )
            for origin in found.origins
        ],
    )


def propose(
    viewer: Viewer, holder: str, *, year: int, kind: str = "energy", basis: str | None = None
) -> SeasonRow:
    """Return the season that a year's months make, and the next year's quota spread by it.

    Raises
    ------
    MissingError
        The holder has no such quota in the year [calendar year].
    ParameterError
        A month of the year has no account.
    """
    check_subject(holder)
    with viewer.read() as session:
        scenario = _read(viewer, session, holder, year=year, kind=kind, basis=basis)
        quota = scenario.quota
        start, end = quota.period
        rows = read_rows(
            session,
            holder,
            Period.MONTH,
            start_ms=start,
            end_ms=end,
            indicators=[indicator_of(quota)],
        )
        scale = conversion_factor(rows[0].unit, quota.unit) if rows else 1.0
        used = {to_local(row.start_ms).month: row.amount * scale for row in rows}
        following = [
            q for q in read_quotas(session, holder, [year + 1]) if q.detail == quota.detail
        ]
    try:
        weights = propose_season(used)
    except RefusedError as error:
        raise ParameterError(
            error.what, parameter="year", value=str(year), fix="ask for a year with all its months"
        ) from error
    amount = following[0].amount if following else None
    months = spread_by_season(amount, weights) if amount is not None else {}
    return SeasonRow(
        holder=holder,
        year=year,
        kind=kind,
        basis=quota.basis,
        unit=quota.unit,
        weights=list(weights.values()),
        quota=amount,
        months=list(months.values()),
    )
