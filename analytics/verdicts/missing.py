"""What an undetermined verdict misses: the points or enterprises with the least coverage."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlalchemy import select

from analytics.accounts.factors import Factors
from analytics.accounts.facts import EnterpriseFacts
from analytics.accounts.figures import Term, list_figures
from analytics.accounts.roll import as_of, read_enterprise_matrix
from analytics.accounts.rows import TABLE
from analytics.accounts.tree import is_virtual
from analytics.context import Context
from analytics.verdicts.docket import Docket
from core.calendar import HOUR_MS, Period
from core.readings import BoolArray
from core.store.protocol import SeriesKey

SHARE_DIGITS = 9
"""Shares are rounded to so many digits [1]: stores add up in orders of their own."""
NAMED = 4
"""How many are named, the worst first [1]."""


def list_missing_points(
    context: Context, facts: EnterpriseFacts, indicator: str, *, span: tuple[int, int]
) -> list[tuple[str, float]]:
    """Return the points of an indicator below the coverage floor in `span` [ms], worst first.

    Each comes with the share of the span's seconds that is measured [1]; time before its service
    counts as not measured, for the figure misses it. A carrier without a factor is named as such.
    """
    now_ms = as_of(context.clock.now_ms())
    figures = list_figures(facts, context.catalogue, now_ms)
    terms = [term for f in figures if f.indicator == indicator for term in f.terms]
    if not terms:
        return [(f"{indicator}（无计量点 no point）", 0.0)]
    hours = (span[1] - span[0]) // HOUR_MS
    if hours <= 0:
        return []
    factors = Factors(context.catalogue, facts)
    known = [factors.line(term.use, term.carrier, *span).known for term in terms]
    found: list[tuple[str, float]] = []
    covered = _sum_coverage(context, facts, terms, span=span, known=known)
    for term, covered_h, mask in zip(terms, covered, known, strict=True):
        share = round(covered_h / hours, SHARE_DIGITS)
        name = term.point.code if mask.any() else f"{term.point.code}（无因子 no factor）"
        if share < context.settings.coverage_floor:
            found.append((name, share))
    return sorted(found, key=lambda item: (item[1], item[0]))[:NAMED]


def _sum_coverage(
    context: Context,
    facts: EnterpriseFacts,
    terms: Sequence[Term],
    *,
    span: tuple[int, int],
    known: Sequence[BoolArray],
) -> list[float]:
    """Return how much of `span` [ms] is measured of each term's point [h], its factor `known`.

    The store adds up where it can: a year of hours is much to read for one figure.
    """
    if all(mask.all() or not mask.any() for mask in known) and not any(
        is_virtual(term.point) for term in terms
    ):
        keys = [SeriesKey(facts.code, term.point.code) for term in terms]
        sums = context.store.sum_coverage(context.store.series_ids(keys), *span)
        return [
            hours if mask.any() else 0.0 for hours, mask in zip(sums.tolist(), known, strict=True)
        ]
    matrix = read_enterprise_matrix(context, facts, span)
    rows = [facts.row_of[term.point.code] for term in terms]
    return [
        float(np.where(mask, matrix.coverage[row], 0.0).sum())
        for row, mask in zip(rows, known, strict=True)
    ]


def list_missing_enterprises(
    docket: Docket, indicator: str, year_ms: int
) -> list[tuple[str, float]]:
    """Return the enterprises of a region below the coverage floor, the worst first.

    Each comes with the coverage of its account of the year that starts at `year_ms` [ms].
    """
    members = docket.membership.by_group().get(docket.subject, [])
    rows = docket.session.execute(
        select(TABLE.c.subject, TABLE.c.coverage).where(
            TABLE.c.period == Period.YEAR.value,
            TABLE.c.start_ms == year_ms,
            TABLE.c.indicator == indicator,
            TABLE.c.version == 0,
        )
    )
    coverage = {subject: float(share) for subject, share in rows}
    floor = docket.context.settings.coverage_floor
    found = [
        (member.code, share)
        for member in members
        if indicator in member.service_ms
        and (share := coverage.get(f"enterprise:{member.code}", 0.0)) < floor
    ]
    return sorted(found, key=lambda item: (item[1], item[0]))[:NAMED]
