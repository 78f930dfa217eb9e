"""The books: from the collectors where they can be asked, else from the registry."""

from __future__ import annotations

from api.carried_books import count_carried, read_carried
from api.cursors import decode_cursor, encode_cursor
from api.schemas.base import Page
from api.schemas.books import BookRow, BooksAudit
from api.services.paging import PAGE
from api.services.quarantine import require_collector
from api.viewer import Viewer


def list_books(
    viewer: Viewer,
    *,
    enterprise: str | None = None,
    gateway: str | None = None,
    limit: int = PAGE,
    cursor: str | None = None,
) -> Page[BookRow]:
    """Return books by enterprise and gateway, at most `limit` [1].

    Raises
    ------
    ParameterError
        The cursor is not one this list gave.
    """
    rows = sorted(read_books(viewer, enterprise), key=lambda row: (row.enterprise, row.gateway))
    if gateway is not None:
        rows = [row for row in rows if row.gateway == gateway]
    if cursor:
        after = decode_cursor("books", cursor, (str, str))
        rows = [row for row in rows if (row.enterprise, row.gateway) > after]
    if len(rows) <= limit:
        return Page(items=rows, next=None)
    last = rows[limit - 1]
    return Page(items=rows[:limit], next=encode_cursor("books", [last.enterprise, last.gateway]))


def read_books(viewer: Viewer, enterprise: str | None = None) -> list[BookRow]:
    """Return all books the viewer may see, or those of an enterprise."""
    collector = viewer.parts.collector
    with viewer.read() as session:
        seen = viewer.read_codes(session)
        rows = read_carried(session, enterprise=enterprise) if collector is None else None
    if rows is None:
        assert collector is not None
        rows = collector.read_books(viewer.own_enterprise if enterprise is None else enterprise)
    return [row for row in rows if seen is None or row.enterprise in seen]


def count_quarantined(viewer: Viewer) -> dict[str, int]:
    """Return how many messages of each enterprise the viewer may see lie in quarantine [1].

    Those without any are absent.
    """
    collector = viewer.parts.collector
    with viewer.read() as session:
        seen = viewer.read_codes(session)
        found = count_carried(session) if collector is None else None
    if found is None:
        assert collector is not None
        found = collector.count_quarantined()
    return {code: number for code, number in found.items() if seen is None or code in seen}


def audit_books(viewer: Viewer, *, full: bool = False) -> BooksAudit:
    """Recount the books from journals, quarantines and store; `full` looks up every reading.

    Raises
    ------
    ForbiddenError
        The books of all are not for the viewer.
    PartAwayError
        Collectors are other processes, and this one knows none.
    """
    viewer.allow_platform()
    return require_collector(viewer).audit_books(full=full)
