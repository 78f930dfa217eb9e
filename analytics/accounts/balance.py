"""The energy balance 能源平衡 of an enterprise or a line: carriers by flow, and what remains used.

References
----------
GB/T 3484-2009 (energy balance of an enterprise: what comes in, what goes out, what is between);
GB/T 2589-2020, 4 and 5.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from analytics.accounts.boundary import Boundary
from analytics.accounts.factors import Factors, Use
from analytics.accounts.facts import EnterpriseFacts, PointFacts
from analytics.accounts.figures import Figure, Term
from analytics.accounts.hours import compute_hour_line, compute_stock
from analytics.accounts.matrix import HourMatrix
from analytics.accounts.roll import Span, as_of, list_books, read_enterprise_matrix
from analytics.accounts.tree import SignedPoint
from analytics.context import Context
from analytics.errors import UnknownSubjectError
from core.vocabulary import Basis, Flow

FLOWS = tuple(flow for flow in Flow if flow is not Flow.OUTPUT)


@dataclass(frozen=True)
class BalanceRow:
    """One carrier over a span.

    Attributes
    ----------
    flows : dict of str to float
        What was metered of each flow, each quantity once [unit].
    stock_counted : float or None
        What counted stocks grew by [unit]; None where none is counted.
    used : float
        What entered comprehensive use [unit].
    calorific_tce, primary_tce : float or None
        The same as standard coal [tce]; None where the carrier has no factor.
    coverage : float
        Share of the span's hours that is measured, 0 … 1 [1].
    """

    carrier: str
    name: str
    name_en: str
    unit: str
    used: float
    calorific_tce: float | None
    primary_tce: float | None
    coverage: float
    stock_counted: float | None = None
    flows: dict[str, float] = field(default_factory=dict)


def compute_balance(
    context: Context, facts: EnterpriseFacts, subject: str, span: Span
) -> list[BalanceRow]:
    """Compute the balance of an enterprise or one of its lines over whole hours of `span` [ms].

    Raises
    ------
    UnknownSubjectError
        The enterprise has no such line.
    """
    now_ms = as_of(context.clock.now_ms())
    books = list_books(facts, context.catalogue, now_ms)
    book = next((book for book in books if book.subject == subject), None)
    if book is None:
        raise UnknownSubjectError(
            f"{subject} is no book of the enterprise",
            where=facts.subject,
            fix=f"use one of {', '.join(book.subject for book in books)}",
        )
    matrix = read_enterprise_matrix(context, facts, (span[0], min(span[1], max(now_ms, span[0]))))
    boundary = Boundary(facts, context.catalogue, now_ms)
    own = [p for p in boundary.energy if _belongs(facts, subject, p)]
    balance = _Balance(boundary, matrix, Factors(context.catalogue, facts))
    figures = {
        figure.indicator.partition(":")[2]: figure
        for figure in book.figures
        if figure.indicator.startswith("carrier:")
    }
    carriers = sorted({p.carrier for p in own} | set(figures))
    return [
        balance.row(carrier, figures.get(carrier), [p for p in own if p.carrier == carrier])
        for carrier in carriers
    ]


def _belongs(facts: EnterpriseFacts, subject: str, point: PointFacts) -> bool:
    if subject == facts.subject:
        return True
    return bool(point.line_code) and facts.line_subject(point.line_code) == subject


class _Balance:
    """The hours of an enterprise, of which rows are made."""

    def __init__(self, boundary: Boundary, matrix: HourMatrix, factors: Factors) -> None:
        self._boundary = boundary
        self._matrix = matrix
        self._factors = factors

    def row(self, code: str, figure: Figure | None, points: Sequence[PointFacts]) -> BalanceRow:
        """Return the row of a carrier."""
        carrier = self._boundary.carriers[code]
        used, coverage = self._sum(figure)
        flows = {
            str(flow): self._flow([p for p in points if p.flow == flow])
            for flow in FLOWS
            if any(p.flow == flow for p in points)
        }
        counted = None
        for stock in figure.stocks if figure else ():
            taken, _ = compute_stock(stock, Use.ONE, self._matrix, self._factors)
            counted = -math.fsum(taken)
        return BalanceRow(
            code,
            carrier.name_zh,
            carrier.name_en,
            carrier.unit,
            used,
            self._coal(figure, Use.COAL_CALORIFIC),
            self._coal(figure, Use.COAL_PRIMARY),
            coverage,
            counted,
            flows,
        )

    def _flow(self, points: Sequence[PointFacts]) -> float:
        """Return what meters of one flow and carrier measured, each quantity once [its unit]."""
        signed = [
            found
            for point in points
            if (found := self._boundary.tree.sign(point, lambda _p: 1, _same_flow)) is not None
        ]
        return self._sum(_figure(signed, Use.ONE))[0]

    def _coal(self, figure: Figure | None, use: Use) -> float | None:
        if figure is None:
            return 0.0
        code = figure.indicator.partition(":")[2]
        line = self._factors.line(use, code, self._matrix.start_ms, self._matrix.end_ms)
        if not line.known.all():
            return None
        signed = [SignedPoint(t.point, t.sign, t.covers) for t in figure.terms]
        coal = _figure(signed, use)
        return self._sum(replace(coal, stocks=figure.stocks, stock_use=use))[0]

    def _sum(self, figure: Figure | None) -> tuple[float, float]:
        """Return the sum of a figure [its unit] and its mean coverage [1]."""
        if figure is None or not (figure.terms or figure.stocks) or not self._matrix.hours:
            return 0.0, 0.0
        line = compute_hour_line(figure, self._boundary.facts, self._matrix, self._factors)
        amount = math.fsum(line.measured) + math.fsum(line.estimated)
        return amount, float(line.coverage.mean())


def _figure(signed: Sequence[SignedPoint], use: Use) -> Figure:
    terms = tuple(Term(s.point, s.sign, use, s.point.carrier, s.covers) for s in signed)
    return Figure("balance", Basis.NONE, "", terms)


def _same_flow(point: PointFacts, above: PointFacts) -> int | None:
    return 0 if point.flow == above.flow else None
