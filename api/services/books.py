"""The books: from the collector of this process where there is one, else from the registry."""

from __future__ import annotations

from sqlalchemy import func, select

from api.cursors import decode_cursor, encode_cursor
from api.errors import PartAwayError
from api.schemas.base import Page
from api.schemas.books import AuditDifference, BookRow, BooksAudit
from api.services.paging import PAGE
from api.viewer import Viewer
from core.registry.models import Gateway
from core.registry.results import Book
from core.vocabulary import Delivery

COUNTS = (
    "received",
    "stored",
    "duplicate",
    "quarantined",
    "dropped",
    "decoded",
    "readings_stored",
    "readings_quarantined",
    "readings_dropped",
)


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
    """Return all books, or those of an enterprise."""
    collector = viewer.parts.collector
    if collector is None:
        return _read_carried(viewer, enterprise)
    return [
        BookRow(**{name: getattr(row, name) for name in BookRow.model_fields})
        for row in collector.books()
        if enterprise in (None, row.enterprise)
    ]


def _read_carried(viewer: Viewer, enterprise: str | None) -> list[BookRow]:
    """Return what couriers have carried into the registry; what is pending is not known here."""
    sums = [func.sum(getattr(Book, name)).label(name) for name in COUNTS]
    delivery = func.coalesce(func.max(Gateway.delivery), Delivery.END_TO_END)
    statement = (
        select(Book.enterprise_code, Book.gateway_code, *sums, delivery.label("delivery"))
        .outerjoin(
            Gateway,
            (Gateway.enterprise_code == Book.enterprise_code) & (Gateway.code == Book.gateway_code),
        )
        .group_by(Book.enterprise_code, Book.gateway_code)
    )
    if enterprise is not None:
        statement = statement.where(Book.enterprise_code == enterprise)
    with viewer.read() as session:
        rows = session.execute(statement).mappings().all()
    return [
        BookRow(
            enterprise=row["enterprise_code"],
            gateway=row["gateway_code"],
            pending=None,
            delivery=row["delivery"],
            **{name: row[name] for name in COUNTS},
        )
        for row in rows
    ]


def audit_books(viewer: Viewer) -> BooksAudit:
    """Recount the books from the journal and the quarantine of this process' collector.

    Raises
    ------
    PartAwayError
        The collector is another process.
    """
    collector = viewer.parts.collector
    if collector is None:
        raise PartAwayError(
            "this process has no collector, and the journal lies with it",
            parameter="collector",
            fix="ask the process that collects",
        )
    found = collector.audit()
    return BooksAudit(
        closes=not found.differences,
        complete=found.complete,
        books=found.books,
        differences=[
            AuditDifference(
                enterprise=line.enterprise,
                gateway=line.gateway,
                column=line.column,
                booked=line.booked,
                recounted=line.recounted,
            )
            for line in found.differences
        ],
        problems=[
            f"{line.enterprise}/{line.gateway} {line.column}: "
            f"booked {line.booked}, recounted {line.recounted}"
            for line in found.differences
        ],
    )
