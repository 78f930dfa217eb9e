"""Hand-fed figures of many subjects added up over a period, the newest versions, each once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.errors import RefusedError
from core.registry.models import Entry
from core.units import conversion_factor

BATCH = 500
"""Subjects asked for in one statement [1]."""


class Stated(NamedTuple):
    """A figure of an entry over ``[start_ms, end_ms)`` [ms], in the unit asked for."""

    subject: str
    item: str
    start_ms: int
    end_ms: int
    amount: float


def read_stated(
    session: Session,
    subjects: Sequence[str],
    items: Iterable[str],
    *,
    span: tuple[int, int],
    unit: str,
) -> list[Stated]:
    """Return the figures that lie wholly in `span` [ms], none of them counted twice.

    Parameters
    ----------
    items : iterable of str
        Items, or their words before the colon, written with it: ``solid_waste_used:``.
    unit : str
        What they are converted into; a figure that does not convert is left out.

    Returns
    -------
    list of Stated
        Of figures that overlap the longer one, such as the year's over a month's: it states all.
    """
    wanted = [
        Entry.item.startswith(item) if item.endswith(":") else Entry.item == item for item in items
    ]
    newest: dict[tuple[str, str, int, int], Stated] = {}
    for at in range(0, len(subjects), BATCH):
        rows = session.execute(
            select(Entry.subject, Entry.item, Entry.start_ms, Entry.end_ms, Entry.value, Entry.unit)
            .where(
                Entry.subject.in_(subjects[at : at + BATCH]),
                or_(*wanted),
                Entry.start_ms >= span[0],
                Entry.end_ms <= span[1],
            )
            .order_by(Entry.version)
        )
        for subject, item, start_ms, end_ms, value, given in rows:
            try:
                amount = value * conversion_factor(given, unit)
            except RefusedError:
                continue
            newest[subject, item, start_ms, end_ms] = Stated(
                subject, item, start_ms, end_ms, amount
            )
    return keep_longest(newest.values())


def keep_longest(figures: Iterable[Stated]) -> list[Stated]:
    """Return figures without those that a longer one of the same thing overlaps, in order."""
    kept: list[Stated] = []
    for one in sorted(figures, key=lambda f: (*f[:2], f.start_ms - f.end_ms, f.start_ms)):
        twice = any(
            other[:2] == one[:2] and other.start_ms < one.end_ms and other.end_ms > one.start_ms
            for other in reversed(kept)
        )
        if not twice:
            kept.append(one)
    return kept
