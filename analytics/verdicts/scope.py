"""`Scope`: the years and months that are to be judged again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.calendar import Period, period_start, period_starts, to_local

CUMULATIVE_RULES = frozenset({"early_warning"})
"""Rules whose months count from 1 January on, so that a late day changes every month after it."""
BASE_YEAR_RULES = frozenset({"regional", "assessment"})
"""Rules whose years are held against a base year, so that it changes every year after it."""


@dataclass(frozen=True)
class Scope:
    """Starts of the years and months to judge [ms].

    `later` holds the months after them that the rules which cumulate judge again too.
    """

    years: tuple[int, ...]
    months: tuple[int, ...]
    later: tuple[int, ...] = ()

    def cumulative_months(self) -> list[int]:
        """Return the starts of the months that rules which cumulate judge [ms]."""
        return sorted({*self.months, *self.later})

    def quarters(self) -> list[int]:
        """Return the starts of the quarters of those months [ms]."""
        return sorted({period_start(Period.QUARTER, month) for month in self.cumulative_months()})

    def lasting_years(self) -> tuple[int, ...]:
        """Return the starts of the years that rules with a base year judge [ms]."""
        later = {period_start(Period.YEAR, month) for month in self.later}
        return tuple(sorted({*self.years, *later}))

    def periods(self) -> tuple[tuple[Period, tuple[int, ...]], ...]:
        """Return both kinds of period with their starts [ms]."""
        return (Period.YEAR, self.years), (Period.MONTH, self.months)

    def calendar_years(self) -> list[int]:
        """Return the years as people number them [1]."""
        return [to_local(year).year for year in self.years]

    def starts(self) -> list[int]:
        """Return the starts of all periods, each once [ms]."""
        return sorted({*self.lasting_years(), *self.cumulative_months(), *self.quarters()})

    def holds(self, period: str, start_ms: int, rule: str = "") -> bool:
        """Tell whether the `period` that starts at `start_ms` [ms] is to be judged by a rule."""
        if period == Period.YEAR:
            return start_ms in (self.lasting_years() if rule in BASE_YEAR_RULES else self.years)
        if period == Period.QUARTER:
            return start_ms in self.quarters()
        cumulates = rule in CUMULATIVE_RULES
        return start_ms in (self.cumulative_months() if cumulates else self.months)


def make_scope(days: Iterable[int], now_ms: int | None = None) -> Scope:
    """Return the years and months that hold any of `days` [ms].

    Given the present time [ms], the months from the first of them up to now come along for the
    rules that cumulate or look back to the year before.
    """
    months = sorted({period_start(Period.MONTH, day) for day in set(days)})
    years = sorted({period_start(Period.YEAR, month) for month in months})
    later: list[int] = []
    if months and now_ms is not None:
        later = [m for m in period_starts(Period.MONTH, months[0], now_ms) if m not in months]
    return Scope(tuple(years), tuple(months), tuple(later))
