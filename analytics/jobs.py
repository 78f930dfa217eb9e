"""The jobs that the scheduler, the command line and tests call."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
from sqlalchemy import select

from analytics.context import Context
from analytics.errors import SpanError, UnknownSubjectError
from analytics.pipeline import Pipeline
from analytics.progress import Progress, make_stop
from analytics.summary import RunSummary
from analytics.workers import Inline, Workers
from core.calendar import HOUR_MS, format_time
from core.registry.lease import HeldLease
from core.registry.marks import mark_dirty
from core.registry.models import Enterprise

__all__ = ["RunSummary", "mark_span", "recompute", "run_pending"]

_one_at_a_time = threading.Lock()


def run_pending(
    context: Context,
    lease: HeldLease | None = None,
    *,
    stop: Callable[[], bool] = lambda: False,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> RunSummary:
    """Do all work that is due; idempotent.

    Parameters
    ----------
    lease : HeldLease or None
        Checked in every writing transaction; None where nothing else writes, as in tests.
    stop : callable
        Asked between enterprises; once true, the run ends with the rest still marked.
    workers : Workers, optional
        Who computes where there is much to do; nobody else by default.
    progress : Progress, optional
        Told how far the run has come.

    Raises
    ------
    LeaseLostError
        The lease has passed to another holder; the open transaction was rolled back.
    StoreBusyError
        The time-series store is held by another process.
    """
    with _one_at_a_time:
        pipeline = Pipeline(
            context,
            lease,
            make_stop(context.registry, stop),
            workers=workers or Inline(),
            progress=progress or Progress(),
        )
        return pipeline.run()


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
