"""The price index of a region, by which values at current prices become comparable."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.accounts.facts import EntryFacts
from analytics.unit_energy.spans import Span, state_line
from core.registry.models import Entry

ITEM = "price_index"


def read_price_index(session: Session, regions: Sequence[str], span: Span) -> float | None:
    """Return the mean index over `span` [ms] [1], of the nearest region that states all of it.

    Prices of the period by those of the same period of the year before; None where it is not
    stated.
    """
    subjects = [f"region:{code}" for code in regions]
    rows = session.execute(
        select(
            Entry.subject,
            Entry.item,
            Entry.start_ms,
            Entry.end_ms,
            Entry.version,
            Entry.value,
            Entry.unit,
            Entry.document,
        )
        .where(
            Entry.subject.in_(subjects),
            Entry.item == ITEM,
            Entry.start_ms < span[1],
            Entry.end_ms > span[0],
        )
        .order_by(Entry.start_ms, Entry.end_ms.desc(), Entry.version)
    ).all()
    for subject in subjects:
        entries = [EntryFacts(*row[1:]) for row in rows if row[0] == subject]
        line = state_line(entries, span, "1")
        if entries and len(line.amount) and line.coverage.all():
            return float(line.amount.mean())
    return None
