"""The series table: lasting ids for (enterprise, point), kept in memory beside the file."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np

from core.readings import Int64Array
from core.store.duckdb_file import DuckDBFile
from core.store.protocol import SeriesKey


class SeriesTable:
    """Ids from 1 upwards, without holes; at 10 million series it would take 2 GB of memory.

    Parameters
    ----------
    file : DuckDBFile
        Where the table is, and is made if absent.
    """

    def __init__(self, file: DuckDBFile) -> None:
        self._file = file
        self._lock = threading.Lock()
        with file.cursor("reading series of") as cursor:
            cursor.execute(
                "CREATE TABLE IF NOT EXISTS series"
                "(id BIGINT NOT NULL, enterprise VARCHAR NOT NULL, point VARCHAR NOT NULL)"
            )
        self._load()

    def _load(self) -> None:
        with self._file.cursor("reading series of") as cursor:
            rows = cursor.execute("SELECT enterprise, point, id FROM series").fetchall()
        self._ids = {SeriesKey(enterprise, point): number for enterprise, point, number in rows}
        self._stale = False

    def __len__(self) -> int:
        """Return the number of series, which is also the greatest id [1]."""
        return len(self._ids)

    def keys(self) -> dict[int, SeriesKey]:
        """Return every id [1] with its key."""
        with self._lock:
            return {number: key for key, number in self._ids.items()}

    def ids(self, keys: Sequence[SeriesKey]) -> Int64Array:
        """Return the ids [1] of `keys`, same order; unseen keys get theirs, durable on return."""
        with self._lock:
            if self._stale:
                self._load()
            new = [key for key in dict.fromkeys(keys) if key not in self._ids]
            if new:
                self._add(new)
            return np.fromiter((self._ids[key] for key in keys), np.int64, len(keys))

    def _add(self, new: list[SeriesKey]) -> None:
        first = len(self._ids) + 1
        numbers = range(first, first + len(new))
        added = {
            "id": np.arange(first, first + len(new), dtype=np.int64),
            "enterprise": np.array([key[0] for key in new], np.object_),
            "point": np.array([key[1] for key in new], np.object_),
        }
        self._stale = True
        with self._file.transaction("adding series to") as cursor:
            cursor.register("added", added)
            cursor.execute("INSERT INTO series SELECT id, enterprise, point FROM added")
            cursor.unregister("added")
        self._ids.update((SeriesKey(*key), n) for key, n in zip(new, numbers, strict=True))
        self._stale = False
