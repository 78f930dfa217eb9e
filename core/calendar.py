"""Hours, days, months, quarters and years as the regulator counts them (Asia/Shanghai).

An interval is ``[start, end)`` in epoch milliseconds UTC and is stamped with its start. China has
kept UTC+8 without daylight saving since 1992, so arrays of hours and days use the fixed offset;
months and years go through the time-zone database.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from core.errors import RefusedError

ZONE = ZoneInfo("Asia/Shanghai")
OFFSET_MS = 8 * 3600 * 1000
HOUR_MS = 3600 * 1000
DAY_MS = 24 * HOUR_MS


class Period(StrEnum):
    """Natural periods of accounts and verdicts."""

    HOUR = "hour"
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def floor_hours(t_ms: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the start of each time's hour [ms], same shape as `t_ms` [ms]."""
    return t_ms - t_ms % HOUR_MS


def floor_days(t_ms: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the start of each time's Shanghai day [ms], same shape as `t_ms` [ms]."""
    return t_ms - (t_ms + OFFSET_MS) % DAY_MS


def to_local(t_ms: int) -> datetime:
    """Return `t_ms` [ms] as an aware Shanghai datetime."""
    return datetime.fromtimestamp(t_ms / 1000, UTC).astimezone(ZONE)


def to_ms(moment: datetime) -> int:
    """Return an aware datetime as epoch milliseconds [ms].

    Raises
    ------
    RefusedError
        The datetime has no zone.
    """
    if moment.tzinfo is None:
        raise RefusedError(f"time {moment.isoformat()} has no zone", fix="add +08:00 or Z")
    return round(moment.timestamp() * 1000)


def local_midnight_ms(day: date) -> int:
    """Return the start of a Shanghai day [ms]."""
    return to_ms(datetime(day.year, day.month, day.day, tzinfo=ZONE))


def period_start(period: Period, t_ms: int) -> int:
    """Return the start [ms] of the Shanghai `period` that holds `t_ms` [ms]."""
    if period is Period.HOUR:
        return t_ms - t_ms % HOUR_MS
    day = to_local(t_ms).date()
    if period is Period.MONTH:
        day = day.replace(day=1)
    elif period is Period.QUARTER:
        day = day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
    elif period is Period.YEAR:
        day = day.replace(month=1, day=1)
    return local_midnight_ms(day)


def period_end(period: Period, start_ms: int) -> int:
    """Return the end [ms], exclusive, of the `period` that starts at `start_ms` [ms]."""
    if period is Period.HOUR:
        return start_ms + HOUR_MS
    day = to_local(start_ms).date()
    months = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}
    if period is Period.DAY:
        return local_midnight_ms(day + timedelta(days=1))
    index = day.year * 12 + day.month - 1 + months[period]
    return local_midnight_ms(date(index // 12, index % 12 + 1, 1))


def period_starts(period: Period, start_ms: int, end_ms: int) -> list[int]:
    """Return the starts [ms] of all periods that overlap ``[start_ms, end_ms)`` [ms]."""
    starts: list[int] = []
    at = period_start(period, start_ms)
    while at < end_ms:
        starts.append(at)
        at = period_end(period, at)
    return starts


def add_years(t_ms: int, years: float) -> int:
    """Return the start of the Shanghai day `years` [年] after that of `t_ms` [ms].

    Parts of a year are whole months; a day that the month has not becomes its last.
    """
    day = to_local(t_ms).date()
    year, month = divmod(day.year * 12 + day.month - 1 + round(years * 12), 12)
    last = monthrange(year, month + 1)[1]
    return local_midnight_ms(date(year, month + 1, min(day.day, last)))


def parse_time(text: str, *, where: str = "") -> int:
    """Parse a date or ISO time into epoch milliseconds [ms]; without a zone it is Shanghai time.

    Raises
    ------
    RefusedError
        The text is neither a date nor an ISO 8601 time.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise RefusedError(
            f"time {text!r} is not a date or ISO 8601 time",
            where=where,
            fix="write 2026-01-31 or 2026-01-31T08:00:00+08:00",
        ) from error
    return to_ms(moment if moment.tzinfo else moment.replace(tzinfo=ZONE))


def format_time(t_ms: int) -> str:
    """Return `t_ms` [ms] as ISO 8601 in Shanghai time, seconds shown."""
    return to_local(t_ms).isoformat(timespec="milliseconds" if t_ms % 1000 else "seconds")
