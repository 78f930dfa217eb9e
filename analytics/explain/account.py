"""Explaining an account: points, factors, months, days and hours, or the enterprises of a sum."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.accounts.facts import EnterpriseFacts, read_facts
from analytics.accounts.figures import Figure, list_figures
from analytics.accounts.hours import fold_days, service_span
from analytics.accounts.roll import Span, as_of, fold_rows, line_rows
from analytics.accounts.rows import AccountRow, read_parts_of, read_rows
from analytics.accounts.sums import read_membership
from analytics.context import Context
from analytics.errors import UnknownSubjectError
from analytics.explain.node import ExplainNode, check_sum, compare
from analytics.explain.patience import until_settled
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
        if kind != "enterprise":
            return _explain_sum(context, session, _must(stored, subject, indicator))
        facts = read_facts(session, [code]).get(code)
        if facts is None:
            raise UnknownSubjectError(
                f"enterprise {code!r} is not in the registry",
                where=subject,
                fix="list the enterprises and give one of their credit codes",
            )
        figure = _find_figure(context, facts, indicator)
        trace = trace_figure(context, facts, figure, span)
        if period is Period.HOUR:
            stored = _hour_row(facts, figure, trace)
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


def _find_figure(context: Context, facts: EnterpriseFacts, indicator: str) -> Figure:
    figures = list_figures(facts, context.catalogue, as_of(context.clock.now_ms()))
    for figure in figures:
        if figure.indicator == indicator:
            return figure
    raise UnknownSubjectError(
        f"{facts.subject} has no account {indicator!r}",
        where="explain",
        fix=f"use one of {', '.join(f.indicator for f in figures)}",
    )


def _hour_row(facts: EnterpriseFacts, figure: Figure, trace: Trace) -> AccountRow | None:
    rows = line_rows(facts.subject, figure, Period.HOUR, trace.line)
    return rows[0] if rows else None


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
    days = line_rows(facts.subject, trace.figure, Period.DAY, folded)
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
    children = (*parts, *_finding_nodes(session, facts, trace, span=span))
    label, label_en = name_indicator(row.indicator)
    scale = max((abs(part.value or 0.0) for part in parts), default=0.0)
    return check_sum(
        ExplainNode(
            label=f"{facts.name} {label}",
            label_en=f"{facts.name} {label_en}",
            value=row.amount,
            unit=row.unit,
            formula="Σ 流向符号 × 计量点用量 × 因子（Σ sign × amount × factor）",
            source="GB/T 2589-2020" if row.unit == "tce" else "",
            note=describe_coverage(row),
            children=children,
        ),
        scale,
    )


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
    members = membership.by_group().get(row.subject, [])
    parts = read_parts_of(session, row, [f"enterprise:{member.code}" for member in members])
    codes = [member.code for member in members]
    named = select(Enterprise.code, Enterprise.name).where(Enterprise.code.in_(codes))
    names = {row[0]: row[1] for row in session.execute(named)}
    greatest = sorted(parts, key=lambda part: -abs(part.amount))[:MEMBERS_OPENED]
    opened = {
        part.subject: _explain(
            context,
            part.subject,
            part.indicator,
            period=Period(part.period),
            span=(part.start_ms, period_end(Period(part.period), part.start_ms)),
            focus=None,
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
            note=f"{describe_coverage(part)}；可单独溯源 (explain it by itself)",
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
