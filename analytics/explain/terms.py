"""A figure's terms as nodes: a point, its factors, then months, days and hours."""

from __future__ import annotations

import math

import numpy as np

from analytics.accounts.factors import FactorStep
from analytics.accounts.facts import EnterpriseFacts, PointFacts
from analytics.accounts.figures import Term
from analytics.accounts.roll import Span
from analytics.explain.node import ExplainNode, check_sum, total
from analytics.explain.trace import TermTrace, Trace
from analytics.explain.words import FLOWS
from core.calendar import DAY_MS, HOUR_MS, Period, period_end, period_starts, to_local
from core.vocabulary import Flow

BELOW = {Period.YEAR: Period.MONTH, Period.MONTH: Period.DAY, Period.DAY: Period.HOUR}
STAMPS = {Period.MONTH: "%Y-%m", Period.DAY: "%Y-%m-%d", Period.HOUR: "%Y-%m-%d %H:00"}


def term_node(trace: Trace, term: TermTrace, span: Span, *, focus: int) -> ExplainNode:
    """Return what a point adds to a figure over `span` [ms].

    The periods that hold `focus` [ms] are opened down to hours.
    """
    point = term.term.point
    flow, flow_en = FLOWS[Flow(point.flow)]
    name = point.name or point.code
    steps = [step for step in term.steps if step.start_ms < span[1] and step.end_ms > span[0]]
    children = tuple(_periods(trace, term, span, focus=focus))
    one = steps[0] if len(steps) == 1 else None
    return check_sum(
        ExplainNode(
            label=f"{point.code} {name}（{flow}）",
            label_en=f"{point.code} {name} ({flow_en})",
            value=total(children) if children else _value(trace, term, span),
            unit=trace.figure.unit,
            formula=_formula(term, one),
            source=one.source if one else "",
            confidence=one.confidence if one else "",
            note=_note(trace, term, span),
            children=(
                *children,
                *(factor_node(step) for step in steps),
                *virtual_nodes(point),
                *cover_nodes(term.term, span),
            ),
        )
    )


def virtual_nodes(point: PointFacts) -> list[ExplainNode]:
    """Return what a virtual point is made of."""
    return [
        ExplainNode(
            label=f"虚拟计量点 = {point.formula}",
            label_en=f"virtual point = {point.formula}",
            formula=" + ".join(f"{factor:g} × {code}" for factor, code in point.parts),
            part=False,
        )
        for _ in point.parts[:1]
    ]


def cover_nodes(term: Term, span: Span) -> list[ExplainNode]:
    """Return in which parts of `span` [ms] another meter counts in this one's stead."""
    return [
        ExplainNode(
            label=f"{_day(max(c.start_ms, span[0]))} 起由上级表计或虚拟点计入，符号 {c.sign}",
            label_en=f"counted by another meter, sign {c.sign}",
            note=f"至 {_day(min(c.end_ms, span[1]) - 1)} (until)",
            part=False,
        )
        for c in term.covers
        if c.start_ms < span[1] and c.end_ms > span[0]
    ]


def _day(t_ms: int) -> str:
    return to_local(t_ms).date().isoformat()


def _formula(term: TermTrace, step: FactorStep | None) -> str:
    sign = "−" if term.term.sign < 0 else "+"
    if step is None or step.value is None:
        return f"{sign} 用量 × 因子 (amount × factor)" if term.steps else f"{sign} 用量 (amount)"
    return f"{sign} 用量 × {step.value:.6g} {step.unit} (amount × factor)"


def factor_node(step: FactorStep) -> ExplainNode:
    """Return a factor with its validity and source."""
    until = to_local(step.end_ms - 1).date().isoformat()
    return ExplainNode(
        label=f"因子 {to_local(step.start_ms).date().isoformat()} – {until}",
        label_en="factor",
        value=step.value,
        unit=step.unit,
        source=step.source,
        confidence=step.confidence,
        note=step.note,
        part=False,
    )


def _periods(trace: Trace, term: TermTrace, span: Span, *, focus: int) -> list[ExplainNode]:
    """Return the periods next below `span` of which anything is known."""
    below = _below(span)
    nodes = []
    for start in period_starts(below, *span):
        part = (start, period_end(below, start))
        at = trace.slice(part)
        if not (term.amount[at].any() or term.coverage[at].any()):
            continue
        opened = below is not Period.HOUR and part[0] <= focus < part[1]
        inner = tuple(_periods(trace, term, part, focus=focus)) if opened else ()
        stamp = to_local(start).strftime(STAMPS[below])
        nodes.append(
            check_sum(
                ExplainNode(
                    label=stamp,
                    label_en=stamp,
                    value=total(inner) if inner else _value(trace, term, part),
                    unit=trace.figure.unit,
                    note=_note(trace, term, part),
                    children=inner,
                )
            )
        )
    return nodes


def _below(span: Span) -> Period:
    length = span[1] - span[0]
    if length > 31 * DAY_MS:
        return Period.MONTH
    return Period.DAY if length > DAY_MS else Period.HOUR


def _value(trace: Trace, term: TermTrace, span: Span) -> float:
    return math.fsum(term.share[trace.slice(span)])


def _note(trace: Trace, term: TermTrace, span: Span) -> str:
    """Return the point's own amount over a span, and how much of it is measured."""
    at = trace.slice(span)
    amount, estimated = math.fsum(term.amount[at]), math.fsum(term.estimated[at])
    hours = (span[1] - span[0]) // HOUR_MS
    covered = float(np.sum(term.coverage[at]))
    return (
        f"用量 {amount:,.6g}（实测 {amount - estimated:,.6g}，估算 {estimated:,.6g}），"
        f"有效 {covered:.4g}/{hours} h "
        f"(amount {amount:,.6g}, estimated {estimated:,.6g}, measured hours {covered:.4g})"
    )


def entry_nodes(facts: EnterpriseFacts, trace: Trace, span: Span) -> list[ExplainNode]:
    """Return one node for the hand-fed entries of a figure, with the documents below it."""
    if not trace.figure.entry_item:
        return []
    entries = [
        entry
        for entry in facts.entries
        if entry.item == trace.figure.entry_item
        and entry.start_ms < span[1]
        and entry.end_ms > span[0]
    ]
    if not entries:
        return []
    listed = tuple(
        ExplainNode(
            label=f"{to_local(e.start_ms).date()} – {to_local(e.end_ms - 1).date()}",
            label_en=f"version {e.version}",
            value=e.value,
            unit=e.unit,
            source=e.document,
            confidence="entered",
            part=False,
        )
        for e in entries
    )
    return [
        ExplainNode(
            label="填报",
            label_en="entries",
            value=math.fsum(trace.entered[trace.slice(span)]),
            unit=trace.figure.unit,
            formula="Σ 填报量 × 期内时间占比 (Σ entry × share of its period)",
            children=listed,
        )
    ]
