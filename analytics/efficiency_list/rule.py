"""The rule itself: how a line that is or was below the baseline stands against its last day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.calendar import DAY_MS, add_years
from core.vocabulary import Severity, UpgradeAction, UpgradeState


class ListLevel(StrEnum):
    """Levels of the rule."""

    MENDED = "mended"
    RETIRED = "retired"
    IN_TIME = "in_time"
    NO_PLAN = "no_plan"
    PLAN_TOO_LATE = "plan_too_late"
    STILL_BELOW = "still_below"
    OVERDUE = "overdue"


SEVERITY: dict[ListLevel, Severity] = {
    ListLevel.MENDED: Severity.NONE,
    ListLevel.RETIRED: Severity.NONE,
    ListLevel.IN_TIME: Severity.NOTICE,
    ListLevel.NO_PLAN: Severity.NOTICE,
    ListLevel.PLAN_TOO_LATE: Severity.WARNING,
    ListLevel.STILL_BELOW: Severity.SERIOUS,
    ListLevel.OVERDUE: Severity.GRAVE,
}
"""That a line is below the baseline is the class's own alert: here counts what is done about it."""


@dataclass(frozen=True)
class Plan:
    """What is to be done with a line, and by when (`due_ms`, `done_ms` [ms])."""

    action: UpgradeAction
    state: UpgradeState
    due_ms: int
    done_ms: int | None = None


@dataclass(frozen=True)
class ListState:
    """Where a listed line stands.

    Attributes
    ----------
    last_ms : int or None
        The day by which it must be upgraded or shut [ms]; None where no target sets one.
    days_left : int or None
        Whole days until then, below zero once it has passed [d].
    """

    level: ListLevel
    severity: Severity
    last_ms: int | None
    days_left: int | None


def compute_state(
    plan: Plan | None,
    *,
    below: bool,
    in_service: bool,
    listed_ms: int,
    years: float | None,
    now_ms: int,
) -> ListState:
    """Judge a line that was listed at `listed_ms` [ms] as of `now_ms` [ms].

    Parameters
    ----------
    plan : Plan or None
        What is to be done; None where nobody has stated it.
    below : bool
        Whether its figure is still below the baseline.
    in_service : bool
        Whether it still runs.
    years : float or None
        Years [年] within which it must be upgraded or shut; None where no target sets them.

    References
    ----------
    内政发〔2022〕17号 四(三) and 发改产业〔2021〕1609号: what is below the baseline is to be
    upgraded or shut within three years at most.
    """
    last_ms = None if years is None else add_years(listed_ms, years)
    days_left = None if last_ms is None else (last_ms - now_ms) // DAY_MS
    level = _level(plan, below=below, in_service=in_service, last_ms=last_ms, now_ms=now_ms)
    return ListState(level, SEVERITY[level], last_ms, days_left)


def _level(
    plan: Plan | None, *, below: bool, in_service: bool, last_ms: int | None, now_ms: int
) -> ListLevel:
    if not in_service:
        return ListLevel.RETIRED
    if not below:
        return ListLevel.MENDED
    last_day = min(end for end in (last_ms, plan.due_ms if plan else None, 1 << 62) if end)
    finished = plan is not None and plan.state in (UpgradeState.DONE, UpgradeState.ACCEPTED)
    if finished and (last_ms is None or now_ms < last_ms):
        return ListLevel.STILL_BELOW
    if now_ms >= last_day:
        return ListLevel.OVERDUE
    if plan is None:
        return ListLevel.NO_PLAN
    if last_ms is not None and plan.due_ms > last_ms:
        return ListLevel.PLAN_TOO_LATE
    return ListLevel.IN_TIME
