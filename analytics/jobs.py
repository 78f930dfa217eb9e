"""The pipeline's jobs: from dirty hours to hourly amounts, accounts, verdicts and alerts.

`run_pending` does what is due and nothing else, however often it is called:

1. Dirty hours of each enterprise → hourly amounts (`analytics.consumption`) → its accounts →
   verdicts → alerts, committed enterprise by enterprise with the clearing of the marks read.
2. When the hour has turned, the running periods of all enterprises are derived again, for
   coverage and pace move with the clock.
3. Sectors and regions follow. What they owe is kept as marks of the enterprise `SUMS`, written in
   the same transaction as the enterprise's rows, so that no crash loses it.
"""

from __future__ import annotations

import logging
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analytics.accounts import (
    EnterpriseAccounts,
    as_of,
    compute_accounts,
    compute_sums,
    read_membership,
    touched_periods,
    write_changes,
)
from analytics.accounts.facts import EnterpriseFacts, read_facts
from analytics.alerts import AlertChanges, follow_verdicts
from analytics.consumption.job import refresh_hours
from analytics.context import Context
from analytics.dead_meter import has_long_rest, refresh_dead_meters
from analytics.errors import SpanError, UnknownSubjectError
from analytics.lease import HeldLease
from analytics.leased_registry import LeasedRegistry
from analytics.ledger import FAILED, read_last_run, write_run
from analytics.rules import find_gone, judge_enterprise, judge_region
from analytics.verdicts import VerdictRow, write_verdicts
from analytics.verdicts.scope import Scope, make_scope
from core.calendar import DAY_MS, HOUR_MS, OFFSET_MS, format_time
from core.clock import monotonic_s
from core.errors import LeaseLostError, NenghengError, StoreBusyError
from core.registry.marks import Mark, clear_marks, mark_dirty, read_marks
from core.registry.models import Enterprise, Region
from core.registry.results import Account

logger = logging.getLogger(__name__)

SUMS = "*"
"""Stands as enterprise in marks that sectors and regions owe; no enterprise has this code."""
MARKS_READ = 1_000_000
"""Marks taken up in one run [1]."""
JOB = "pending"
TURN = "turn"
Span = tuple[int, int]

_one_at_a_time = threading.Lock()


@dataclass
class RunSummary:
    """What a run did.

    Attributes
    ----------
    marks : int
        Dirty hours that were worked off [1].
    enterprises : int
        Enterprises whose accounts were derived [1].
    rows, verdicts : int
        Account rows and verdicts that changed [1].
    opened, changed, resolved : int
        Alert episodes [1].
    failed : dict
        What went wrong, by enterprise; their marks stay.
    seconds : float
        Time it took [s].
    stopped : bool
        Whether it was asked to stop before the end.
    """

    marks: int = 0
    enterprises: int = 0
    rows: int = 0
    verdicts: int = 0
    opened: int = 0
    changed: int = 0
    resolved: int = 0
    failed: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    stopped: bool = False

    def add_alerts(self, changes: AlertChanges) -> None:
        """Count episodes in."""
        self.opened += changes.opened
        self.changed += changes.changed
        self.resolved += changes.resolved

    def __str__(self) -> str:
        """Return the figures in one line."""
        return (
            f"{self.marks} dirty hours, {self.enterprises} enterprises, {self.rows} account rows, "
            f"{self.verdicts} verdicts, alerts +{self.opened} ~{self.changed} -{self.resolved}"
        )


def run_pending(
    context: Context,
    lease: HeldLease | None = None,
    *,
    stop: Callable[[], bool] = lambda: False,
) -> RunSummary:
    """Do all work that is due; idempotent.

    Parameters
    ----------
    lease : HeldLease or None
        Checked in every writing transaction; None where nothing else writes, as in tests.
    stop : callable
        Asked between enterprises; once true, the run ends with the rest still marked.

    Raises
    ------
    LeaseLostError
        The lease has passed to another holder; the open transaction was rolled back.
    StoreBusyError
        The time-series store is held by another process.
    """
    with _one_at_a_time:
        return _Run(context, lease, stop).run()


def recompute(
    context: Context,
    start_ms: int,
    end_ms: int,
    enterprise_code: str | None = None,
    *,
    lease: HeldLease | None = None,
) -> RunSummary:
    """Derive everything in ``[start_ms, end_ms)`` [ms] again, of one enterprise or of all.

    Raises
    ------
    SpanError
        The span is empty or ends before it starts.
    UnknownSubjectError
        There is no such enterprise.
    """
    mark_span(context, start_ms, end_ms, enterprise_code)
    return run_pending(context, lease)


