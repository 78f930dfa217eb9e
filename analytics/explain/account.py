"""Explaining an account: points, factors, months, days and hours, or the enterprises of a sum."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.accounts.facts import EnterpriseFacts, read_facts
from analytics.accounts.figures import Figure
from analytics.accounts.hours import fold_days, service_span
from analytics.accounts.roll import Span, as_of, fold_rows, line_rows, list_books
from analytics.accounts.rows import AccountRow, read_rows
from analytics.accounts.sums import read_membership, read_parts_of_sum
from analytics.context import Context
from analytics.errors import UnknownSubjectError
from analytics.explain.node import ExplainNode, check_sum, compare
from analytics.explain.patience import until_settled
from analytics.explain.stated import split_nodes, stock_nodes
from analytics.explain.terms import entry_nodes, term_node
from analytics.explain.trace import Trace, trace_figure
from analytics.explain.words import describe_coverage, name_indicator
from core.calendar import HOUR_MS, Period, format_time, period_end
from core.registry.models import Enterprise
from core.registry.results import Finding

FINDINGS = 20
"""Findings listed at most [1]."""
MEMBERS_OPENED = 5
"""Enterprises of a sum that are opened down to hours [1], the greatest first."""


def explain_account(
    context: Context,
    subject: str,
    indicator: str,
    *,
    period: Period | str,
    start_ms: int,
    focus_ms: int | None = None,
) -> ExplainNode:
    """Explain an account figure by recomputing it.

    Parameters
    ----------
    start_ms : int
        Start of the period [ms].
    focus_ms : int or None
        A time whose month and day are opened down to hours [ms]; by default the newest hour known.

    Raises
    ------
    UnknownSubjectError
        There is no such account.
    ExplainMismatchError
        The figure recomputed differs from the stored one.
    """
    span = (start_ms, period_end(Period(period), start_ms))
    return until_settled(
        context,
        subject,
        lambda: _explain(
            context, subject, indicator, period=Period(period), span=span, focus=focus_ms
        ),
    )


def _explain(
    context: Context,
    subject: str,
    indicator: str,
    *,
    period: Period,
    span: Span,
    focus: int | None,
) -> ExplainNode:
    kind, _, code = subject.partition(":")
    with context.registry.read() as session:
        stored = _read_stored(session, subject, indicator, period=period, span=span)
        if kind not in ("enterprise", "line"):
            return _explain_sum(context, session, _must(stored, subject, indicator))
        code = code.partition("/")[0]
        facts = read_facts(session, [code]).get(code)
        if facts is None:
            raise UnknownSubjectError(
                f"enterprise {code!r} is not in the registry",
                where=subject,
                fix="list the enterprises and give one of their credit codes",
            )
        figure = _find_figure(context, facts, subject, indicator)
        trace = trace_figure(context, facts, figure, span)
        if period is Period.HOUR:
            stored = _hour_row(subject, figure, trace, span)
        row = _must(stored, subject, indicator)
        _compare_days(context, session, facts, trace=trace, row=row)
        return _account_node(session, facts, trace, row=row, focus_ms=focus)


def _must(row: AccountRow | None, subject: str, indicator: str) -> AccountRow:
    if row is None:
        raise UnknownSubjectError(
            f"{subject} has no account {indicator!r} for that period",
            where="explain",
            fix="list its accounts and give subject, indicator, period and start of one",
        )
    return row


def _read_stored(
    session: Session, subject: str, indicator: str, *, period: Period, span: Span
) -> AccountRow | None:
    rows = read_rows(
        session, subject, period, start_ms=span[0], end_ms=span[0] + 1, indicators=[indicator]
    )
    return rows[0] if rows else None


def _find_figure(context: Context, facts: EnterpriseFacts, subject: str, indicator: str) -> Figure:
    books = list_books(facts, context.catalogue, as_of(context.clock.now_ms()))
    figures = [figure for book in books if book.subject == subject for figure in book.figures]
    for figure in figures:
        if figure.indicator == indicator:
            return figure
    raise UnknownSubjectError(
        f"{subject} has no account {indicator!r}",
        where="explain",
        fix=f"use one of {', '.join(f.indicator for f in figures)}",
    )


def _hour_row(subject: str, figure: Figure, trace: Trace, span: Span) -> AccountRow | None:
    rows = line_rows(subject, figure, Period.HOUR, trace.line)
    return next((row for row in rows if row.start_ms == span[0]), None)


def _compare_days(
    context: Context,
    session: Session,
    facts: EnterpriseFacts,
    *,
    trace: Trace,
    row: AccountRow,
) -> None:
    """Fold the traced hours up again and hold every day, and the row itself, against the stored."""
    if row.period == Period.HOUR:
        return
    now_ms = as_of(context.clock.now_ms())
    service = service_span(trace.figure, facts)
    folded = fold_days(trace.line, service, now_ms)
    days = line_rows(row.subject, trace.figure, Period.DAY, folded)
    span = (row.start_ms, period_end(Period(row.period), row.start_ms))
    stored = {
        day.start_ms: day
        for day in read_rows(
            session, row.subject, Period.DAY, start_ms=span[0], end_ms=span[1],
            indicators=[row.indicator],
        )
    }  # fmt: skip
    scale = max((abs(day.amount) for day in days), default=0.0)
    for day in days:
        kept = stored.pop(day.start_ms, None)
        _compare_amounts(day, kept, scale)
    for kept in stored.values():
        _compare_amounts(None, kept, scale)
    again = days
    for above in (Period.MONTH, Period.YEAR):
        if row.period == Period.DAY:
            break
        again = fold_rows(again, above, {row.indicator: service}, now_ms)
        if row.period == above:
            break
    _compare_amounts(again[0] if again else None, row, scale)


def _compare_amounts(again: AccountRow | None, kept: AccountRow | None, scale: float) -> None:
    one = again or kept
    if one is None:
        return
    what = f"{one.subject} {one.indicator} {one.period} {format_time(one.start_ms)}"
    for name in ("amount", "measured", "estimated"):
        compare(
            f"{what} {name}",
            getattr(again, name) if again else None,
            getattr(kept, name) if kept else None,
            unit=one.unit,
            scale=scale,
        )


def _account_node(
    session: Session,
    facts: EnterpriseFacts,
    trace: Trace,
    *,
    row: AccountRow,
    focus_ms: int | None,
) -> ExplainNode:
    span = (row.start_ms, period_end(Period(row.period), row.start_ms))
    focus = _focus(trace, span, focus_ms)
    parts = [term_node(trace, term, span, focus=focus) for term in trace.terms]
    parts += entry_nodes(facts, trace, span)
    parts += stock_nodes(trace, span)
    beside = (*split_nodes(trace, span), *_finding_nodes(session, facts, trace, span=span))
    children = (*parts, *beside)
    label, label_en = name_indicator(row.indicator)
    scale = max((abs(part.value or 0.0) for part in parts), default=0.0)
    return check_sum(
        ExplainNode(
            label=f"{_holder(facts, row)} {label}",
            label_en=f"{_holder(facts, row)} {label_en}",
            value=row.amount,
            unit=row.unit,
            formula="Σ 流向符号 × 计量点用量 × 因子（Σ sign × amount × factor）",
            source="GB/T 2589-2020" if row.unit == "tce" else "",
            note=describe_coverage(row),
            children=children,
        ),
        scale,
    )


def _holder(facts: EnterpriseFacts, row: AccountRow) -> str:
    """Return the name of the enterprise, with its line where the account is one of a line."""
    names = {facts.line_subject(line.code): line.name or line.code for line in facts.lines}
    line = names.get(row.subject)
    return f"{facts.name} {line}" if line else facts.name


def _focus(trace: Trace, span: Span, focus_ms: int | None) -> int:
    """Return the hour to open [ms]: the one asked for, else the newest known in the span."""
    if focus_ms is not None:
        return focus_ms - focus_ms % HOUR_MS
    at = trace.slice(span)
    known = trace.line.present[at].nonzero()[0]
    return int(trace.line.start_ms[at][known[-1]]) if len(known) else span[0]


def _finding_nodes(
    session: Session, facts: EnterpriseFacts, trace: Trace, *, span: Span
) -> list[ExplainNode]:
    """Return what was excluded or estimated at the figure's points, as data-quality findings."""
    points = [term.term.point.code for term in trace.terms]
    rows = session.execute(
        select(Finding.point_code, Finding.code, Finding.start_ms, Finding.text, Finding.text_en)
        .where(
            Finding.subject == facts.subject,
            Finding.point_code.in_(points),
            Finding.start_ms < span[1],
            Finding.end_ms > span[0],
        )
        .order_by(Finding.start_ms, Finding.point_code)
    ).all()
    if not rows:
        return []
    listed = tuple(
        ExplainNode(
            label=f"{point} {format_time(start)} {text}",
            label_en=f"{point} {format_time(start)} {text_en}",
            note=code,
            part=False,
        )
        for point, code, start, text, text_en in rows[:FINDINGS]
    )
    more = len(rows) - len(listed)
    return [
        ExplainNode(
            label=f"数据质量发现 {len(rows)} 条",
            label_en=f"{len(rows)} data-quality findings",
            children=listed,
            note=f"另有 {more} 条未列出 {more} more" if more else "",
            part=False,
        )
    ]


