"""The one clock: the only source of "now" in the platform.

Times are epoch milliseconds UTC as ``int``. Leases, time-outs and metrics use `monotonic_s`.
A test of the repository forbids any other call for the present time.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Protocol


class Clock(Protocol):
    """What tells the present time."""

    @property
    def speed(self) -> float:
        """Platform seconds per real second [1]."""
        ...

    def now_ms(self) -> int:
        """Return the present time [ms since the epoch, UTC]."""
        ...


@dataclass(frozen=True)
class WallClock:
    """The machine's clock."""

    speed: float = 1.0

    def now_ms(self) -> int:
        """Return the present time [ms since the epoch, UTC]."""
        return time.time_ns() // 1_000_000


@dataclass(frozen=True)
class ScaledClock:
    """A clock that starts at `origin_ms` and runs `speed` times as fast as the machine's.

    Parameters
    ----------
    origin_ms : int
        Platform time at construction [ms since the epoch, UTC].
    speed : float
        Platform seconds per real second [1].
    """

    origin_ms: int
    speed: float
    _started_s: float = field(default_factory=time.monotonic)

    def now_ms(self) -> int:
        """Return the scaled present time [ms since the epoch, UTC]."""
        return self.origin_ms + int((time.monotonic() - self._started_s) * self.speed * 1000)


@dataclass
class FixedClock:
    """A clock that stands until it is moved, for tests and recomputation."""

    at_ms: int
    speed: float = 1.0

    def now_ms(self) -> int:
        """Return the time it was set to [ms since the epoch, UTC]."""
        return self.at_ms

    def advance(self, seconds: float) -> None:
        """Move the clock forward by `seconds` [s]."""
        self.at_ms += int(seconds * 1000)


def monotonic_s() -> float:
    """Return the monotonic clock [s], for leases, time-outs and metrics only."""
    return time.monotonic()
