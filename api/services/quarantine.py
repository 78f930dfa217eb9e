"""The quarantine of this process' collector: list, show, replay, drop."""

from __future__ import annotations

import base64
import logging

from api.cursors import decode_cursor, encode_cursor
from api.errors import ConflictError, MissingError, ParameterError, PartAwayError
from api.schemas.base import Page
from api.schemas.quarantine import (
    QuarantineDetail,
    QuarantinedReading,
    QuarantineOutcome,
    QuarantineRow,
    ReplayReport,
)
from api.services.paging import PAGE
from api.viewer import Viewer
from ingest.errors import QuarantineError
from ingest.quarantine import MoveReport, Quarantine, QuarantineFilter
from ingest.quarantine_rows import LyingState, QuarantineItem
from ingest.reasons import Reason

logger = logging.getLogger(__name__)

REMAINING_SHOWN = 100
"""Rows that a replay reports as still lying there [1]."""

__all__ = ["LyingState", "QuarantineFilter"]


def _quarantine(viewer: Viewer) -> Quarantine:
    collector = viewer.parts.collector
    if collector is None:
        raise PartAwayError(
            "this process has no collector, and the quarantine lies with it",
            parameter="collector",
            fix="ask the process that collects",
        )
    return collector.quarantine


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
) -> Page[QuarantineRow]:
    """Return rows, newest first, at most `limit` [1].

    Raises
    ------
    ParameterError
        The reason is none, or the cursor is not one this list gave.
    PartAwayError
        The collector is another process.
    """
    chosen = chosen or QuarantineFilter()
    check_reason(chosen.reason)
    before = decode_cursor("quarantine", cursor, (int,))[0] if cursor else None
    page = _quarantine(viewer).list(
        chosen, cursor=None if before is None else int(before), limit=limit
    )
    after = None if page.next is None else encode_cursor("quarantine", [page.next])
    return Page(items=[_row(item) for item in page.items], next=after)


def _row(item: QuarantineItem) -> QuarantineRow:
    return QuarantineRow(
        id=item.id,
        enterprise=item.enterprise,
        gateway=item.gateway,
        door=item.door,
        topic=item.topic,
        stream=item.stream,
        seq=item.seq,
        arrival=item.arrival_ms,
        reason=item.reason,
        detail=item.detail,
        readings=item.readings,
        payload_bytes=item.payload_bytes,
        state=item.state,
        note=item.note,
        settled=item.settled_ms or None,
    )


def read_quarantined(viewer: Viewer, number: int) -> QuarantineDetail:
    """Return a row with the message byte for byte and its bad readings.

    Raises
    ------
    MissingError
        There is no such row.
    PartAwayError
        The collector is another process.
    """
    try:
        found = _quarantine(viewer).show(number)
    except QuarantineError as error:
        raise _missing(number, error) from error
    payload, encoding = _text(found.payload)
    reason = Reason(found.item.reason) if found.item.reason in set(Reason) else None
    return QuarantineDetail(
        **_row(found.item).model_dump(),
        reason_text=reason.text if reason else "",
        reason_text_en=reason.text_en if reason else "",
        payload=payload,
        encoding=encoding,
        bad=[
            QuarantinedReading(
                place=reading.place,
                point=reading.point,
                reason=reading.reason,
                detail=reading.detail,
                state=reading.state,
            )
            for reading in found.readings
        ],
    )


def _text(payload: bytes | None) -> tuple[str | None, str]:
    if payload is None:
        return None, "utf-8"
    try:
        return payload.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return base64.b64encode(payload).decode(), "base64"


def replay_quarantined(viewer: Viewer, number: int) -> QuarantineOutcome:
    """Let a message in again.

    Raises
    ------
    MissingError
        There is no such row.
    ConflictError
        It has left the quarantine.
    PartAwayError
        The collector is another process.
    """
    quarantine = _quarantine(viewer)
    read_quarantined(viewer, number)
    try:
        report = quarantine.replay(number)
    except QuarantineError as error:
        raise _conflict(number, error) from error
    logger.info("%s replayed quarantine %d: %d readings", viewer.name, number, report.readings)
    return _outcome(number, report, LyingState.REPLAYED)


def replay_all(viewer: Viewer, chosen: QuarantineFilter) -> ReplayReport:
    """Let everything in again that is chosen.

    Raises
    ------
    ParameterError
        The reason is none.
    PartAwayError
        The collector is another process.
    """
    check_reason(chosen.reason)
    report = _quarantine(viewer).replay_all(chosen)
    logger.info("%s replayed %d quarantined messages", viewer.name, report.messages)
    return ReplayReport(
        messages=report.messages,
        readings=report.readings,
        remaining=[_row(item) for item in report.remaining[:REMAINING_SHOWN]],
        remaining_count=len(report.remaining),
    )


def drop_quarantined(viewer: Viewer, number: int, reason: str) -> QuarantineOutcome:
    """Give a message up for a reason that is kept.

    Raises
    ------
    MissingError
        There is no such row.
    ConflictError
        It has left the quarantine.
    PartAwayError
        The collector is another process.
    """
    quarantine = _quarantine(viewer)
    read_quarantined(viewer, number)
    try:
        report = quarantine.drop(number, reason)
    except QuarantineError as error:
        raise _conflict(number, error) from error
    logger.info("%s dropped quarantine %d: %s", viewer.name, number, reason)
    return _outcome(number, report, LyingState.DROPPED)


def _outcome(number: int, report: MoveReport, left: LyingState) -> QuarantineOutcome:
    why = [f"{item.reason}: {item.detail}" for item in report.remaining]
    return QuarantineOutcome(
        id=number,
        outcome=LyingState.OPEN if why else left,
        detail="; ".join(why),
        readings=report.readings,
    )


def _missing(number: int, error: QuarantineError) -> MissingError:
    return MissingError(
        f"quarantine {number}: {error.what}", parameter="number", value=number, fix=error.fix
    )


def _conflict(number: int, error: QuarantineError) -> ConflictError:
    return ConflictError(error.what, parameter="number", value=number, fix=error.fix)
