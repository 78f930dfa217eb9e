"""When alerts open, resolve and escalate: rows of ``data/alert_policy.csv``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.calendar import Period
from core.catalogue import tables
from core.errors import CatalogueError
from core.vocabulary import Severity

FILE = Path(__file__).parent / "data" / "alert_policy.csv"
DEFAULT = "*"
PERIODS = (Period.YEAR.value, Period.QUARTER.value, Period.MONTH.value)
HOUR_MS = 3_600_000
COLUMNS = (
    *("rule", "periods", "opens_at", "opens_after_h", "clears_below", "clears_after_h"),
    *("escalates_after_h", "source", "confidence", "note"),
)


@dataclass(frozen=True)
class AlertPolicy:
    """How the verdicts of a rule become alerts.

    Attributes
    ----------
    periods : tuple of Period
        Whose verdicts are followed: of the year that runs, or of the newest month or quarter.
    opens_at, clears_below : Severity
        It opens at this severity and resolves only below that one; between the two it stays as
        it is.
    opens_after_ms, clears_after_ms : int
        So long the level must have stood before it opens or resolves [ms].
    escalates_after_ms : int
        So long after opening, without acknowledgement, it escalates [ms].
    """

    rule: str
    periods: tuple[Period, ...]
    opens_at: Severity
    opens_after_ms: int
    clears_below: Severity
    clears_after_ms: int
    escalates_after_ms: int


@cache
def read_alert_policies(file: Path = FILE) -> dict[str, AlertPolicy]:
    """Read the policies by rule; read once per process.

    Raises
    ------
    CatalogueError
        A row is malformed, a rule stands twice, or the row ``*`` is missing.
    """
    found: dict[str, AlertPolicy] = {}
    for row in tables.read_rows(file, COLUMNS):
        rule = row.required("rule")
        if rule in found:
            raise row.refuse(f"rule {rule!r} stands twice", "delete one of the rows")
        row.required("source")
        row.one_of("confidence", tables.CONFIDENCES)
        opens, clears = _severity(row, "opens_at"), _severity(row, "clears_below")
        if clears > opens:
            raise row.refuse(
                f"clears_below {int(clears)} is above opens_at {int(opens)}",
                "an alert that opens must not resolve at once: write at most opens_at",
            )
        found[rule] = AlertPolicy(
            rule,
            _periods(row),
            opens,
            _hours(row, "opens_after_h"),
            clears,
            _hours(row, "clears_after_h"),
            _hours(row, "escalates_after_h"),
        )
    if DEFAULT not in found:
        raise CatalogueError(
            f"row {DEFAULT!r} is missing", where=str(file), fix="add the policy of all other rules"
        )
    return found


def _periods(row: tables.Row) -> tuple[Period, ...]:
    words = row.required("periods").split()
    wrong = [word for word in words if word not in PERIODS]
    if wrong or len(set(words)) < len(words):
        raise row.refuse(
            f"periods {' '.join(words)!r} are none", f"write one or more of {', '.join(PERIODS)}"
        )
    return tuple(Period(word) for word in words)


def find_policy(rule: str) -> AlertPolicy:
    """Return the policy of a rule, that of ``*`` where it has none of its own."""
    known = read_alert_policies()
    return known.get(rule, known[DEFAULT])


def _severity(row: tables.Row, column: str) -> Severity:
    cell = row.one_of(column, tuple(str(int(severity)) for severity in Severity))
    return Severity(int(cell))


def _hours(row: tables.Row, column: str) -> int:
    hours = row.value(column)
    if hours < 0:
        raise row.refuse(f"{column} {hours:g} is negative", "write hours, 0 for at once")
    return round(hours * HOUR_MS)
