"""`State`: the collector's own small database beside the journal.

It holds the drain's position, the numbers seen, the books, the outbox and the quarantine. What a
batch changes, it changes in one transaction.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest import books, gap_rows, outbox, quarantine_rows, sequences
from ingest.errors import StateError

SCHEMA_VERSION = 3

_SCHEMA = """
CREATE TABLE IF NOT EXISTS position (only INTEGER PRIMARY KEY CHECK (only = 1), at INTEGER);
INSERT OR IGNORE INTO position VALUES (1, 0);
"""


class State:
    """state.db, opened; a context manager. Transactions are safe from any thread.

    Parameters
    ----------
    path : Path
        The file; made if absent.

    Raises
    ------
    StateError
        The file is damaged, of a newer version, or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.lock = threading.RLock()
        try:
            self.connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        except sqlite3.Error as error:
            raise self._failure(error) from error
        try:
            self._prepare()
            self.sequences = sequences.SequenceLedger(self.connection)
        except (sqlite3.Error, StateError) as error:
            self.connection.close()
            if isinstance(error, StateError):
                raise
            raise self._failure(error) from error

    def __enter__(self) -> State:
        """Return the state."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def _prepare(self) -> None:
        execute = self.connection.execute
        execute("PRAGMA journal_mode = WAL")
        execute("PRAGMA synchronous = FULL")
        execute("PRAGMA busy_timeout = 10000")
        version = execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise StateError(
                f"{self._path} has version {version}, this program knows {SCHEMA_VERSION}. "
                "To mend: run the newer Nengheng, or set the file aside"
            )
        self.connection.executescript(
            f"BEGIN; {outbox.WIDEN if version == 1 else ''} "
            f"{_SCHEMA} {books.SCHEMA} {sequences.SCHEMA} {quarantine_rows.SCHEMA} {outbox.SCHEMA} "
            f"{gap_rows.SCHEMA} {sequences.MARK_ALL if 0 < version < 3 else ''} "
            f"PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
        )
        with self.transaction() as connection:
            outbox.note_unsettled(connection)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Hold the lock and one transaction: committed at the end, undone on any error.

        Raises
        ------
        StateError
            SQLite refuses; nothing of the transaction stands.
        """
        with self.lock:
            try:
                self.connection.execute("BEGIN IMMEDIATE")
                try:
                    yield self.connection
                except BaseException:
                    self.connection.execute("ROLLBACK")
                    raise
                self._commit()
            except sqlite3.Error as error:
                raise self._failure(error) from error

    def _commit(self) -> None:
        try:
            self.connection.execute("COMMIT")
        except sqlite3.Error:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    def position(self) -> int:
        """Return the journal position up to which everything is drained [byte]."""
        with self.lock:
            at: int = self.connection.execute("SELECT at FROM position").fetchone()[0]
            return at

    def read_books(self) -> dict[books.BookKey, books.Counts]:
        """Return the books as they were at the last commit."""
        with self.lock:
            return books.read_books(self.connection)

    def read_outbox(self, rows: int) -> list[outbox.OutboxRow]:
        """Return the first `rows` [1] of the outbox."""
        with self.lock:
            return outbox.read_rows(self.connection, rows)

    def count_outbox(self) -> int:
        """Return the rows of the outbox [1]."""
        with self.lock:
            count: int = self.connection.execute("SELECT count(*) FROM outbox").fetchone()[0]
            return count

    def clear_outbox(self, row: int) -> None:
        """Delete the outbox up to `row` [1], which has been carried."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM outbox WHERE row <= ?", (row,))

    def close(self) -> None:
        """Close the file."""
        with self.lock:
            self.connection.close()

    def _failure(self, error: sqlite3.Error) -> StateError:
        fix = (
            "free space on its disk; if it is damaged, set it aside: the journal is drained again "
            "from its beginning, and the books begin anew"
        )
        return StateError(f"{self._path}: {error}. To mend: {fix}")


def set_position(connection: sqlite3.Connection, position: int) -> None:
    """Move the drain's position [byte], within the caller's transaction."""
    connection.execute("UPDATE position SET at = ?", (position,))
