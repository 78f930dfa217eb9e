"""The numbered lease: one of several processes works, and a sleeper that wakes writes nothing.

The holder raises `beat` while it lives. A candidate that has seen the same number and beat for the
lease's time *by its own monotonic clock* takes over with the next number; no wall clock is
compared. Every write of the holder raises the beat under its number in the same transaction, so a
holder that slept through a takeover finds its number gone and its transaction rolled back.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.clock import monotonic_s
from core.errors import LeaseLostError
from core.registry.conflicts import insert_into
from core.registry.database import Registry
from core.registry.results import Lease

logger = logging.getLogger(__name__)


class HeldLease:
    """A lease as one process holds it, or waits for it.

    Parameters
    ----------
    holder : str
        Who holds it, such as host and process id.
    lease_s : float
        How long a beat may stand still before others take over [s].
    name : str
        What is leased, such as ``analytics``.
    monotonic : callable
        Monotonic clock [s]; given by tests.

    Attributes
    ----------
    number : int
        Number it is held under; 0 while it is not held [1].
    """

    def __init__(
        self,
        registry: Registry,
        holder: str,
        lease_s: float,
        *,
        name: str,
        monotonic: Callable[[], float] = monotonic_s,
    ) -> None:
        self.number = 0
        self.holder = holder
        self._registry = registry
        self._lease_s = lease_s
        self._name = name
        self._monotonic = monotonic
        self._seen: tuple[int, int] | None = None
        self._seen_s = 0.0

    @property
    def held(self) -> bool:
        """Whether this process believes that it holds the lease."""
        return self.number > 0

    def acquire(self, *, seize: bool = False) -> bool:
        """Take the lease if it is free or its holder has been silent for the lease's time.

        Parameters
        ----------
        seize : bool
            Take it at once, for a process that knows the former holder to be dead, such as one
            that holds the embedded store's lock. The number makes this safe in any case.

        Returns
        -------
        bool
            Whether it is held now.
        """
        if self.held:
            return True
        with self._registry.session() as session:
            self._insert_free(session)
            found = session.execute(
                select(Lease.number, Lease.beat, Lease.holder).where(Lease.name == self._name)
            ).one()
            seen = (found.number, found.beat)
            if not (seize or found.holder == "" or self._silent(seen)):
                return False
            answer = session.connection().execute(
                update(Lease)
                .where(Lease.name == self._name, Lease.number == seen[0], Lease.beat == seen[1])
                .values(number=seen[0] + 1, beat=0, holder=self.holder)
            )
            if answer.rowcount != 1:
                return False
        self.number = seen[0] + 1
        self._seen = None
        logger.info("lease %s taken by %s, number %d", self._name, self.holder, self.number)
        return True

    def check(self, session: Session) -> None:
        """Make sure, inside the caller's writing transaction, that the lease is still held.

        Raises
        ------
        LeaseLostError
            Another holder has it; the caller's transaction must not commit.
        """
        if self.held:
            answer = session.connection().execute(
                update(Lease)
                .where(Lease.name == self._name, Lease.number == self.number)
                .values(beat=Lease.beat + 1)
            )
            if answer.rowcount == 1:
                return
        lost, self.number = self.number, 0
        raise LeaseLostError(
            f"lease {self._name!r} number {lost} of {self.holder} has passed to another holder; "
            "nothing was written. To mend: nothing, this process waits for its turn"
        )

    def renew(self) -> None:
        """Raise the beat in a transaction of its own.

        Raises
        ------
        LeaseLostError
            Another holder has it.
        """
        with self._registry.session() as session:
            self.check(session)

    def release(self) -> None:
        """Give the lease back, so that the next one need not wait; no error if it was lost."""
        if not self.held:
            return
        with self._registry.session() as session:
            session.connection().execute(
                update(Lease)
                .where(Lease.name == self._name, Lease.number == self.number)
                .values(holder="")
            )
        self.number = 0

    def _insert_free(self, session: Session) -> None:
        connection = session.connection()
        free = insert_into(connection, Lease).values(name=self._name, holder="", number=0, beat=0)
        connection.execute(free.on_conflict_do_nothing(index_elements=["name"]))

    def _silent(self, seen: tuple[int, int]) -> bool:
        """Tell whether the same number and beat have stood for the lease's time."""
        now_s = self._monotonic()
        if seen != self._seen:
            self._seen, self._seen_s = seen, now_s
            return False
        return now_s - self._seen_s >= self._lease_s
