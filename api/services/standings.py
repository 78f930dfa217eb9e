"""Standings: the levels many enterprises stand at this year, read as plain tuples."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

from api.scope import select_subtree
from api.services.quotas import Subjects, year_start_ms
from core.calendar import Period
from core.registry.models import Enterprise, Region
from core.registry.results import Verdict


class Supervised(NamedTuple):
    """An enterprise with the names that lists show."""

    code: str
    name: str
    region: str
    region_name: str


class Standing(NamedTuple):
    """Level and severity [1] of a verdict on a year."""

    subject: str
    rule: str
    level: str
    severity: int


COLUMNS = tuple(getattr(Verdict, name) for name in Standing._fields)


def read_supervised(session: Session, region: str) -> dict[str, Supervised]:
    """Return the enterprises of a region's subtree by code."""
    statement = (
        select(Enterprise.code, Enterprise.name, Enterprise.region_code, Region.name)
        .join(Region, Region.code == Enterprise.region_code)
        .where(Enterprise.region_code.in_(select_subtree(region)))
        .order_by(Enterprise.code)
    )
    return {row[0]: Supervised(*row) for row in session.execute(statement)}


def select_subjects(region: str) -> Select[str]:
    """Return the query of the subjects of the enterprises in a region's subtree."""
    return select(literal("enterprise:").concat(Enterprise.code)).where(
        Enterprise.region_code.in_(select_subtree(region))
    )


def read_standings(session: Session, subjects: Subjects, year: int) -> list[Standing]:
    """Return the verdicts of `subjects` on a year, that is on the year so far while it runs."""
    statement = select(*COLUMNS).where(
        Verdict.subject.in_(subjects),
        Verdict.version == 0,
        Verdict.period == Period.YEAR,
        Verdict.start_ms == year_start_ms(year),
    )
    return [Standing(*row) for row in session.execute(statement)]


def worst_by_rule(standings: Iterable[Standing]) -> dict[tuple[str, str], Standing]:
    """Return the worst standing of each (subject, rule)."""
    worst: dict[tuple[str, str], Standing] = {}
    for standing in standings:
        before = worst.get((standing.subject, standing.rule))
        if before is None or standing.severity > before.severity:
            worst[standing.subject, standing.rule] = standing
    return worst
