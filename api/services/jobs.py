"""Long work: begun, watched, cancelled; each sees the own jobs, an operator all."""

from __future__ import annotations

import json
import logging
import secrets
from pathlib import Path
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from api.access import Permission
from api.errors import ConflictError, MissingError
from api.jobs import ENDED, Work, is_abandoned
from api.schemas.base import Page
from api.schemas.jobs import JobRow
from api.schemas.problem import Problem
from api.services.paging import PAGE, Listing, read_page
from api.viewer import Viewer
from core.calendar import DAY_MS, HOUR_MS
from core.registry.calls import Job
from core.registry.results import DirtyHour
from core.vocabulary import JobState

logger = logging.getLogger(__name__)

KEPT_MS = 7 * DAY_MS
"""How long jobs and their files are kept [ms]."""
SEEING = frozenset(
    {
        Permission.READ,
        Permission.READ_PLATFORM,
        Permission.READ_AUDIT,
        Permission.MANAGE_USERS,
        Permission.MANAGE_DELEGATES,
    }
)
"""Permissions that lists ask for."""
ABANDONED = Problem(
    type="/problems/abandoned",
    title="The process that did it has ended",
    status=500,
    detail="the process ended before the job did; nobody goes on with it",
    instance="",
    fix="look what it has done, and begin it again",
)


def begin_job(viewer: Viewer, kind: str, asked: dict[str, Any], work: Work) -> JobRow:
    """Have a job done by this process; who asks was asked for leave before.

    Raises
    ------
    ConflictError
        Too many wait already.
    """
    parts = viewer.parts
    job = Job(
        id=secrets.token_hex(16),
        kind=kind,
        made_by=viewer.name,
        made_ms=viewer.now_ms(),
        asked=asked,
        state=JobState.QUEUED,
        done=0,
        unit="",
        cancelling=False,
        file="",
    )
    _drop_old(viewer)
    parts.jobs.begin(parts.registry, parts.clock, job, work)
    logger.info("%s began job %s: %s", viewer.name, job.id, kind)
    return read_job(viewer, job.id)


def note_file(viewer: Viewer, number: str, name: str) -> None:
    """Note which file a job writes, and what who asked for it may see now."""
    with viewer.read() as session:
        seen = viewer.read_subjects(session)
    beside = {
        "subjects": None if seen is None else sorted(seen),
        "permissions": sorted(viewer.identity.permissions & SEEING),
    }
    _beside(viewer, name).write_text(json.dumps(beside), encoding="utf-8")
    with viewer.parts.registry.session() as session:
        session.get_one(Job, number).file = name


def file_directory(viewer: Viewer) -> Path:
    """Return where jobs write files, made where it is not there."""
    directory = viewer.parts.settings.data_dir / "exports"
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def _beside(viewer: Viewer, name: str) -> Path:
    """Return where it stands what somebody might see who had a file written."""
    return file_directory(viewer) / f"{name}.seen"


def drop_file(viewer: Viewer, name: str) -> None:
    """Delete a file that a job wrote."""
    (file_directory(viewer) / name).unlink(missing_ok=True)
    _beside(viewer, name).unlink(missing_ok=True)


def _still_sees(viewer: Viewer, session: Session, name: str) -> bool:
    """Tell whether this viewer may still see all that went into a file."""
    try:
        then = json.loads(_beside(viewer, name).read_text("utf-8"))
    except (OSError, ValueError):
        return viewer.sees_all
    if not set(then["permissions"]) <= viewer.identity.permissions:
        return False
    now = viewer.read_subjects(session)
    return now is None or (then["subjects"] is not None and set(then["subjects"]) <= now)


def list_jobs(viewer: Viewer, *, limit: int = PAGE, cursor: str | None = None) -> Page[JobRow]:
    """Return jobs, newest first, at most `limit` [1].

    Raises
    ------
    ParameterError
        The cursor is not one this list gave.
    """
    listing = Listing(
        "jobs", select(Job).where(_own(viewer)), (Job.made_ms, Job.id), (int, str), descending=True
    )
    with viewer.read() as session:
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        return Page(items=[_row(session, row[0]) for row in rows], next=after)


def read_job(viewer: Viewer, number: str) -> JobRow:
    """Return one job.

    Raises
    ------
    MissingError
        There is no such job, or it is another's.
    """
    with viewer.read() as session:
        return _row(session, _require(viewer, session, number))


