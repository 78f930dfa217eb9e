"""Meters that are there and meters that are due in an enterprise, from entries and the registry.

Due are the numbers of the entry ``meters_due:CLASS:LEVEL`` (应配数) where there is one; else what
the registry shows: a meter at level 1 for each class of carriers the enterprise takes in, one at
level 2 for each of its lines and one at level 3 for each piece of main equipment, in electricity.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.accounts.facts import EnterpriseFacts
from analytics.quality.fitting import Fitting, compute_fitting
from core.catalogue.quality import FittingRate, read_fitting_rates
from core.registry.models import Point
from core.registry.structure import Equipment, ProcessLine
from core.vocabulary import Flow

ITEM = "meters_due"
ELECTRICITY = "electricity"
TAKEN_IN = (Flow.PURCHASED, Flow.FEEDSTOCK)


def read_fitting(session: Session, facts: EnterpriseFacts, at_ms: int) -> list[Fitting]:
    """Return the fitting rates of an enterprise at a time [ms], by class and level."""
    rates = [rate for rate in read_fitting_rates() if _holds(rate, at_ms)]
    return compute_fitting(
        rates,
        _read_meters(session, facts, at_ms),
        _read_declared(facts, at_ms),
        _read_shown(session, facts, rates, at_ms),
    )


def _holds(rate: FittingRate, at_ms: int) -> bool:
    begun = rate.valid_from_ms is None or rate.valid_from_ms <= at_ms
    return begun and (rate.valid_to_ms is None or at_ms < rate.valid_to_ms)


def _read_meters(session: Session, facts: EnterpriseFacts, at_ms: int) -> list[tuple[str, int]]:
    """Return carrier and level of each meter in service at a time [ms].

    A point whose level nobody gave counts at level 1 where it meters what is taken in.
    """
    rows = session.execute(
        select(Point.code, Point.meter_level).where(
            Point.enterprise_code == facts.code, Point.formula == ""
        )
    )
    levels = {row[0]: row[1] for row in rows}
    found = []
    for point in facts.points:
        if point.code not in levels or not point.from_ms <= at_ms < point.to_ms:
            continue
        level = levels[point.code] or (1 if point.flow in TAKEN_IN else None)
        if level is not None and point.carrier:
            found.append((point.carrier, level))
    return found


def _read_declared(facts: EnterpriseFacts, at_ms: int) -> dict[tuple[str, int], int]:
    """Return the meters due by entry at a time [ms], by class and level [1]."""
    found: dict[tuple[str, int], int] = {}
    for entry in facts.entries:
        item, _, rest = entry.item.partition(":")
        name, _, level = rest.partition(":")
        if item == ITEM and level.isdigit() and entry.start_ms <= at_ms < entry.end_ms:
            found[name, int(level)] = round(entry.value)
    return found


def _read_shown(
    session: Session, facts: EnterpriseFacts, rates: list[FittingRate], at_ms: int
) -> dict[tuple[str, int], int]:
    """Return the meters due as far as the registry shows at a time [ms], by class and level [1]."""
    carriers = {point.carrier for point in facts.points if point.flow in TAKEN_IN}
    found = {
        (rate.name, 1): 1 for rate in rates if rate.level == 1 and carriers & set(rate.carriers)
    }
    for level, table in ((2, ProcessLine), (3, Equipment)):
        rows = session.execute(
            select(table.in_service_ms, table.out_of_service_ms).where(
                table.enterprise_code == facts.code
            )
        )
        number = sum(
            1 for start, end in rows if (start or 0) <= at_ms and (end is None or at_ms < end)
        )
        if number:
            found[ELECTRICITY, level] = number
    return found
