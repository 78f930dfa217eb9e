"""The scheduler: one thread that calls the jobs while this process holds the lease."""

from __future__ import annotations

import logging
import os
import socket
import threading
from types import TracebackType
from typing import Any, Self

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from analytics.alerts import run_notifications
from analytics.context import Context
from analytics.jobs import RunSummary, mark_span, run_pending
from analytics.progress import Progress, hold_runs, is_held
from analytics.quality.measuring import run_quality
from analytics.workers import choose_workers
from core.clock import monotonic_s
from core.errors import LeaseLostError, NenghengError
from core.registry.lease import HeldLease
from core.registry.marks import count_marks

logger = logging.getLogger(__name__)

KEEP_S = 600
"""Time between two rounds of the store's housekeeping [s]."""
QUALITY_S = 5.0
"""After a run so long is given to measuring quality [s], one month of an enterprise at least."""
SHORT_S = 10.0
"""Runs up to so long [s] may follow each other at once."""
REST_MOST_S = 60.0
"""Longest rest after a run [s]. What a run takes beyond `SHORT_S` is rested before the next:
jobs that never end would take a core from those who ask, and what is marked meanwhile is derived
once instead of several times."""
BEATS_PER_LEASE = 3
"""How often a lease is renewed within its time [1]."""
LEASE = "analytics"
WAITING = "waiting"
IDLE = "idle"
RUNNING = "running"
FAILED = "failed"
STOPPED = "stopped"


def _untyped(thing: object) -> Any:  # noqa: ANN401
    """Let the type checker take APScheduler, which has no types, as it is."""
    return thing


