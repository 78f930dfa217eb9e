"""Bars in seconds hold on a machine that is otherwise idle; a busy one is given more time."""

from __future__ import annotations

import os


def patient(seconds: float) -> float:
    """Return a bar [s] times the load that each core carries, never less than the bar [s]."""
    return seconds * max(1.0, 1.5 * os.getloadavg()[0] / (os.cpu_count() or 1))
