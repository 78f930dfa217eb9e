"""`Scope`: the years and months that are to be judged again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.calendar import Period, period_start, to_local


@dataclass(frozen=True)
class Scope:
    """Starts of the years and months to judge [ms]."""

    years: tuple[int, ...]
    months: tuple[int, ...]

    def periods(self) -> tuple[tuple[Period, tuple[int, ...]], ...]:
        """Return both kinds of period with their starts [ms]."""
        return (Period.YEAR, self.years), (Period.MONTH, self.months)

    def calendar_years(self) -> list[int]:
        """Return the years as people number them [1]."""
        return [to_local(year).year for year in self.years]

    def starts(self) -> list[int]:
        """Return the starts of all periods, each once [ms]."""
        return sorted({*self.years, *self.months})

    def holds(self, period: str, start_ms: int) -> bool:
        """Tell whether the `period` that starts at `start_ms` [ms] is to be judged."""
        starts = self.years if period == Period.YEAR else self.months
        return start_ms in starts


def make_scope(days: Iterable[int]) -> Scope:
    """Return the years and months that hold any of `days` [ms]."""
    months = sorted({period_start(Period.MONTH, day) for day in set(days)})
    years = sorted({period_start(Period.YEAR, month) for month in months})
    return Scope(tuple(years), tuple(months))
