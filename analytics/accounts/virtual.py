"""Virtual points: hours made of other points' hours by a formula."""

from __future__ import annotations

import numpy as np

from analytics.accounts.facts import EnterpriseFacts, PointFacts
from analytics.accounts.matrix import HourMatrix
from analytics.accounts.tree import is_virtual


def order_virtual(facts: EnterpriseFacts) -> tuple[list[PointFacts], list[PointFacts]]:
    """Return virtual points, each after those it is made of, and those that cannot be made.

    A point cannot be made whose formula names what is not there or, through others, itself.
    """
    waiting = {p.code: p for p in facts.points if is_virtual(p)}
    known = set(facts.row_of) - set(waiting)
    ordered: list[PointFacts] = []
    while ready := [p for p in waiting.values() if p.parts and _codes(p) <= known]:
        for point in ready:
            ordered.append(waiting.pop(point.code))
            known.add(point.code)
    return ordered, list(waiting.values())


def _codes(point: PointFacts) -> set[str]:
    return {code for _, code in point.parts}


def fill_virtual(facts: EnterpriseFacts, matrix: HourMatrix) -> HourMatrix:
    """Return `matrix`, whose rows are the points of `facts`, with its virtual rows filled.

    Measured and estimated parts follow the formula; an hour is measured as far as the worst of
    the points that are in service in it.
    """
    ordered, _ = order_virtual(facts)
    if not ordered:
        return matrix
    for point in ordered:
        row = facts.row_of[point.code]
        coverage = np.full(matrix.hours, np.inf)
        for factor, code in point.parts:
            other = facts.row_of[code]
            served = matrix.within(facts.points[other].from_ms, facts.points[other].to_ms)
            matrix.measured[row] += factor * matrix.measured[other]
            matrix.estimated[row] += factor * matrix.estimated[other]
            own = np.where(served, matrix.coverage[other], np.inf)
            coverage = np.minimum(coverage, own)
        matrix.coverage[row] = np.where(np.isinf(coverage), 0.0, coverage)
    return matrix
