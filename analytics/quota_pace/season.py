"""淡旺季: how a year's quota is spread over its months by the production season.

A season is twelve weights. It is hand-fed (entries `season` [1], one a month of any year, with
their document), or proposed from what was used in a past year.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from core.errors import RefusedError

MONTHS = 12
ITEM = "season"
"""Item of the entries that state a month's weight [1]."""


def spread_by_season(amount: float, weights: Mapping[int, float]) -> dict[int, float]:
    """Return a quota spread over the months by their weights; the months add up to it.

    Parameters
    ----------
    amount : float
        The year's quota [unit].
    weights : mapping of int to float
        Weight of each month 1 … 12 [1].

    Raises
    ------
    RefusedError
        A month has no weight, one is negative, or all are zero.
    """
    missing = [month for month in range(1, MONTHS + 1) if month not in weights]
    if missing:
        raise RefusedError(
            f"season has {MONTHS - len(missing)} months, {missing} are missing",
            where="season",
            fix="enter a weight for each of the twelve months",
        )
    values = [weights[month] for month in range(1, MONTHS + 1)]
    total = math.fsum(values)
    if min(values) < 0 or total <= 0:
        raise RefusedError(
            f"season weights {values} are negative or add up to {total:g}",
            where="season",
            fix="enter weights that are not negative, at least one above zero",
        )
    return {month: amount * value / total for month, value in enumerate(values, start=1)}


def propose_season(used: Mapping[int, float]) -> dict[int, float]:
    """Return weights that repeat a past year's months; they average to 1 [1].

    Parameters
    ----------
    used : mapping of int to float
        Use of each month 1 … 12 [unit]; a month with net export counts as zero.

    Raises
    ------
    RefusedError
        A month is missing, or nothing was used.
    """
    kept = {month: max(value, 0.0) for month, value in used.items()}
    return spread_by_season(float(MONTHS), kept)
