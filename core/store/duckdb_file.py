"""The DuckDB file: opening it, its settings, cursors for any thread, and its errors as ours."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias, cast

import duckdb
from numpy.typing import NDArray

from core.errors import StoreBusyError, StoreError

Columns: TypeAlias = dict[str, NDArray[Any]]
"""Columns of one length by name."""

_HOLDER = re.compile(r"\(PID (\d+)\)")
_FULL = ("no space left", "file too large", "quota exceeded", "max_temp_directory_size")
_FULL = ("no space left", "file too large", "quota exceeded", "max_temp_directory_size")
_OPEN_PATHS: set[Path] = set()
_OPEN_LOCK = threading.Lock()


class DuckDBFile:
    """One connection to one file, with a pool of cursors; a process opens a file once.

    Parameters
    ----------
    path : Path
        The database file; made with its folder where it is not there.
    memory_bytes : int
        What DuckDB may use before it spills to ``PATH.tmp`` [byte].

    Raises
    ------
    StoreBusyError
        This or another process has the file open.
    StoreError
        The file is no DuckDB database, is damaged, or its folder cannot be written.
    """

    def __init__(self, path: Path, *, memory_bytes: int) -> None:
        self.path = path.absolute()
        self._memory_bytes = memory_bytes
        self._idle: list[duckdb.DuckDBPyConnection] = []
        self._lent = 0
        self._broken = False
        self._lock = threading.Lock()
        self._claim()
        try:
            with self.errors("opening"):
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._connection: duckdb.DuckDBPyConnection | None = self._connect()
        except BaseException:
            self._release()
            raise

    def _connect(self) -> duckdb.DuckDBPyConnection:
        return duckdb.connect(
            str(self.path),
            config={
                "memory_limit": f"{self._memory_bytes // 1024}KiB",
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )

    def _claim(self) -> None:
        with _OPEN_LOCK:
            if self.path in _OPEN_PATHS:
                raise StoreBusyError(
                    f"{self.path} is already open in this process. "
                    "To mend: use the store that is open, or close it first"
                )
            _OPEN_PATHS.add(self.path)

    def _release(self) -> None:
        with _OPEN_LOCK:
            _OPEN_PATHS.discard(self.path)

    @contextmanager
    def cursor(self, doing: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor of its own to the calling thread; errors inside become `StoreError`.

        Parameters
        ----------
        doing : str
            What goes on, for the message of an error.
        """
        with self.errors(doing):
            cursor = self._take()
            fatal = False
            try:
                yield cursor
            except BaseException as error:
                fatal = _is_fatal(error)
                cursor.close()
                self._give_back(None, fatal)
                raise
            self._give_back(cursor, fatal)

    def _take(self) -> duckdb.DuckDBPyConnection:
        with self._lock:
            if self._connection is None:
                raise StoreError(f"{self.path} is closed. To mend: open the store again")
            if self._broken:
                self._mend()
            cursor = self._idle.pop() if self._idle else self._connection.cursor()
            self._lent += 1
            return cursor

    def _give_back(self, cursor: duckdb.DuckDBPyConnection | None, fatal: bool) -> None:
        with self._lock:
            self._lent -= 1
            self._broken = self._broken or fatal
            if cursor is not None and self._connection is not None and not self._broken:
                self._idle.append(cursor)
                return
        if cursor is not None:
            cursor.close()

    def _mend(self) -> None:
        """Open the file again after a fatal error (a full disk), from what is durable in it."""
        if self._lent:
            raise StoreError(
                f"{self.path} is being opened again after a fatal error, {self._lent} calls still "
                "hold it. To mend: try again"
            )
        for cursor in (*self._idle, self._connection):
            if cursor is not None:
                cursor.close()
        self._idle.clear()
        self._connection = self._connect()
        self._broken = False

    @contextmanager
    def transaction(self, doing: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """Lend a cursor inside a transaction, durable when the block has ended."""
        with self.cursor(doing) as cursor:
            cursor.begin()
            try:
                yield cursor
            except BaseException:
                with suppress(duckdb.Error):  # where DuckDB already has; the first error counts
                    cursor.rollback()
                raise
            cursor.commit()

    @contextmanager
    def errors(self, doing: str) -> Iterator[None]:
        """Map DuckDB's errors to `StoreError`, with the file and what to do about it."""
        try:
            yield
        except (duckdb.Error, OSError) as error:
            raise self._translate(doing, error) from error

    def _translate(self, doing: str, error: Exception) -> StoreError:
        text = str(error).strip().splitlines()[0]
        if "Could not set lock" in text or "Conflicting lock" in text:
            holder = _HOLDER.search(str(error))
            who = f"process {holder[1]}" if holder else "another process"
            return StoreBusyError(
                f"{self.path} is held by {who}. To mend: ask the platform that runs there "
                "(nengheng … --url), or stop it first"
            )
        return StoreError(f"{doing} {self.path}: {text}. To mend: {_fix(text.lower())}")

    def size_bytes(self) -> int:
        """Return what the file and its log take on disk [byte]."""
        log = self.path.with_name(self.path.name + ".wal")
        return sum(p.stat().st_size for p in (self.path, log) if p.exists())

    def close(self) -> None:
        """Write out what is buffered and let the file go; closing twice is harmless."""
        with self._lock:
            connection, self._connection = self._connection, None
            idle, self._idle = self._idle, []
        if connection is None:
            return
        try:
            with self.errors("closing"):
                for cursor in idle:
                    cursor.close()
                connection.close()
        finally:
            self._release()


def fetch_columns(cursor: duckdb.DuckDBPyConnection, sql: str) -> Columns:
    """Run a query whose columns are never NULL and return them as arrays."""
    return cast("Columns", cursor.execute(sql).fetchnumpy())


def _is_fatal(error: BaseException) -> bool:
    """Tell whether DuckDB refuses all further work until the file is opened again."""
    return isinstance(error, duckdb.FatalException) or "been invalidated" in str(error)


def _fix(text: str) -> str:
    """Return the advice that goes with DuckDB's lower-case message `text`."""
    if any(sign in text for sign in _FULL):
        return "free space on that disk; nothing acknowledged is lost, the write is tried again"
    if "not a valid duckdb" in text or "is not a database" in text:
        return "the file is something else: move it away or give another data directory"
    if "corrupt" in text or "checksum" in text or "serializ" in text or "wal" in text:
        return (
            "the file is damaged: move it away, restore the last backup, and drain the journal "
            "again"
        )
    if "permission denied" in text or "read-only" in text:
        return "let this user write there"
    if "invalidated" in text or "fatal" in text:
        return "try again, the file is then opened anew; else start the platform again"
    if "out of memory" in text:
        return "raise NENGHENG_STORE_MEMORY_BYTES"
    return "see the message; the write may be tried again"
