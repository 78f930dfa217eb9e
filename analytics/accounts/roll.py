"""From days to months and years, and from touched hours to the rows of an enterprise."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from analytics.accounts.factors import Factors
from analytics.accounts.facts import EnterpriseFacts
from analytics.accounts.figures import Figure, list_figures, list_line_figures
from analytics.accounts.hours import SumLine, compute_hour_line, fold_days, service_span
from analytics.accounts.matrix import HourMatrix, read_matrix
from analytics.accounts.rows import AccountRow, RowChanges, compare_rows, read_rows
from analytics.accounts.virtual import fill_virtual
from analytics.context import Context
from core.calendar import DAY_MS, HOUR_MS, OFFSET_MS, Period, period_end, period_start
from core.catalogue import Catalogue
from core.store.protocol import SeriesKey

Span = tuple[int, int]
"""``[start, end)`` in ms."""


@dataclass(frozen=True)
class EnterpriseAccounts:
    """What computing an enterprise's accounts for some spans gave.

    Attributes
    ----------
    days : tuple of int
        Starts of the days that were computed [ms].
    changes : RowChanges
        Rows of days, months and years to write and to remove.
    """

    days: tuple[int, ...]
    changes: RowChanges = field(default_factory=lambda: RowChanges([], []))


def day_spans(spans: Iterable[Span]) -> list[Span]:
    """Widen spans [ms] to whole Shanghai days, join those that touch, part them at years."""
    joined: list[list[int]] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        first = start - (start + OFFSET_MS) % DAY_MS
        last = end + -(end + OFFSET_MS) % DAY_MS
        if joined and first <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], last)
        else:
            joined.append([first, last])
    parted: list[Span] = []
    for first, last in joined:
        at = first
        while at < last:
            until = min(last, period_end(Period.YEAR, period_start(Period.YEAR, at)))
            parted.append((at, until))
            at = until
    return parted


def as_of(now_ms: int) -> int:
    """Return the end of the last hour that has passed at `now_ms` [ms]."""
    return now_ms - now_ms % HOUR_MS


def read_enterprise_matrix(context: Context, facts: EnterpriseFacts, span: Span) -> HourMatrix:
    """Read the hours of all points of an enterprise in a span of whole hours [ms]."""
    keys = [SeriesKey(facts.code, point.code) for point in facts.points]
    return fill_virtual(facts, read_matrix(context.store, keys, *span))


def compute_accounts(
    context: Context, session: Session, facts: EnterpriseFacts, spans: Sequence[Span]
) -> EnterpriseAccounts:
    """Compute the day, month and year rows that `spans` [ms] touch, and how they differ.

    Reads hourly amounts and the stored rows of the neighbouring days and months; writes nothing.
    The result depends on hourly amounts, facts and the present hour only, however often and in
    whatever portions it is computed.
    """
    now_ms = as_of(context.clock.now_ms())
    whole = day_spans(spans)
    if not whole:
        return EnterpriseAccounts(())
    books = list_books(facts, context.catalogue, now_ms)
    factors = Factors(context.catalogue, facts)
    days: dict[str, list[AccountRow]] = {book.subject: [] for book in books}
    for span in whole:
        matrix = read_enterprise_matrix(context, facts, span)
        for book in books:
            for figure in book.figures:
                line = compute_hour_line(figure, facts, matrix, factors)
                folded = fold_days(line, book.service[figure.indicator], now_ms)
                days[book.subject] += line_rows(book.subject, figure, Period.DAY, folded)
    touched = [day for span in whole for day in range(span[0], span[1], DAY_MS)]
    changes = [
        _roll_up(session, book, touched, days=days[book.subject], now_ms=now_ms) for book in books
    ]
    return EnterpriseAccounts(
        tuple(touched),
        RowChanges(
            [row for change in changes for row in change.written],
            [row for change in changes for row in change.removed],
        ),
    )


@dataclass(frozen=True)
class Book:
    """The figures of one subject: of an enterprise, or of one of its lines."""

    subject: str
    figures: Sequence[Figure]
    service: Mapping[str, Span]
    """From when until when each figure has something in service [ms]."""


def list_books(facts: EnterpriseFacts, catalogue: Catalogue, at_ms: int) -> list[Book]:
    """Return the books of an enterprise and of its lines as of `at_ms` [ms]."""
    books = [_book(facts.subject, list_figures(facts, catalogue, at_ms), facts)]
    for line in facts.lines:
        figures = list_line_figures(facts, line.code, catalogue, at_ms)
        books.append(_book(facts.line_subject(line.code), figures, facts))
    return books


def _book(subject: str, figures: Sequence[Figure], facts: EnterpriseFacts) -> Book:
    return Book(subject, figures, {f.indicator: service_span(f, facts) for f in figures})


def line_rows(subject: str, figure: Figure, period: Period, line: SumLine) -> list[AccountRow]:
    """Return the rows of a line's periods of which anything is known."""
    known = line.present.nonzero()[0]
    columns = (line.start_ms, line.measured, line.estimated, line.coverage)
    return [
        AccountRow(
            subject,
            figure.indicator,
            period,
            start,
            figure.basis,
            measured + estimated,
            figure.unit,
            measured,
            estimated,
            coverage,
        )
        for start, measured, estimated, coverage in zip(
            *(column[known].tolist() for column in columns), strict=True
        )
    ]