def mark_span(
    context: Context, start_ms: int, end_ms: int, enterprise_code: str | None = None
) -> int:
    """Mark all hours of ``[start_ms, end_ms)`` [ms] as dirty; return how many [1].

    Raises
    ------
    SpanError
        The span is empty or ends before it starts.
    UnknownSubjectError
        There is no such enterprise.
    """
    if end_ms <= start_ms:
        raise SpanError(
            f"span {format_time(start_ms)} … {format_time(end_ms)} is empty",
            where="recompute",
            fix="give a --from before --to",
        )
    hours = np.arange(start_ms - start_ms % HOUR_MS, end_ms, HOUR_MS, dtype=np.int64)
    with context.registry.session() as session:
        statement = select(Enterprise.code).order_by(Enterprise.code)
        if enterprise_code is not None:
            statement = statement.where(Enterprise.code == enterprise_code)
        codes = list(session.scalars(statement))
        if enterprise_code is not None and not codes:
            raise UnknownSubjectError(
                f"enterprise {enterprise_code!r} is not in the registry",
                where="recompute",
                fix="list the enterprises and give one of their credit codes",
            )
        for code in codes:
            mark_dirty(session, code, hours)
    return len(hours) * len(codes)


class _Run:
    """One run of `run_pending`."""

    def __init__(self, context: Context, lease: HeldLease | None, stop: Callable[[], bool]) -> None:
        self._bare = context
        self._context = context
        if lease is not None:
            self._context = replace(context, registry=LeasedRegistry(context.registry, lease))
        self._lease = lease
        self._stop = stop
        self._summary = RunSummary()
        self._started_ms = context.clock.now_ms()
        self._now_ms = as_of(self._started_ms)

    def run(self) -> RunSummary:
        started_s = monotonic_s()
        with self._context.registry.read() as session:
            marks = _group_marks(read_marks(session, MARKS_READ))
            turn = self._find_turn(session)
            own = [code for code in marks if code != SUMS]
            facts = read_facts(session, None if turn else own)
        self._work_off(facts, marks, turn)
        if not self._summary.stopped:
            self._refresh_sums(turn)
        self._summary.seconds = monotonic_s() - started_s
        self._enter_ledger()
        return self._summary

    def _find_turn(self, session: Session) -> Span | None:
        """Return the span of all enterprises that is to be derived again [ms], None for none.

        The running day when the hour has turned; everything when the catalogue has changed.
        """
        last = read_last_run(session, TURN)
        span = _turned(last.ended_ms if last else None, self._now_ms)
        if last is None or last.detail == self._context.catalogue.edition:
            return span
        first_ms = session.scalar(select(func.min(Account.start_ms)))
        begin_ms = self._now_ms if first_ms is None else first_ms
        return begin_ms, max(self._now_ms, begin_ms) + HOUR_MS

    def _work_off(
        self, facts: dict[str, EnterpriseFacts], marks: dict[str, list[Mark]], turn: Span | None
    ) -> None:
        """Refresh the enterprises that have marks, then, at a turn, the others."""
        owing = [code for code in marks if code != SUMS]
        rest = [code for code in facts if code not in marks] if turn else []
        for code in owing + rest:
            if self._stop():
                self._summary.stopped = True
                return
            known = facts.get(code)
            try:
                if known is None:
                    self._forget(marks[code])
                else:
                    self._refresh(known, marks.get(code, []), turn)
            except LeaseLostError:
                self._mark_again(code, marks.get(code, []))
                raise
            except StoreBusyError:
                raise
            except NenghengError as error:
                logger.exception("enterprise %s could not be derived", code)
                self._summary.failed[code] = str(error)

    def _mark_again(self, code: str, marks: list[Mark]) -> None:
        """Leave what a lost lease may have half done to the new holder.

        The time-series store has no transactions: hours written by a process that slept may be
        older than the new holder's, who is asked to derive them once more.
        """
        if marks:
            with self._bare.registry.session() as session:
                mark_dirty(session, code, [mark.hour_ms for mark in marks])

    def _forget(self, marks: list[Mark]) -> None:
        """Clear the marks of an enterprise that is no longer in the registry."""
        with self._context.registry.session() as session:
            clear_marks(session, marks)

    def _refresh(self, facts: EnterpriseFacts, marks: list[Mark], turn: Span | None) -> None:
        """Bring one enterprise from its dirty hours to its alerts."""
        spans: list[Span] = [turn] if turn else []
        if marks:
            spans += refresh_hours(self._context, facts.code, _join_hours(marks))
            spans += _join_hours(marks)
        self._look_for_dead_meters(facts.code, spans, turned=turn is not None)
        with self._context.registry.read() as session:
            accounts = compute_accounts(self._context, session, facts, spans)
        with self._context.registry.session() as session:
            self._write_enterprise(session, facts, accounts)
            mark_dirty(session, SUMS, accounts.days)
            clear_marks(session, marks)
        self._summary.marks += len(marks)
        self._summary.enterprises += 1

    def _look_for_dead_meters(self, code: str, spans: list[Span], *, turned: bool) -> None:
        """Look when older hours changed, and every hour where a point has long been at rest."""
        old = any(start_ms < self._now_ms - DAY_MS for start_ms, _ in spans)
        if old or (turned and has_long_rest(self._context, code, self._now_ms)):
            refresh_dead_meters(self._context, code)

    def _write_enterprise(
        self, session: Session, facts: EnterpriseFacts, accounts: EnterpriseAccounts
    ) -> None:
        write_changes(session, accounts.changes)
        self._summary.rows += len(accounts.changes)
        scope = make_scope(accounts.days)
        judged = judge_enterprise(self._context, session, facts, scope)
        self._write_verdicts(session, facts.subject, judged, scope)

    def _write_verdicts(
        self, session: Session, subject: str, judged: list[VerdictRow], scope: Scope
    ) -> None:
        gone = find_gone(session, subject, scope, judged)
        self._summary.verdicts += write_verdicts(
            session, judged, gone=gone, now_ms=self._started_ms
        )
        self._summary.add_alerts(
            follow_verdicts(session, judged, gone=gone, now_ms=self._started_ms)
        )

    def _refresh_sums(self, turn: Span | None) -> None:
        """Bring sectors and regions up to date with their enterprises."""
        with self._context.registry.read() as session:
            marks = [mark for mark in read_marks(session, MARKS_READ) if mark[0] == SUMS]
            if not marks and turn is None:
                return
            days = {mark.hour_ms for mark in marks}
            membership = read_membership(session, self._context.catalogue)
            changes = compute_sums(session, membership, touched_periods(days), self._now_ms)
            regions = list(session.scalars(select(Region.code).order_by(Region.code)))
        with self._context.registry.session() as session:
            write_changes(session, changes)
            self._summary.rows += len(changes)
            scope = make_scope(days)
            for code in regions:
                subject = f"region:{code}"
                judged = judge_region(self._context, session, subject, scope)
                self._write_verdicts(session, subject, judged, scope)
            clear_marks(session, marks)
            if turn is not None and not self._summary.failed:
                write_run(
                    session,
                    TURN,
                    started_ms=turn[0],
                    ended_ms=self._now_ms,
                    detail=self._context.catalogue.edition,
                    lease_number=self._number,
                )

    def _enter_ledger(self) -> None:
        """Enter the run, unless it found nothing to do."""
        summary = self._summary
        if not (summary.enterprises or summary.failed):
            return
        detail = str(summary)
        if summary.failed:
            detail += "; " + "; ".join(f"{c}: {text}" for c, text in summary.failed.items())
        with self._context.registry.session() as session:
            write_run(
                session,
                JOB,
                started_ms=self._started_ms,
                ended_ms=self._context.clock.now_ms(),
                state=FAILED if summary.failed else "done",
                detail=f"{detail}; {summary.seconds:.2f} s",
                lease_number=self._number,
            )

    @property
    def _number(self) -> int:
        return self._lease.number if self._lease is not None else 0


def _group_marks(marks: list[Mark]) -> dict[str, list[Mark]]:
    grouped: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        grouped[mark.enterprise_code].append(mark)
    return grouped


def _join_hours(marks: list[Mark]) -> list[Span]:
    """Join marked hours, given in order, into spans [ms]."""
    hours = np.array([mark.hour_ms for mark in marks], np.int64)
    breaks = np.flatnonzero(np.diff(hours) != HOUR_MS)
    starts = hours[np.concatenate([[0], breaks + 1])]
    ends = hours[np.concatenate([breaks, [len(hours) - 1]])] + HOUR_MS
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


def _turned(last_ms: int | None, now_ms: int) -> Span | None:
    """Return the span to derive again because the hour has turned [ms], None if it has not."""
    if last_ms is None:
        return now_ms - (now_ms + OFFSET_MS) % DAY_MS, now_ms + HOUR_MS
    if last_ms == now_ms:
        return None
    first, last = sorted((last_ms, now_ms))
    return first, last + HOUR_MS
