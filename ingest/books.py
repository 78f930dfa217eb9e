"""The books: what became of every message and reading, per gateway, and that they close."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from core import topics
from core.vocabulary import Delivery
from ingest.journal import Record


class BookKey(NamedTuple):
    """Enterprise and gateway as the topic names them; both empty where it names none."""

    enterprise: str
    gateway: str


UNATTRIBUTED = BookKey("", "")


@lru_cache(maxsize=100_000)
def book_key(topic: str) -> BookKey | None:
    """Return the book a topic's messages belong to; None for what is outside the books."""
    parsed = topics.parse(topic)
    if parsed is None or parsed.leaf == "reply":
        return UNATTRIBUTED
    return None if parsed.leaf == "status" else BookKey(parsed.enterprise, parsed.gateway)


def record_key(record: Record) -> BookKey | None:
    """Return the book a record of the journal belongs to; None for what is outside the books."""
    if record.door is None:
        return UNATTRIBUTED
    return book_key(record.topic.decode("utf-8", "replace"))


@dataclass(slots=True)
class Counts:
    """Messages (first five) and readings (last four) of one gateway [1]; `last_arrival_ms` [ms].

    Also used for the changes one batch makes.
    """

    received: int = 0
    stored: int = 0
    duplicate: int = 0
    quarantined: int = 0
    dropped: int = 0
    decoded: int = 0
    readings_stored: int = 0
    readings_quarantined: int = 0
    readings_dropped: int = 0
    last_arrival_ms: int = 0

    def add(self, other: Counts) -> None:
        """Add another's counts; the later arrival stays."""
        for name in _COUNTED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.last_arrival_ms = max(self.last_arrival_ms, other.last_arrival_ms)


_COUNTED = tuple(f.name for f in fields(Counts) if f.name != "last_arrival_ms")
_all_counts = attrgetter(*(f.name for f in fields(Counts)))
_NOTHING = Counts()
_COLUMNS = ", ".join(f.name for f in fields(Counts))

SCHEMA = f"""
CREATE TABLE IF NOT EXISTS book (
    enterprise TEXT NOT NULL, gateway TEXT NOT NULL,
    {", ".join(f"{f.name} INTEGER NOT NULL" for f in fields(Counts))},
    PRIMARY KEY (enterprise, gateway)
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class BookRow:
    """The book of one gateway, as people and scripts see it.

    Attributes
    ----------
    received, stored, duplicate, quarantined, dropped, pending : int
        Messages [1]; the first is the sum of the others.
    decoded, readings_stored, readings_quarantined, readings_dropped : int
        Readings of decoded messages [1]; the first is the sum of the others.
    delivery : str
        Where the promise starts: ``end-to-end`` or ``broker``.
    last_arrival_ms : int
        Arrival of the newest message drained [ms since the epoch, UTC].
    """

    enterprise: str
    gateway: str
    received: int
    stored: int
    duplicate: int
    quarantined: int
    dropped: int
    pending: int
    decoded: int
    readings_stored: int
    readings_quarantined: int
    readings_dropped: int
    delivery: str
    last_arrival_ms: int

    @property
    def closes(self) -> bool:
        """Whether both sums come out."""
        settled = self.stored + self.duplicate + self.quarantined + self.dropped
        readings = self.readings_stored + self.readings_quarantined + self.readings_dropped
        return self.received == settled + self.pending and self.decoded == readings


def read_books(connection: sqlite3.Connection) -> dict[BookKey, Counts]:
    """Return the books as they were at the last commit."""
    rows = connection.execute(f"SELECT enterprise, gateway, {_COLUMNS} FROM book")
    return {BookKey(row[0], row[1]): Counts(*row[2:]) for row in rows}


def fold_books(
    books: Mapping[BookKey, Counts],
    pending: Mapping[BookKey, int],
    gateways: Mapping[BookKey, str] | None,
) -> list[BookRow]:
    """Return a row per registered gateway that was heard of, and one for all that is unattributed.

    Parameters
    ----------
    books : mapping
        Counts by the gateway a topic names.
    pending : mapping
        Messages behind the drain's position [1].
    gateways : mapping
        Delivery of each registered gateway; None where that is not known: a row per key then.
    """
    folded: dict[BookKey, tuple[Counts, int]] = {}
    for key in {*books, *pending}:
        shown = key if gateways is None or key in gateways else UNATTRIBUTED
        own, waiting = books.get(key, _NOTHING), pending.get(key, 0)
        if shown not in folded:
            folded[shown] = (Counts(*_all_counts(own)), waiting)
            continue
        counts, behind = folded[shown]
        counts.add(own)
        folded[shown] = (counts, behind + waiting)
    return [
        _row(key, counts, behind, (gateways or {}).get(key, Delivery.BROKER))
        for key, (counts, behind) in sorted(folded.items())
    ]


def _row(key: BookKey, counts: Counts, behind: int, delivery: str) -> BookRow:
    return BookRow(
        *key,
        counts.received,
        counts.stored,
        counts.duplicate,
        counts.quarantined,
        counts.dropped,
        behind,
        counts.decoded,
        counts.readings_stored,
        counts.readings_quarantined,
        counts.readings_dropped,
        str(delivery),
        counts.last_arrival_ms,
    )


class Tally:
    """The books of a running collector; safe from any thread.

    `received` grows when the journal commits, `pending` with it and shrinks by what the drain has
    read, and the rest is what state.db holds: no term is a remainder.
    """

    def __init__(self, books: dict[BookKey, Counts]) -> None:
        self._lock = threading.Lock()
        self._books = books
        self._pending: dict[BookKey, int] = {}

    def count_arrivals(self, arrived: Mapping[BookKey, int]) -> None:
        """Count messages [1] that the journal has committed."""
        with self._lock:
            for key, number in arrived.items():
                self._books.setdefault(key, Counts()).received += number
                self._pending[key] = self._pending.get(key, 0) + number

    def apply(self, changes: Mapping[BookKey, Counts]) -> None:
        """Add what a committed transaction of the drain changed; its `received` ends pending."""
        with self._lock:
            for key, change in changes.items():
                book = self._books.setdefault(key, Counts())
                received = book.received
                book.add(change)
                book.received = received
                self._pending[key] = self._pending.get(key, 0) - change.received

    def lag(self) -> int:
        """Return the messages behind the drain's position [1]."""
        with self._lock:
            return sum(self._pending.values())

    def rows(self, gateways: Mapping[BookKey, str] | None) -> list[BookRow]:
        """Return the books as they stand, as `fold_books` does."""
        with self._lock:
            return fold_books(self._books, self._pending, gateways)


def add_to_books(connection: sqlite3.Connection, changes: Mapping[BookKey, Counts]) -> None:
    """Add changes to the books in state.db, within the caller's transaction."""
    sums = ", ".join(f"{name} = {name} + excluded.{name}" for name in _COUNTED)
    marks = ", ".join("?" * (2 + len(fields(Counts))))
    connection.executemany(
        f"INSERT INTO book (enterprise, gateway, {_COLUMNS}) VALUES ({marks}) "
        f"ON CONFLICT (enterprise, gateway) DO UPDATE SET {sums}, "
        "last_arrival_ms = max(last_arrival_ms, excluded.last_arrival_ms)",
        [(*key, *_all_counts(counts)) for key, counts in changes.items()],
    )


def find_open_books(rows: Iterable[BookRow]) -> list[BookRow]:
    """Return the rows that do not close."""
    return [row for row in rows if not row.closes]
