"""Recounting the books from the journal and the quarantine, which know nothing of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ingest.books import BookKey, Counts, record_key
from ingest.journal import Journal
from ingest.state import State


@dataclass(frozen=True)
class AuditLine:
    """A figure of a book that recounting did not confirm: as booked, as recounted [1]."""

    enterprise: str
    gateway: str
    column: str
    booked: int
    recounted: int


@dataclass(frozen=True)
class AuditReport:
    """What an audit found.

    Attributes
    ----------
    books : int
        Books looked at [1].
    complete : bool
        Whether the journal still holds everything from the first message on; if not, `received`
        can only be at least what is recounted.
    differences : tuple of AuditLine
        Figures that do not agree; empty is good.
    altered_segments : tuple of int
        Numbers of sealed journal segments whose bytes were changed since [1]; empty is good.
    """

    books: int
    complete: bool
    differences: tuple[AuditLine, ...]
    altered_segments: tuple[int, ...] = ()


_MESSAGES = """
SELECT enterprise, gateway,
    sum(state = 'open' AND counted = 'quarantined'),
    sum(state = 'dropped' AND counted = 'quarantined')
FROM quarantine GROUP BY 1, 2
"""
_READINGS = """
SELECT q.enterprise, q.gateway, sum(r.state = 'open'), sum(r.state = 'dropped')
FROM quarantine q JOIN quarantine_reading r ON r.quarantine_id = q.id GROUP BY 1, 2
"""
_SUMS = {
    "received": ("stored", "duplicate", "quarantined", "dropped"),
    "decoded": ("readings_stored", "readings_quarantined", "readings_dropped"),
}


def audit_books(journal: Journal, state: State) -> AuditReport:
    """Recount what can be recounted, and compare it with state.db.

    `received` is counted again from the journal's topics up to the drain's position, quarantined
    and dropped messages and readings from the quarantine's rows; both sums are checked.
    """
    with state.lock:
        position = state.position()
        books = state.read_books()
        messages = state.connection.execute(_MESSAGES).fetchall()
        readings = state.connection.execute(_READINGS).fetchall()
    complete = journal.begin == 0
    differences: list[AuditLine] = []
    received = _count_received(journal, position)
    for key in sorted({*books, *received}):
        booked = books.get(key, Counts())
        if booked.received < received[key] or (complete and booked.received != received[key]):
            differences.append(AuditLine(*key, "received", booked.received, received[key]))
        for total, parts in _SUMS.items():
            summed = sum(getattr(booked, part) for part in parts)
            if summed != getattr(booked, total):
                differences.append(AuditLine(*key, total, getattr(booked, total), summed))
    differences += _compare(books, ("quarantined", "dropped"), messages)
    differences += _compare(books, ("readings_quarantined", "readings_dropped"), readings)
    altered = tuple(link.number for link in journal.find_altered())
    return AuditReport(len(books), complete, tuple(differences), altered)


def _compare(
    books: dict[BookKey, Counts],
    columns: tuple[str, str],
    rows: list[tuple[str, str, int, int]],
) -> list[AuditLine]:
    """Compare two columns of every book with the quarantine's rows."""
    recounted = {BookKey(row[0], row[1]): row[2:] for row in rows}
    return [
        AuditLine(*key, column, booked, number)
        for key in sorted({*books, *recounted})
        for column, number in zip(columns, recounted.get(key, (0, 0)), strict=True)
        if (booked := getattr(books.get(key, Counts()), column)) != number
    ]


def _count_received(journal: Journal, end: int) -> Counter[BookKey]:
    """Count the messages before position `end` [byte] by the gateway their topic names."""
    received: Counter[BookKey] = Counter()
    for record in journal.read(0):
        if record.position >= end:
            break
        key = record_key(record)
        if key is not None:
            received[key] += 1
    return received
