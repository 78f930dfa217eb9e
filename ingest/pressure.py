"""`Pressure`: when gateways are asked to hold back, and for how long.

The journal is there to carry an outage of the store, and live messages are never held up for long:
a gateway that holds back sends a window of messages after each wait. What is slowed is the flood:
backfills, and buffers that empty after an outage.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import NamedTuple

from core.clock import monotonic_s

log = logging.getLogger(__name__)

SAMPLE_S = 0.5
"""How long one look at the collector is good for [s]."""


class Load(NamedTuple):
    """How full a collector is: shares of inbox and of the journal's room, 0 … 1 [1]; lag [s]."""

    inbox: float
    journal: float
    lag_s: float


class _Gauge(NamedTuple):
    """A level from which it counts, one below which it no longer does, and one that is the most.

    `first_ms` and `most_ms` are the waits at the first and the last [ms].
    """

    name: str
    on: float
    off: float
    most: float
    first_ms: int
    most_ms: int


GAUGES = (
    _Gauge("inbox", 0.5, 0.2, 1.0, 500, 5_000),
    _Gauge("journal", 0.6, 0.5, 0.95, 1_000, 30_000),
    _Gauge("lag_s", 300.0, 60.0, 3600.0, 1_000, 10_000),
)


class Wait(NamedTuple):
    """For how long gateways are asked to hold back [ms], and the gauges that ask for it."""

    wait_ms: int
    gauges: frozenset[str]


NO_WAIT = Wait(0, frozenset())


def compute_wait(load: Load, before: Wait = NO_WAIT) -> Wait:
    """Return for how long gateways are to hold back under `load`.

    A gauge begins to count at its upper level and stops at its lower one, so that the answer does
    not flutter: `before` is the last answer.
    """
    wait_ms = 0
    counting = set()
    for gauge in GAUGES:
        level = getattr(load, gauge.name)
        if level < (gauge.off if gauge.name in before.gauges else gauge.on):
            continue
        counting.add(gauge.name)
        share = min(max((level - gauge.on) / (gauge.most - gauge.on), 0.0), 1.0)
        wait_ms = max(wait_ms, round(gauge.first_ms + share * (gauge.most_ms - gauge.first_ms)))
    return Wait(wait_ms, frozenset(counting))


class Pressure:
    """Looks at a collector now and then; safe from any thread.

    Parameters
    ----------
    read_load : callable
        Looks at the collector.
    monotonic : callable
        Monotonic clock [s]; given by tests.
    """

    def __init__(
        self, read_load: Callable[[], Load], monotonic: Callable[[], float] = monotonic_s
    ) -> None:
        self._read_load = read_load
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._wait = NO_WAIT
        self._good_until_s = -1.0

    def read_wait_ms(self) -> int:
        """Return for how long gateways are asked to hold back now [ms]; 0: not at all."""
        with self._lock:
            now_s = self._monotonic()
            if now_s >= self._good_until_s:
                self._good_until_s = now_s + SAMPLE_S
                self._look()
            return self._wait.wait_ms

    def _look(self) -> None:
        load = self._read_load()
        before, self._wait = self._wait, compute_wait(load, self._wait)
        if before.gauges != self._wait.gauges:
            if self._wait.gauges:
                log.warning(
                    "gateways are asked to hold back %d ms: %s (inbox %.0f %%, journal %.0f %%, "
                    "%.0f s behind)",
                    self._wait.wait_ms,
                    ", ".join(sorted(self._wait.gauges)),
                    100 * load.inbox,
                    100 * load.journal,
                    load.lag_s,
                )
            else:
                log.info("gateways need no longer hold back")
