"""`LagClock`: for how long the oldest message that is not drained has been waiting.

By the monotonic clock: a jump of the wall clock moves no figure. What lay in the journal before the
start is aged once, by the wall clock, when the collector starts.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from core.clock import monotonic_s

GRAIN_S = 1.0
"""Commits within so long share a mark [s]; the age may be as much too great."""
MARKS_MAX = 100_000
"""Most marks that are kept [1]; then every other one goes."""


class LagClock:
    """Marks of when the journal reached which position; safe from any thread.

    Parameters
    ----------
    position : int
        Where the drain stands [byte].
    end : int
        Where the journal ends [byte].
    age_s : float
        For how long the message at `position` has been waiting already [s].
    monotonic : callable
        Monotonic clock [s]; given by tests.
    """

    def __init__(
        self,
        position: int,
        end: int,
        age_s: float,
        monotonic: Callable[[], float] = monotonic_s,
    ) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._end = end
        self._marks: deque[tuple[int, float]] = deque()
        if position < end:
            self._marks.append((position, monotonic() - max(0.0, age_s)))

    def note_end(self, end: int) -> None:
        """Note that the journal has been committed up to `end` [byte]."""
        now_s = self._monotonic()
        with self._lock:
            if not self._marks or now_s - self._marks[-1][1] >= GRAIN_S:
                self._marks.append((self._end, now_s))
            self._end = end
            if len(self._marks) > MARKS_MAX:
                self._marks = deque(list(self._marks)[::2])

    def age_s(self, position: int) -> float:
        """Return how long the message at the drain's `position` [byte] has waited [s]; 0: none."""
        with self._lock:
            while len(self._marks) > 1 and self._marks[1][0] <= position:
                self._marks.popleft()
            if position >= self._end or not self._marks:
                return 0.0
            return max(0.0, self._monotonic() - self._marks[0][1])
