"""Accounts: hours on the fly, days, months and years from the registry, in pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from analytics.accounts import hour_accounts
from analytics.errors import UnknownSubjectError
from api.cursors import decode_cursor, encode_cursor
from api.errors import MissingError, ParameterError
from api.schemas.accounts import AccountRow
from api.schemas.base import Page
from api.scope import select_subjects
from api.services.paging import PAGE
from api.services.readings import check_span
from api.services.subjects import check_subject
from api.viewer import Viewer
from core.calendar import DAY_MS, Period
from core.registry.results import Account

HOURS_SPAN_MS = 366 * DAY_MS
"""Longest span of hourly accounts in one call [ms]."""
GROUP_HOURS_SPAN_MS = 2 * DAY_MS
"""Longest span of hourly accounts of a region or sector in one call [ms]."""


KEYS = (Account.subject, Account.indicator, Account.start_ms)
KINDS = (str, str, int)
SUBJECTS_AT_ONCE = 4
"""Subjects looked at first; then twice as many, and so on [1]."""


@dataclass(frozen=True)
class AccountFilter:
    """Which accounts a list holds; None takes all.

    Attributes
    ----------
    subject, indicator : str or None
        Only of this subject, only this indicator.
    period : Period
        Hour, day, month or year.
    start_ms, end_ms : int or None
        Only periods that start in ``[start_ms, end_ms)`` [ms since the epoch, UTC].
    version : int
        0 is the working version [1].
    """

    subject: str | None = None
    indicator: str | None = None
    period: Period = Period.MONTH
    start_ms: int | None = None
    end_ms: int | None = None
    version: int = 0


def list_accounts(
    viewer: Viewer, chosen: AccountFilter, *, limit: int = PAGE, cursor: str | None = None
) -> Page[AccountRow]:
    """Return accounts of one period by subject, indicator and start, at most `limit` [1].

    Raises
    ------
    MissingError
        Hours of a subject that has no enterprise.
    ParameterError
        The subject is none, the span is bad, or the cursor is not one this list gave.
    """
    if chosen.subject is not None:
        check_subject(chosen.subject)
    if chosen.start_ms is not None and chosen.end_ms is not None:
        check_span(chosen.start_ms, chosen.end_ms)
    if chosen.period is Period.HOUR:
        return _hours(viewer, chosen, limit, cursor)
    with viewer.read() as session:
        return _stored(viewer, session, chosen, limit=limit, cursor=cursor)


def _stored(
    viewer: Viewer, session: Session, chosen: AccountFilter, *, limit: int, cursor: str | None
) -> Page[AccountRow]:
    """Read a page in the order of the primary key, a few subjects at a time."""
    after = decode_cursor("accounts", cursor, KINDS) if cursor else None
    found: list[Account] = []
    first = str(after[0]) if after else ""
    for subjects in _walk(viewer, session, chosen.subject, first):
        statement = _select(chosen).where(Account.subject.in_(subjects))
        if after:
            statement = statement.where(tuple_(*KEYS) > after)
        ordered = statement.order_by(*KEYS).limit(limit + 1 - len(found))
        found += session.scalars(ordered)
        if len(found) > limit:
            break
    items = [_row(account) for account in found[:limit]]
    if len(found) <= limit:
        return Page(items=items, next=None)
    last = found[limit - 1]
    return Page(
        items=items,
        next=encode_cursor("accounts", [last.subject, last.indicator, last.start_ms]),
    )


def _walk(viewer: Viewer, session: Session, subject: str | None, first: str) -> Iterator[list[str]]:
    """Give `subject`, or all the viewer may see from `first` on in growing groups."""
    if subject is not None:
        if viewer.sees_subject(session, subject):
            yield [subject]
    elif viewer.sees_all:
        yield from _walk_all(session, first)
    else:
        yield from _walk_own(viewer, session, first)


def _walk_own(viewer: Viewer, session: Session, first: str) -> Iterator[list[str]]:
    own = select_subjects(viewer.identity).subquery()
    name = own.c[0]
    size = SUBJECTS_AT_ONCE
    statement = select(name).where(name >= first)
    while True:
        group = list(session.scalars(statement.order_by(name).limit(size)))
        if group:
            yield group
        if len(group) < size:
            return
        statement = select(name).where(name > group[-1])
        size *= 2


def _walk_all(session: Session, first: str) -> Iterator[list[str]]:
    """Give every subject that has accounts; each is one step in the index."""
    size = SUBJECTS_AT_ONCE
    at, inclusive = first, True
    while True:
        beyond = Account.subject >= at if inclusive else Account.subject > at
        walk = select(select(func.min(Account.subject)).where(beyond).scalar_subquery()).cte(
            "walk", recursive=True
        )
        name = next(iter(walk.c))
        following = select(func.min(Account.subject)).where(Account.subject > name)
        walk = walk.union_all(
            select(following.correlate(walk).scalar_subquery()).where(name.is_not(None))
        )
        names = session.scalars(select(next(iter(walk.c))).limit(size))
        group = [found for found in names if found is not None]
        if group:
            yield group
        if len(group) < size:
            return
        at, inclusive = group[-1], False
        size *= 2


def _select(chosen: AccountFilter) -> Select[Account]:
    """Return the query; the period is hidden from the index on it, which has another order."""
    statement = select(Account).where(
        Account.period.concat("") == chosen.period, Account.version == chosen.version
    )
    if chosen.indicator is not None:
        statement = statement.where(Account.indicator == chosen.indicator)
    if chosen.start_ms is not None:
        statement = statement.where(Account.start_ms >= chosen.start_ms)
    if chosen.end_ms is not None:
        statement = statement.where(Account.start_ms < chosen.end_ms)
    return statement


def _row(account: Account) -> AccountRow:
    return AccountRow(
        subject=account.subject,
        period=account.period,
        start=account.start_ms,
        indicator=account.indicator,
        basis=account.basis,
        amount=account.amount,
        unit=account.unit,
        measured=account.measured,
        estimated=account.estimated,
        coverage=account.coverage,
        version=account.version,
    )


def _hours(
    viewer: Viewer, chosen: AccountFilter, limit: int, cursor: str | None
) -> Page[AccountRow]:
    subject, span = _hour_span(viewer, chosen)
    with viewer.read() as session:
        viewer.require_subject(session, subject)
    try:
        computed = hour_accounts(viewer.context, subject, chosen.indicator, span)
    except UnknownSubjectError as error:
        raise MissingError(error.what, parameter="subject", value=subject, fix=error.fix) from error
    rows: Iterable[Any] = sorted(computed, key=lambda row: (row.indicator, row.start_ms))
    if cursor:
        after = decode_cursor("hours", cursor, (str, int))
        rows = (row for row in rows if (row.indicator, row.start_ms) > after)
    found = list(rows)
    items = [
        AccountRow(
            subject=row.subject,
            period=Period.HOUR,
            start=row.start_ms,
            indicator=row.indicator,
            basis=row.basis,
            amount=row.amount,
            unit=row.unit,
            measured=row.measured,
            estimated=row.estimated,
            coverage=row.coverage,
            version=0,
        )
        for row in found[:limit]
    ]
    if len(found) <= limit:
        return Page(items=items, next=None)
    last = found[limit - 1]
    return Page(items=items, next=encode_cursor("hours", [last.indicator, last.start_ms]))


def _hour_span(viewer: Viewer, chosen: AccountFilter) -> tuple[str, tuple[int, int]]:
    if chosen.subject is None:
        raise ParameterError(
            "hours are computed of one subject, and none is given",
            parameter="subject",
            fix="write subject=enterprise:CODE",
        )
    end_ms = viewer.now_ms() if chosen.end_ms is None else chosen.end_ms
    start_ms = end_ms - DAY_MS if chosen.start_ms is None else chosen.start_ms
    single = chosen.subject.startswith("enterprise:")
    longest_ms = HOURS_SPAN_MS if single else GROUP_HOURS_SPAN_MS
    if end_ms - start_ms > longest_ms:
        raise ParameterError(
            f"span of {(end_ms - start_ms) // DAY_MS} days is longer than "
            f"{longest_ms // DAY_MS} days of hours",
            parameter="start",
            value=start_ms,
            fix="ask for a shorter span, or for days",
        )
    return chosen.subject, (start_ms, end_ms)
