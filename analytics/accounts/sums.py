"""Accounts of sectors and regions: the sums of their enterprises, up the tree."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analytics.accounts.facts import OPEN_MS, chain, read_parents
from analytics.accounts.roll import passed_hours
from analytics.accounts.rows import COLUMNS, TABLE, AccountRow, RowChanges, compare_rows
from core.calendar import Period, period_end, period_start
from core.catalogue import Catalogue
from core.registry.models import Enterprise, Point
from core.vocabulary import SIGN_OF_FLOW, Flow, Indicator

CHUNK = 400
"""Starts of periods asked for in one statement [1]."""


class Member(NamedTuple):
    """An enterprise as part of sums; `service_ms` its first hour in service [ms] by carrier."""

    code: str
    groups: tuple[str, ...]
    service_ms: dict[str, int]


@dataclass(frozen=True)
class Membership:
    """Who belongs to which sector and region."""

    members: dict[str, Member]

    def by_group(self) -> dict[str, list[Member]]:
        """Return the members of each ``region:`` and ``sector:`` subject, by code."""
        groups: dict[str, list[Member]] = defaultdict(list)
        for code in sorted(self.members):
            for group in self.members[code].groups:
                groups[group].append(self.members[code])
        return groups


def read_membership(session: Session, catalogue: Catalogue) -> Membership:
    """Read who belongs where, and since when each enterprise has meters of each carrier."""
    parents = read_parents(session)
    carriers = {carrier.code for carrier in catalogue.carriers()}
    service: dict[str, dict[str, int]] = defaultdict(dict)
    signed = [flow for flow, sign in SIGN_OF_FLOW.items() if sign]
    rows = session.execute(
        select(Point.enterprise_code, Point.carrier, Point.flow, func.min(Point.in_service_ms))
        .where(Point.flow.in_(signed))
        .group_by(Point.enterprise_code, Point.carrier, Point.flow)
    )
    for code, carrier, flow, since in rows:
        if carrier not in carriers:
            continue
        own = service[code]
        names = [f"carrier:{carrier}", Indicator.COAL_CALORIFIC, Indicator.COAL_PRIMARY]
        if flow != Flow.FEEDSTOCK:
            names.append(Indicator.CO2)
        for name in names:
            own[name] = min(own.get(name, OPEN_MS), since)
    heads = session.execute(select(Enterprise.code, Enterprise.region_code, Enterprise.sector_code))
    return Membership(
        {
            code: Member(
                code,
                (*(f"region:{r}" for r in chain(parents, region)), f"sector:{sector}"),
                service[code],
            )
            for code, region, sector in heads
        }
    )


def touched_periods(days: Iterable[int]) -> dict[Period, list[int]]:
    """Return the starts of the days, months and years that `days` [ms] touch."""
    unique = sorted(set(days))
    months = sorted({period_start(Period.MONTH, day) for day in unique})
    years = sorted({period_start(Period.YEAR, month) for month in months})
    return {Period.DAY: unique, Period.MONTH: months, Period.YEAR: years}


def compute_sums(
    session: Session,
    membership: Membership,
    starts: dict[Period, list[int]],
    now_ms: int,
) -> RowChanges:
    """Compute changed rows of sectors and regions from `starts` [ms] up to `now_ms` [ms]."""
    written: list[AccountRow] = []
    removed: list[AccountRow] = []
    groups = membership.by_group()
    for period, all_starts in starts.items():
        for at in range(0, len(all_starts), CHUNK):
            chunk = all_starts[at : at + CHUNK]
            parts, stored = _read_parts(session, period, chunk)
            computed = [
                row
                for group, members in groups.items()
                for row in _sum_group(group, members, parts, now_ms)
            ]
            changes = compare_rows(stored, computed)
            written += changes.written
            removed += changes.removed
    return RowChanges(written, removed)


Parts = dict[tuple[str, int], dict[str, AccountRow]]
"""Rows by (indicator, start) and enterprise code."""


def _read_parts(
    session: Session, period: Period, starts: Sequence[int]
) -> tuple[Parts, list[AccountRow]]:
    """Return rows of enterprises by what they add to, and the stored rows of groups."""
    rows = (
        session.connection()
        .execute(
            select(*COLUMNS).where(
                TABLE.c.period == str(period), TABLE.c.start_ms.in_(starts), TABLE.c.version == 0
            )
        )
        .all()
    )
    parts: Parts = defaultdict(dict)
    stored: list[AccountRow] = []
    for raw in rows:
        row = AccountRow._make(raw)
        kind, _, code = row.subject.partition(":")
        if kind != "enterprise":
            stored.append(row)
        elif not row.indicator.startswith("product"):
            parts[row.indicator, row.start_ms][code] = row
    return parts, stored


def _sum_group(group: str, members: list[Member], parts: Parts, now_ms: int) -> list[AccountRow]:
    rows: list[AccountRow] = []
    for (indicator, _), by_code in parts.items():
        own = [by_code[m.code] for m in members if m.code in by_code]
        if not own:
            continue
        others = [m for m in members if m.code not in by_code]
        silent = _count_silent(others, indicator, own[0], now_ms) if others else 0
        rows.append(sum_rows(group, own, silent))
    return rows


def _count_silent(others: list[Member], indicator: str, row: AccountRow, now_ms: int) -> int:
    """Return how many members had something in service in the row's period and no row [1]."""
    span = (row.start_ms, period_end(Period(row.period), row.start_ms))
    return sum(
        passed_hours(span, (m.service_ms.get(indicator, OPEN_MS), OPEN_MS), now_ms) > 0
        for m in others
    )


def sum_rows(subject: str, parts: Sequence[AccountRow], silent: int = 0) -> AccountRow:
    """Add up one indicator of one period over enterprises.

    Parameters
    ----------
    silent : int
        Enterprises that should have a row and have none [1].

    Returns
    -------
    AccountRow
        Its coverage is the enterprises' mean, each weighed with what it would use were it wholly
        measured (``|measured| / coverage``); one of which nothing is measured weighs as the mean
        of the others, with coverage 0.
    """
    measured = math.fsum(row.measured for row in parts)
    estimated = math.fsum(row.estimated for row in parts)
    return parts[0]._replace(
        subject=subject,
        amount=measured + estimated,
        measured=measured,
        estimated=estimated,
        coverage=weigh_coverage(parts, silent),
    )


def weigh_coverage(parts: Sequence[AccountRow], silent: int) -> float:
    """Return the coverage of a sum over enterprises, 0 … 1 [1] (see `sum_rows`)."""
    weights = [abs(row.measured) / row.coverage for row in parts if row.coverage > 0]
    dark = silent + len(parts) - len(weights)
    total = math.fsum(weights)
    if not weights:
        return 0.0
    if total == 0.0:
        mean = math.fsum(row.coverage for row in parts) / (len(parts) + silent)
        return min(mean, 1.0)
    covered = math.fsum(abs(row.measured) for row in parts if row.coverage > 0)
    return min(covered / (total + dark * total / len(weights)), 1.0)
