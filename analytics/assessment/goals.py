"""Goals of a region: its rows of targets.csv, and targets that are entered by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analytics.assessment.rule import Goal
from analytics.regional.source import RegionSource, year_span
from analytics.regional.stated import EntryLine
from core.calendar import to_local
from core.catalogue import Catalogue, Target

PREFIX = "target:"
"""Item of an entered target: ``target:INDICATOR``; in % it is a change over the base year."""
ENTERED = "entered"
HELD_KINDS = (
    "change",
    "change_at_least",
    "at_most",
    "at_least",
    "more_than",
    "aim_at_least",
    "aim",
)
"""Kinds that are judged; ``about`` is shown only."""


def list_goals(source: RegionSource, year: int, base_year: int | None = None) -> list[Goal]:
    """Return the goals of a region that hold in a year [calendar year], by indicator.

    Of several for one indicator the closest holds: a target of the very year before one of a plan
    period, one that is entered before one of the catalogue.

    Parameters
    ----------
    base_year : int or None
        Year that entered changes count from [calendar year]; None: the year before their period.
    """
    every = [
        *_of_catalogue(source.catalogue, source.code, year),
        *_entered(source.lines, year, base_year),
    ]
    chosen: dict[str, Goal] = {}
    for goal in every:
        before = chosen.get(goal.indicator)
        if before is None or _closeness(goal) <= _closeness(before):
            chosen[goal.indicator] = goal
    return [chosen[name] for name in sorted(chosen)]


def _closeness(goal: Goal) -> int:
    return goal.last_year - goal.first_year


def _of_catalogue(catalogue: Catalogue, code: str, year: int) -> Iterator[Goal]:
    start = year_span(year)[0]
    for target in catalogue.targets(code):
        since = target.valid_from_ms
        until = target.valid_to_ms
        if (since is None or since <= start) and (until is None or start < until):
            yield _goal(target, year)


def _goal(target: Target, year: int) -> Goal:
    since, until = target.valid_from_ms, target.valid_to_ms
    return Goal(
        target.indicator,
        target.kind,
        target.value,
        target.unit,
        to_local(since).year if since is not None else year,
        to_local(until - 1).year if until is not None else year,
        target.base_year,
        target.source,
        target.confidence,
    )


def _entered(lines: Iterable[EntryLine], year: int, base_year: int | None) -> Iterator[Goal]:
    start, end = year_span(year)
    for line in lines:
        if line.item.startswith(PREFIX) and line.start_ms <= start and end <= line.end_ms:
            first = to_local(line.start_ms).year
            indicator = line.item.removeprefix(PREFIX)
            yield Goal(
                indicator,
                "change"
                if line.unit == "%" and not is_share(indicator)
                else _level_kind(indicator),
                line.value,
                line.unit,
                first,
                to_local(line.end_ms - 1).year,
                base_year if base_year is not None else first - 1,
                f"{line.document}（{line.entered_by}）",
                ENTERED,
            )


def is_share(indicator: str) -> bool:
    """Tell whether an indicator is a share or rate itself, so that % is no change of it."""
    return indicator.endswith(("_share", "_rate")) or "_share_" in indicator


def _level_kind(indicator: str) -> str:
    """Return how an entered level is met: shares of coal from below, other shares from above."""
    if is_share(indicator) and not indicator.startswith("coal_"):
        return "at_least"
    return "at_most"
