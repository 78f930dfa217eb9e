"""Ranking figures of one line, and what stands against proposing one as 能效领跑者."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BENCHMARK = "benchmark"
ADVANCED = 1
"""Limit grade of advanced figures (1 级，先进值)."""


@dataclass(frozen=True)
class Standing:
    """A judged product of an enterprise for a year.

    Attributes
    ----------
    value : float
        Energy per product [the line's unit].
    level : str
        Class of the verdict.
    limit_grade : int or None
        Grade of the limit standard [1], None where none is in force.
    corrected : bool
        Whether every correction of the limit could be made.
    coverage : float
        Share of the year that is measured, 0 … 1 [1].
    provisional : bool
        Whether the year still runs.
    eliminated : tuple of str
        Equipment in service that the state restricts or eliminates.
    """

    subject: str
    product: str
    value: float
    level: str
    limit_grade: int | None
    corrected: bool
    coverage: float
    provisional: bool
    eliminated: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ranked:
    """A standing with its place; `rank` counts from 1, equal figures share one [1].

    `better_pct` is the share of the others that it is better than [%].
    """

    standing: Standing
    rank: int
    better_pct: float


def rank(standings: Sequence[Standing], direction: str) -> list[Ranked]:
    """Return the standings of one line in order, the best first.

    `direction` is ``lower`` (lower is better) or ``higher``.
    """
    sign = 1.0 if direction == "lower" else -1.0
    ordered = sorted(standings, key=lambda s: (sign * s.value, s.subject, s.product))
    places: list[Ranked] = []
    for index, standing in enumerate(ordered):
        same = bool(places) and places[-1].standing.value == standing.value
        place = places[-1].rank if same else index + 1
        worse = sum(sign * other.value > sign * standing.value for other in ordered)
        others = len(ordered) - 1
        places.append(Ranked(standing, place, 100 * worse / others if others else 0.0))
    return places


def find_obstacles(standing: Standing, coverage_floor: float) -> list[tuple[str, str]]:
    """Return what stands against proposing an enterprise, in Chinese and English; none: it may be.

    `coverage_floor` is the least share of the year that must be measured, 0 … 1 [1].

    References
    ----------
    发改环资〔2014〕3001号 能效“领跑者”制度实施方案: the best of their kind, at the advanced figure
    of the limit standard (grade 1), without eliminated processes; here also at 标杆 where an
    edition names it, on a whole measured year.
    """
    found: list[tuple[str, str]] = []
    if standing.level not in (BENCHMARK, "within_limit"):
        found.append(("未达到标杆水平", "not at the benchmark"))
    if standing.limit_grade is not None and standing.limit_grade != ADVANCED:
        found.append(
            (f"限额等级 {standing.limit_grade}，不是 1 级", f"limit grade {standing.limit_grade}")
        )
    if standing.level == "within_limit" and standing.limit_grade is None:
        found.append(("没有限额等级", "no limit grade"))
    if not standing.corrected:
        found.append(("限额修正条件未填报", "conditions of the limit are not stated"))
    if standing.coverage < coverage_floor:
        found.append(("数据覆盖率不足", "coverage below the floor"))
    if standing.provisional:
        found.append(("年度尚未结束", "the year still runs"))
    if standing.eliminated:
        names = "、".join(standing.eliminated)
        found.append((f"在用限制类或淘汰类设备：{names}", f"restricted or eliminated: {names}"))
    return found
