"""The pipeline: from dirty hours to hourly amounts, accounts, verdicts and alerts.

A run does what is due and nothing else:

1. Dirty hours of each enterprise → hourly amounts (`analytics.consumption`) → its accounts →
   verdicts → alerts, committed with the clearing of the marks that were read.
2. When the hour has turned, the running periods of all enterprises are derived again, for
   coverage and pace move with the clock; when the catalogue has changed, everything is.
3. Sectors and regions follow. What they owe is kept as marks of the enterprise `SUMS`, written in
   the same transaction as the enterprises' rows, so that no crash loses it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from analytics.accounts import (
    EnterpriseAccounts,
    RowChanges,
    as_of,
    compute_accounts,
    compute_sums,
    read_membership,
    touched_periods,
    write_changes,
)
from analytics.accounts.facts import EnterpriseFacts, read_facts
from analytics.accounts.findings import refresh_findings
from analytics.alerts import follow_verdicts
from analytics.context import Context
from analytics.dead_meter import has_long_rest, refresh_dead_meters
from analytics.hourly import refresh_enterprises
from analytics.hours_at_hand import HoursAtHand
from analytics.leased_registry import LeasedRegistry
from analytics.ledger import FAILED, read_last_run, write_run
from analytics.portions import DerivedPortion
from analytics.progress import Progress
from analytics.quality.stored import mark_quality
from analytics.rules import judge
from analytics.summary import RunSummary
from analytics.tasks import (
    Span,
    Task,
    find_turned,
    group_marks,
    list_groups,
    list_subjects,
)
from analytics.together import gather
from analytics.verdicts import VerdictRow, write_verdicts
from analytics.verdicts.docket import Docket, make_region_facts
from analytics.verdicts.scope import make_scope
from analytics.workers import Workers, derive_ahead
from core.calendar import DAY_MS, HOUR_MS
from core.clock import monotonic_s
from core.errors import (
    LeaseLostError,
    NenghengError,
    RegistryError,
    StoreBusyError,
    StoreError,
)
from core.registry.lease import HeldLease
from core.registry.marks import SUMS, Mark, clear_marks, mark_dirty, read_marks
from core.registry.results import Account
from core.store.protocol import SeriesKey

logger = logging.getLogger(__name__)

MARKS_READ = 1_000_000
"""Marks taken up in one run [1]."""
AWAY_AFTER = 3
"""So many enterprises in a row [1] that a database refuses mean that it is away: the run ends."""
JOB = "pending"
TURN = "turn"


class Pipeline:
    """One run, from what is marked to what is committed.

    Parameters
    ----------
    lease : HeldLease or None
        Checked in every writing transaction; None where nothing else writes, as in tests.
    stop : callable
        Asked between commits; once true, the run ends with the rest still marked.
    workers : Workers
        Who computes where there is much to do.
    progress : Progress
        Told how far the run has come.
    """

    def __init__(
        self,
        context: Context,
        lease: HeldLease | None,
        stop: Callable[[], bool],
        *,
        workers: Workers,
        progress: Progress,
    ) -> None:
        self._workers = workers
        self._progress = progress
        self._bare = context
        self._context = context
        if lease is not None:
            self._context = replace(context, registry=LeasedRegistry(context.registry, lease))
        self._lease = lease
        self._stop = stop
        self._summary = RunSummary()
        self._started_ms = context.clock.now_ms()
        self._now_ms = as_of(self._started_ms)
        self._turn: Span | None = None
        self._refusals = 0

    def run(self) -> RunSummary:
        """Do all work that is due.

        Raises
        ------
        LeaseLostError
            The lease has passed to another holder; the open transaction was rolled back.
        StoreError, RegistryError
            One of the two is away; what is not derived is still marked.
        """
        started_s = monotonic_s()
        with self._context.registry.read() as session:
            marks = group_marks(read_marks(session, MARKS_READ))
            marks.pop(SUMS, None)
            self._turn = self._find_turn(session)
            facts = read_facts(session, None if self._turn else list(marks))
        self._forget([mark for code in marks if code not in facts for mark in marks[code]])
        self._progress.total = len(facts)
        self._work_off([Task(facts[code], marks[code]) for code in marks if code in facts])
        if self._turn is not None:
            self._work_off([Task(facts[code], []) for code in facts if code not in marks])
        if not self._summary.stopped:
            self._refresh_sums()
        self._summary.seconds = monotonic_s() - started_s
        self._enter_ledger()
        return self._summary

    def _find_turn(self, session: Session) -> Span | None:
        """Return the span of all enterprises that is to be derived again [ms], None for none.

        The running day when the hour has turned; everything when the catalogue has changed.
        """
        last = read_last_run(session, TURN)
        span = find_turned(last.ended_ms if last else None, self._now_ms)
        if last is None or last.detail == self._context.catalogue.edition:
            return span
        first_ms = session.scalar(select(func.min(Account.start_ms)))
        begin_ms = self._now_ms if first_ms is None else first_ms
        return begin_ms, max(self._now_ms, begin_ms) + HOUR_MS

    def _forget(self, marks: list[Mark]) -> None:
        """Clear the marks of enterprises that are no longer in the registry."""
        if marks:
            with self._context.registry.session() as session:
                clear_marks(session, marks)

    def _work_off(self, tasks: Sequence[Task]) -> None:
        """Refresh enterprises batch by batch; one that fails keeps its marks and stops no other."""
        clock = (self._turn, self._started_ms)
        for batch, answer in derive_ahead(self._workers, self._context, tasks, clock):
            if self._summary.stopped or self._stop():
                self._summary.stopped = True
                return
            if not self._try(batch, answer()) and len(batch) > 1:
                for task in batch:
                    self._try([task])
            self._progress.done += len(batch)

    def _try(self, batch: Sequence[Task], derived: DerivedPortion | None = None) -> bool:
        """Refresh enterprises; return whether it went well.

        An error that nobody foresaw is logged whole and ends the run for its enterprise alone.
        """
        try:
            self._refresh(batch, derived)
        except (LeaseLostError, StoreBusyError):
            self._mark_again(batch)
            raise
        except Exception as error:
            if len(batch) > 1:
                logger.info("%d enterprises one by one now: %s", len(batch), error, exc_info=True)
                return False
            logger.exception("enterprise %s could not be derived", batch[0].facts.code)
            self._fail(batch[0], error)
            self._count_refusal(error)
            return False
        self._refusals = 0
        return True

    def _count_refusal(self, error: Exception) -> None:
        """Raise again what a database says to one enterprise after the other: it is away."""
        self._refusals += isinstance(error, StoreError | RegistryError)
        if self._refusals == AWAY_AFTER:
            raise error

    def _fail(self, task: Task, error: Exception) -> None:
        """Note a failure; a mark makes sure that it is tried again."""
        code = task.facts.code
        foreseen = isinstance(error, NenghengError)
        self._summary.failed[code] = str(error) if foreseen else f"unforeseen: {error!r}"
        if not task.marks:
            with self._context.registry.session() as session:
                mark_dirty(session, code, [self._now_ms])

    def _mark_again(self, batch: Sequence[Task]) -> None:
        """Leave what a lost lease may have half done to the new holder.

        The time-series store has no transactions: hours written by a process that slept may be
        older than the new holder's, who is asked to derive them once more.
        """
        with self._bare.registry.session() as session:
            for task in batch:
                mark_dirty(session, task.facts.code, [mark.hour_ms for mark in task.marks])

    def _refresh(self, batch: Sequence[Task], derived: DerivedPortion | None) -> None:
        """Bring enterprises from their dirty hours to their alerts in one commit.

        Asked to stop, it commits those that are computed and leaves the others.
        """
        if derived is None:
            dirty = {task.facts.code: list(task.spans) for task in batch}
            touched = refresh_enterprises(self._context, dirty)
        else:
            derived.write_hours(self._context)
            touched = derived.touched
        keys = [SeriesKey(t.facts.code, point.code) for t in batch for point in t.facts.points]
        context = replace(self._context, store=HoursAtHand.of(self._context.store, keys))
        turn = [self._turn] if self._turn else []
        for task in batch:
            self._look_for_dead_meters(context, task.facts.code, touched[task.facts.code] + turn)
        computed = derived.accounts if derived else self._compute(context, batch, touched)
        batch = batch[: len(computed)]
        done = RunSummary(marks=sum(len(t.marks) for t in batch), enterprises=len(batch))
        with self._context.registry.session() as session:
            self._write_accounts(session, batch, computed, done)
            gather(session, list_subjects([task.facts for task in batch]))
            dockets = [
                self._open_docket(context, session, task.facts, accounts)
                for task, accounts in zip(batch, computed, strict=True)
            ]
            self._judge(session, dockets, done)
            clear_marks(session, [mark for task in batch for mark in task.marks])
        self._summary.add(done)

    def _compute(
        self, context: Context, batch: Sequence[Task], touched: Mapping[str, list[Span]]
    ) -> list[EnterpriseAccounts]:
        """Compute the accounts of enterprises, until asked to stop, but of one at least."""
        turn = [self._turn] if self._turn else []
        computed: list[EnterpriseAccounts] = []
        with context.registry.read() as session:
            gather(session, list_subjects([task.facts for task in batch]))
            for task in batch:
                if computed and self._stop():
                    self._summary.stopped = True
                    break
                spans = touched[task.facts.code] + turn
                computed.append(compute_accounts(context, session, task.facts, spans))
        return computed

    def _look_for_dead_meters(self, context: Context, code: str, spans: list[Span]) -> None:
        """Look when older hours changed, and every hour where a point has long been at rest."""
        old = any(start_ms < self._now_ms - DAY_MS for start_ms, _ in spans)
        turned = self._turn is not None
        if old or (turned and has_long_rest(context, code, self._now_ms)):
            refresh_dead_meters(context, code)

    def _write_accounts(
        self,
        session: Session,
        batch: Sequence[Task],
        computed: Sequence[EnterpriseAccounts],
        done: RunSummary,
    ) -> None:
        """Write what changed in the accounts of enterprises, and mark what follows from them."""
        changes = RowChanges(
            [row for accounts in computed for row in accounts.changes.written],
            [row for accounts in computed for row in accounts.changes.removed],
        )
        write_changes(session, changes)
        done.rows += len(changes)
        days = {
            task.facts.code: accounts.days for task, accounts in zip(batch, computed, strict=True)
        }
        for task in batch:
            refresh_findings(session, task.facts, days[task.facts.code])
        mark_quality(session, days, now_ms=self._now_ms)
        mark_dirty(session, SUMS, {day for own in days.values() for day in own})

    def _open_docket(
        self,
        context: Context,
        session: Session,
        facts: EnterpriseFacts,
        accounts: EnterpriseAccounts,
    ) -> Docket:
        scope = make_scope(accounts.days, self._now_ms)
        return Docket(context, session, facts.subject, scope, facts)

    def _judge(self, session: Session, dockets: Sequence[Docket], done: RunSummary) -> None:
        """Judge subjects, and write what changed in their verdicts and alerts."""
        judged: list[VerdictRow] = []
        gone: list[str] = []
        for docket in dockets:
            rows = judge(docket)
            changes = write_verdicts(
                session, rows, subject=docket.subject, scope=docket.scope, now_ms=self._started_ms
            )
            done.verdicts += len(changes)
            judged += rows
            gone += changes.gone
        done.add_alerts(follow_verdicts(session, judged, gone=gone, now_ms=self._started_ms))

    def _refresh_sums(self) -> None:
        """Bring sectors and regions up to date with their enterprises."""
        with self._context.registry.read() as session:
            marks = read_marks(session, MARKS_READ, enterprise_code=SUMS)
            if not marks and self._turn is None:
                return
            days = {mark.hour_ms for mark in marks}
            members = read_membership(session, self._context.catalogue)
            changes = compute_sums(session, members, touched_periods(days), self._now_ms)
            subjects = list_groups(session)
        scope = make_scope(days, self._now_ms)
        done = RunSummary(rows=len(changes))
        with self._context.registry.session() as session:
            write_changes(session, changes)
            for subject, region in subjects:
                facts = make_region_facts(region)
                docket = Docket(self._context, session, subject, scope, facts, members)
                self._judge_group(session, docket, done)
            clear_marks(session, marks)
            if self._summary.owed:
                mark_dirty(session, SUMS, [self._now_ms])
            if self._turn is not None:
                self._enter_turn(session, self._turn)
        self._summary.add(done)

    def _judge_group(self, session: Session, docket: Docket, done: RunSummary) -> None:
        """Judge a region or park; where a rule cannot, its verdicts stay and it is tried again."""
        try:
            with session.begin_nested():
                self._judge(session, [docket], done)
        except (NenghengError, SQLAlchemyError):
            raise
        except Exception as error:
            logger.exception("%s could not be judged", docket.subject)
            self._summary.failed[docket.subject] = f"unforeseen: {error!r}"
            self._summary.owed = True

    def _enter_turn(self, session: Session, turn: Span) -> None:
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
