"""`Courier`: carries the outbox, the books and the collector's seat from state.db to the registry.

Outbox rows are numbered; the registry remembers the last one carried, in the transaction that
carries it, so that a row carried twice changes nothing. Books are carried whole. While the
registry is away everything waits in state.db, and the collector goes on.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from core.backoff import Backoff
from core.clock import Clock, monotonic_s
from core.errors import NenghengError
from core.registry.database import Registry
from core.registry.results import CourierMark
from ingest.books import BookRow
from ingest.carrying import BookCarrier, carry_rows
from ingest.outbox import meet_registry
from ingest.seat import Seat
from ingest.state import State

log = logging.getLogger(__name__)

ROWS_AT_ONCE = 50_000
PAUSE_S = 0.3
"""Least time between two carryings [s]: marks of the same hour become one."""
BOOKS_S = 2.0
"""Least time between two carryings of the books [s]."""

ReadBooks = Callable[[], Sequence[BookRow] | None]
"""Returns the books as they stand; None while it is not known which gateways there are."""


@dataclass
class CourierHealth:
    """What the courier last did; written by its thread alone."""

    state: str = "stopped"
    last_error: str = ""
    since_ms: int = 0
    marks: int = 0
    carried_ms: int = 0


class Courier:
    """The courier and its thread, between `start` and `stop`.

    Parameters
    ----------
    state, registry
        From where, and to where.
    seat : Seat
        This collector's place in the registry.
    clock : Clock
        The only "now".
    read_books : callable
        Returns the books as they stand.

    Attributes
    ----------
    met_row : int or None
        Last row of this collector that the registry had when they met [1]; None before.
    """

    def __init__(
        self,
        state: State,
        registry: Registry,
        *,
        seat: Seat,
        clock: Clock,
        read_books: ReadBooks,
    ) -> None:
        self._state = state
        self._registry = registry
        self._seat = seat
        self._clock = clock
        self._read_books = read_books
        self._books = BookCarrier(seat.name)
        self._books_s = 0.0
        self.met_row: int | None = None
        self._woken = threading.Event()
        self._stopping = threading.Event()
        self._turn = threading.Lock()
        self._health = CourierHealth()
        self._backoff = Backoff(0.2, 10.0)
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def start(self) -> None:
        """Start the courier's thread."""
        self._health.state = "ok"
        self._health.since_ms = self._clock.now_ms()
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
        """Return state and since when [ms, UTC], rows carried [1] and when last, last error."""
        now = self._health
        alive = self._thread.is_alive() or now.state == "stopped"
        return {
            "state": now.state if alive else "dead",
            "since_ms": now.since_ms,
            "marks": now.marks,
            "carried_ms": now.carried_ms,
            "last_error": now.last_error,
        }

    def carry(self, *, books: bool = True) -> int:
        """Carry everything that lies in the outbox now; return the rows carried [1].

        Raises
        ------
        RegistryError, StateError
            One of the two refuses; what was not carried lies in the outbox still.
        """
        total = 0
        with self._turn:
            self._meet()
            while rows := self._state.read_outbox(ROWS_AT_ONCE):
                with self._registry.session() as session:
                    carry_rows(session, self._seat.name, rows)
                self._state.clear_outbox(rows[-1].row)
                total += len(rows)
            if books:
                self._carry_books()
        self._health.marks += total
        return total

    def _meet(self) -> None:
        """Learn once which rows the registry has, so that new ones are numbered beyond them."""
        if self.met_row is not None:
            return
        with self._registry.read() as session:
            mark = session.get(CourierMark, self._seat.name)
        met_row = 0 if mark is None else mark.row
        with self._state.transaction() as connection:
            meet_registry(connection, met_row)
        self.met_row = met_row

    def _carry_books(self) -> None:
        self._books_s = monotonic_s()
        now_ms = self._clock.now_ms()
        rows = self._read_books()
        with self._registry.session() as session:
            self._seat.beat(session, now_ms)
            if rows is not None:
                self._books.carry(session, rows, now_ms)
        if rows is not None:
            self._books.settle(rows)
        self._health.carried_ms = now_ms

    def _run(self) -> None:
        while True:
            self._woken.wait(BOOKS_S)
            self._woken.clear()
            stopping = self._stopping.is_set()
            due = stopping or monotonic_s() - self._books_s >= BOOKS_S
            try:
                self.carry(books=due)
            except (NenghengError, IntegrityError, sqlite3.Error) as error:
                self._fail(error)
                if not stopping:
                    self._stopping.wait(self._backoff.next_s())
            else:
                self._backoff.reset()
                self._change("ok", "")
                self._stopping.wait(PAUSE_S)
            if stopping:
                self._health.state = "stopped"
                return

    def _fail(self, error: Exception) -> None:
        text = str(error)
        if text != self._health.last_error:
            log.warning("courier will try again: %s", text)
        self._change("retrying", text)

    def _change(self, state: str, error: str) -> None:
        if state != self._health.state:
            self._health.since_ms = self._clock.now_ms()
        self._health.state, self._health.last_error = state, error
