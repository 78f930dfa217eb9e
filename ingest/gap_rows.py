"""Rows of state.db about missing numbers: what is missing of each stream, and what was posted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.books import BookKey
from ingest.gaps import Gap, StreamGaps
from ingest.reasons import Reason
from ingest.sequences import CHUNK, DIGEST_BYTES, StreamKey
from ingest.signatures import UNVERIFIED

SCHEMA = """
CREATE TABLE IF NOT EXISTS stream_gap (
    stream_id INTEGER PRIMARY KEY, high INTEGER NOT NULL, seen_ms INTEGER NOT NULL,
    gaps TEXT NOT NULL, older INTEGER NOT NULL, missing INTEGER NOT NULL,
    posted TEXT NOT NULL DEFAULT '', start_ms INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS stream_gap_open ON stream_gap (stream_id)
    WHERE missing > 0 OR posted != '';
CREATE TABLE IF NOT EXISTS gap_origin (
    only INTEGER PRIMARY KEY CHECK (only = 1), is_first INTEGER NOT NULL
);
"""

CHUNKS_AT_ONCE = 2000
"""Chunks of one stream looked at in one transaction [1]; the lowest first, so that a number that is
still to be looked at is never taken for missing."""
_NONE = bytes(DIGEST_BYTES)
_REPLAYED = (
    "SELECT stream, seq FROM quarantine WHERE state = 'replayed' AND enterprise = ? "
    "AND gateway = ? AND stream IS NOT NULL AND reason IN (?, ?, ?)"
)


@dataclass(frozen=True, slots=True)
class GapRow:
    """A stream with what is missing of it.

    Attributes
    ----------
    posted : str
        Ranges that the registry has been told, as JSON; empty where there is no finding.
    start_ms : int
        Start of the finding that stands [ms since the epoch, UTC].
    """

    stream_id: int
    key: StreamKey
    now: StreamGaps
    posted: str = ""
    start_ms: int = 0

    @property
    def gateway(self) -> BookKey:
        """The gateway whose stream it is."""
        return BookKey(self.key.enterprise, self.key.gateway)


def read_changed_streams(connection: sqlite3.Connection, after: int, limit: int) -> list[int]:
    """Return up to `limit` [1] streams beyond number `after` [1] that have new numbers."""
    rows = connection.execute(
        "SELECT DISTINCT stream_id FROM seen_changed WHERE stream_id > ? ORDER BY 1 LIMIT ?",
        (after, limit),
    )
    return [row[0] for row in rows]


def read_changed_chunks(connection: sqlite3.Connection, stream_id: int) -> list[int]:
    """Return the lowest chunks [1] of a stream [1] that have new numbers."""
    rows = connection.execute(
        "SELECT chunk FROM seen_changed WHERE stream_id = ? ORDER BY chunk LIMIT ?",
        (stream_id, CHUNKS_AT_ONCE),
    )
    return [row[0] for row in rows]


def forget_changed(connection: sqlite3.Connection, stream_id: int, chunks: Iterable[int]) -> None:
    """Note that these chunks [1] of a stream [1] were looked at, in the caller's transaction."""
    connection.executemany(
        "DELETE FROM seen_changed WHERE stream_id = ? AND chunk = ?",
        [(stream_id, chunk) for chunk in chunks],
    )


def read_came(connection: sqlite3.Connection, stream_id: int, chunks: Iterable[int]) -> list[int]:
    """Return the numbers [1] of these chunks [1] that have come, ascending."""
    came: list[int] = []
    for chunk in chunks:
        row = connection.execute(
            "SELECT digests FROM seen WHERE stream_id = ? AND chunk = ?", (stream_id, chunk)
        ).fetchone()
        if row is None:
            continue
        digests, first = row[0], chunk * CHUNK
        if not digests:
            came += range(max(first, 1), first + CHUNK)
            continue
        came += [
            first + at
            for at in range(CHUNK)
            if digests[at * DIGEST_BYTES : (at + 1) * DIGEST_BYTES] != _NONE
        ]
    return came


_COLUMNS = "s.id, s.enterprise, s.gateway, s.stream, high, seen_ms, gaps, older, posted, start_ms"


def read_row(connection: sqlite3.Connection, stream_id: int) -> GapRow | None:
    """Return the row of a stream [1]; None for what is no stream of verified messages."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM stream s LEFT JOIN stream_gap g ON g.stream_id = s.id "
        "WHERE s.id = ?",
        (stream_id,),
    ).fetchone()
    if row is None or row[3].startswith(UNVERIFIED):
        return None
    return _row(row)


def read_open_rows(connection: sqlite3.Connection) -> list[GapRow]:
    """Return the streams of which something is missing, or a finding stands."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM stream_gap g JOIN stream s ON s.id = g.stream_id "
        "WHERE g.missing > 0 OR g.posted != '' ORDER BY s.id"
    )
    return [_row(row) for row in rows]


def write_rows(connection: sqlite3.Connection, rows: Iterable[GapRow]) -> None:
    """Write rows, within the caller's transaction."""
    connection.executemany(
        "INSERT OR REPLACE INTO stream_gap VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                row.stream_id,
                row.now.high,
                row.now.seen_ms,
                json.dumps(row.now.gaps),
                row.now.older,
                row.now.missing,
                row.posted,
                row.start_ms,
            )
            for row in rows
        ],
    )


def read_replayed(connection: sqlite3.Connection, gateway: BookKey) -> dict[str, list[int]]:
    """Return by stream the numbers [1] that were verified only when they were replayed."""
    unverified = (Reason.UNSIGNED, Reason.UNKNOWN_KEY, Reason.BAD_SIGNATURE)
    found: dict[str, list[int]] = {}
    for stream, seq in connection.execute(_REPLAYED, (*gateway, *unverified)):
        found.setdefault(stream, []).append(seq)
    return {stream: sorted(set(numbers)) for stream, numbers in found.items()}


def read_origin(connection: sqlite3.Connection) -> bool | None:
    """Return whether this state.db is the collector's first; None where that is not noted yet."""
    row = connection.execute("SELECT is_first FROM gap_origin").fetchone()
    return None if row is None else bool(row[0])


def note_origin(connection: sqlite3.Connection, *, is_first: bool) -> None:
    """Note once whether this state.db is the collector's first, in the caller's transaction."""
    connection.execute("INSERT OR IGNORE INTO gap_origin VALUES (1, ?)", (is_first,))


def _row(row: tuple[object, ...]) -> GapRow:
    stream_id, enterprise, gateway, stream, high, seen_ms, gaps, older, posted, start_ms = row
    key = StreamKey(str(enterprise), str(gateway), str(stream))
    if high is None:
        return GapRow(int(str(stream_id)), key, StreamGaps())
    now = StreamGaps(
        int(str(high)),
        int(str(seen_ms)),
        tuple(Gap(*gap) for gap in json.loads(str(gaps))),
        int(str(older)),
    )
    return GapRow(int(str(stream_id)), key, now, str(posted), int(str(start_ms)))
