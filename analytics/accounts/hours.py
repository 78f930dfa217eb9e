"""Hourly and daily series of a figure, computed from the hours of its points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.accounts.entered import entered_amount
from analytics.accounts.factors import FactorLine, Factors, Use
from analytics.accounts.facts import EnterpriseFacts, PointFacts
from analytics.accounts.figures import Figure, Term
from analytics.accounts.matrix import HourMatrix
from analytics.accounts.split import compute_share
from analytics.accounts.stocks import StockTerm, spread_stock
from core.calendar import HOUR_MS
from core.readings import BoolArray, Float64Array, Int64Array

HOURS_PER_DAY = 24


@dataclass(frozen=True)
class SumLine:
    """A figure over n periods of one length.

    Attributes
    ----------
    start_ms : (n,) int64
        Start of each period [ms].
    measured, estimated : (n,) float64
        Parts of the amount, in the figure's unit.
    coverage : (n,) float64
        Share of the period's seconds, so far, in which every contributing point is measured [1].
    present : (n,) bool
        Whether anything at all is known of the period.
    """

    start_ms: Int64Array
    measured: Float64Array
    estimated: Float64Array
    coverage: Float64Array
    present: BoolArray


def service_span(figure: Figure, facts: EnterpriseFacts) -> tuple[int, int]:
    """Return from when until when a figure has something in service [ms]."""
    spans = [(t.point.from_ms, t.point.to_ms) for t in figure.terms]
    if not figure.terms:
        spans = [(e.start_ms, e.end_ms) for e in facts.entries if e.item == figure.entry_item]
        spans += [(s.steps[0].start_ms, s.steps[-1].end_ms) for s in figure.stocks]
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    return first - first % HOUR_MS, last + -last % HOUR_MS


def compute_hour_line(
    figure: Figure, facts: EnterpriseFacts, matrix: HourMatrix, factors: Factors
) -> SumLine:
    """Compute a figure for each hour of `matrix`, whose rows are the points of `facts`.

    The coverage of an hour is that of its worst contributing point in service, so that a dead
    main meter cannot hide behind live ones. A stock that was not counted yet is no gap.
    """
    start = matrix.starts
    measured, estimated = np.zeros(matrix.hours), np.zeros(matrix.hours)
    coverage = np.full(matrix.hours, np.inf)
    present = np.zeros(matrix.hours, np.bool_)
    if figure.terms:
        rows = np.array([facts.row_of[term.point.code] for term in figure.terms], np.intp)
        signs = _signs(figure.terms, matrix)
        lines = [
            factors.line(term.use, term.carrier, matrix.start_ms, matrix.end_ms)
            for term in figure.terms
        ]
        weights = signs * np.array([line.values for line in lines])
        measured = (weights * matrix.measured[rows]).sum(axis=0)
        estimated = (weights * matrix.estimated[rows]).sum(axis=0)
        counted = _served([t.point for t in figure.terms], matrix) & (signs != 0)
        own = np.where([line.known for line in lines], matrix.coverage[rows], 0.0)
        coverage = np.where(counted, own, np.inf).min(axis=0)
        present = (matrix.present[rows] & (signs != 0)).any(axis=0)
    added, covered, known = compute_entered(figure, facts, matrix, factors)
    measured = measured + added
    present |= known
    coverage = np.where(np.isinf(coverage), covered, coverage)
    if figure.split is not None:
        share = compute_share(figure.split, facts, matrix, factors)
        measured, estimated = measured * share, estimated * share
        coverage = np.minimum(coverage, _split_coverage(figure, facts, matrix))
    return SumLine(start, measured, estimated, coverage, present)


def _signs(terms: Sequence[Term], matrix: HourMatrix) -> Float64Array:
    """Return each term's sign by hour, (terms, hours) [1]."""
    signs = np.empty((len(terms), matrix.hours))
    for row, term in enumerate(terms):
        signs[row] = sign_line(term, matrix)
    return signs


def sign_line(term: Term, matrix: HourMatrix) -> Float64Array:
    """Return a term's sign by hour [1]: its own, or that of the last cover that reaches it."""
    line = np.full(matrix.hours, float(term.sign))
    for cover in term.covers:
        line[matrix.within(cover.start_ms, cover.end_ms)] = cover.sign
    return line


