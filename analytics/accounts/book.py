"""`AccountBook`: the stored accounts of one subject, each asked of the database once."""

from __future__ import annotations

from sqlalchemy.orm import Session

from analytics.accounts.rows import AccountRow, read_rows
from core.calendar import Period, period_end, period_start


class AccountBook:
    """Rows of a subject as its rules need them, kept for as long as it is being judged."""

    def __init__(self, session: Session, subject: str) -> None:
        self._session = session
        self._subject = subject
        self._years: dict[tuple[Period, int], dict[tuple[str, int], AccountRow]] = {}
        self._days: dict[tuple[str, int], list[AccountRow]] = {}

    def row(self, indicator: str, period: Period, start_ms: int) -> AccountRow | None:
        """Return the row of a month or year that starts at `start_ms` [ms], if there is one."""
        year_ms = period_start(Period.YEAR, start_ms)
        if (period, year_ms) not in self._years:
            rows = read_rows(
                self._session,
                self._subject,
                period,
                start_ms=year_ms,
                end_ms=period_end(Period.YEAR, year_ms),
            )
            self._years[period, year_ms] = {(row.indicator, row.start_ms): row for row in rows}
        return self._years[period, year_ms].get((indicator, start_ms))

    def days(self, indicator: str, span: tuple[int, int]) -> list[AccountRow]:
        """Return the day rows that start in `span` [ms], which lies in one year."""
        year_ms = period_start(Period.YEAR, span[0])
        if (indicator, year_ms) not in self._days:
            self._days[indicator, year_ms] = read_rows(
                self._session,
                self._subject,
                Period.DAY,
                start_ms=year_ms,
                end_ms=period_end(Period.YEAR, year_ms),
                indicators=[indicator],
            )
        rows = self._days[indicator, year_ms]
        return [row for row in rows if span[0] <= row.start_ms < span[1]]
