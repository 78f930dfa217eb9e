"""Dirty hours: marks that an enterprise's hour is to be computed again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from sqlalchemy import bindparam, delete, func, select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from core.calendar import HOUR_MS
from core.readings import Int64Array
from core.registry.results import DirtyHour

SUMS = "*"
"""Stands as enterprise in marks that sectors and regions owe; no enterprise has this code."""


class Mark(NamedTuple):
    """A dirty hour as it was read: enterprise, hour [ms] and revision [1]."""

    enterprise_code: str
    hour_ms: int
    revision: int


def mark_dirty(
    session: Session, enterprise_code: str, hours_ms: Iterable[int] | Int64Array
) -> None:
    """Mark hours of an enterprise as dirty; a mark that stands gets the next revision.

    Parameters
    ----------
    session : Session
        A writing session; the marks stand when it commits.
    enterprise_code : str
        Social credit code.
    hours_ms : iterable of int or (n,) int64
        Times in the hours to mark [ms since the epoch, UTC]; doubles count once.
    """
    given = hours_ms if isinstance(hours_ms, np.ndarray) else np.fromiter(hours_ms, np.int64)
    hours = np.unique(given - given % HOUR_MS)
    mark_hours(session, [(enterprise_code, hour) for hour in hours.tolist()])


def mark_hours(session: Session, marks: Sequence[tuple[str, int]]) -> None:
    """Mark hours of many enterprises as dirty, in one statement.

    Parameters
    ----------
    session : Session
        A writing session; the marks stand when it commits.
    marks : sequence of (enterprise, hour)
        Social credit code and start of the hour [ms since the epoch, UTC]; each pair once.
    """
    if not marks:
        return
    if session.get_bind().dialect.name == "postgresql":
        columns = zip(*sorted(set(marks)), strict=True)  # in one order: nobody waits in a circle
        given = dict(zip(("enterprises", "hours"), map(list, columns), strict=True))
        session.connection().execute(_MARK_ARRAYS, given)
        return
    statement = sqlite.insert(DirtyHour).values(
        enterprise_code=bindparam("enterprise"), hour_ms=bindparam("hour"), revision=1
    )
    statement = statement.on_conflict_do_update(
        index_elements=["enterprise_code", "hour_ms"],
        set_={"revision": DirtyHour.revision + 1},
    )
    rows = [{"enterprise": enterprise, "hour": hour} for enterprise, hour in marks]
    session.connection().execute(statement, rows)


_MARK_ARRAYS = text(
    """
    INSERT INTO dirty_hour (enterprise_code, hour_ms, revision)
    SELECT * FROM unnest(CAST(:enterprises AS varchar[]), CAST(:hours AS bigint[])), (VALUES (1)) v
    ON CONFLICT (enterprise_code, hour_ms) DO UPDATE SET revision = dirty_hour.revision + 1
    """
)
"""PostgreSQL takes many marks as two arrays far faster than as rows."""


def read_marks(
    session: Session, limit: int = 100_000, *, enterprise_code: str | None = None
) -> list[Mark]:
    """Return up to `limit` marks [1], of one enterprise or of all, by enterprise and hour."""
    statement = (
        select(DirtyHour.enterprise_code, DirtyHour.hour_ms, DirtyHour.revision)
        .order_by(DirtyHour.enterprise_code, DirtyHour.hour_ms)
        .limit(limit)
    )
    if enterprise_code is not None:
        statement = statement.where(DirtyHour.enterprise_code == enterprise_code)
    return [Mark._make(row) for row in session.connection().execute(statement).all()]


def count_marks(session: Session) -> int:
    """Return how many hours are dirty [1]."""
    return session.scalar(select(func.count()).select_from(DirtyHour)) or 0


def clear_marks(session: Session, marks: Sequence[Mark]) -> None:
    """Delete the marks whose revision is still the one read; others stay.

    Marks of neighbouring hours, given in order, that were read with one revision are deleted by
    one statement: no hour between them was left out, so none can have come since.
    """
    if not marks:
        return
    statement = delete(DirtyHour).where(
        DirtyHour.enterprise_code == bindparam("enterprise"),
        DirtyHour.hour_ms >= bindparam("first"),
        DirtyHour.hour_ms <= bindparam("last"),
        DirtyHour.revision == bindparam("read_revision"),
    )
    session.connection().execute(statement, list(_runs(marks)))


def _runs(marks: Sequence[Mark]) -> Iterator[dict[str, str | int]]:
    """Yield marks of one enterprise, one revision and hours that follow each other as one."""
    first = last = marks[0]
    for mark in (*marks[1:], None):
        follows = (
            mark is not None
            and mark.enterprise_code == last.enterprise_code
            and mark.hour_ms == last.hour_ms + HOUR_MS
            and mark.revision == last.revision
        )
        if mark is None or not follows:
            yield {
                "enterprise": first.enterprise_code,
                "first": first.hour_ms,
                "last": last.hour_ms,
                "read_revision": first.revision,
            }
            if mark is not None:
                first = mark
        if mark is not None:
            last = mark
