"""淡旺季: how a year's quota is spread over its months by the production season.

A season is twelve weights. It is hand-fed (entries `season` [1], one a month of any year, with
their document), or proposed from what was used in a past year.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from analytics.together import ask
from core.calendar import to_local
from core.errors import RefusedError
from core.registry.models import Entry
from core.registry.transfer.quota import split_evenly

MONTHS = 12
ITEM = "season"
"""Item of the entries that state a month's weight [1]."""
READ = (
    select(Entry.subject, Entry.start_ms, Entry.value)
    .where(Entry.subject.in_(bindparam("holders", expanding=True)), Entry.item == ITEM)
    .order_by(Entry.version)
)
"""Built once, for it is asked often."""


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


class Seasons:
    """The seasons that are entered for a holder: weights by month, by the year they stand in."""

    def __init__(self, session: Session, holder: str) -> None:
        def _read(holders: Sequence[str]) -> dict[str, list[tuple[int, float]]]:
            found: dict[str, list[tuple[int, float]]] = defaultdict(list)
            for one, start_ms, value in session.connection().execute(READ, {"holders": holders}):
                found[one].append((start_ms, value))
            return found

        self._years: dict[int, dict[int, float]] = {}
        for start_ms, value in ask(session, holder, "seasons", _read) or []:
            day = to_local(start_ms).date()
            self._years.setdefault(day.year, {})[day.month] = value

    def of(self, year: int) -> dict[int, float]:
        """Return the weights that hold in a year [calendar year]: of the newest whole one [1]."""
        whole = [n for n, weights in self._years.items() if n <= year and len(weights) == MONTHS]
        return self._years[max(whole)] if whole else {}


def plan_months(
    amount: float, year: int, months: Mapping[int, float], season: Mapping[int, float]
) -> dict[int, float]:
    """Return the plan of a quota [unit]: as planned, else by the season, else as it stands.

    A plan that is nothing but the even split which an import gives is no plan of its own: a
    season that is entered goes before it.

    Parameters
    ----------
    amount : float
        The year's quota [unit].
    year : int
        Its year [calendar year].
    months : mapping of int to float
        Months 1 … 12 as they stand in the registry [unit]; empty for none.
    season : mapping of int to float
        Weights of the months [1]; empty for none.
    """
    if not season or sum(season.values()) <= 0:
        return dict(months)
    even = split_evenly(amount, year)
    planned = months and any(
        not math.isclose(months.get(month, 0.0), even[month - 1], rel_tol=1e-9)
        for month in range(1, MONTHS + 1)
    )
    return dict(months) if planned else spread_by_season(amount, season)