def _roll_up(
    session: Session, book: Book, touched: Sequence[int], *, days: list[AccountRow], now_ms: int
) -> RowChanges:
    """Add the months and years of the computed days, and compare all with what is stored."""
    written: list[AccountRow] = []
    removed: list[AccountRow] = []
    fresh, starts = days, set(touched)
    for below, above in ((Period.DAY, Period.MONTH), (Period.MONTH, Period.YEAR)):
        parents = sorted({period_start(above, start) for start in starts})
        stored = [
            row
            for start, end in _runs(above, parents)
            for row in read_rows(session, book.subject, below, start_ms=start, end_ms=end)
        ]
        old = [row for row in stored if row.start_ms in starts]
        changes = compare_rows(old, fresh)
        written += changes.written
        removed += changes.removed
        merged = [row for row in stored if row.start_ms not in starts] + fresh
        fresh = fold_rows(merged, above, book.service, now_ms)
        starts = set(parents)
    stored = [
        row
        for start in starts
        for row in read_rows(session, book.subject, Period.YEAR, start_ms=start, end_ms=start + 1)
    ]
    changes = compare_rows(stored, fresh)
    return RowChanges(written + changes.written, removed + changes.removed)


def _runs(period: Period, starts: list[int]) -> list[Span]:
    """Join neighbouring periods into spans [ms]."""
    runs: list[Span] = []
    for start in starts:
        end = period_end(period, start)
        if runs and runs[-1][1] == start:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def fold_rows(
    rows: Sequence[AccountRow], above: Period, service: Mapping[str, Span], now_ms: int
) -> list[AccountRow]:
    """Add up rows of one subject into the periods `above` that hold them.

    Amounts add up exactly rounded, so that the order does not matter. Coverage is the mean of the
    parts', each by its hours in service up to `now_ms` [ms]; parts without a row count as 0.
    """
    groups: dict[tuple[str, int], list[AccountRow]] = defaultdict(list)
    parent: dict[int, int] = {}
    end_of: dict[int, int] = {}
    for row in rows:
        if row.indicator not in service:
            continue
        if row.start_ms not in parent:
            parent[row.start_ms] = period_start(above, row.start_ms)
            end_of[row.start_ms] = period_end(Period(row.period), row.start_ms)
        groups[row.indicator, parent[row.start_ms]].append(row)
    folded: list[AccountRow] = []
    for (indicator, start), parts in sorted(groups.items()):
        span = service[indicator]
        total = passed_hours((start, period_end(above, start)), span, now_ms)
        covered = math.fsum(
            row.coverage * passed_hours((row.start_ms, end_of[row.start_ms]), span, now_ms)
            for row in parts
        )
        measured = math.fsum(row.measured for row in parts)
        estimated = math.fsum(row.estimated for row in parts)
        folded.append(
            parts[0]._replace(
                period=above,
                start_ms=start,
                amount=measured + estimated,
                measured=measured,
                estimated=estimated,
                coverage=min(covered / total, 1.0) if total else 0.0,
            )
        )
    return folded


def passed_hours(period: Span, service: Span, now_ms: int) -> int:
    """Return how many hours of a period are in service and have passed at `now_ms` [1]."""
    start = max(period[0], service[0])
    return max(min(period[1], service[1], now_ms) - start, 0) // HOUR_MS
