"""The list of writes, as it is read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from api.access import Permission
from api.schemas.base import Page
from api.schemas.users import AuditRow
from api.services.paging import PAGE, Listing, read_page
from api.viewer import Viewer
from core.registry.identity import AuditEvent

REFUSED = 400
"""From this status on a write was refused or failed [1]."""


@dataclass(frozen=True)
class AuditFilter:
    """Which writes: exact, but for `subject`, of which a part does; times in ms, end excluded."""

    who: str | None = None
    role: str | None = None
    action: str | None = None
    subject: str | None = None
    refused: bool | None = None
    start_ms: int | None = None
    end_ms: int | None = None


def list_audit(
    viewer: Viewer,
    chosen: AuditFilter | None = None,
    *,
    limit: int = PAGE,
    cursor: str | None = None,
) -> Page[AuditRow]:
    """Return writes, newest first, at most `limit` [1].

    Raises
    ------
    ForbiddenError
        The viewer may not read the list.
    ParameterError
        The cursor is not one this list gave.
    """
    viewer.allow(Permission.READ_AUDIT)
    chosen = chosen or AuditFilter()
    statement = select(AuditEvent)
    for name in ("who", "role", "action"):
        value = getattr(chosen, name)
        if value is not None:
            statement = statement.where(getattr(AuditEvent, name) == value)
    if chosen.subject:
        statement = statement.where(AuditEvent.subject.contains(chosen.subject, autoescape=True))
    if chosen.refused is not None:
        failed = AuditEvent.status >= REFUSED
        statement = statement.where(failed if chosen.refused else ~failed)
    if chosen.start_ms is not None:
        statement = statement.where(AuditEvent.at_ms >= chosen.start_ms)
    if chosen.end_ms is not None:
        statement = statement.where(AuditEvent.at_ms < chosen.end_ms)
    listing = Listing("audit", statement, (AuditEvent.id,), (int,), descending=True)
    with viewer.parts.registry.read() as session:
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        return Page(items=[_row(row[0]) for row in rows], next=after)


def _row(event: AuditEvent) -> AuditRow:
    return AuditRow.model_validate(
        {
            "id": event.id,
            "at": event.at_ms,
            "who": event.who,
            "role": event.role,
            "via": event.via,
            "action": event.action,
            "subject": event.subject,
            "change": event.change,
            "status": event.status,
            "address": event.address,
        }
    )
