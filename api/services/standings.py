"""Standings: the levels many enterprises stand at this year, read as plain tuples."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import Select, Subquery, func, literal, select
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


def name_supervised(session: Session, codes: Iterable[str]) -> dict[str, Supervised]:
    """Return the enterprises of these codes by code."""
    statement = (
        select(Enterprise.code, Enterprise.name, Enterprise.region_code, Region.name)
        .join(Region, Region.code == Enterprise.region_code)
        .where(Enterprise.code.in_(sorted(set(codes))))
    )
    return {row[0]: Supervised(*row) for row in session.execute(statement)}


def select_subjects(region: str) -> Select[str]:
    """Return the query of the subjects of the enterprises in a region's subtree."""
    return select(literal("enterprise:").concat(Enterprise.code)).where(
        Enterprise.region_code.in_(select_subtree(region))
    )


def select_worst(subjects: Subjects, year: int, rules: Collection[str]) -> Subquery:
    """Return the query of the worst verdict of each of `subjects` by each rule on a year.

    That is on the year so far while it runs. The columns are those of `Standing`.
    """
    place = func.row_number().over(
        partition_by=(Verdict.subject, Verdict.rule),
        order_by=(Verdict.severity.desc(), Verdict.level),
    )
    every = (
        select(*COLUMNS, place.label("place"))
        .where(
            Verdict.subject.in_(subjects),
            Verdict.version == 0,
            Verdict.period == Period.YEAR,
            Verdict.start_ms == year_start_ms(year),
            Verdict.rule.in_(sorted(rules)),
        )
        .subquery("every")
    )
    columns = [every.c[name] for name in Standing._fields]
    return select(*columns).where(every.c.place == 1).subquery("worst")


def read_worst(
    session: Session, subjects: Subjects, year: int, rules: Collection[str]
) -> dict[tuple[str, str], Standing]:
    """Return the worst standing of each (subject, rule) on a year; see `select_worst`."""
    worst = select_worst(subjects, year, rules)
    rows = (Standing(*row) for row in session.execute(select(worst)))
    return {(standing.subject, standing.rule): standing for standing in rows}
