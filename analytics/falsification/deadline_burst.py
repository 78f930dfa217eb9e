"""Burst before the deadline: much of a period is sent only in the last hours before it counts.

A link that was mended just then looks the same; the hint says when the readings were sent and how
late, and a person decides.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analytics.falsification.line import Hint
from core.calendar import DAY_MS, HOUR_MS
from core.readings import Int64Array

CODE = "deadline_burst"
WINDOW_MS = 2 * DAY_MS
"""How long before a deadline the burst is sought [ms]."""
LATE_MS = 3 * DAY_MS
"""A reading sent so long after its time is late [ms]."""
LEAST_SHARE = 0.2
"""Share of the period's expected readings that must have come so [1]."""


def detect_deadline_burst(
    time_ms: Int64Array,
    sent_ms: Int64Array,
    *,
    period: tuple[int, int],
    deadlines_ms: Sequence[int],
    step_ms: int,
) -> list[Hint]:
    """Return a hint for each deadline before which much of a period was sent late.

    Parameters
    ----------
    time_ms, sent_ms : (n,) int64
        When readings were taken and when they say they were sent [ms]; 0 where they do not say.
    period : (int, int)
        The period that is judged [ms].
    deadlines_ms : sequence of int
        When the period's data count [ms].
    step_ms : int
        Expected time between readings [ms].
    """
    inside = (time_ms >= period[0]) & (time_ms < period[1]) & (sent_ms > 0)
    taken, sent = time_ms[inside], sent_ms[inside]
    expected = max((period[1] - period[0]) // step_ms, 1)
    found = []
    for deadline_ms in deadlines_ms:
        burst = (sent > deadline_ms - WINDOW_MS) & (sent <= deadline_ms) & (sent - taken >= LATE_MS)
        share = float(burst.sum()) / expected
        if share < LEAST_SHARE:
            continue
        chosen = sent[burst]
        found.append(
            Hint(
                CODE,
                int(taken[burst].min()),
                int(taken[burst].max()) + step_ms,
                {
                    "deadline_ms": int(deadline_ms),
                    "readings": int(burst.sum()),
                    "share": round(share, 4),
                    "sent_first_ms": int(chosen.min()),
                    "sent_last_ms": int(chosen.max()),
                    "median_delay_hours": round(
                        float(np.median(chosen - taken[burst])) / HOUR_MS, 2
                    ),
                },
            )
        )
    return found
