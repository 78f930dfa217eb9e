"""The run ledger: what jobs did, one row a run; old rows are thinned out."""

from __future__ import annotations

from sqlalchemy import delete, func, select
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


def read_last_run_ms(session: Session, job: str) -> int | None:
    """Return when the last finished run of a job ended [ms], None where there was none."""
    return session.scalar(
        select(func.max(JobRun.ended_ms)).where(JobRun.job == job, JobRun.state == DONE)
    )
