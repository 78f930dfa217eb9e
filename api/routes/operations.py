"""Routes of books and quarantine."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from api import queries
from api.listing import ListRoute
from api.parameters import API_PREFIX, Reader
from api.schemas.base import Page
from api.schemas.books import BookRow, BooksAudit
from api.schemas.quarantine import QuarantineDetail, QuarantinePage
from api.services import books, quarantine

router = APIRouter(prefix=API_PREFIX, tags=["operations"], route_class=ListRoute)

QuarantineId = Annotated[int, Path(ge=1, le=2**63 - 1, description="Number in the quarantine.")]


@router.get("/books", summary="The books, one a gateway")
def list_books(viewer: Reader, asked: queries.Books) -> Page[BookRow]:
    """Give the books."""
    return books.list_books(
        viewer,
        enterprise=asked.enterprise,
        gateway=asked.gateway,
        limit=asked.limit,
        cursor=asked.cursor,
    )


@router.get("/books/audit", summary="The books recounted from journal, quarantine and store")
def audit_books(viewer: Reader, asked: queries.Audit) -> BooksAudit:
    """Recount the books."""
    return books.audit_books(viewer, full=asked.full)


@router.get("/quarantine", summary="What was not taken, newest first")
def list_quarantine(viewer: Reader, asked: queries.Quarantined) -> QuarantinePage:
    """Give the quarantine."""
    chosen = quarantine.QuarantineFilter(
        state=None if asked.state == "all" else quarantine.LyingState(asked.state),
        enterprise=asked.enterprise,
        gateway=asked.gateway,
        reason=asked.reason,
    )
    return quarantine.list_quarantine(viewer, chosen, limit=asked.limit, cursor=asked.cursor)


@router.get("/quarantine/{number}", summary="One quarantined message, byte for byte")
def read_quarantined(viewer: Reader, number: QuarantineId) -> QuarantineDetail:
    """Give one quarantined message."""
    return quarantine.read_quarantined(viewer, number)
