"""How far a run has come, for whoever waits for it; and holding runs back for a while."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.ledger import write_run
from core.clock import monotonic_s
from core.registry.database import Registry
from core.registry.results import JobRun

HOLD = "hold"
HELD, GOES_ON = "held", "done"


@dataclass
class Progress:
    """Enterprises of a run that are done, of how many [1].

    Attributes
    ----------
    begun_s : float
        When the run began, by the monotonic clock [s].
    """

    total: int = 0
    done: int = 0
    begun_s: float = field(default_factory=monotonic_s)

    @property
    def percent(self) -> float:
        """Share that is done, 0 … 100 [%]."""
        return 100.0 * self.done / self.total if self.total else 100.0

    def eta_s(self) -> float | None:
        """Return how long the rest will take at the pace so far [s]; None while nothing is done."""
        if not self.done:
            return None
        passed_s = monotonic_s() - self.begun_s
        return passed_s * (self.total - self.done) / self.done

    def __str__(self) -> str:
        """Return it in a few words."""
        eta_s = self.eta_s()
        rest = "" if eta_s is None else f", about {eta_s:.0f} s to go"
        return f"{self.done} of {self.total} enterprises, {self.percent:.0f} %{rest}"


def hold_runs(session: Session, *, held: bool, now_ms: int, who: str = "") -> None:
    """Hold runs back from `now_ms` [ms] on, or let them go on, in the caller's transaction.

    What was committed stays, and what was not stays marked: going on loses nothing.
    """
    state = HELD if held else GOES_ON
    write_run(session, HOLD, started_ms=now_ms, ended_ms=now_ms, state=state, detail=who)


def is_held(session: Session) -> bool:
    """Tell whether runs are held back."""
    statement = select(JobRun.state).where(JobRun.job == HOLD).order_by(JobRun.id.desc()).limit(1)
    return session.scalar(statement) == HELD


def make_stop(registry: Registry, stop: Callable[[], bool]) -> Callable[[], bool]:
    """Return what also stops a run when runs are held back."""

    def _stop() -> bool:
        if stop():
            return True
        with registry.read() as session:
            return is_held(session)

    return _stop