def _explain_sum(context: Context, session: Session, row: AccountRow) -> ExplainNode:
    """Explain the figure of a sector or region by its enterprises' stored figures."""
    membership = read_membership(session, context.catalogue)
    span = (row.start_ms, period_end(Period(row.period), row.start_ms))
    parts = read_parts_of_sum(session, membership, row, as_of(context.clock.now_ms()))
    codes = [part.subject.removeprefix("enterprise:") for part in parts]
    named = select(Enterprise.code, Enterprise.name).where(Enterprise.code.in_(codes))
    names = {row[0]: row[1] for row in session.execute(named)}
    stays = {
        f"enterprise:{code}": membership.members[code].spans_in(row.subject, span) for code in codes
    }
    whole = [part for part in parts if stays[part.subject] == [span]]
    greatest = sorted(whole, key=lambda part: -abs(part.amount))[:MEMBERS_OPENED]
    opened = {
        part.subject: _explain(
            context, part.subject, part.indicator, period=Period(part.period), span=span, focus=None
        )
        for part in greatest
    }
    nodes = tuple(
        opened.get(part.subject)
        or ExplainNode(
            label=names[part.subject.removeprefix("enterprise:")],
            label_en=part.subject,
            value=part.amount,
            unit=part.unit,
            note=f"{describe_coverage(part)}；{_describe_stay(stays[part.subject], span)}",
        )
        for part in parts
    )
    label, label_en = name_indicator(row.indicator)
    return check_sum(
        ExplainNode(
            label=f"{row.subject} {label}",
            label_en=f"{row.subject} {label_en}",
            value=row.amount,
            unit=row.unit,
            formula="Σ 辖内企业（Σ enterprises）",
            note=describe_coverage(row),
            children=nodes,
        )
    )


def _describe_stay(spans: list[Span], whole: Span) -> str:
    """Return when an enterprise belonged to a group, or that it can be explained by itself."""
    if spans == [whole]:
        return "可单独溯源 (explain it by itself)"
    days = ", ".join(f"{format_time(a)[:10]} … {format_time(b)[:10]}" for a, b in spans)
    return f"仅计 {days} 各日 (only the days it belonged here)"