class Scheduler:
    """Runs what is due, coalesced and one at a time; a context manager.

    Parameters
    ----------
    context : Context
        Given to the jobs.
    seize : bool
        Take the lease at once instead of waiting for a silent holder to time out; for a process
        that holds the embedded store, which no other can.
    """

    def __init__(self, context: Context, *, seize: bool = False) -> None:
        self._context = context
        self._seize = seize
        settings = context.settings
        self._lease = HeldLease(
            context.registry,
            f"{socket.gethostname()}:{os.getpid()}",
            settings.lease_s,
            name=LEASE,
        )
        self._stopping = threading.Event()
        self._guard = threading.Lock()
        self._busy = threading.Lock()
        self._state = STOPPED
        self._error = ""
        self._progress = Progress()
        self._workers = choose_workers(context)
        self._last: RunSummary | None = None
        self._last_ms: int | None = None
        self._last_s: float | None = None
        self._runs = 0
        self._rests_until_s = 0.0
        self._scheduler = _untyped(BackgroundScheduler)(
            executors={"default": _untyped(ThreadPoolExecutor)(2)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone="Asia/Shanghai",
        )

    def start(self) -> None:
        """Start the thread; the first run is due at once."""
        settings = self._context.settings
        self._stopping.clear()
        self._set(WAITING)
        self._scheduler.add_job(
            self._take_turn, "interval", seconds=settings.analytics_interval_s, id="pending"
        )
        self._scheduler.add_job(
            self._beat, "interval", seconds=settings.lease_s / BEATS_PER_LEASE, id="beat"
        )
        self._scheduler.add_job(self._keep, "interval", seconds=KEEP_S, id="keep")
        self._scheduler.start()
        self.wake()

    def stop(self) -> None:
        """Stop between two enterprises, give the lease back and end the thread."""
        self._stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
        self._workers.close()
        if self._lease.held:
            self._lease.release()
        self._set(STOPPED)

    def wake(self) -> None:
        """Have the next run start at once."""
        if self._scheduler.running and not self._stopping.is_set():
            self._scheduler.add_job(self._tick, id="wake", replace_existing=True)

    def recompute(self, start_ms: int, end_ms: int, enterprise_code: str | None = None) -> int:
        """Mark ``[start_ms, end_ms)`` [ms] to be derived again; return how many hours [1].

        Raises
        ------
        SpanError
            The span is empty or ends before it starts.
        UnknownSubjectError
            There is no such enterprise.
        """
        marked = mark_span(self._context, start_ms, end_ms, enterprise_code)
        self.wake()
        return marked

    def hold(self, *, held: bool, who: str = "") -> None:
        """Hold runs back, or let them go on; see `analytics.progress.hold_runs`."""
        with self._context.registry.session() as session:
            hold_runs(session, held=held, now_ms=self._context.clock.now_ms(), who=who)
        if not held:
            self.wake()

    def health(self) -> dict[str, Any]:
        """Return the state: ``state``, ``error``, ``pending_hours``, last run, lease number.

        While a run goes on ``percent`` [%] and ``eta_s`` [s] say how far it has come; ``held`` is
        whether runs are held back.
        """
        with self._context.registry.read() as session:
            pending = count_marks(session)
            held = is_held(session)
        with self._guard:
            running = self._state == RUNNING
            eta_s = self._progress.eta_s() if running else None
            return {
                "state": self._state,
                "ok": self._state in (IDLE, RUNNING, WAITING),
                "error": self._error,
                "pending_hours": pending,
                "held": held,
                "percent": round(self._progress.percent, 1) if running else None,
                "eta_s": None if eta_s is None else round(eta_s, 1),
                "last_run_ms": self._last_ms,
                "seconds_since_run": None
                if self._last_s is None
                else round(monotonic_s() - self._last_s, 3),
                "last_run": str(self._last) if self._last else "",
                "last_run_s": self._last.seconds if self._last else None,
                "runs": self._runs,
                "lease_number": self._lease.number,
            }

    @property
    def alive(self) -> bool:
        """Whether its thread runs, as it should between `start` and `stop`."""
        thread = self._scheduler._thread if self._scheduler.running else None
        return thread is not None and thread.is_alive()

    def describe(self) -> str:
        """Return what it is doing, in one sentence."""
        with self._guard:
            state, error, number = self._state, self._error, self._lease.number
            if state == RUNNING and self._progress.total:
                state = f"{state} ({self._progress})"
        held = f"lease {number}" if number else "another process holds the lease"
        return f"{state}, {held}" + (f": {error}" if error else "")

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()

    def _take_turn(self) -> None:
        """Run what is due, unless a long run has just ended; who wakes it does not wait."""
        if monotonic_s() >= self._rests_until_s:
            self._tick()

    def _tick(self) -> None:
        """Run what is due; what goes wrong is logged, shown in `health` and tried again."""
        if self._stopping.is_set() or not self._busy.acquire(blocking=False):
            return
        began_s = monotonic_s()
        try:
            if not self._lease.acquire(seize=self._seize):
                self._set(WAITING)
                return
            self._set(RUNNING)
            with self._guard:
                self._progress = Progress()
            summary = run_pending(
                self._context,
                self._lease,
                stop=self._stopping.is_set,
                workers=self._workers,
                progress=self._progress,
            )
            if not summary.stopped:
                self._measure_quality()
                run_notifications(self._context, self._lease, stop=self._stopping.is_set)
        except LeaseLostError as error:
            logger.warning("%s", error)
            self._set(WAITING)
        except NenghengError as error:
            logger.exception("a run of the pending jobs failed")
            self._set(FAILED, str(error))
        else:
            self._finish(summary)
        finally:
            if self._state == RUNNING:  # an error nobody foresaw: APScheduler logs it
                self._set(FAILED, "the run ended in an unforeseen error; the log has it")
            ended_s = monotonic_s()
            self._rests_until_s = ended_s + min(ended_s - began_s - SHORT_S, REST_MOST_S)
            self._busy.release()

    def _measure_quality(self) -> None:
        """Measure what is due, but not for long: what is urgent comes first."""
        until_s = monotonic_s() + QUALITY_S
        run_quality(
            self._context,
            self._lease,
            stop=lambda: self._stopping.is_set() or monotonic_s() > until_s,
        )

    def _finish(self, summary: RunSummary) -> None:
        failed = "; ".join(f"{code}: {text}" for code, text in summary.failed.items())
        with self._guard:
            self._last, self._runs = summary, self._runs + 1
            self._last_ms, self._last_s = self._context.clock.now_ms(), monotonic_s()
        self._set(FAILED if failed else IDLE, failed)

    def _beat(self) -> None:
        """Keep the lease alive while a run takes long."""
        if self._stopping.is_set() or not self._lease.held:
            return
        try:
            self._lease.renew()
        except NenghengError as error:
            logger.warning("the lease could not be renewed: %s", error)

    def _keep(self) -> None:
        """Let the store do its housekeeping, while this process holds the lease."""
        if self._stopping.is_set() or not self._lease.held:
            return
        try:
            self._context.store.maintain(self._context.clock.now_ms(), stop=self._stopping.is_set)
        except NenghengError as error:
            logger.warning("the store's housekeeping failed and will be tried again: %s", error)

    def _set(self, state: str, error: str = "") -> None:
        with self._guard:
            self._state, self._error = state, error
