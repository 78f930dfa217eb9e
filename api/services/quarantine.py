"""The quarantine of the collectors: list, show, replay, drop."""

from __future__ import annotations

import logging
from dataclasses import replace

from api.access import Permission
from api.collectors import CollectorPart
from api.errors import MissingError, ParameterError, PartAwayError, PassedOnError
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


def require_collector(viewer: Viewer) -> CollectorPart:
    """Return the collectors this process asks: journal and quarantine lie with them.

    Raises
    ------
    PartAwayError
        There is none.
    """
    collector = viewer.parts.collector
    if collector is None:
        raise PartAwayError(
            "this process has no collector, and journal and quarantine lie with it",
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
    chosen = _narrow(viewer, chosen or QuarantineFilter())
    check_reason(chosen.reason)
    return require_collector(viewer).list_quarantine(chosen, limit=limit, cursor=cursor)


def read_quarantined(viewer: Viewer, number: int) -> QuarantineDetail:
    """Return a row with the message byte for byte and its bad readings.

    Raises
    ------
    MissingError
        There is no such row.
    PartAwayError
        There is no collector to ask.
    """
    seen = _read_seen(viewer)
    try:
        found = require_collector(viewer).read_quarantined(number)
    except (MissingError, PassedOnError) as error:
        if seen is None or error.status != MissingError.status:
            raise
        raise _missing(number) from error
    if seen is not None and found.enterprise not in seen:
        raise _missing(number)
    return found


def _missing(number: int) -> MissingError:
    return MissingError(
        f"quarantine {number} is none of yours",
        parameter="number",
        value=number,
        fix="`GET /api/v1/quarantine` lists those that are",
    )


def _read_seen(viewer: Viewer) -> frozenset[str] | None:
    """Return whose messages the viewer may see, None for all; '' is what has no owner."""
    with viewer.read() as session:
        seen = viewer.read_codes(session)
    return seen | {""} if seen is not None and viewer.may_platform() else seen


def _narrow(viewer: Viewer, chosen: QuarantineFilter) -> QuarantineFilter:
    """Return what is chosen of what the viewer may see; codes may stand between commas."""
    seen = _read_seen(viewer)
    if chosen.enterprise is None or "," not in chosen.enterprise:
        return replace(chosen, enterprises=seen)
    asked = frozenset(chosen.enterprise.split(","))
    return replace(chosen, enterprise=None, enterprises=asked if seen is None else asked & seen)


def _allow_replay(viewer: Viewer, reason: str | None) -> None:
    """Go on only with leave to let in again what lies there for this reason.

    A message with the number of another is taken when it is replayed: that is the word of one who
    manages the quarantine, not of who sent it.

    Raises
    ------
    ForbiddenError
        The viewer has no such leave.
    """
    viewer.allow(Permission.REPLAY)
    if reason is None or reason == Reason.SEQ_REUSED:
        viewer.allow(Permission.MANAGE_QUARANTINE)


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
    viewer.allow(Permission.REPLAY)
    _allow_replay(viewer, read_quarantined(viewer, number).reason)
    outcome = require_collector(viewer).replay_quarantined(number)
    logger.info("%s replayed quarantine %d: %d readings", viewer.name, number, outcome.readings)
    return outcome


def check_replay(viewer: Viewer, chosen: QuarantineFilter) -> None:
    """Go on only with leave to replay what is chosen, and with a collector to do it.

    Raises
    ------
    ForbiddenError
        The viewer has no such leave.
    ParameterError
        The reason is none.
    PartAwayError
        There is no collector to ask.
    """
    check_reason(chosen.reason)
    _allow_replay(viewer, chosen.reason)
    require_collector(viewer)


def replay_all(viewer: Viewer, chosen: QuarantineFilter) -> ReplayReport:
    """Let everything in again that is chosen and the viewer's; most name a reason.

    Raises
    ------
    ForbiddenError
        The viewer has no leave to replay, or not without a reason or for this one.
    ParameterError
        The reason is none.
    PartAwayError
        There is no collector to ask.
    """
    check_reason(chosen.reason)
    _allow_replay(viewer, chosen.reason)
    chosen = _narrow(viewer, chosen)
    report = require_collector(viewer).replay_all(chosen)
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
    viewer.allow(Permission.MANAGE_QUARANTINE)
    read_quarantined(viewer, number)
    outcome = require_collector(viewer).drop_quarantined(number, reason)
    logger.info("%s dropped quarantine %d: %s", viewer.name, number, reason)
    return outcome
