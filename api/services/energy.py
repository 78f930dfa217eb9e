"""Energy balances, accounts year on year, and energy by value."""

from __future__ import annotations

from analytics.accounts.balance import compute_balance
from analytics.accounts.facts import read_facts
from analytics.errors import UnknownSubjectError
from analytics.unit_energy import on_demand
from analytics.unit_energy.on_demand import Asked
from api.errors import MissingError, ParameterError
from api.schemas.base import Page
from api.schemas.energy import BalanceRow, Half, ValueFigure, YearOnYear
from api.services.readings import check_span
from api.services.subjects import check_subject
from api.viewer import Viewer
from core.calendar import DAY_MS, HOUR_MS, Period, period_start

BALANCE_SPAN_MS = 366 * DAY_MS
"""Longest span of a balance in one call [ms]."""


def read_balance(viewer: Viewer, subject: str, start_ms: int, end_ms: int) -> Page[BalanceRow]:
    """Return the balance of an enterprise or line in ``[start_ms, end_ms)`` [ms].

    Raises
    ------
    MissingError
        There is no such enterprise or line.
    ParameterError
        The subject is neither, or the span is bad or longer than a year.
    """
    kind, _, code = check_subject(subject).partition(":")
    if kind not in ("enterprise", "line"):
        raise ParameterError(
            f"a balance is of one enterprise or line, and {subject!r} is a sum",
            parameter="subject",
            value=subject,
            fix="write enterprise:CODE or line:ENTERPRISE/CODE",
        )
    check_span(start_ms, end_ms)
    if end_ms - start_ms > BALANCE_SPAN_MS:
        raise ParameterError(
            f"span of {(end_ms - start_ms) // DAY_MS} days is longer than a year",
            parameter="start",
            value=start_ms,
            fix="ask for a shorter span",
        )
    owner = code.partition("/")[0]
    with viewer.read() as session:
        viewer.require_subject(session, subject)
        facts = read_facts(session, [owner]).get(owner)
    if facts is None:
        raise _missing(f"enterprise {owner!r} is not in the registry", subject)
    span = (start_ms - start_ms % HOUR_MS, end_ms + -end_ms % HOUR_MS)
    try:
        rows = compute_balance(viewer.context, facts, subject, span)
    except UnknownSubjectError as error:
        raise _missing(error.what, subject) from error
    return Page(items=[BalanceRow(**vars(row)) for row in rows], next=None)


def _missing(what: str, subject: str) -> MissingError:
    return MissingError(
        what, parameter="subject", value=subject, fix="see `GET /api/v1/enterprises` and `/lines`"
    )


def compare_account(
    viewer: Viewer, subject: str, indicator: str, *, period: Period, start_ms: int
) -> YearOnYear:
    """Return an account of the period that holds `start_ms` [ms] beside the year before's.

    Raises
    ------
    ParameterError
        The subject is none.
    """
    asked = Asked(check_subject(subject), period, period_start(period, start_ms))
    with viewer.read() as session:
        viewer.require_subject(session, subject)
        found = on_demand.compare_account(viewer.context, session, asked, indicator)
    one = found.now if found.now.unit else found.before
    return YearOnYear(
        subject=subject,
        indicator=indicator,
        period=period,
        unit=one.unit,
        basis=one.basis,
        now=_half(found.now),
        before=_half(found.before),
        change=found.compared.change,
        trend=found.compared.trend,
    )


def _half(half: on_demand.Half) -> Half:
    start_ms, end_ms = half.span
    return Half(start=start_ms, end=end_ms, amount=half.amount, coverage=half.coverage)


def list_value_figures(
    viewer: Viewer, subject: str, *, period: Period, start_ms: int
) -> Page[ValueFigure]:
    """Return a subject's energy by value for the period that holds `start_ms` [ms].

    Raises
    ------
    ParameterError
        The subject is none.
    """
    asked = Asked(check_subject(subject), period, period_start(period, start_ms))
    with viewer.read() as session:
        viewer.require_subject(session, subject)
        found = on_demand.list_value_figures(viewer.context, session, asked)
    return Page(items=[_figure(subject, one) for one in found], next=None)


def _figure(subject: str, one: on_demand.ValueFigure) -> ValueFigure:
    return ValueFigure(
        subject=subject,
        per=one.per,
        basis=one.basis,
        value=one.figure.value,
        unit=one.figure.unit,
        lacks=one.figure.lacks,
        coverage=one.figure.coverage,
        energy_tce=one.energy.amount,
        denominator=one.denominator.amount,
        before=one.before.value,
        change=one.compared.change,
    )
