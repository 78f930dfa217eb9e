"""Hourly accounts: computed when asked, from the hourly amounts in the time-series store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from analytics.accounts.factors import Factors
from analytics.accounts.facts import EnterpriseFacts, read_facts
from analytics.accounts.figures import list_figures
from analytics.accounts.hours import compute_hour_line
from analytics.accounts.roll import Span, as_of, line_rows, read_enterprise_matrix
from analytics.accounts.rows import AccountRow
from analytics.accounts.sums import read_membership, sum_rows
from analytics.context import Context
from analytics.errors import SpanError, UnknownSubjectError
from core.calendar import HOUR_MS, Period, format_time
from core.registry.models import Enterprise

Spans = Sequence[Span]


def hour_accounts(
    context: Context, subject: str, indicator: str | None, span: tuple[int, int]
) -> list[AccountRow]:
    """Compute the hourly rows of a subject, by indicator and hour.

    Parameters
    ----------
    subject : str
        ``enterprise:CODE``, ``region:CODE``, ``sector:CODE`` or ``park:CODE``.
    indicator : str or None
        One indicator, or None for all.
    span : (int, int)
        ``[start, end)`` [ms], widened to whole hours.

    Raises
    ------
    UnknownSubjectError
        No enterprise stands under that subject.
    SpanError
        The span ends before it starts.
    """
    start_ms, end_ms = span
    if end_ms < start_ms:
        raise SpanError(
            f"span {format_time(start_ms)} … {format_time(end_ms)} ends before it starts",
            where=subject,
            fix="give the earlier time first",
        )
    whole = (start_ms - start_ms % HOUR_MS, end_ms + -end_ms % HOUR_MS)
    members = _members(context, subject, whole)
    rows = [
        row
        for facts, spans in members
        for row in _enterprise_hours(context, facts, indicator, whole)
        if _holds(spans, row.start_ms)
    ]
    if subject.startswith("enterprise:"):
        return rows
    grouped: dict[tuple[str, int], list[AccountRow]] = defaultdict(list)
    for row in rows:
        if not row.indicator.startswith("product"):
            grouped[row.indicator, row.start_ms].append(row)
    return [
        sum_rows(
            subject,
            grouped[key],
            silent=sum(_holds(spans, key[1]) for _, spans in members) - len(grouped[key]),
        )
        for key in sorted(grouped)
    ]


def _members(context: Context, subject: str, whole: Span) -> list[tuple[EnterpriseFacts, Spans]]:
    """Return the enterprises that belong to a subject, and when within `whole` [ms]."""
    kind, _, code = subject.partition(":")
    found: dict[str, list[Span]]
    with context.registry.read() as session:
        if kind == "enterprise":
            one = session.scalars(select(Enterprise.code).where(Enterprise.code == code))
            found = {code: [whole] for code in one}
        else:
            members = read_membership(session, context.catalogue).by_group()
            found = {m.code: m.spans_in(subject, whole) for m in members.get(subject, [])}
        if not found:
            raise UnknownSubjectError(
                f"no enterprise stands under {subject!r}",
                fix="ask for enterprise:CODE, region:CODE, sector:CODE or park:CODE "
                "of the registry",
            )
        facts = read_facts(session, sorted(code for code, spans in found.items() if spans))
    return [(facts[code], found[code]) for code in sorted(facts)]


def _holds(spans: Spans, t_ms: int) -> bool:
    return any(start_ms <= t_ms < end_ms for start_ms, end_ms in spans)


def _enterprise_hours(
    context: Context, facts: EnterpriseFacts, indicator: str | None, span: tuple[int, int]
) -> list[AccountRow]:
    now_ms = as_of(context.clock.now_ms())
    figures = [
        figure
        for figure in list_figures(facts, context.catalogue, now_ms)
        if indicator is None or figure.indicator == indicator
    ]
    if not figures:
        return []
    matrix = read_enterprise_matrix(context, facts, span)
    factors = Factors(context.catalogue, facts)
    return [
        row
        for figure in figures
        for row in line_rows(
            facts.subject,
            figure,
            Period.HOUR,
            compute_hour_line(figure, facts, matrix, factors),
        )
    ]
