"""How far a year's end may lie from its projection: a band that holds four years out of five.

What counts is by how much the coming weeks' mean differs from the mean of the last four. That is
measured on the holder's own past: at every earlier week, the mean of the four weeks before is held
against the mean of the next L weeks, for every L that the past allows. The squared differences are
explained by two kinds of restlessness, and carried on to the weeks that are left:

- weeks that scatter around a level: their share falls as more weeks are averaged;
- a level that wanders: its share grows with the weeks ahead.

References
----------
Local level model: Durbin, Koopman, Time Series Analysis by State Space Methods, 2.1; the
coefficients below follow from it. Student quantile: Abramowitz, Stegun, 26.7.5.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from core.readings import Float64Array

SHARE = 0.8
"""Share of years that the band is meant to hold [1]."""
WEEK_DAYS = 7
RECENT_WEEKS = 4
"""Weeks whose mean is carried on [1]."""
LEAST_WEEKS = 2 * RECENT_WEEKS
"""With fewer weeks known there is no band [1]."""
NORMAL = NormalDist().inv_cdf((1 + SHARE) / 2)


@dataclass(frozen=True)
class Restlessness:
    """Variances of weekly use by plan: of weeks around their level, of a level's weekly step [1].

    `weeks` tells from how many they come [1].
    """

    scatter: float
    step: float
    weeks: int


def compute_weeks(amount: Float64Array, planned: Float64Array) -> Float64Array:
    """Return use by plan of whole weeks of days, counted back from the last day [1].

    Parameters
    ----------
    amount, planned : (n,) float64
        Use and plan of days in order [same unit]. Weeks without plan are left out.
    """
    weeks = len(amount) // WEEK_DAYS
    last = weeks * WEEK_DAYS
    if weeks == 0:
        return np.empty(0)
    used = amount[-last:].reshape(weeks, WEEK_DAYS).sum(axis=1)
    plan = planned[-last:].reshape(weeks, WEEK_DAYS).sum(axis=1)
    return np.asarray(np.maximum(used[plan > 0] / plan[plan > 0], 0.0))


def compute_coefficients(ahead: Float64Array) -> Float64Array:
    """Return by what both variances enter the squared difference, shape (n, 2) [1].

    Parameters
    ----------
    ahead : (n,) float64
        Weeks averaged ahead [1].
    """
    k = RECENT_WEEKS
    scatter = 1 / k + 1 / ahead
    step = (k - 1) * (2 * k - 1) / (6 * k) + (ahead + 1) * (2 * ahead + 1) / (6 * ahead)
    return np.column_stack([scatter, step])


def measure_restlessness(weeks: Float64Array) -> Restlessness | None:
    """Return how restless the weeks' use by plan is, None with fewer than `LEAST_WEEKS`.

    Parameters
    ----------
    weeks : (n,) float64
        Use by plan of weeks in order [1].
    """
    n, k = len(weeks), RECENT_WEEKS
    if n < LEAST_WEEKS:
        return None
    sums = np.concatenate([[0.0], np.cumsum(weeks)])
    origin = np.arange(k, n)[:, np.newaxis]
    ahead = np.arange(1, n - k + 1)[np.newaxis, :]
    inside = origin + ahead <= n
    future = (sums[np.minimum(origin + ahead, n)] - sums[origin]) / ahead
    past = (sums[origin] - sums[origin - k]) / k
    count = inside.sum(axis=0)
    squared = np.where(inside, (future - past) ** 2, 0.0).sum(axis=0) / count
    # Differences over L weeks overlap: about count / L of them are independent
    scatter, step = _fit(
        compute_coefficients(ahead[0].astype(np.float64)), squared, count / ahead[0]
    )
    return Restlessness(scatter, step, n)


def _fit(x: Float64Array, y: Float64Array, weight: Float64Array) -> tuple[float, float]:
    """Return the two coefficients, none negative, that explain `y` best by weighted squares."""
    root = np.sqrt(weight)
    best, found = np.inf, np.zeros(2)
    for columns in ([0, 1], [0], [1]):
        part, *_ = np.linalg.lstsq(x[:, columns] * root[:, np.newaxis], y * root, rcond=None)
        if (part < 0).any():
            continue
        both = np.zeros(2)
        both[columns] = part
        left = float((((x @ both - y) * root) ** 2).sum())
        if left < best:
            best, found = left, both
    return float(found[0]), float(found[1])


def compute_half_width(rest: Restlessness, ahead_weeks: float) -> float:
    """Return half the band of the mean use by plan of the weeks ahead [1].

    Parameters
    ----------
    rest : Restlessness
        Measured on the past.
    ahead_weeks : float
        Weeks that are left [1].
    """
    if ahead_weeks <= 0:
        return 0.0
    ahead = np.array([max(ahead_weeks, 1.0)])
    variance = float((compute_coefficients(ahead) @ [rest.scatter, rest.step])[0])
    return student_quantile(rest.weeks / LEAST_WEEKS) * float(np.sqrt(max(variance, 0.0)))


def student_quantile(freedom: float) -> float:
    """Return the two-sided quantile of Student's t at `SHARE` [1]; `freedom` at least 1 [1]."""
    z = NORMAL
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / freedom + second / freedom**2 + third / freedom**3
