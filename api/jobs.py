"""`JobRunner`: long work that calls began, done by a few threads of this process.

What a job is and how far it is stands in the registry. A job belongs to the process that began it:
where that has ended the job is shown as failed, for nobody goes on with it. A process of this
machine is looked at itself; of one on another machine the beat it raises while it works.
"""

from __future__ import annotations

import logging
import os
import queue
import socket
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

import psutil
from sqlalchemy import update

from api.errors import ApiError, ConflictError
from core.clock import Clock, WallClock, monotonic_s
from core.errors import NenghengError
from core.registry.calls import Job
from core.registry.database import Registry
from core.vocabulary import JobState

logger = logging.getLogger(__name__)

AT_ONCE = 2
"""Jobs that a process does at a time [1]."""
WAITING_MAX = 50
"""Jobs that may wait for that [1]."""
TELL_S = 0.5
"""Shortest time between two notes of progress [s]."""
BEAT_S = 10.0
SILENT_MS = 60_000
"""How long the beat of another machine's process may stand still [ms]."""

ENDED = {JobState.DONE, JobState.FAILED, JobState.CANCELLED}


class JobCancelled(Exception):  # noqa: N818
    """Somebody does not want the job done any more."""


class Progress:
    """How far a job is, as it tells while it works.

    Parameters
    ----------
    registry : Registry
        Where that is kept.
    number : str
        The job's id.
    """

    def __init__(self, registry: Registry, number: str) -> None:
        self._registry = registry
        self._number = number
        self._told_s = float("-inf")

    def tell(self, done: int, total: int | None = None, *, unit: str = "") -> None:
        """Say that `done` of `total` [unit] is done.

        Raises
        ------
        JobCancelled
            It is not to be done any more.
        """
        now_s = monotonic_s()
        if now_s - self._told_s < TELL_S:
            return
        self._told_s = now_s
        with self._registry.session() as session:
            job = session.get_one(Job, self._number)
            job.done, job.total, job.unit = done, total, unit
            job.beat_ms = WallClock().now_ms()
            cancelling = job.cancelling
        if cancelling:
            raise JobCancelled(self._number)


Work = Callable[[Progress], dict[str, Any]]
"""Does a job and returns its result."""


class _Order(NamedTuple):
    registry: Registry
    clock: Clock
    number: str
    work: Work


class JobRunner:
    """Threads that do one job after the other; they end with the process."""

    def __init__(self) -> None:
        self._orders: queue.Queue[_Order] = queue.Queue(WAITING_MAX)
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()

    def begin(self, registry: Registry, clock: Clock, job: Job, work: Work) -> None:
        """Keep a job and have it done, after those that wait already.

        Raises
        ------
        ConflictError
            Too many wait.
        """
        if self._orders.full():
            raise ConflictError(
                f"{WAITING_MAX} jobs wait in this process already",
                parameter="job",
                value=job.kind,
                fix="send it again when some are done; `GET /api/v1/jobs` lists them",
            )
        job.runner, job.beat_ms = own_name(), WallClock().now_ms()
        with registry.session() as session:
            session.add(job)
        self._orders.put(_Order(registry, clock, job.id, work))
        with self._lock:
            if len(self._threads) < AT_ONCE:
                name = f"job-{len(self._threads) + 1}"
                thread = threading.Thread(target=self._run, name=name, daemon=True)
                self._threads.append(thread)
                thread.start()

    def _run(self) -> None:
        while True:
            order = self._orders.get()
            try:
                _do(order)
            except NenghengError:
                logger.exception("job %s cannot be kept", order.number)
            del order


def own_name() -> str:
    """Return the name of this process: machine, number, and when it began."""
    began = psutil.Process().create_time()
    return f"{socket.gethostname()}:{os.getpid()}:{began:.2f}"


def is_abandoned(job: Job) -> bool:
    """Return whether a job has not ended, and the process that was to do it has."""
    if job.state in ENDED:
        return False
    host, number, began = job.runner.rsplit(":", 2)
    if host != socket.gethostname():
        return WallClock().now_ms() - job.beat_ms > SILENT_MS
    try:
        return f"{psutil.Process(int(number)).create_time():.2f}" != began
    except psutil.NoSuchProcess:
        return True


def _do(order: _Order) -> None:
    if not _start(order):
        return
    ended = threading.Event()
    beat = threading.Thread(target=_beat, args=(order, ended), name="job-beat", daemon=True)
    beat.start()
    try:
        result = order.work(Progress(order.registry, order.number))
    except JobCancelled:
        _end(order, JobState.CANCELLED)
    except NenghengError as error:
        _end(order, JobState.FAILED, problem=_problem(error))
    except Exception as error:
        logger.exception("job %s failed", order.number)
        _end(order, JobState.FAILED, problem=_unknown(error))
    else:
        _end(order, JobState.DONE, result=result)
    finally:
        ended.set()


def _start(order: _Order) -> bool:
    """Note that a job runs; return False where it was cancelled before."""
    with order.registry.session() as session:
        job = session.get_one(Job, order.number)
        now_ms = order.clock.now_ms()
        if job.cancelling:
            job.state, job.ended_ms = JobState.CANCELLED, now_ms
            return False
        job.state, job.started_ms = JobState.RUNNING, now_ms
        return True


def _end(order: _Order, state: JobState, **came: dict[str, Any]) -> None:
    with order.registry.session() as session:
        job = session.get_one(Job, order.number)
        job.state, job.ended_ms = state, order.clock.now_ms()
        if state is JobState.DONE and job.total is not None:
            job.done = job.total
        job.result, job.problem = came.get("result"), came.get("problem")


def _beat(order: _Order, ended: threading.Event) -> None:
    while not ended.wait(BEAT_S):
        try:
            with order.registry.session() as session:
                now_ms = WallClock().now_ms()
                session.execute(update(Job).where(Job.id == order.number).values(beat_ms=now_ms))
        except NenghengError:
            logger.warning("job %s: its beat could not be kept", order.number)


def _problem(error: NenghengError) -> dict[str, Any]:
    """Return an error as a problem, with the report of an import that was refused."""
    kind = error.kind if isinstance(error, ApiError) else "refused"
    problem: dict[str, Any] = {
        "type": f"/problems/{kind}",
        "title": error.title if isinstance(error, ApiError) else "The job was refused",
        "status": error.status if isinstance(error, ApiError) else 422,
        "detail": getattr(error, "what", str(error)),
        "instance": "",
        "fix": getattr(error, "fix", ""),
    }
    report = getattr(error, "report", None)
    return problem if report is None else problem | {"report": report.model_dump(mode="json")}


def _unknown(error: Exception) -> dict[str, Any]:
    return {
        "type": "/problems/internal",
        "title": "Something is wrong in the platform itself",
        "status": 500,
        "detail": f"{type(error).__name__}; the log has more",
        "instance": "",
        "fix": "send the operator the job's id",
    }
