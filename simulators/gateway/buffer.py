"""`Buffer`: a gateway's numbered messages on disk, in one SQLite file.

A message is in the file before it is sent and leaves it when a reply has named its number. With
`keep`, it stays, marked durable, so that the file is also the ledger of all that was ever given.
What was given survives the process, however it ends (not a power cut: no fsync a message).
"""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from simulators.errors import GatewayBufferError

SCHEMA = """
CREATE TABLE IF NOT EXISTS identity (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    enterprise TEXT NOT NULL, gateway TEXT NOT NULL, stream TEXT NOT NULL,
    next_seq INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS message (
    seq INTEGER PRIMARY KEY, payload BLOB NOT NULL, durable INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS message_pending ON message (seq) WHERE durable = 0;
"""


class BufferedMessage(NamedTuple):
    """A message with its number in the stream [1]."""

    seq: int
    payload: bytes


class Buffer:
    """Messages of one gateway; every method is safe from any thread.

    Parameters
    ----------
    path : Path
        The file; where it is absent a new one, with a new stream, is made.
    enterprise, gateway : str
        Whose messages they are.
    keep : bool
        Whether durable messages stay in the file.

    Raises
    ------
    GatewayBufferError
        The file belongs to another gateway, or cannot be used.
    """

    def __init__(self, path: Path, enterprise: str, gateway: str, *, keep: bool = False) -> None:
        self.path = path
        self._keep = keep
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self.stream = self._open(enterprise, gateway)
        except sqlite3.DatabaseError as error:
            raise GatewayBufferError(
                f"it cannot be used as a gateway's buffer: {error}",
                where=str(path),
                fix="move the file away; a new buffer begins a new stream",
            ) from error

    def _open(self, enterprise: str, gateway: str) -> str:
        database = self._database
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.executescript(SCHEMA)
        database.execute(
            "INSERT OR IGNORE INTO identity VALUES (1, ?, ?, ?, 1)",
            (enterprise, gateway, secrets.token_hex(6)),
        )
        found, stream = database.execute(
            "SELECT enterprise || '/' || gateway, stream FROM identity"
        ).fetchone()
        if found != f"{enterprise}/{gateway}":
            raise GatewayBufferError(
                f"it is the buffer of {found}, not of {enterprise}/{gateway}",
                where=str(self.path),
                fix="give every gateway a buffer of its own",
            )
        return str(stream)

    def append(self, encoders: Sequence[Callable[[str, int], bytes]]) -> list[int]:
        """Add one message per encoder, which gets stream and seq [1]; return the numbers [1]."""
        with self._lock, self._database:
            self._database.execute("BEGIN IMMEDIATE")
            (first,) = self._database.execute("SELECT next_seq FROM identity").fetchone()
            numbers = list(range(first, first + len(encoders)))
            self._database.executemany(
                "INSERT INTO message (seq, payload) VALUES (?, ?)",
                [
                    (seq, encode(self.stream, seq))
                    for seq, encode in zip(numbers, encoders, strict=True)
                ],
            )
            self._database.execute("UPDATE identity SET next_seq = ?", (first + len(encoders),))
        return numbers

    def read_after(self, seq: int, limit: int) -> list[BufferedMessage]:
        """Return up to `limit` [1] messages not yet durable with numbers beyond `seq` [1]."""
        with self._lock:
            rows = self._database.execute(
                "SELECT seq, payload FROM message WHERE durable = 0 AND seq > ? "
                "ORDER BY seq LIMIT ?",
                (seq, limit),
            ).fetchall()
        return [BufferedMessage(*row) for row in rows]

    def read_one(self, seq: int) -> BufferedMessage | None:
        """Return message `seq` [1] unless it is durable."""
        found = self.read_after(seq - 1, 1)
        return found[0] if found and found[0].seq == seq else None

    def mark_durable(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Forget, or with `keep` mark, the messages in `ranges` [1], both ends included."""
        statement = (
            "UPDATE message SET durable = 1 WHERE durable = 0 AND seq BETWEEN ? AND ?"
            if self._keep
            else "DELETE FROM message WHERE seq BETWEEN ? AND ?"
        )
        with self._lock, self._database:
            self._database.execute("BEGIN IMMEDIATE")
            self._database.executemany(statement, list(ranges))

    def count_pending(self) -> int:
        """Return how many messages are not yet durable [1]."""
        with self._lock:
            (count,) = self._database.execute(
                "SELECT count(*) FROM message WHERE durable = 0"
            ).fetchone()
        return int(count)

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            self._database.close()
