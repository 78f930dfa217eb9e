"""Entries 填报."""

from __future__ import annotations

import logging
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access import Permission
from api.edits import Check, take_any
from api.errors import ConflictError, MissingError
from api.schemas.base import Page
from api.schemas.changes import CorrectionBody, EntryBody, EntryDetail
from api.schemas.entries import EntryRow
from api.services.paging import PAGE, Listing, read_page
from api.services.registry_edits import write_rows
from api.services.subjects import check_subject
from api.viewer import Viewer
from core.registry.models import Entry

logger = logging.getLogger(__name__)


def list_entries(
    viewer: Viewer,
    *,
    subject: str | None = None,
    item: str | None = None,
    limit: int = PAGE,
    cursor: str | None = None,
) -> Page[EntryRow]:
    """Return entries in the order in which they were made, at most `limit` [1].

    Raises
    ------
    ParameterError
        The subject is none, or the cursor is not one this list gave.
    """
    statement = select(Entry).where(viewer.only_subjects(Entry.subject))
    if subject is not None:
        statement = statement.where(Entry.subject == check_subject(subject))
    if item is not None:
        statement = statement.where(Entry.item == item)
    with viewer.read() as session:
        listing = Listing("entries", statement, (Entry.id,), (int,))
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        items = [_row(row[0]) for row in rows]
    return Page(items=items, next=after)


def read_entry(viewer: Viewer, number: int) -> EntryDetail:
    """Return entry `number` [1] with all versions of what it states.

    Raises
    ------
    MissingError
        There is no such entry, or it is not the viewer's.
    """
    with viewer.read() as session:
        entry = session.get(Entry, number)
        if entry is None or not viewer.sees_subject(session, entry.subject):
            raise MissingError(
                f"entry {number} is not in the registry",
                parameter="entry",
                value=number,
                fix="`GET /api/v1/entries` lists those that are",
            )
        return _detail(session, (entry.subject, entry.item, entry.start_ms, entry.end_ms))


def state_entry(viewer: Viewer, body: EntryBody) -> EntryDetail:
    """State a figure; where it stands already with another value this is its next version.

    Raises
    ------
    ConflictError
        The same figure stands with the same document.
    ForbiddenError
        The viewer enters no figures.
    MissingError
        The subject is not there, or not the viewer's.
    ParameterError
        What is stated cannot be taken.
    """
    with viewer.read() as session:
        viewer.allow_entry(session, check_subject(body.subject))
    whose = (body.subject, body.item, body.start, body.end)
    return _write(viewer, whose, CorrectionBody.model_construct(**_stated(body)))


def correct_entry(
    viewer: Viewer, number: int, body: CorrectionBody, check: Check = take_any
) -> EntryDetail:
    """Give what entry `number` [1] states its next version; `check` may refuse what stands.

    Raises
    ------
    ConflictError
        The same figure stands with the same document.
    ForbiddenError
        The viewer enters no figures.
    MissingError
        There is no such entry, or it is not the viewer's.
    ParameterError
        What is stated cannot be taken.
    """
    viewer.allow(Permission.ENTER)
    standing = read_entry(viewer, number)
    check(standing)
    old = standing.entry
    with viewer.read() as session:
        viewer.allow_entry(session, old.subject)
    start_ms, end_ms = (round(t.timestamp() * 1000) for t in (old.start, old.end))
    return _write(viewer, (old.subject, old.item, start_ms, end_ms), body)


def _stated(body: EntryBody) -> dict[str, Any]:
    return {name: getattr(body, name) for name in CorrectionBody.model_fields}


def _write(viewer: Viewer, whose: tuple[str, str, int, int], body: CorrectionBody) -> EntryDetail:
    with viewer.read() as session:
        before = _versions(session, whose)
    write_rows(
        viewer,
        "entry",
        [
            {
                **dict(zip(("subject", "item", "start_ms", "end_ms"), whose, strict=True)),
                "value": body.value,
                "unit": body.unit,
                "document": body.document,
                "entered_by": viewer.name,
                "reason": body.reason or None,
            }
        ],
    )
    with viewer.read() as session:
        made = _detail(session, whose)
    if len(made.versions) == len(before):
        raise ConflictError(
            f"{whose[1]} of {whose[0]} stands as {body.value:g} {body.unit} by {body.document!r}",
            parameter="value",
            value=body.value,
            fix="nothing is to be done; a correction has another value, unit or document",
        )
    logger.info("%s entered %s of %s", viewer.name, whose[1], whose[0])
    return made


def _versions(session: Session, whose: tuple[str, str, int, int]) -> list[EntryRow]:
    subject, item, start_ms, end_ms = whose
    wanted = select(Entry).where(
        Entry.subject == subject,
        Entry.item == item,
        Entry.start_ms == start_ms,
        Entry.end_ms == end_ms,
    )
    return [_row(entry) for entry in session.scalars(wanted.order_by(Entry.version))]


def _detail(session: Session, whose: tuple[str, str, int, int]) -> EntryDetail:
    versions = _versions(session, whose)
    return EntryDetail(entry=versions[-1], versions=versions)


def _row(entry: Entry) -> EntryRow:
    return EntryRow(
        id=entry.id,
        subject=entry.subject,
        item=entry.item,
        start=entry.start_ms,
        end=entry.end_ms,
        version=entry.version,
        value=entry.value,
        unit=entry.unit,
        document=entry.document,
        entered_by=entry.entered_by,
        entered=entry.entered_ms,
        reason=entry.reason,
    )
