"""How the console writes figures, times and shares."""

from __future__ import annotations

import re
from datetime import date, datetime

from core.calendar import to_local

WAN = 10_000
POWER = re.compile(r"\d+(?:\.\d+)?e[+-]\d{1,2}(?!\d)")


def format_number(value: float | None, digits: int = 4) -> str:
    """Return a figure with about `digits` [1] significant digits and separators; – for None."""
    if value is None:
        return "–"
    if value == 0:
        return "0"
    magnitude = abs(value)
    decimals = 0
    while magnitude * 10**decimals < 10 ** (digits - 1) and decimals < 6:
        decimals += 1
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_powers_out(text: str) -> str:
    """Return a text whose figures such as 1.23e+06 are written as people write them."""
    return POWER.sub(lambda found: format_number(float(found[0]), 6), text)


def format_figure(value: float | None, unit: str, digits: int = 4) -> str:
    """Return a figure with its unit, to `digits` [1]; a ratio (unit ``1``) shows none."""
    text = format_number(value, digits)
    return text if value is None or unit in ("", "1") else f"{text} {unit}"


def format_share(value: float | None) -> str:
    """Return a share 0 … 1 [1] in per cent; never rounded up to 100 %."""
    if value is None:
        return "–"
    per_cent = value * 100
    if 99.9 < per_cent < 100:
        return "99.9 %"
    return f"{per_cent:.1f} %".replace(".0 %", " %")


def format_moment(moment: datetime | None) -> str:
    """Return a time to the minute in Shanghai time; – for None."""
    return "–" if moment is None else moment.strftime("%Y-%m-%d %H:%M")


def format_period(start: datetime, period: str) -> str:
    """Return a period by its start: year, quarter, month or day; hours to the minute."""
    if period == "quarter":
        return f"{start.year}-Q{(start.month + 2) // 3}"
    patterns = {"year": "%Y", "month": "%Y-%m", "day": "%Y-%m-%d"}
    return start.strftime(patterns.get(period, "%Y-%m-%d %H:%M"))


def format_day(day: date | None) -> str:
    """Return a day; – for None."""
    return "–" if day is None else day.isoformat()


def format_ms(t_ms: int, pattern: str = "%m-%d %H:%M") -> str:
    """Return epoch milliseconds [ms] in Shanghai time by a strftime pattern."""
    return to_local(t_ms).strftime(pattern)
