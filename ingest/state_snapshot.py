"""`StateSnapshot`: state.db at one moment, for reading at length while its collector goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from ingest import books
from ingest.errors import StateError
from ingest.outbox import read_identity

_ROWS = """
SELECT q.id, q.position, q.state, q.counted, q.decoded, q.reason,
    coalesce(sum(r.state = 'open'), 0), coalesce(sum(r.state = 'dropped'), 0)
FROM quarantine q LEFT JOIN quarantine_reading r ON r.quarantine_id = q.id
GROUP BY q.id ORDER BY q.position, q.id
"""
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


class LyingMessage(NamedTuple):
    """A row of the quarantine: its number [1], place in the journal [byte], and how it is counted.

    `open` and `dropped` are its readings that lie there and that were given up [1].
    """

    id: int
    position: int
    state: str
    counted: str
    decoded: bool
    reason: str
    open: int
    dropped: int


class StateSnapshot:
    """A state.db as it stands at construction; a context manager. Nothing is written.

    Raises
    ------
    StateError
        There is none, or it cannot be read.
    """

    def __init__(self, path: Path) -> None:
        uri = f"file:{quote(str(path))}?mode=ro"
        try:
            self._connection = sqlite3.connect(
                uri, uri=True, check_same_thread=False, isolation_level=None
            )
            self._connection.execute("BEGIN")
            self.position: int = self._connection.execute("SELECT at FROM position").fetchone()[0]
        except sqlite3.Error as error:
            raise StateError(f"{path}: {error}. To mend: start its collector once") from error

    def __enter__(self) -> StateSnapshot:
        """Return the snapshot."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the file go."""
        self._connection.close()

    @property
    def identity(self) -> str:
        """Name by which this state.db is told from any other."""
        return read_identity(self._connection)

    def read_books(self) -> dict[books.BookKey, books.Counts]:
        """Return the books."""
        return books.read_books(self._connection)

    def read_lying(self) -> Iterator[LyingMessage]:
        """Yield every row of the quarantine there ever was, by its place in the journal."""
        for row in self._connection.execute(_ROWS):
            yield LyingMessage._make(row)

    def read_absent_places(self, number: int) -> set[int]:
        """Return of row `number` [1] the places [1] of the readings that are not stored."""
        rows = self._connection.execute(
            "SELECT place FROM quarantine_reading "
            "WHERE quarantine_id = ? AND state IN ('open', 'dropped')",
            (number,),
        )
        return {place for (place,) in rows}

    def count_lying(self) -> dict[books.BookKey, tuple[int, int]]:
        """Return the messages in quarantine and those given up, of each book [1]."""
        return self._by_book(_MESSAGES)

    def count_lying_readings(self) -> dict[books.BookKey, tuple[int, int]]:
        """Return the readings in quarantine and those given up, of each book [1]."""
        return self._by_book(_READINGS)

    def _by_book(self, query: str) -> dict[books.BookKey, tuple[int, int]]:
        rows = self._connection.execute(query)
        return {books.BookKey(row[0], row[1]): (row[2], row[3]) for row in rows}
