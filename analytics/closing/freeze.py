"""Closing a period and restating it: who, when, why, and the digest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from analytics.closing.changes import Difference, list_differences
from analytics.closing.frozen import Key, freeze_rows
from analytics.context import Context
from analytics.errors import ClosingError
from core.calendar import Period, format_time, period_end
from core.registry.closing import Closing
from core.registry.results import DirtyHour

CLOSABLE = (Period.MONTH, Period.YEAR)


@dataclass(frozen=True)
class Term:
    """The month or year of a subject, from `start_ms` [ms]."""

    subject: str
    period: Period
    start_ms: int

    @property
    def key(self) -> Key:
        """What its rows are stored under."""
        return self.subject, str(self.period), self.start_ms

    def __str__(self) -> str:
        """Return it for messages."""
        return f"{self.subject} {self.period} {format_time(self.start_ms)[:10]}"


def close_period(context: Context, term: Term, *, by: str) -> Closing:
    """Freeze the figures of a period that is over, as version 1.

    Raises
    ------
    ClosingError
        The period is no month or year, still runs, has no figures, has hours that are not derived
        yet, or is closed already.
    """
    now_ms = context.clock.now_ms()
    with context.registry.session() as session:
        _check_over(session, term, now_ms)
        if (closed := read_newest(session, term)) is not None:
            raise ClosingError(
                f"{term} was closed by {closed.closed_by} on {format_time(closed.closed_ms)}",
                where=term.subject,
                fix="restate it, with the reason, if its figures have changed since",
            )
        return _freeze(session, term, 1, by=by, now_ms=now_ms)


def restate_period(context: Context, term: Term, *, by: str, reason: str) -> Closing:
    """Freeze the figures of a closed period as they are now, as its next version.

    Raises
    ------
    ClosingError
        It was never closed, no reason is given, nothing has changed, or hours of it are not
        derived yet.
    """
    now_ms = context.clock.now_ms()
    if not reason.strip():
        raise ClosingError(
            f"{term} cannot be restated without a reason",
            where=term.subject,
            fix="say why its figures have changed, and by which document",
        )
    with context.registry.session() as session:
        _check_over(session, term, now_ms)
        newest = read_newest(session, term)
        if newest is None:
            raise ClosingError(
                f"{term} is not closed", where=term.subject, fix="close it; then restate it"
            )
        if not list_differences(session, term.key, newest.version):
            raise ClosingError(
                f"{term}: the figures are those of version {newest.version}",
                where=term.subject,
                fix="nothing is to be restated",
            )
        return _freeze(session, term, newest.version + 1, by=by, now_ms=now_ms, reason=reason)


def list_closings(
    session: Session,
    *,
    subject: str | None = None,
    after: Key | None = None,
    limit: int,
    only: ColumnElement[bool] | None = None,
) -> list[tuple[Closing, list[Difference]]]:
    """Return the newest version of each closed period, with what has changed since.

    Parameters
    ----------
    after : Key or None
        Only periods beyond this one, in the order of subject, period and start.
    limit : int
        Periods at most [1].
    only : ColumnElement or None
        Condition on `Closing` that all of them meet.
    """
    key = (Closing.subject, Closing.period, Closing.start_ms)
    newest = select(*key, func.max(Closing.version).label("version")).group_by(*key)
    if subject is not None:
        newest = newest.where(Closing.subject == subject)
    if only is not None:
        newest = newest.where(only)
    found = newest.subquery()
    same = [getattr(Closing, column.name) == column for column in found.c]
    statement = select(Closing).join(found, and_(*same)).order_by(*key).limit(limit)
    if after is not None:
        statement = statement.where(tuple_(*key) > after)
    rows: Sequence[Closing] = session.scalars(statement).all()
    return [
        (row, list_differences(session, (row.subject, row.period, row.start_ms), row.version))
        for row in rows
    ]


def read_newest(session: Session, term: Term) -> Closing | None:
    """Return the newest version of a period, None where it is not closed."""
    subject, period, start_ms = term.key
    return session.scalars(
        select(Closing)
        .where(Closing.subject == subject, Closing.period == period, Closing.start_ms == start_ms)
        .order_by(Closing.version.desc())
        .limit(1)
    ).first()


def _check_over(session: Session, term: Term, now_ms: int) -> None:
    """Make sure that a period can be frozen: it is over, and all of it is derived."""
    if term.period not in CLOSABLE:
        raise ClosingError(
            f"period {str(term.period)!r} cannot be closed",
            where=term.subject,
            fix="close a month or a year",
        )
    end_ms = period_end(term.period, term.start_ms)
    if end_ms > now_ms:
        raise ClosingError(
            f"{term} runs until {format_time(end_ms)}",
            where=term.subject,
            fix="close it when it is over",
        )
    kind, _, code = term.subject.partition(":")
    marks = select(func.count()).where(
        DirtyHour.hour_ms >= term.start_ms, DirtyHour.hour_ms < end_ms
    )
    if kind == "enterprise":
        marks = marks.where(DirtyHour.enterprise_code == code)
    if waiting := session.scalar(marks):
        raise ClosingError(
            f"{term} has {waiting} hours that are not derived yet",
            where=term.subject,
            fix="wait until the scheduler has worked them off (its pending_hours is 0)",
        )


def _freeze(
    session: Session, term: Term, version: int, *, by: str, now_ms: int, reason: str = ""
) -> Closing:
    rows, digest = freeze_rows(session, term.key, version)
    if not rows:
        raise ClosingError(
            f"{term} has no figures",
            where=term.subject,
            fix="give the start of a month or year for which there are accounts",
        )
    subject, period, start_ms = term.key
    closing = Closing(
        subject=subject,
        period=period,
        start_ms=start_ms,
        version=version,
        closed_ms=now_ms,
        closed_by=by,
        reason=reason.strip(),
        rows=rows,
        digest=digest,
    )
    session.add(closing)
    session.flush()
    return closing
