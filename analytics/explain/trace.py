"""The trace of a figure: its terms by hour, kept from the computation itself."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from analytics.accounts.factors import Factors, FactorStep, Use
from analytics.accounts.facts import EnterpriseFacts
from analytics.accounts.figures import Figure, Term
from analytics.accounts.hours import (
    SumLine,
    compute_hour_line,
    compute_stock,
    compute_term,
    spread_entries,
)
from analytics.accounts.matrix import HourMatrix
from analytics.accounts.roll import Span, day_spans, read_enterprise_matrix
from analytics.accounts.split import compute_share
from analytics.accounts.stocks import StockTerm
from analytics.context import Context
from core.calendar import HOUR_MS
from core.readings import Float64Array


@dataclass(frozen=True)
class TermTrace:
    """One term over the H hours of a trace.

    Attributes
    ----------
    amount, estimated : (H,) float64
        The point's amount and the estimated part of it, in its accounting unit.
    share : (H,) float64
        What it adds to the figure, in the figure's unit, after a split.
    coverage : (H,) float64
        Share of each hour that is measured [1].
    steps : list of FactorStep
        The factors that hold, in order of time.
    """

    term: Term
    amount: Float64Array
    estimated: Float64Array
    share: Float64Array
    coverage: Float64Array
    steps: list[FactorStep]


@dataclass(frozen=True)
class StockTrace:
    """What a counted stock adds to a figure in each hour [figure's unit]."""

    stock: StockTerm
    share: Float64Array
    steps: list[FactorStep]


@dataclass(frozen=True)
class Trace:
    """A figure over whole hours from `start_ms` [ms], with what it was made of.

    `split` is the product's share of each hour's energy [1], None where nothing is parted.
    """

    figure: Figure
    start_ms: int
    line: SumLine
    terms: tuple[TermTrace, ...]
    entered: Float64Array
    stocks: tuple[StockTrace, ...] = ()
    split: Float64Array | None = None

    def slice(self, span: Span) -> slice:
        """Return the hours of ``[start, end)`` [ms] as positions [1]."""
        first = max((span[0] - self.start_ms) // HOUR_MS, 0)
        return slice(first, max((span[1] - self.start_ms) // HOUR_MS, first))

    def amount(self, span: Span) -> float:
        """Return the figure over a span [ms], in its unit."""
        at = self.slice(span)
        return math.fsum(self.line.measured[at]) + math.fsum(self.line.estimated[at])


def trace_figure(context: Context, facts: EnterpriseFacts, figure: Figure, span: Span) -> Trace:
    """Compute a figure over `span` [ms] as the accounts do, keeping its terms.

    What is split is split day by day, so that its trace has whole days.
    """
    if figure.split is not None:
        span = day_spans([span])[0]
    matrix: HourMatrix = read_enterprise_matrix(context, facts, span)
    factors = Factors(context.catalogue, facts)
    line = compute_hour_line(figure, facts, matrix, factors)
    share: Float64Array | None = None
    if figure.split is not None:
        share = compute_share(figure.split, facts, matrix, factors)
    terms = []
    for term in figure.terms:
        row = facts.row_of[term.point.code]
        factor = factors.line(term.use, term.carrier, matrix.start_ms, matrix.end_ms)
        measured, estimated = compute_term(term, matrix, row, factor)
        steps = []
        if term.use is not Use.ONE:
            steps = factors.steps(term.use, term.carrier, matrix.start_ms, matrix.end_ms)
        terms.append(
            TermTrace(
                term,
                amount=matrix.measured[row] + matrix.estimated[row],
                estimated=matrix.estimated[row],
                share=(measured + estimated) * (1.0 if share is None else share),
                coverage=matrix.coverage[row],
                steps=steps,
            )
        )
    entered, _ = spread_entries(figure, facts, matrix)
    stocks = tuple(_trace_stock(figure, stock, matrix, factors) for stock in figure.stocks)
    return Trace(
        figure, matrix.start_ms, line, tuple(terms), np.asarray(entered), stocks=stocks, split=share
    )


def _trace_stock(
    figure: Figure, stock: StockTerm, matrix: HourMatrix, factors: Factors
) -> StockTrace:
    added, _ = compute_stock(stock, figure.stock_use, matrix, factors)
    steps = []
    if figure.stock_use is not Use.ONE:
        steps = factors.steps(figure.stock_use, stock.carrier, matrix.start_ms, matrix.end_ms)
    return StockTrace(stock, added, steps)
