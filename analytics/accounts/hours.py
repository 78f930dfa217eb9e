"""Hourly and daily series of a figure, computed from the hours of its points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.accounts.factors import FactorLine, Factors
from analytics.accounts.facts import EnterpriseFacts
from analytics.accounts.figures import Figure, Term
from analytics.accounts.matrix import HourMatrix
from core.calendar import HOUR_MS
from core.readings import BoolArray, Float64Array, Int64Array
from core.units import conversion_factor

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
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    return first - first % HOUR_MS, last + -last % HOUR_MS


def compute_hour_line(
    figure: Figure, facts: EnterpriseFacts, matrix: HourMatrix, factors: Factors
) -> SumLine:
    """Compute a figure for each hour of `matrix`, whose rows are the points of `facts`.

    The coverage of an hour is that of its worst contributing point in service, so that a dead
    main meter cannot hide behind live ones.
    """
    hours = matrix.hours
    start = matrix.start_ms + HOUR_MS * np.arange(hours, dtype=np.int64)
    measured, estimated = np.zeros(hours), np.zeros(hours)
    coverage = np.full(hours, np.inf)
    present = np.zeros(hours, np.bool_)
    row_of = {point.code: row for row, point in enumerate(facts.points)}
    for term in figure.terms:
        row = row_of[term.point.code]
        factor = factors.line(term.use, term.carrier, matrix.start_ms, matrix.end_ms)
        own_measured, own_estimated = compute_term(term, matrix, row, factor)
        measured += own_measured
        estimated += own_estimated
        in_service = (start + HOUR_MS > term.point.from_ms) & (start < term.point.to_ms)
        own = np.where(factor.known, matrix.coverage[row], 0.0)
        coverage = np.where(in_service, np.minimum(coverage, own), coverage)
        present |= (matrix.coverage[row] > 0) | (matrix.measured[row] != 0)
        present |= matrix.estimated[row] != 0
    entered, covered = spread_entries(figure, facts, matrix)
    measured += entered
    coverage = np.where(np.isinf(coverage), covered, coverage)
    present |= covered > 0
    return SumLine(start, measured, estimated, coverage, present)


def compute_term(
    term: Term, matrix: HourMatrix, row: int, factor: FactorLine
) -> tuple[Float64Array, Float64Array]:
    """Return a term's measured and estimated parts by hour, in its figure's unit.

    Parameters
    ----------
    row : int
        The term's point in `matrix` [1].
    """
    weight = term.sign * factor.values
    return weight * matrix.measured[row], weight * matrix.estimated[row]


def spread_entries(
    figure: Figure, facts: EnterpriseFacts, matrix: HourMatrix
) -> tuple[Float64Array, Float64Array]:
    """Spread entries evenly over their periods; return amounts and covered share by hour [1]."""
    amount, covered = np.zeros(matrix.hours), np.zeros(matrix.hours)
    if not figure.entry_item:
        return amount, covered
    start = matrix.start_ms + HOUR_MS * np.arange(matrix.hours, dtype=np.int64)
    for entry in facts.entries:
        if entry.item != figure.entry_item or entry.end_ms <= entry.start_ms:
            continue
        overlap = np.minimum(start + HOUR_MS, entry.end_ms) - np.maximum(start, entry.start_ms)
        share = np.maximum(overlap, 0)
        value = entry.value * conversion_factor(entry.unit, figure.unit)
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
