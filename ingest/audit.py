"""Recounting the books from the journal, the quarantine and the store, which know nothing of them.

The journal is decoded again up to the drain's position, with a ledger of its own for what was seen
before; quarantine and drain stand as of one moment, and the collector goes on meanwhile.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.store.protocol import TimeSeriesStore
from ingest.books import BookKey, Counts
from ingest.journal.archive import JournalArchive
from ingest.journal.sealing import Link
from ingest.journal.verification import ChainCheck, Progress
from ingest.recount import Recount, StoredMessage
from ingest.state_snapshot import StateSnapshot
from ingest.store_check import MissingReading, Sample, StoreCheck

_SUMS = {
    "received": ("stored", "duplicate", "quarantined", "dropped"),
    "decoded": ("readings_stored", "readings_quarantined", "readings_dropped"),
}
_RECOUNTED = (
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
        Whether the journal still holds everything from the first message on; if not, most figures
        can only be at least what is recounted.
    differences : tuple of AuditLine
        Figures that do not agree; empty is good.
    altered_segments : tuple of int
        Numbers of journal segments that are not as they were sealed [1]; empty is good.
    readings_checked, readings_missing : int
        Readings looked up in the store, and those not found with their value [1].
    missing : tuple of MissingReading
        The first of these.
    problems : tuple of str
        What else is wrong, in sentences.
    """

    books: int
    complete: bool
    differences: tuple[AuditLine, ...]
    altered_segments: tuple[int, ...] = ()
    readings_checked: int = 0
    readings_missing: int = 0
    missing: tuple[MissingReading, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def closes(self) -> bool:
        """Whether everything was confirmed."""
        found = (self.differences, self.altered_segments, self.missing, self.problems)
        return not any(found)


@dataclass(frozen=True)
class AuditOptions:
    """How an audit goes about it.

    Attributes
    ----------
    full : bool
        Look every reading up in the store, not a sample.
    registered : mapping or None
        Links of the journal's chain as the registry has them; None where it was not asked.
    progress : callable
        Told how far it is.
    """

    full: bool = False
    registered: Mapping[int, Link] | None = None
    progress: Progress = field(default=lambda _done, _all: None)


def audit_books(
    journal: Path,
    state: Path,
    store: TimeSeriesStore | None,
    options: AuditOptions | None = None,
) -> AuditReport:
    """Recount everything from journal, quarantine and store, and compare it with the books.

    Parameters
    ----------
    journal, state : Path
        The journal's directory and state.db; a collector may hold them.
    store : TimeSeriesStore or None
        Where the readings should be; None leaves that out.
    options : AuditOptions, optional
        How.

    Raises
    ------
    JournalError, StateError, StoreError
        One of the three cannot be read.
    """
    how = options or AuditOptions()
    with StateSnapshot(state) as snapshot:
        archive = JournalArchive(journal)
        books = snapshot.read_books()
        check = None if store is None else StoreCheck(store)
        sample = Sample(sum(book.received for book in books.values()), full=how.full)

        def look_up(message: StoredMessage) -> None:
            if check is not None and sample.takes(len(message.lists.time_ms)):
                row = message.lying
                absent = set[int]() if row is None else snapshot.read_absent_places(row)
                check.add(message.key, message.lists, absent)

        recount = Recount(archive, snapshot, look_up)
        recount.run(how.progress)
        if check is not None:
            check.flush()
        complete = not archive.segments or archive.segments[0].base == 0
        differences = _compare(books, recount.books, complete=complete)
        for columns, lying in (
            (("quarantined", "dropped"), snapshot.count_lying()),
            (("readings_quarantined", "readings_dropped"), snapshot.count_lying_readings()),
        ):
            differences |= _compare_lying(books, columns, lying)
    chain = ChainCheck(archive, how.registered)
    altered = [problem for segment in archive.segments for problem in chain.check(segment)]
    return AuditReport(
        books=len(books),
        complete=complete,
        differences=tuple(sorted(differences, key=lambda line: (line.enterprise, line.gateway))),
        altered_segments=tuple(sorted({p.segment for p in (*chain.problems, *altered)})),
        readings_checked=check.readings if check else 0,
        readings_missing=check.missing_count if check else 0,
        missing=tuple(check.missing) if check else (),
        problems=tuple(recount.problems),
    )


def _compare(
    books: Mapping[BookKey, Counts], recounted: Mapping[BookKey, Counts], *, complete: bool
) -> set[AuditLine]:
    """Compare books with what the journal says, and their two sums."""
    lines: set[AuditLine] = set()
    for key in {*books, *recounted}:
        booked, found = books.get(key, Counts()), recounted.get(key, Counts())
        for total, parts in _SUMS.items():
            summed = sum(getattr(booked, part) for part in parts)
            if summed != getattr(booked, total):
                lines.add(AuditLine(*key, total, getattr(booked, total), summed))
        if not complete:
            if booked.received < found.received:
                lines.add(AuditLine(*key, "received", booked.received, found.received))
            continue
        for column in _RECOUNTED:
            ours, theirs = getattr(booked, column), getattr(found, column)
            if ours != theirs:
                lines.add(AuditLine(*key, column, ours, theirs))
    return lines


def _compare_lying(
    books: Mapping[BookKey, Counts],
    columns: tuple[str, str],
    lying: Mapping[BookKey, tuple[int, int]],
) -> set[AuditLine]:
    """Compare two columns of every book with the quarantine's rows."""
    return {
        AuditLine(*key, column, booked, number)
        for key in {*books, *lying}
        for column, number in zip(columns, lying.get(key, (0, 0)), strict=True)
        if (booked := getattr(books.get(key, Counts()), column)) != number
    }
