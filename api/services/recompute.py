"""Deriving again: the span is marked, and the scheduler works it off."""

from __future__ import annotations

import logging

from analytics.errors import UnknownSubjectError
from analytics.jobs import mark_span
from api.access import Permission
from api.errors import MissingError, ParameterError
from api.schemas.imports import RecomputeReport
from api.viewer import Viewer
from core.calendar import DAY_MS, HOUR_MS, format_time

logger = logging.getLogger(__name__)

SPAN_MS = 3660 * DAY_MS
"""Longest span in one call [ms]."""


def recompute_span(
    viewer: Viewer, start_ms: int, end_ms: int, enterprise: str | None = None
) -> RecomputeReport:
    """Mark the hours of ``[start_ms, end_ms)`` [ms] to be derived again.

    Raises
    ------
    MissingError
        There is no such enterprise.
    ParameterError
        The span is empty or longer than ten years.
    """
    viewer.allow(Permission.RECOMPUTE)
    if not 0 < end_ms - start_ms <= SPAN_MS:
        raise ParameterError(
            f"span {format_time(start_ms)} … {format_time(end_ms)} is empty or over ten years",
            parameter="end",
            value=format_time(end_ms),
            fix="give an end after the start, at most ten years later",
        )
    try:
        scheduler = viewer.parts.scheduler
        if scheduler is None:
            marked = mark_span(viewer.context, start_ms, end_ms, enterprise)
        else:
            marked = scheduler.recompute(start_ms, end_ms, enterprise)
    except UnknownSubjectError as error:
        raise MissingError(
            error.what, parameter="enterprise", value=enterprise, fix=error.fix
        ) from error
    hours = -(-end_ms // HOUR_MS) - start_ms // HOUR_MS
    logger.info("%s has %d hours derived again", viewer.name, marked)
    return RecomputeReport(
        start=start_ms,
        end=end_ms,
        enterprise=enterprise,
        hours=hours,
        enterprises=marked // hours,
    )
