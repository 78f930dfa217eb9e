"""Clock games: for a while the readings' times are shifted against the times they were sent.

A delayed message is no shift: what waited in a buffer is sent in quick succession, so its delay
shrinks as it goes. A shifted clock keeps its distance while messages go on at their usual pace.
Readings with times after their sending have a clock that is ahead; nothing else makes them.
"""

from __future__ import annotations

import numpy as np

from analytics.falsification.line import Hint, find_runs
from core.calendar import HOUR_MS
from core.readings import BoolArray, Float64Array, Int64Array

CODE = "clock_games"
LEAST_SHIFT_MS = 300_000
"""A smaller shift is drift of an honest clock [ms]."""
USUAL_SPREADS = 4.0
"""A shift must be so many times the usual spread of the delay [1]."""
LEAST_MS = HOUR_MS
"""A shift must last so long [ms]."""
LEAST_SENDINGS = 3
"""... over so many sendings [1]."""
PACE = (0.8, 1.25)
"""Sending time by reading time, between which messages go at their usual pace [1]."""
LEAST_READINGS = 24
"""With fewer readings [1] nobody knows the usual delay."""
STEADY = 0.2
"""Spread of the delay within a shift, by the shift, at most, beside the usual spread [1]."""


def detect_clock_games(time_ms: Int64Array, sent_ms: Int64Array, *, step_ms: int) -> list[Hint]:
    """Return the stretches in which the clock was shifted.

    Parameters
    ----------
    time_ms, sent_ms : (n,) int64
        When readings were taken and sent [ms]; 0 where they do not say.
    step_ms : int
        Expected time between readings [ms].
    """
    known = np.flatnonzero(sent_ms > 0)
    if len(known) < LEAST_READINGS:
        return []
    # as they were sent: shifted times lie among honest ones
    order = known[np.lexsort((time_ms[known], sent_ms[known]))]
    taken, sent = time_ms[order], sent_ms[order]
    delay = (sent - taken).astype(np.float64)
    usual = float(np.median(delay))
    spread = float(np.percentile(np.abs(delay - usual), 75))
    least = max(LEAST_SHIFT_MS, USUAL_SPREADS * spread)
    found = []
    for side in (-1.0, 1.0):
        shifted = side * (delay - usual) >= least
        for first, after in zip(*find_runs(_bridge(shifted)), strict=True):
            run = slice(int(first), int(after))
            if _is_shift(taken[run], sent[run], delay[run] - usual, spread):
                found.append(_hint(taken[run], delay[run], usual, step_ms))
    return sorted(found, key=lambda hint: hint.start_ms)


def _bridge(flags: BoolArray) -> BoolArray:
    """Return flags with single gaps closed."""
    closed = flags.copy()
    closed[1:-1] |= flags[:-2] & flags[2:]
    return closed


def _is_shift(taken: Int64Array, sent: Int64Array, shift: Float64Array, spread: float) -> bool:
    """Tell whether a run of `shift` [ms] beyond the usual delay is a clock's, not a buffer's."""
    if len(taken) < 2 or len(np.unique(sent)) < LEAST_SENDINGS:
        return False
    lasted = int(taken.max() - taken.min())
    if lasted < LEAST_MS:
        return False
    pace = float(sent[-1] - sent[0]) / lasted
    wide = float(np.percentile(shift, 90) - np.percentile(shift, 10))
    steady = wide <= STEADY * abs(float(np.median(shift))) + 2 * spread
    return steady and PACE[0] <= pace <= PACE[1]


def _hint(taken: Int64Array, delay: Float64Array, usual: float, step_ms: int) -> Hint:
    # a clock that is behind stamps too early, so that readings seem sent late
    shift = usual - float(np.median(delay))
    return Hint(
        CODE,
        int(taken.min()),
        int(taken.max()) + step_ms,
        {
            "shift_s": round(shift / 1000, 1),
            "usual_delay_s": round(usual / 1000, 1),
            "readings": len(taken),
            "hours": round(float(taken.max() - taken.min()) / HOUR_MS, 2),
        },
    )
