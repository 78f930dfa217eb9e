"""Closing periods, restating them, and checking what was frozen."""

from __future__ import annotations

import logging

from sqlalchemy import select

from analytics import closing
from analytics.closing import Difference, Term
from analytics.errors import ClosingError
from api.access import Permission
from api.cursors import decode_cursor, encode_cursor
from api.errors import ConflictError
from api.schemas.base import Page
from api.schemas.closings import ClosingRow, DifferenceRow, VerifyReport
from api.services.paging import PAGE
from api.services.subjects import check_subject
from api.viewer import Viewer
from core.calendar import Period, format_time, period_start
from core.registry.closing import Closing

logger = logging.getLogger(__name__)

KINDS = (str, str, int)


def list_closings(
    viewer: Viewer, *, subject: str | None = None, limit: int = PAGE, cursor: str | None = None
) -> Page[ClosingRow]:
    """Return the newest version of each closed period, at most `limit` [1].

    Raises
    ------
    ParameterError
        The subject is none, or the cursor is not one this list gave.
    """
    if subject is not None:
        check_subject(subject)
    after = decode_cursor("closings", cursor, KINDS) if cursor else None
    key = (str(after[0]), str(after[1]), int(after[2])) if after else None
    with viewer.read() as session:
        found = closing.list_closings(
            session,
            subject=subject,
            after=key,
            limit=limit + 1,
            only=viewer.only_subjects(Closing.subject),
        )
    items = [_row(row, differences) for row, differences in found[:limit]]
    if len(found) <= limit:
        return Page(items=items, next=None)
    last = found[limit - 1][0]
    return Page(
        items=items, next=encode_cursor("closings", [last.subject, last.period, last.start_ms])
    )


def make_term(subject: str, period: str, start_ms: int) -> Term:
    """Return the period that holds `start_ms` [ms since the epoch, UTC].

    Raises
    ------
    ParameterError
        The subject is none.
    """
    check_subject(subject)
    chosen = Period(period)
    return Term(subject, chosen, period_start(chosen, start_ms))


def close_period(viewer: Viewer, term: Term) -> ClosingRow:
    """Freeze the figures of a period.

    Raises
    ------
    ConflictError
        It still runs, has hours that are not derived yet, has no figures, or is closed already.
    """
    _allow(viewer, term)
    try:
        closed = closing.close_period(viewer.context, term, by=viewer.name)
    except ClosingError as error:
        raise _conflict(error, term) from error
    logger.info("%s closed %s: %d rows, %s", viewer.name, term, closed.rows, closed.digest)
    return _row(closed, [])


def restate_period(viewer: Viewer, term: Term, reason: str) -> ClosingRow:
    """Freeze the figures of a closed period as they are now, as its next version.

    Raises
    ------
    ConflictError
        It is not closed, nothing has changed, or hours of it are not derived yet.
    """
    _allow(viewer, term)
    try:
        restated = closing.restate_period(viewer.context, term, by=viewer.name, reason=reason)
    except ClosingError as error:
        raise _conflict(error, term) from error
    logger.info("%s restated %s as version %d", viewer.name, term, restated.version)
    return _row(restated, [])


def _allow(viewer: Viewer, term: Term) -> None:
    """Go on only with leave to close periods of this subject."""
    viewer.allow(Permission.CLOSE_PERIODS)
    with viewer.read() as session:
        viewer.require_subject(session, term.subject)


def verify_closings(viewer: Viewer) -> VerifyReport:
    """Compute every digest again and name the versions of which it is another."""
    with viewer.read() as session:
        wanted = select(Closing).where(viewer.only_subjects(Closing.subject))
        rows = list(session.scalars(wanted.order_by(Closing.subject, Closing.start_ms)))
        altered = [_name(row) for row in closing.find_altered(session, rows)]
    return VerifyReport(checked=len(rows), altered=altered)


def _conflict(error: ClosingError, term: Term) -> ConflictError:
    return ConflictError(error.what, parameter="start", value=str(term), fix=error.fix)


def _name(row: Closing) -> str:
    return f"{row.subject} {row.period} {format_time(row.start_ms)[:10]} version {row.version}"


def _row(row: Closing, differences: list[Difference]) -> ClosingRow:
    return ClosingRow(
        subject=row.subject,
        period=row.period,
        start=row.start_ms,
        version=row.version,
        closed=row.closed_ms,
        closed_by=row.closed_by,
        reason=row.reason,
        rows=row.rows,
        digest=row.digest,
        differences=[
            DifferenceRow(
                subject=found.subject,
                indicator=found.indicator,
                unit=found.unit,
                before=found.before,
                after=found.after,
                change=found.change,
                coverage_before=found.coverage_before,
                coverage_after=found.coverage_after,
            )
            for found in differences
        ],
    )
