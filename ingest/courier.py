"""`Courier`: carries the outbox (dirty hours) and the books from state.db to the registry.

Outbox rows are numbered; the registry remembers the last one carried, in the transaction that
carries it, so that a row carried twice changes nothing. Books are carried whole.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core.backoff import Backoff
from core.clock import monotonic_s
from core.errors import NenghengError
from core.registry.database import Registry
from core.registry.marks import mark_hours
from core.registry.results import Book, CourierMark
from ingest.books import BookRow, Counts
from ingest.state import State

log = logging.getLogger(__name__)

ROWS_AT_ONCE = 50_000
PAUSE_S = 0.3
"""Least time between two carryings [s]: marks of the same hour become one."""
BOOKS_S = 2.0
"""Least time between two carryings of the books [s]."""

_COUNTS = tuple(field.name for field in fields(Counts))


@dataclass
class CourierHealth:
    """What the courier last did; written by its thread alone."""

    state: str = "stopped"
    last_error: str = ""
    marks: int = 0


class Courier:
    """The courier and its thread, between `start` and `stop`.

    Parameters
    ----------
    state, registry
        From where, and to where.
    collector : str
        Name of this collector in the registry.
    read_books : callable
        Returns the books as they stand.
    """

    def __init__(
        self,
        state: State,
        registry: Registry,
        *,
        collector: str,
        read_books: Callable[[], Sequence[BookRow]],
    ) -> None:
        self._state = state
        self._registry = registry
        self._collector = collector
        self._read_books = read_books
        self._carried: dict[tuple[str, str], BookRow] = {}
        self._books_s = 0.0
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._turn = threading.Lock()
        self._health = CourierHealth()
        self._backoff = Backoff(0.2, 10.0)
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def start(self) -> None:
        """Start the courier's thread."""
        with self._registry.read() as session:
            mark = session.get(CourierMark, self._collector)
        if mark is not None:
            self._state.begin_outbox_after(mark.row)
        self._health.state = "ok"
        self._thread.start()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Carry what lies there once more and stop; wait at most `timeout_s` [s]."""
        self._stopping.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def wake(self) -> None:
        """Tell the courier that there is something to carry."""
        self._woken.set()

    def health(self) -> dict[str, object]:
        """Return state, marks carried [1] and the last error."""
        alive = self._thread.is_alive() or self._health.state == "stopped"
        return {
            "state": self._health.state if alive else "dead",
            "marks": self._health.marks,
            "last_error": self._health.last_error,
        }

    def carry(self, *, books: bool = True) -> int:
        """Carry everything that lies in the outbox now; return the marks carried [1].

        Raises
        ------
        RegistryError, StateError
            One of the two refuses; what was not carried lies in the outbox still.
        """
        total = 0
        with self._turn:
            while rows := self._state.read_outbox(ROWS_AT_ONCE):
                last = rows[-1][0]
                with self._registry.session() as session:
                    self._carry_marks(session, rows)
                self._state.clear_outbox(last)
                total += len(rows)
            if books:
                self._carry_books()
        self._health.marks += total
        return total

    def _run(self) -> None:
        while True:
            self._woken.wait(BOOKS_S)
            self._woken.clear()
            stopping = self._stopping.is_set()
            due = stopping or monotonic_s() - self._books_s >= BOOKS_S
            try:
                self.carry(books=due)
            except NenghengError as error:
                self._fail(error)
                if not stopping:
                    self._stopping.wait(self._backoff.next_s())
            else:
                self._backoff.reset()
                self._health.state, self._health.last_error = "ok", ""
                self._stopping.wait(PAUSE_S)
            if stopping:
                self._health.state = "stopped"
                return

    def _fail(self, error: NenghengError) -> None:
        text = str(error)
        if text != self._health.last_error:
            log.warning("courier will try again: %s", text)
        self._health.state, self._health.last_error = "retrying", text

    def _carry_marks(self, session: Session, rows: Sequence[tuple[int, str, int]]) -> None:
        mark = session.get(CourierMark, self._collector)
        if mark is None:
            mark = CourierMark(collector=self._collector, row=0)
            session.add(mark)
        carried = mark.row
        fresh = {(enterprise, hour_ms) for row, enterprise, hour_ms in rows if row > carried}
        mark_hours(session, sorted(fresh))
        mark.row = max(mark.row, rows[-1][0])

    def _carry_books(self) -> None:
        """Write the books that have changed since they were last carried."""
        self._books_s = monotonic_s()
        rows = {(row.enterprise, row.gateway): row for row in self._read_books()}
        changed = [row for key, row in rows.items() if self._carried.get(key) != row]
        if not changed:
            return
        with self._registry.session() as session:
            dialect = session.get_bind().dialect.name
            insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
            statement = insert(Book)
            statement = statement.on_conflict_do_update(
                index_elements=["collector", "enterprise_code", "gateway_code"],
                set_={name: statement.excluded[name] for name in _COUNTS},
            )
            session.connection().execute(statement, [self._book(row) for row in changed])
        self._carried = rows

    def _book(self, row: BookRow) -> dict[str, object]:
        counts = {name: getattr(row, name) for name in _COUNTS}
        return counts | {
            "collector": self._collector,
            "enterprise_code": row.enterprise,
            "gateway_code": row.gateway,
        }
