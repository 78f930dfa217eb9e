"""The quarantine of the collectors: list, show, replay, drop."""

from __future__ import annotations

import logging

from api.collectors import CollectorPart
from api.errors import ParameterError, PartAwayError
from api.schemas.quarantine import (
    QuarantineDetail,
    QuarantineOutcome,
    QuarantinePage,
    ReplayReport,
)
from api.services.paging import PAGE
from api.viewer import Viewer
from ingest.quarantine import QuarantineFilter
from ingest.quarantine_rows import LyingState
from ingest.reasons import Reason

logger = logging.getLogger(__name__)

__all__ = ["LyingState", "QuarantineFilter"]


def _collector(viewer: Viewer) -> CollectorPart:
    collector = viewer.parts.collector
    if collector is None:
        raise PartAwayError(
            "this process has no collector, and the quarantine lies with it",
            parameter="collector",
            fix="ask the process that collects, or the one that serves",
        )
    return collector


def check_reason(reason: str | None) -> str | None:
    """Return a reason there is, or None.

    Raises
    ------
    ParameterError
        There is no such reason.
    """
    if reason is None or reason in set(Reason):
        return reason
    raise ParameterError(
        f"reason {reason!r} is none",
        parameter="reason",
        value=reason,
        fix=f"use one of {', '.join(Reason)}",
    )


def list_quarantine(
    viewer: Viewer,
    chosen: QuarantineFilter | None = None,
    *,
    limit: int = PAGE,
    cursor: str | None = None,
) -> QuarantinePage:
    """Return rows, newest first, at most `limit` [1].

    Raises
    ------
    ParameterError
        The reason is none, or the cursor is not one this list gave.
    PartAwayError
        There is no collector to ask.
    """
    chosen = chosen or QuarantineFilter()
    check_reason(chosen.reason)
    return _collector(viewer).list_quarantine(chosen, limit=limit, cursor=cursor)


def read_quarantined(viewer: Viewer, number: int) -> QuarantineDetail:
    """Return a row with the message byte for byte and its bad readings.

    Raises
    ------
    MissingError
        There is no such row.
    PartAwayError
        There is no collector to ask.
    """
    return _collector(viewer).read_quarantined(number)


def replay_quarantined(viewer: Viewer, number: int) -> QuarantineOutcome:
    """Let a message in again.

    Raises
    ------
    MissingError
        There is no such row.
    ConflictError
        It has left the quarantine.
    PartAwayError
        There is no collector to ask.
    """
    outcome = _collector(viewer).replay_quarantined(number)
    logger.info("%s replayed quarantine %d: %d readings", viewer.name, number, outcome.readings)
    return outcome


def replay_all(viewer: Viewer, chosen: QuarantineFilter) -> ReplayReport:
    """Let everything in again that is chosen.

    Raises
    ------
    ParameterError
        The reason is none.
    PartAwayError
        There is no collector to ask.
    """
    check_reason(chosen.reason)
    report = _collector(viewer).replay_all(chosen)
    logger.info("%s replayed %d quarantined messages", viewer.name, report.messages)
    return report


def drop_quarantined(viewer: Viewer, number: int, reason: str) -> QuarantineOutcome:
    """Give a message up for a reason that is kept.

    Raises
    ------
    MissingError
        There is no such row.
    ConflictError
        It has left the quarantine.
    PartAwayError
        There is no collector to ask.
    """
    outcome = _collector(viewer).drop_quarantined(number, reason)
    logger.info("%s dropped quarantine %d: %s", viewer.name, number, reason)
    return outcome
