"""The run ledger: what jobs did, one row a run; old rows are thinned out."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.registry.results import JobRun

DETAIL_LENGTH = 1000
KEPT = 5000
"""Rows kept of each job [1]."""
DONE = "done"
FAILED = "failed"


def write_run(
    session: Session,
    job: str,
    *,
    started_ms: int,
    ended_ms: int,
    state: str = DONE,
    detail: str = "",
    lease_number: int = 0,
) -> None:
    """Enter one run, from `started_ms` to `ended_ms` [ms], in the caller's transaction."""
    row = JobRun(
        job=job,
        started_ms=started_ms,
        ended_ms=ended_ms,
        state=state,
        detail=detail[:DETAIL_LENGTH],
        lease_number=lease_number,
    )
    session.add(row)
    session.flush()
    session.execute(delete(JobRun).where(JobRun.job == job, JobRun.id <= row.id - KEPT))


class LastRun(NamedTuple):
    """When the last finished run of a job ended [ms], and its detail."""

    ended_ms: int
    detail: str


def read_last_run(session: Session, job: str) -> LastRun | None:
    """Return the last finished run of a job, None where there was none."""
    row = session.execute(
        select(JobRun.ended_ms, JobRun.detail)
        .where(JobRun.job == job, JobRun.state == DONE)
        .order_by(JobRun.id.desc())
        .limit(1)
    ).one_or_none()
    return LastRun(row[0], row[1]) if row is not None and row[0] is not None else None
