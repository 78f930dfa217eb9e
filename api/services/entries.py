"""Entries 填报."""

from __future__ import annotations

from sqlalchemy import select

from api.schemas.base import Page
from api.schemas.entries import EntryRow
from api.services.paging import PAGE, Listing, read_page
from api.services.subjects import check_subject
from api.viewer import Viewer
from core.registry.models import Entry


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