def _served(points: Sequence[PointFacts], matrix: HourMatrix) -> BoolArray:
    """Tell in which hours each point is in service, (points, hours)."""
    first = np.array([[p.from_ms] for p in points], np.int64)
    last = np.array([[p.to_ms] for p in points], np.int64)
    return np.asarray((matrix.starts + HOUR_MS > first) & (matrix.starts < last))


def _split_coverage(figure: Figure, facts: EnterpriseFacts, matrix: HourMatrix) -> Float64Array:
    """Return the coverage of the worst of the meters on which a split rests [1]."""
    meters = figure.split.meters if figure.split else ()
    rows = [facts.row_of[point.code] for point in meters]
    own = np.where(_served(meters, matrix), matrix.coverage[rows], np.inf)
    return np.asarray(np.minimum(own.min(axis=0), 1.0))


def compute_term(
    term: Term, matrix: HourMatrix, row: int, factor: FactorLine
) -> tuple[Float64Array, Float64Array]:
    """Return a term's measured and estimated parts by hour, in its figure's unit.

    Parameters
    ----------
    row : int
        The term's point in `matrix` [1].
    """
    weight = sign_line(term, matrix) * factor.values
    return weight * matrix.measured[row], weight * matrix.estimated[row]


def compute_entered(
    figure: Figure, facts: EnterpriseFacts, matrix: HourMatrix, factors: Factors
) -> tuple[Float64Array, Float64Array, BoolArray]:
    """Return what entries add by hour [figure's unit], the covered share [1], and where any is."""
    amount, covered = spread_entries(figure, facts, matrix)
    known = covered > 0
    for stock in figure.stocks:
        taken, counted = compute_stock(stock, figure.stock_use, matrix, factors)
        amount = amount + taken
        known |= counted
        if not figure.terms:
            covered = np.maximum(covered, counted)
    return amount, covered, known


def compute_stock(
    stock: StockTerm, use: Use, matrix: HourMatrix, factors: Factors
) -> tuple[Float64Array, BoolArray]:
    """Return what a stock adds by hour [unit of `use`], and where that is known.

    References
    ----------
    GB/T 2589-2020, 5: stock that grows was not used.
    """
    change, counted = spread_stock(stock, matrix.starts)
    factor = factors.line(use, stock.carrier, matrix.start_ms, matrix.end_ms)
    return -factor.values * change, counted


def spread_entries(
    figure: Figure, facts: EnterpriseFacts, matrix: HourMatrix
) -> tuple[Float64Array, Float64Array]:
    """Spread entries evenly over their periods; return amounts and covered share by hour [1]."""
    amount, covered = np.zeros(matrix.hours), np.zeros(matrix.hours)
    if not figure.entry_item:
        return amount, covered
    start = matrix.starts
    for entry in facts.entries:
        if entry.item != figure.entry_item or entry.end_ms <= entry.start_ms:
            continue
        if entry.end_ms <= matrix.start_ms or entry.start_ms >= matrix.end_ms:
            continue
        overlap = np.minimum(start + HOUR_MS, entry.end_ms) - np.maximum(start, entry.start_ms)
        share = np.maximum(overlap, 0)
        value = entered_amount(entry, figure.unit)
        if value is None:
            continue
        amount += value * share / (entry.end_ms - entry.start_ms)
        covered = np.minimum(covered + share / HOUR_MS, 1.0)
    return amount, covered


def fold_days(line: SumLine, service: tuple[int, int], as_of_ms: int) -> SumLine:
    """Fold whole days of hours into days.

    Parameters
    ----------
    service : (int, int)
        From when until when the figure has something in service [ms].
    as_of_ms : int
        End of the last hour that has passed [ms]; later hours count in amounts only.
    """
    shape = (-1, HOURS_PER_DAY)
    counted = (line.start_ms >= service[0]) & (line.start_ms < service[1])
    counted &= line.start_ms + HOUR_MS <= as_of_ms
    seconds = counted.reshape(shape).sum(axis=1)
    covered = np.where(counted, line.coverage, 0.0).reshape(shape).sum(axis=1)
    return SumLine(
        line.start_ms[::HOURS_PER_DAY],
        line.measured.reshape(shape).sum(axis=1),
        line.estimated.reshape(shape).sum(axis=1),
        np.divide(covered, seconds, out=np.zeros(len(covered)), where=seconds > 0),
        np.asarray(line.present.reshape(shape).any(axis=1)),
    )
