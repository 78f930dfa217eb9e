"""Treatment idle: the equipment that cleans stands still while what it cleans after runs."""

from __future__ import annotations

import numpy as np

from analytics.falsification.line import Hint, find_runs
from core.calendar import HOUR_MS
from core.readings import BoolArray, Float64Array, Int64Array

CODE = "treatment_idle"
RUNNING_SHARE = 0.3
"""Production runs at this share of its usual level [1]."""
ON_SHARE = 0.1
"""Treatment runs at this share of its usual level [1]."""
TOGETHER_SHARE = 0.9
"""Share of the running hours in which treatment usually runs too [1]; else it works in batches."""
LEAST_HOURS = 3
"""Shorter rests are maintenance [h]."""
LEAST_RUNNING_HOURS = 72
"""So long production must have run before anything is said [h]."""
BRIDGE_HOURS = 1
"""Rests no further apart are one [h]."""


def detect_treatment_idle(
    hour_ms: Int64Array, production: Float64Array, treatment: Float64Array
) -> list[Hint]:
    """Return the stretches in which production ran and treatment did not.

    Parameters
    ----------
    hour_ms : (n,) int64
        Starts of the hours in which both were measured, in order [ms].
    production, treatment : (n,) float64
        Amounts of each hour, each in its own unit, such as kWh.
    """
    running = production >= RUNNING_SHARE * _usual(production)
    if running.sum() < LEAST_RUNNING_HOURS or _usual(production) == 0:
        return []
    level = _usual(treatment)
    on = treatment >= ON_SHARE * level if level > 0 else np.zeros(len(treatment), np.bool_)
    together = float(on[running].mean())
    if level > 0 and together < TOGETHER_SHARE:
        return []
    return [
        _hint(hour_ms[first:after], production[first:after], together)
        for first, after in _stretches(hour_ms, running & ~on)
    ]


def _usual(amount: Float64Array) -> float:
    """Return the usual level while running, in the amounts' unit; 0 where it never runs."""
    moving = amount[amount > 0]
    return float(np.percentile(moving, 75)) if len(moving) else 0.0


def _stretches(hour_ms: Int64Array, idle: BoolArray) -> list[tuple[int, int]]:
    """Return first and last, exclusive, of stretches that are idle long enough [1]."""
    found: list[tuple[int, int]] = []
    for first, after in zip(*(edge.tolist() for edge in find_runs(idle)), strict=True):
        gap = (BRIDGE_HOURS + 1) * HOUR_MS
        if found and hour_ms[first] - hour_ms[found[-1][1] - 1] <= gap:
            found[-1] = (found[-1][0], after)
        else:
            found.append((first, after))
    return [
        (first, after)
        for first, after in found
        if hour_ms[after - 1] + HOUR_MS - hour_ms[first] >= LEAST_HOURS * HOUR_MS
    ]


def _hint(hour_ms: Int64Array, production: Float64Array, together: float) -> Hint:
    return Hint(
        CODE,
        int(hour_ms[0]),
        int(hour_ms[-1]) + HOUR_MS,
        {
            "hours": len(hour_ms),
            "production": round(float(production.sum()), 6),
            "usually_together": round(together, 4),
        },
    )