def cancel_job(viewer: Viewer, number: str) -> JobRow:
    """Ask for the end of a job; it ends at its next step, and what it has done stands.

    Raises
    ------
    ConflictError
        It has ended, or cannot be cancelled.
    MissingError
        There is no such job, or it is another's.
    """
    with viewer.parts.registry.session() as session:
        job = _require(viewer, session, number)
        state = _row(session, job).state
        if state in ENDED or job.kind == "recompute":
            raise ConflictError(
                f"job {number} is {state} and cannot be cancelled",
                parameter="job",
                value=number,
                fix="what is marked is derived by the scheduler, a bit at a time"
                if job.kind == "recompute"
                else "begin another one",
            )
        job.cancelling = True
    return read_job(viewer, number)


def find_file(viewer: Viewer, number: str) -> Path:
    """Return the file that a job wrote.

    Raises
    ------
    MissingError
        There is no such job, it is another's, it has written none, or this viewer may no longer
        see all that is in it.
    """
    with viewer.read() as session:
        job = _require(viewer, session, number)
        path = file_directory(viewer) / job.file
        if job.state != JobState.DONE or not job.file or not path.is_file():
            raise MissingError(
                f"job {number} has no file",
                parameter="job",
                value=number,
                fix="files are there once an export is done, on the process that did it",
            )
        if not _still_sees(viewer, session, job.file):
            raise MissingError(
                f"what you may see has changed since job {number} wrote its file",
                parameter="job",
                value=number,
                fix="export it again: the new file holds what is yours now",
            )
        return path


def keep_marks(viewer: Viewer, asked: dict[str, Any], hours: int) -> JobRow:
    """Keep that `hours` [1] were marked, so that their working off can be watched."""
    job = Job(
        id=secrets.token_hex(16),
        kind="recompute",
        made_by=viewer.name,
        made_ms=viewer.now_ms(),
        asked=asked,
        state=JobState.RUNNING,
        started_ms=viewer.now_ms(),
        done=0,
        total=hours,
        unit="hour",
        cancelling=False,
        file="",
    )
    with viewer.parts.registry.session() as session:
        session.add(job)
    return read_job(viewer, job.id)


def _own(viewer: Viewer) -> ColumnElement[bool]:
    return Job.made_by == viewer.name if not viewer.sees_all else Job.id != ""


def _require(viewer: Viewer, session: Session, number: str) -> Job:
    job = session.scalars(select(Job).where(Job.id == number, _own(viewer))).one_or_none()
    if job is None:
        raise MissingError(
            f"there is no job {number!r}",
            parameter="job",
            value=number,
            fix="`GET /api/v1/jobs` lists those that are; they are kept for a week",
        )
    return job


def _row(session: Session, job: Job) -> JobRow:
    is_marked = job.kind == "recompute"
    abandoned = not is_marked and is_abandoned(job)
    left = _count_left(session, job) if is_marked else 0
    done = max(0, (job.total or 0) - left) if is_marked else job.done
    state = JobState(job.state)
    if is_marked:
        state = JobState.RUNNING if left else JobState.DONE
    problem = None if job.problem is None else Problem.model_validate(job.problem)
    return JobRow(
        id=job.id,
        kind=job.kind,
        asked=job.asked,
        state=JobState.FAILED if abandoned else state,
        made=job.made_ms,
        made_by=job.made_by,
        started=job.started_ms,
        ended=job.ended_ms,
        done=done,
        total=job.total,
        unit=job.unit,
        cancelling=job.cancelling,
        result=job.result,
        problem=ABANDONED if abandoned else problem,
        file=f"/api/v1/jobs/{job.id}/file" if job.file and state is JobState.DONE else None,
    )


def _count_left(session: Session, job: Job) -> int:
    """Return how many hours of a span are still to be derived [1]."""
    left = select(func.count()).where(
        DirtyHour.hour_ms >= int(job.asked["start"]) // HOUR_MS * HOUR_MS,
        DirtyHour.hour_ms < int(job.asked["end"]),
    )
    if job.asked["enterprise"] is not None:
        left = left.where(DirtyHour.enterprise_code == job.asked["enterprise"])
    return session.scalar(left) or 0


def _drop_old(viewer: Viewer) -> None:
    """Delete jobs that are no longer kept, and their files."""
    before_ms = viewer.now_ms() - KEPT_MS
    with viewer.parts.registry.session() as session:
        old = select(Job.file).where(Job.made_ms < before_ms, Job.file != "")
        files = list(session.scalars(old))
        session.execute(delete(Job).where(Job.made_ms < before_ms))
    for name in files:
        drop_file(viewer, name)
