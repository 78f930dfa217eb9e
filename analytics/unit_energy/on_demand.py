"""Accounts beside the same period of the year before, and unit figures of any subject.

They are worked out from the stored rows when asked: of enterprises and lines, of regions, sectors
and parks alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sqlalchemy.orm import Session

from analytics.accounts.roll import as_of
from analytics.accounts.rows import AccountRow, read_rows
from analytics.context import Context
from analytics.unit_energy.denominators import BASES, VALUES
from analytics.unit_energy.rule import (
    Comparison,
    Part,
    UnitFigure,
    compare_years,
    compute_unit_figure,
)
from analytics.unit_energy.spans import Span, floor_day, year_before
from core.calendar import DAY_MS, Period, period_end
from core.units import conversion_factor
from core.vocabulary import Basis


@dataclass(frozen=True)
class Half:
    """An account over one of the two spans.

    Attributes
    ----------
    amount : float or None
        In the account's unit; None where no day of it is known.
    coverage : float
        Mean coverage of the days, those without a row as 0 [1].
    """

    span: Span
    amount: float | None
    unit: str
    basis: str
    coverage: float


@dataclass(frozen=True)
class YearOnYear:
    """An account beside that of the same days of the year before (同比)."""

    now: Half
    before: Half
    compared: Comparison


@dataclass(frozen=True)
class Asked:
    """What is asked for: a subject's period that starts at `start_ms` [ms]."""

    subject: str
    period: Period
    start_ms: int

    def span(self, now_ms: int) -> Span:
        """Return the whole days of the period that have passed at `now_ms` [ms]."""
        end = min(period_end(self.period, self.start_ms), floor_day(now_ms))
        return self.start_ms, max(end, self.start_ms)


def compare_account(context: Context, session: Session, asked: Asked, indicator: str) -> YearOnYear:
    """Compare an account with the same whole days of the year before.

    A side below the coverage floor is not compared: half the data would look like a saving.
    """
    span = asked.span(as_of(context.clock.now_ms()))
    now = read_half(session, asked.subject, indicator, span)
    before = read_half(session, asked.subject, indicator, year_before(span))
    floor = context.settings.coverage_floor
    known = [half.amount if half.coverage >= floor else None for half in (now, before)]
    return YearOnYear(now, before, compare_years(*known))


def read_half(session: Session, subject: str, indicator: str, span: Span) -> Half:
    """Read the days of an account in `span` [ms], and add them up."""
    rows: list[AccountRow] = []
    if span[0] < span[1]:
        rows = read_rows(
            session, subject, Period.DAY, start_ms=span[0], end_ms=span[1], indicators=[indicator]
        )
    days = max((span[1] - span[0]) // DAY_MS, 1)
    return Half(
        span,
        math.fsum(row.amount for row in rows) if rows else None,
        rows[0].unit if rows else "",
        rows[0].basis if rows else "none",
        min(math.fsum(row.coverage for row in rows) / days, 1.0),
    )


@dataclass(frozen=True)
class ValueFigure:
    """Energy by a value on one basis, with both parts and the year before's."""

    per: str
    basis: Basis
    figure: UnitFigure
    energy: Half
    denominator: Half
    before: UnitFigure
    compared: Comparison


def list_value_figures(context: Context, session: Session, asked: Asked) -> list[ValueFigure]:
    """Return a subject's energy by each value, on both bases.

    Values at current prices are not compared with the year before. Without a value there is no
    figure, and `lacks` says so.
    """
    span = asked.span(as_of(context.clock.now_ms()))
    found: list[ValueFigure] = []
    for per, (_, _, constant) in VALUES.items():
        for basis, indicator in BASES:
            now = _divide(context, session, asked, indicator=indicator, per=per, span=span)
            then = year_before(span)
            before = _divide(context, session, asked, indicator=indicator, per=per, span=then)
            reference = before[0].value if constant else None
            compared = compare_years(now[0].value, reference)
            found.append(ValueFigure(per, basis, *now, before[0], compared))
    return found


def _divide(
    context: Context, session: Session, asked: Asked, *, indicator: str, per: str, span: Span
) -> tuple[UnitFigure, Half, Half]:
    below = read_half(session, asked.subject, per, span)
    above = read_half(session, asked.subject, indicator, span)
    scale = 1.0
    if below.unit:
        scale = 1.0 / conversion_factor(below.unit, "万元")
    figure = compute_unit_figure(
        Part(above.amount, above.unit, above.coverage),
        Part(below.amount, below.unit, below.coverage),
        scale=scale,
        unit="tce/万元",
        floor=context.settings.coverage_floor,
    )
    return figure, above, below
