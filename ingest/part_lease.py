"""`PartLease`: of several collectors of one part, one takes in messages.

Two of them would lose nothing, but the broker would end the connection of one for the other's
without end. A registry that is away keeps nobody from collecting: the lease is then taken as ours
until the registry says otherwise.
"""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable
from enum import StrEnum

from sqlalchemy import select

from core.clock import Clock
from core.errors import LeaseLostError, RegistryError
from core.registry.database import Registry
from core.registry.lease import HeldLease
from core.registry.results import Lease

log = logging.getLogger(__name__)

UNDECIDED_S = 3.0
"""How long the registry's first answer is awaited before collecting without it [s]."""
WAITING_S = 1.0
"""Time between two looks at another's lease [s]."""


class LeaseState(StrEnum):
    """Whether this collector's part is its own."""

    ASKING = "asking"
    HELD = "held"
    WAITING = "waiting"
    UNKNOWN = "unknown"
    STOPPED = "stopped"


class PartLease:
    """The lease of one part and the thread that keeps it, between `start` and `stop`.

    Parameters
    ----------
    registry : Registry
        Holds the lease.
    name : str
        What is leased, such as ``collect:2/4``.
    identity : str
        Names the data directory: whoever has it knows that its former holder is dead.
    lease_s : float
        How long a beat may stand still before others take over [s].
    clock : Clock
        Tells since when.
    on_change : callable
        Called with whether to take in messages, on the lease's thread or a timer's.
    """

    def __init__(
        self,
        registry: Registry,
        name: str,
        identity: str,
        *,
        lease_s: float,
        clock: Clock,
        on_change: Callable[[bool], None],
    ) -> None:
        self._registry = registry
        self._name = name
        self._identity = identity
        self._clock = clock
        self._lease_s = lease_s
        self._on_change = on_change
        holder = f"{socket.gethostname()[:48]}#{identity}"
        self._lease = HeldLease(registry, holder, lease_s, name=name)
        self._state = LeaseState.ASKING
        self._since_ms = clock.now_ms()
        self._detail = ""
        self._changing = threading.RLock()
        self._stopping = threading.Event()
        self._timer = threading.Timer(UNDECIDED_S, self._go_undecided)
        self._timer.daemon = True
        self._thread = threading.Thread(target=self._run, name="part-lease", daemon=True)

    def start(self) -> None:
        """Start the thread; it decides soon whether to take in messages."""
        self._timer.start()
        self._thread.start()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Give the lease back and stop; wait at most `timeout_s` [s]."""
        self._stopping.set()
        self._timer.cancel()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def health(self) -> dict[str, object]:
        """Return state and since when [ms, UTC], the number held [1], and what there is to say."""
        return {
            "state": str(self._state),
            "name": self._name,
            "number": self._lease.number,
            "since_ms": self._since_ms,
            "last_error": self._detail,
        }

    def turn(self) -> None:
        """Take, renew or await the lease once."""
        try:
            if self._lease.held:
                self._lease.renew()
                self._change(LeaseState.HELD, "")
            elif self._lease.acquire(seize=self._is_ours(self._read_holder())):
                self._change(LeaseState.HELD, "")
            else:
                self._wait_for(self._read_holder())
        except LeaseLostError:
            self._wait_for("another collector")
        except RegistryError as error:
            known = self._state in {LeaseState.HELD, LeaseState.WAITING}
            self._change(self._state if known else LeaseState.UNKNOWN, str(error))

    def _run(self) -> None:
        while not self._stopping.is_set():
            self.turn()
            waiting = self._state is LeaseState.WAITING
            self._stopping.wait(WAITING_S if waiting else self._lease_s / 3)
        try:
            self._lease.release()
        except RegistryError as error:
            log.info("lease %s not given back, it runs out by itself: %s", self._name, error)
        self._state = LeaseState.STOPPED

    def _read_holder(self) -> str:
        with self._registry.read() as session:
            return session.scalar(select(Lease.holder).where(Lease.name == self._name)) or ""

    def _is_ours(self, holder: str) -> bool:
        return holder.endswith(f"#{self._identity}")

    def _wait_for(self, holder: str) -> None:
        self._change(
            LeaseState.WAITING,
            f"{self._name} is collected by {holder}: this collector takes in nothing and waits "
            f"until that one has been silent for {self._lease_s:g} s. To mend: stop one of the two",
        )

    def _go_undecided(self) -> None:
        with self._changing:
            if self._state is LeaseState.ASKING:
                self._change(LeaseState.UNKNOWN, "the registry has not answered yet")

    def _change(self, state: LeaseState, detail: str) -> None:
        with self._changing:
            if detail and detail != self._detail:
                log.warning("lease %s: %s", self._name, detail)
            self._detail = detail
            if state is not self._state:
                self._state, self._since_ms = state, self._clock.now_ms()
            if not self._stopping.is_set():
                self._on_change(state is not LeaseState.WAITING)
