"""`Backoff`: how long to wait before the next try, the one place where that is decided."""

from __future__ import annotations

import random
from collections.abc import Callable


class Backoff:
    """Growing waits with jitter, so that many who lost the same server do not return at once.

    Parameters
    ----------
    first_s : float
        Longest first wait [s].
    most_s : float
        Longest wait of all [s].
    factor : float
        Growth from one wait to the next [1].
    jitter : float
        Share of a wait that chance may take away [1], from 0 to 1.
    chance : Callable[[], float]
        Returns a random number in [0, 1) [1].
    """

    def __init__(
        self,
        first_s: float,
        most_s: float,
        *,
        factor: float = 2.0,
        jitter: float = 0.5,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.first_s = first_s
        self.most_s = most_s
        self.factor = factor
        self.jitter = jitter
        self._chance = chance
        self._span_s = first_s

    def next_s(self) -> float:
        """Return how long to wait now [s]; the next answer is longer."""
        span_s = self._span_s
        self._span_s = min(span_s * self.factor, self.most_s)
        return span_s * (1.0 - self.jitter * self._chance())

    def reset(self) -> None:
        """Begin again with the first wait."""
        self._span_s = self.first_s
