"""What a figure takes from counted stocks, and how it is split, as nodes."""

from __future__ import annotations

import math

from analytics.accounts.facts import PointFacts
from analytics.accounts.roll import Span
from analytics.accounts.split import Split
from analytics.explain.node import ExplainNode
from analytics.explain.terms import factor_node
from analytics.explain.trace import StockTrace, Trace
from core.calendar import to_local


def stock_nodes(trace: Trace, span: Span) -> list[ExplainNode]:
    """Return one node a counted stock, with the counts that reach into `span` [ms] below it."""
    return [_stock_node(trace, stock, span) for stock in trace.stocks if _reaches(stock, span)]


def _reaches(stock: StockTrace, span: Span) -> bool:
    return any(s.start_ms < span[1] and s.end_ms > span[0] for s in stock.stock.steps)


def _stock_node(trace: Trace, stock: StockTrace, span: Span) -> ExplainNode:
    steps = [s for s in stock.stock.steps if s.start_ms < span[1] and s.end_ms > span[0]]
    counts = tuple(
        ExplainNode(
            label=f"{to_local(step.start_ms).date()} – {to_local(step.end_ms - 1).date()} 库存变化",
            label_en="change of stock between two counts",
            value=step.change,
            unit=step.after.unit,
            formula=(
                f"{step.after.value:g} − {step.before.value:g} {step.after.unit}，"
                "按时间均摊 (spread evenly)"
            ),
            source=f"{step.before.document}; {step.after.document}",
            confidence="entered",
            part=False,
        )
        for step in steps
    )
    factors = [f for f in stock.steps if f.start_ms < span[1] and f.end_ms > span[0]]
    return ExplainNode(
        label=f"{stock.stock.carrier} 库存变化（盘存）",
        label_en=f"change of the stock of {stock.stock.carrier}, by counts",
        value=math.fsum(stock.share[trace.slice(span)]),
        unit=trace.figure.unit,
        formula="− (期末库存 − 期初库存) × 因子 (less growth × factor)",
        source="GB/T 2589-2020",
        children=(*counts, *(factor_node(factor) for factor in factors)),
    )


def split_nodes(trace: Trace, span: Span) -> list[ExplainNode]:
    """Return by which rule, and with which shares, a figure was parted from its line's."""
    split = trace.figure.split
    if split is None or trace.split is None:
        return []
    shares = trace.split[trace.slice(span)]
    if not len(shares):
        return []
    return [
        ExplainNode(
            label=f"热电分摊：{split.rule.name_zh}，生产线 {split.line}",
            label_en=f"heat and power parted: {split.rule.name_en}, line {split.line}",
            value=float(shares.mean()),
            unit="1",
            formula=split.rule.clause,
            source=split.rule.source,
            confidence=split.rule.confidence,
            note=(
                f"逐日分摊系数 {shares.min():.4f} … {shares.max():.4f}，左为各小时平均 "
                f"(share of each day; the value is the mean of the hours); {_meters(split)}"
            ),
            part=False,
        )
    ]


def _meters(split: Split) -> str:
    return (
        f"供热 heat: {_codes(split.heat)}；发电 power: {_codes(split.power)}；"
        f"锅炉 boiler: {_codes(split.boiler) or '—'}"
    )


def _codes(points: tuple[PointFacts, ...]) -> str:
    return ", ".join(point.code for point in points)
