"""What an undetermined verdict misses: the points or enterprises with the least coverage."""

from __future__ import annotations

import numpy as np
from sqlalchemy import select

from analytics.accounts.factors import Factors
from analytics.accounts.facts import EnterpriseFacts
from analytics.accounts.figures import list_figures
from analytics.accounts.matrix import read_matrix
from analytics.accounts.roll import as_of, read_enterprise_matrix
from analytics.accounts.rows import TABLE
from analytics.accounts.tree import is_virtual
from analytics.context import Context
from analytics.verdicts.docket import Docket
from core.calendar import HOUR_MS, Period
from core.store.protocol import SeriesKey

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
    if any(is_virtual(term.point) for term in terms):
        matrix = read_enterprise_matrix(context, facts, span)
        rows = [facts.row_of[term.point.code] for term in terms]
    else:
        keys = [SeriesKey(facts.code, term.point.code) for term in terms]
        matrix = read_matrix(context.store, keys, *span)
        rows = list(range(len(terms)))
    factors = Factors(context.catalogue, facts)
    found: list[tuple[str, float]] = []
    for row, term in zip(rows, terms, strict=True):
        line = factors.line(term.use, term.carrier, *span)
        share = float(np.where(line.known, matrix.coverage[row], 0.0).sum()) / hours
        name = term.point.code if line.known.any() else f"{term.point.code}（无因子 no factor）"
        if share < context.settings.coverage_floor:
            found.append((name, share))
    return sorted(found, key=lambda item: (item[1], item[0]))[:NAMED]


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
