"""Which (gateway, stream, seq) have been seen, and with which bytes.

Numbers lie in chunks of 64; a chunk holds an 8-byte digest of each number's payload, zero where
the number has not come. Chunks of active streams are kept in memory and written with the drain's
transaction. A full chunk that lies far behind its stream's newest is written without digests: its
numbers are still duplicates, only other bytes under them can no longer be told.
"""

from __future__ import annotations

import sqlite3
from enum import Enum
from hashlib import blake2b
from typing import NamedTuple

CHUNK = 64
DIGEST_BYTES = 8
KEEP_CHUNKS = 1024
CACHE_CHUNKS = 32_768

PIECE_BYTES = 2047
PIECES_BYTES = 32 * PIECE_BYTES
"""Hashed in pieces of `PIECE_BYTES` up to here, at once beyond [byte]."""

_NONE = bytes(DIGEST_BYTES)
_ZERO_STANDS_FOR = b"\x01" + bytes(DIGEST_BYTES - 1)

SCHEMA = """
CREATE TABLE IF NOT EXISTS stream (
    id INTEGER PRIMARY KEY,
    enterprise TEXT NOT NULL, gateway TEXT NOT NULL, stream TEXT NOT NULL,
    UNIQUE (enterprise, gateway, stream)
);
CREATE TABLE IF NOT EXISTS seen (
    stream_id INTEGER NOT NULL, chunk INTEGER NOT NULL, digests BLOB NOT NULL,
    PRIMARY KEY (stream_id, chunk)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seen_changed (
    stream_id INTEGER NOT NULL, chunk INTEGER NOT NULL, PRIMARY KEY (stream_id, chunk)
) WITHOUT ROWID;
"""
MARK_ALL = "INSERT OR IGNORE INTO seen_changed SELECT stream_id, chunk FROM seen;"
"""From versions of state.db in which nobody looked for missing numbers."""


class Sighting(Enum):
    """What a message's identity is to what came before."""

    FRESH = "fresh"
    DUPLICATE = "duplicate"
    REUSED = "reused"


class StreamKey(NamedTuple):
    """A gateway's stream."""

    enterprise: str
    gateway: str
    stream: str


def digest_of(payload: bytes) -> bytes:
    """Return the 8-byte digest of a payload; never all zero.

    In pieces so small that hashing keeps Python's lock: given up at every message, it is won back
    only after waits that are longer than all the hashing.
    """
    hasher = blake2b(payload[:PIECE_BYTES], digest_size=DIGEST_BYTES)
    for at in range(PIECE_BYTES, min(len(payload), PIECES_BYTES), PIECE_BYTES):
        hasher.update(payload[at : at + PIECE_BYTES])
    hasher.update(payload[PIECES_BYTES:])
    digest = hasher.digest()
    return _ZERO_STANDS_FOR if digest == _NONE else digest


class SequenceLedger:
    """Seen numbers of every stream, cached over the tables of state.db.

    Not safe from several threads at once; the drain owns it.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._stream_ids: dict[StreamKey, int] = {}
        self._new_streams: dict[StreamKey, int] = {}
        self._chunks: dict[tuple[int, int], bytearray] = {}
        self._touched: set[tuple[int, int]] = set()
        self._next_id: int = connection.execute(
            "SELECT coalesce(max(id), 0) + 1 FROM stream"
        ).fetchone()[0]

    def see(self, stream_id: int, seq: int, digest: bytes) -> Sighting:
        """Note a number `seq` [1] of a stream with its payload's digest; tell what it is."""
        key = (stream_id, seq // CHUNK)
        chunk = self._chunks.get(key)
        if chunk is None:
            chunk = self._load_chunk(key)
        if not chunk:
            return Sighting.DUPLICATE
        at = seq % CHUNK * DIGEST_BYTES
        known = chunk[at : at + DIGEST_BYTES]
        if known == digest:
            return Sighting.DUPLICATE
        if known != _NONE:
            return Sighting.REUSED
        chunk[at : at + DIGEST_BYTES] = digest
        self._touched.add(key)
        return Sighting.FRESH

    def has(self, stream_id: int, seq: int, digest: bytes) -> bool:
        """Return whether a number `seq` [1] of a stream was seen with this digest."""
        key = (stream_id, seq // CHUNK)
        chunk = self._chunks.get(key)
        if chunk is None:
            chunk = self._load_chunk(key)
        at = seq % CHUNK * DIGEST_BYTES
        return not chunk or chunk[at : at + DIGEST_BYTES] == digest

    def stream_id(self, key: StreamKey) -> int:
        """Return the id [1] of a stream, allotting one to a stream never seen."""
        found = self._stream_ids.get(key)
        if found is None:
            row = self._connection.execute(
                "SELECT id FROM stream WHERE enterprise = ? AND gateway = ? AND stream = ?", key
            ).fetchone()
            if row is None:
                found = self._next_id
                self._next_id += 1
                self._new_streams[key] = found
            else:
                found = row[0]
            self._stream_ids[key] = found
        return found

    def write(self) -> None:
        """Write what changed, within the caller's transaction; `settle` follows its commit."""
        execute_many = self._connection.executemany
        execute_many(
            "INSERT INTO stream (id, enterprise, gateway, stream) VALUES (?, ?, ?, ?)",
            [(number, *key) for key, number in self._new_streams.items()],
        )
        execute_many(
            "INSERT OR REPLACE INTO seen (stream_id, chunk, digests) VALUES (?, ?, ?)",
            [(*key, bytes(self._chunks[key])) for key in sorted(self._touched)],
        )
        execute_many(
            "INSERT OR IGNORE INTO seen_changed (stream_id, chunk) VALUES (?, ?)",
            sorted(self._touched),
        )
        for stream_id, chunk in self._touched:
            if chunk >= KEEP_CHUNKS:
                self._retire(stream_id, chunk - KEEP_CHUNKS)

    def settle(self) -> None:
        """Take note that what `write` wrote is committed."""
        self._new_streams.clear()
        self._touched.clear()
        if len(self._chunks) > CACHE_CHUNKS:
            self._chunks.clear()

    def forget(self) -> None:
        """Forget everything that is not committed."""
        for key in self._touched:
            self._chunks.pop(key, None)
        for stream in self._new_streams:
            del self._stream_ids[stream]
        self._touched.clear()
        self._new_streams.clear()

    def _load_chunk(self, key: tuple[int, int]) -> bytearray:
        row = self._connection.execute(
            "SELECT digests FROM seen WHERE stream_id = ? AND chunk = ?", key
        ).fetchone()
        chunk = bytearray(CHUNK * DIGEST_BYTES) if row is None else bytearray(row[0])
        self._chunks[key] = chunk
        return chunk

    def _retire(self, stream_id: int, chunk: int) -> None:
        """Drop the digests of a chunk that is full and far behind."""
        row = self._connection.execute(
            "SELECT digests FROM seen WHERE stream_id = ? AND chunk = ?", (stream_id, chunk)
        ).fetchone()
        if row is None or not row[0]:
            return
        first = DIGEST_BYTES if chunk == 0 else 0
        digests = row[0][first:]
        if any(
            digests[at : at + DIGEST_BYTES] == _NONE for at in range(0, len(digests), DIGEST_BYTES)
        ):
            return
        self._connection.execute(
            "UPDATE seen SET digests = x'' WHERE stream_id = ? AND chunk = ?",
            (stream_id, chunk),
        )
        self._chunks.pop((stream_id, chunk), None)
