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
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

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
from analytics.accounts.findings import refresh_findings
from analytics.alerts import follow_verdicts
from analytics.context import Context
from analytics.dead_meter import has_long_rest, refresh_dead_meters
from analytics.hourly import refresh_enterprises
from analytics.leased_registry import LeasedRegistry
from analytics.ledger import FAILED, read_last_run, write_run
from analytics.quality.stored import mark_quality
from analytics.rules import judge
from analytics.summary import RunSummary
from analytics.verdicts import write_verdicts
from analytics.verdicts.docket import Docket, make_region_facts
from analytics.verdicts.scope import make_scope
from core.calendar import DAY_MS, HOUR_MS, OFFSET_MS
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
from core.registry.models import Region
from core.registry.results import Account
from core.registry.structure import Park

logger = logging.getLogger(__name__)

MARKS_READ = 1_000_000
"""Marks taken up in one run [1]."""
BATCH_ENTERPRISES = 25
"""Enterprises whose rows are committed together, at most [1]."""
BATCH_MARKS = 1000
"""Dirty hours that are worked off in one commit, about [1]."""
AWAY_AFTER = 3
"""So many enterprises in a row [1] that a database refuses mean that it is away: the run ends."""
JOB = "pending"
TURN = "turn"
Span = tuple[int, int]


class Task(NamedTuple):
    """An enterprise with its dirty hours; none where only the clock moved."""

    facts: EnterpriseFacts
    marks: list[Mark]


class Pipeline:
    """One run, from what is marked to what is committed.

    Parameters
    ----------
    lease : HeldLease or None
        Checked in every writing transaction; None where nothing else writes, as in tests.
    stop : callable
        Asked between commits; once true, the run ends with the rest still marked.
    """

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
            marks = _group_marks(read_marks(session, MARKS_READ))
            marks.pop(SUMS, None)
            self._turn = self._find_turn(session)
            facts = read_facts(session, None if self._turn else list(marks))
        self._forget([mark for code in marks if code not in facts for mark in marks[code]])
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
        span = _turned(last.ended_ms if last else None, self._now_ms)
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
        for batch in _batches(tasks):
            if self._summary.stopped or self._stop():
                self._summary.stopped = True
                return
            if not self._try(batch) and len(batch) > 1:
                for task in batch:
                    self._try([task])

    def _try(self, batch: Sequence[Task]) -> bool:
        """Refresh enterprises; return whether it went well.

        An error that nobody foresaw is logged whole and ends the run for its enterprise alone.
        """
        try:
            self._refresh(batch)
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

    def _refresh(self, batch: Sequence[Task]) -> None:
        """Bring enterprises from their dirty hours to their alerts in one commit.

        Asked to stop, it commits those that are computed and leaves the others.
        """
        dirty = {task.facts.code: _join_hours(task.marks) for task in batch}
        touched = refresh_enterprises(self._context, dirty)
        computed: list[EnterpriseAccounts] = []
        for task in batch:
            if computed and self._stop():
                self._summary.stopped = True
                break
            spans = touched[task.facts.code] + ([self._turn] if self._turn else [])
            self._look_for_dead_meters(task.facts.code, spans)
            with self._context.registry.read() as session:
                computed.append(compute_accounts(self._context, session, task.facts, spans))
        batch = batch[: len(computed)]
        done = RunSummary(marks=sum(len(t.marks) for t in batch), enterprises=len(batch))
        with self._context.registry.session() as session:
            for task, accounts in zip(batch, computed, strict=True):
                self._write_enterprise(session, task.facts, accounts, done)
            mark_dirty(session, SUMS, {day for accounts in computed for day in accounts.days})
            clear_marks(session, [mark for task in batch for mark in task.marks])
        self._summary.add(done)

    def _look_for_dead_meters(self, code: str, spans: list[Span]) -> None:
        """Look when older hours changed, and every hour where a point has long been at rest."""
        old = any(start_ms < self._now_ms - DAY_MS for start_ms, _ in spans)
        turned = self._turn is not None
        if old or (turned and has_long_rest(self._context, code, self._now_ms)):
            refresh_dead_meters(self._context, code)

    def _write_enterprise(
        self,
        session: Session,
        facts: EnterpriseFacts,
        accounts: EnterpriseAccounts,
        done: RunSummary,
    ) -> None:
        write_changes(session, accounts.changes)
        done.rows += len(accounts.changes)
        refresh_findings(session, facts, accounts.days)
        mark_quality(session, facts.code, accounts.days, now_ms=self._now_ms)
        scope = make_scope(accounts.days, self._now_ms)
        self._judge(Docket(self._context, session, facts.subject, scope, facts), done)

    def _judge(self, docket: Docket, done: RunSummary) -> None:
        """Judge a subject, and write what changed in its verdicts and alerts."""
        judged = judge(docket)
        changes = write_verdicts(
            docket.session,
            judged,
            subject=docket.subject,
            scope=docket.scope,
            now_ms=self._started_ms,
        )
        done.verdicts += len(changes)
        done.add_alerts(
            follow_verdicts(docket.session, judged, gone=changes.gone, now_ms=self._started_ms)
        )

    def _refresh_sums(self) -> None:
        """Bring sectors and regions up to date with their enterprises."""
        with self._context.registry.read() as session:
            marks = read_marks(session, MARKS_READ, enterprise_code=SUMS)
            if not marks and self._turn is None:
                return
            days = {mark.hour_ms for mark in marks}
            members = read_membership(session, self._context.catalogue)
            changes = compute_sums(session, members, touched_periods(days), self._now_ms)
            subjects = _list_groups(session)
        scope = make_scope(days, self._now_ms)
        done = RunSummary(rows=len(changes))
        with self._context.registry.session() as session:
            write_changes(session, changes)
            for subject, region in subjects:
                facts = make_region_facts(region)
                self._judge(Docket(self._context, session, subject, scope, facts, members), done)
            clear_marks(session, marks)
            if self._turn is not None:
                self._enter_turn(session, self._turn)
        self._summary.add(done)

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


def _list_groups(session: Session) -> list[tuple[str, str]]:
    """Return the regions and parks that are judged, each with its region."""
    regions = session.scalars(select(Region.code).order_by(Region.code))
    parks = session.execute(select(Park.code, Park.region_code).order_by(Park.code))
    return [
        *((f"region:{code}", code) for code in regions),
        *((f"park:{code}", region) for code, region in parks),
    ]


def _batches(tasks: Sequence[Task]) -> Iterator[list[Task]]:
    """Yield tasks in batches that are small enough to be committed together."""
    batch: list[Task] = []
    marks = 0
    for task in tasks:
        if batch and (len(batch) == BATCH_ENTERPRISES or marks + len(task.marks) > BATCH_MARKS):
            yield batch
            batch, marks = [], 0
        batch.append(task)
        marks += len(task.marks)
    if batch:
        yield batch


def _group_marks(marks: list[Mark]) -> dict[str, list[Mark]]:
    grouped: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        grouped[mark.enterprise_code].append(mark)
    return grouped


def _join_hours(marks: list[Mark]) -> list[Span]:
    """Join marked hours, given in order, into spans [ms]."""
    if not marks:
        return []
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
