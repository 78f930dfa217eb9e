"""`LatencyRecord`: how long something takes, as a histogram for ever and quantiles of late."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from core.clock import monotonic_s

BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper ends of the histogram [s]."""
WINDOW_S = 300.0
"""How far back the quantiles look [s]."""
WINDOW_SAMPLES = 2048
"""Most samples the quantiles look at [1]."""


@dataclass(frozen=True)
class Latency:
    """What was measured so far.

    Attributes
    ----------
    count : int
        Measurements since the start [1].
    sum_s : float
        All of them together [s].
    buckets : tuple of (float, int)
        Upper end [s], measurements up to it [1], since the start.
    p50_s, p99_s, most_s : float
        Median, 99th percentile and longest of late [s]; 0 where there were none.
    """

    count: int
    sum_s: float
    buckets: tuple[tuple[float, int], ...]
    p50_s: float
    p99_s: float
    most_s: float


class LatencyRecord:
    """Gathers measurements; safe from any thread.

    Parameters
    ----------
    monotonic : callable
        Monotonic clock [s]; given by tests.
    """

    def __init__(self, monotonic: Callable[[], float] = monotonic_s) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._buckets = [0] * (len(BUCKETS_S) + 1)
        self._count = 0
        self._sum_s = 0.0
        self._recent: deque[tuple[float, float]] = deque(maxlen=WINDOW_SAMPLES)

    def add(self, seconds: float) -> None:
        """Count a measurement of `seconds` [s]."""
        place = sum(seconds > end for end in BUCKETS_S)
        with self._lock:
            self._buckets[place] += 1
            self._count += 1
            self._sum_s += seconds
            self._recent.append((self._monotonic(), seconds))

    def read(self) -> Latency:
        """Return what was measured so far."""
        with self._lock:
            horizon_s = self._monotonic() - WINDOW_S
            while self._recent and self._recent[0][0] < horizon_s:
                self._recent.popleft()
            recent = sorted(seconds for _, seconds in self._recent)
            counts, count, sum_s = list(self._buckets), self._count, self._sum_s
        total, buckets = 0, []
        for end, number in zip((*BUCKETS_S, float("inf")), counts, strict=True):
            total += number
            buckets.append((end, total))
        shares = (_quantile(recent, 0.5), _quantile(recent, 0.99), _quantile(recent, 1.0))
        return Latency(count, sum_s, tuple(buckets), *shares)


def _quantile(ordered: list[float], share: float) -> float:
    """Return the value that `share` [1] of the ordered values do not exceed."""
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else 0.0
