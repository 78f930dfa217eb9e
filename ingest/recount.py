"""Counting the books again from the journal: what came, what was seen before, what was decoded.

What became of a message is not judged again, since the registry may have changed since: of a
message with a row in the quarantine the row tells, and one without a row is stored. That its
readings really are is for `ingest.store_check`.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from core import topics
from core.wire import MessageLists, WireError, peek
from core.wire_signed import content_of, is_signed
from ingest import sequences
from ingest.books import UNATTRIBUTED, BookKey, Counts, record_key
from ingest.decoders import DECODERS
from ingest.errors import JournalError
from ingest.journal import Record
from ingest.journal.archive import JournalArchive
from ingest.journal.verification import Progress
from ingest.quarantine_rows import CountedAs, LyingState
from ingest.reasons import Reason
from ingest.sequences import Sighting, StreamKey, digest_of
from ingest.signatures import unverified_stream
from ingest.state_snapshot import LyingMessage, StateSnapshot

SETTLE_MESSAGES = 20_000
"""Messages between two writings of the throw-away ledger [1]."""

_UNVERIFIED = frozenset({Reason.BAD_SIGNATURE, Reason.UNKNOWN_KEY, Reason.UNSIGNED})


class StoredMessage(NamedTuple):
    """A message of which readings must be in the store: all but those of row `lying`, if any."""

    record: Record
    key: BookKey
    lists: MessageLists
    lying: int | None


class Recount:
    """Counts a journal up to the drain's position again.

    Parameters
    ----------
    archive : JournalArchive
        The journal's files.
    snapshot : StateSnapshot
        The drain's position, and the quarantine.
    on_stored : callable
        Given every message with readings that must be in the store, in order.

    Attributes
    ----------
    books : dict
        Counts by the gateway that topics name.
    problems : list of str
        Stretches that cannot be read, messages that cannot be decoded any more.
    """

    def __init__(
        self,
        archive: JournalArchive,
        snapshot: StateSnapshot,
        on_stored: Callable[[StoredMessage], None],
    ) -> None:
        self.books: dict[BookKey, Counts] = {}
        self.problems: list[str] = []
        self._archive = archive
        self._snapshot = snapshot
        self._on_stored = on_stored
        self._lying: Iterator[LyingMessage] = iter(())
        self._next: LyingMessage | None = None
        self._ledger: sequences.SequenceLedger

    def run(self, progress: Progress = lambda _done, _all: None) -> None:
        """Count everything; told of progress in bytes."""
        end = self._snapshot.position
        begin = self._archive.segments[0].base if self._archive.segments else end
        self._lying = self._snapshot.read_lying()
        self._next = next(self._lying, None)
        with (
            tempfile.TemporaryDirectory(prefix="nengheng-audit-") as folder,
            _open_scratch(Path(folder) / "seen.db") as connection,
        ):
            self._ledger = sequences.SequenceLedger(connection)
            for number, record in enumerate(self._records(end), 1):
                self._count(record)
                if number % SETTLE_MESSAGES == 0:
                    self._settle(connection)
                    progress(record.end - begin, end - begin)
        progress(end - begin, end - begin)

    def _records(self, end: int) -> Iterator[Record]:
        for segment in self._archive.segments:
            if segment.base >= end:
                return
            try:
                for record in segment.read():
                    if record.position >= end:
                        return
                    yield record
            except JournalError as error:
                self.problems.append(str(error))

    def _count(self, record: Record) -> None:
        key = record_key(record)
        lying = self._find_lying(record.position)
        if record.door is None and lying is None:
            size = record.end - record.position
            self.problems.append(
                f"journal: {size} bytes at {record.position} were damaged after they were drained"
            )
            return
        if key is None:
            return
        counts = self.books.setdefault(key, Counts())
        counts.received += 1
        if lying is None and self._is_repeated(key, record.payload):
            counts.duplicate += 1
        elif lying is None:
            counts.stored += 1
            self._count_readings(key, counts, record, None)
        else:
            self._note_seen(key, record.payload, lying)
            _count_lying(counts, lying)
            if lying.decoded:
                self._count_readings(key, counts, record, lying)

    def _count_readings(
        self, key: BookKey, counts: Counts, record: Record, lying: LyingMessage | None
    ) -> None:
        lists = _decode(record)
        if lists is None:
            self.problems.append(
                f"{key.enterprise}/{key.gateway}: the message at {record.position} counts as "
                "decoded and can no longer be"
            )
            return
        total = len(lists.time_ms) + len(lists.problems)
        absent = (lying.open, lying.dropped) if lying else (0, 0)
        counts.decoded += total
        counts.readings_stored += total - sum(absent)
        counts.readings_quarantined += absent[0]
        counts.readings_dropped += absent[1]
        if total > sum(absent):
            self._on_stored(StoredMessage(record, key, lists, lying.id if lying else None))

    def _find_lying(self, position: int) -> LyingMessage | None:
        while self._next is not None and self._next.position < position:
            self._next = next(self._lying, None)
        if self._next is None or self._next.position != position:
            return None
        return self._next

    def _is_repeated(self, key: BookKey, payload: bytes) -> bool:
        """Return whether a message that left no row was seen before, and note it."""
        identity = peek(payload)
        if identity is None or key == UNATTRIBUTED:
            return False
        stream, seq = identity
        ledger = self._ledger
        forged = ledger.stream_id(StreamKey(*key, unverified_stream(stream)))
        if ledger.has(forged, seq, digest_of(payload)):
            return True
        own = ledger.stream_id(StreamKey(*key, stream))
        return ledger.see(own, seq, digest_of(content_of(payload))) is not Sighting.FRESH

    def _note_seen(self, key: BookKey, payload: bytes, lying: LyingMessage) -> None:
        identity = peek(payload)
        if identity is None or key == UNATTRIBUTED:
            return
        stream, seq = identity
        unknown = lying.reason in {Reason.UNKNOWN_GATEWAY, Reason.NO_DECODER}
        if lying.reason in _UNVERIFIED or (unknown and is_signed(payload)):
            own = self._ledger.stream_id(StreamKey(*key, unverified_stream(stream)))
            self._ledger.see(own, seq, digest_of(payload))
        else:
            own = self._ledger.stream_id(StreamKey(*key, stream))
            self._ledger.see(own, seq, digest_of(content_of(payload)))

    def _settle(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN")
        self._ledger.write()
        connection.execute("COMMIT")
        self._ledger.settle()


def _count_lying(counts: Counts, lying: LyingMessage) -> None:
    """Count a message by its row, wherever replaying or dropping has moved it."""
    if lying.counted == CountedAs.STORED:
        counts.stored += 1
    elif lying.state == LyingState.DROPPED:
        counts.dropped += 1
    else:
        counts.quarantined += 1


def _decode(record: Record) -> MessageLists | None:
    topic = topics.parse(record.topic.decode("utf-8", "replace"))
    decoder = None if topic is None else DECODERS.get(topic.leaf.partition("/")[0])
    if decoder is None:
        return None
    try:
        return decoder(content_of(record.payload))
    except WireError:
        return None


@contextmanager
def _open_scratch(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a SQLite file of no importance, with the tables of the ledger."""
    with closing(
        sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    ) as connection:
        connection.executescript(f"PRAGMA synchronous = OFF; {sequences.SCHEMA}")
        yield connection
