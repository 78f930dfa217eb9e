"""`LagClock`: for how long the oldest message that is not drained has been waiting.

By the monotonic clock: a jump of the wall clock moves no figure. What lay in the journal before the
start is aged once, by the wall clock, when the collector starts.
"""

from __future__ import annotations

import logging
import threading
from collections import Counter, deque
from collections.abc import Callable

from core.clock import monotonic_s
from ingest.books import BookKey, record_key
from ingest.journal import Journal

log = logging.getLogger(__name__)

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


def count_tail(journal: Journal, position: int, now_ms: int) -> tuple[Counter[BookKey], LagClock]:
    """Count what the journal holds behind the drain's position [byte], and since when.

    Parameters
    ----------
    journal : Journal
        What is read.
    position : int
        Where the drain stands [byte].
    now_ms : int
        The present [ms since the epoch, UTC].
    """
    arrived: Counter[BookKey] = Counter()
    first_ms = now_ms
    for record in journal.read(position):
        first_ms = record.arrival_ms if not arrived else first_ms
        key = record_key(record)
        if key is not None:
            arrived[key] += 1
    if arrived:
        log.info("journal: %d messages behind the drain", arrived.total())
    age_s = (now_ms - first_ms) / 1000 if first_ms else 0.0
    return arrived, LagClock(position, journal.end, age_s)
