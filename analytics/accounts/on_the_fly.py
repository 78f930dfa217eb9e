"""Hourly accounts: computed when asked, from the hourly amounts in the time-series store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from analytics.accounts.factors import Factors
from analytics.accounts.facts import EnterpriseFacts, read_facts
from analytics.accounts.hours import compute_hour_line
from analytics.accounts.roll import (
    Span,
    as_of,
    day_spans,
    line_rows,
    list_books,
    read_enterprise_matrix,
)
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
        ``enterprise:CODE``, ``line:ENTERPRISE/CODE``, ``region:CODE``, ``sector:CODE`` or
        ``park:CODE``.
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
    single = subject.partition(":")[0] in ("enterprise", "line")
    members = _members(context, subject, whole)
    rows = [
        row
        for facts, spans in members
        for row in _hours(
            context, facts, subject if single else facts.subject, indicator=indicator, span=whole
        )
        if _holds(spans, row.start_ms)
    ]
    if single:
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
        if kind in ("enterprise", "line"):
            code = code.partition("/")[0]
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


def _hours(
    context: Context, facts: EnterpriseFacts, subject: str, *, indicator: str | None, span: Span
) -> list[AccountRow]:
    """Return the rows of one book of an enterprise: its own or a line's."""
    now_ms = as_of(context.clock.now_ms())
    figures = [
        figure
        for book in list_books(facts, context.catalogue, now_ms)
        if book.subject == subject
        for figure in book.figures
        if indicator is None or figure.indicator == indicator
    ]
    if not figures:
        return []
    parted = any(figure.split is not None for figure in figures)
    asked = day_spans([span]) if parted and span[0] < span[1] else [span]
    factors = Factors(context.catalogue, facts)
    rows: list[AccountRow] = []
    for part in asked:
        matrix = read_enterprise_matrix(context, facts, part)
        for figure in figures:
            line = compute_hour_line(figure, facts, matrix, factors)
            rows += line_rows(subject, figure, Period.HOUR, line)
    rows = [row for row in rows if span[0] <= row.start_ms < span[1]]
    return sorted(rows, key=lambda row: (row.indicator, row.start_ms)) if len(asked) > 1 else rows
