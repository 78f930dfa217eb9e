"""Accounts of sectors, regions and parks: the sums of their enterprises, up the tree."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from analytics.accounts.facts import OPEN_MS, read_parents
from analytics.accounts.figures import VALUES
from analytics.accounts.moves import Member, Movers, group_members, read_stays
from analytics.accounts.roll import Span, passed_hours
from analytics.accounts.rows import (
    COLUMNS,
    TABLE,
    AccountRow,
    RowChanges,
    compare_rows,
    read_parts_of,
)
from core.calendar import Period, period_end, period_start
from core.catalogue import Catalogue
from core.registry.models import Point
from core.vocabulary import SIGN_OF_FLOW, Flow, Indicator

GROUPS = ("region", "sector", "park")
"""Kinds of subject whose accounts are sums over enterprises."""
CHUNK = 400
"""Starts of periods asked for in one statement [1]."""
GROUPS = ("region", "sector", "park")
"""Kinds of subjects that are sums of enterprises."""


@dataclass(frozen=True)
class Membership:
    """Who belongs to which sector, region and park, and when."""

    members: dict[str, Member]
    catalogue: Catalogue

    def by_group(self, span: Span | None = None) -> dict[str, list[Member]]:
        """Return the members of each group at any time in `span` [ms], or ever, by code."""
        groups = group_members(self.members[code] for code in sorted(self.members))
        if span is None:
            return groups
        return {
            group: [member for member in members if member.spans_in(group, span)]
            for group, members in groups.items()
        }


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
    for own in service.values():
        if Indicator.COAL_CALORIFIC in own:  # who uses energy is asked for values too
            own.update(dict.fromkeys(VALUES, own[Indicator.COAL_CALORIFIC]))
    stays = read_stays(session, parents)
    members = {code: Member(code, stays[code], service[code]) for code in stays}
    return Membership(members, catalogue)


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
    groups = [make_group(name, own) for name, own in membership.by_group().items()]
    movers = Movers(session, membership.catalogue, now_ms)
    for period, all_starts in starts.items():
        for at in range(0, len(all_starts), CHUNK):
            chunk = all_starts[at : at + CHUNK]
            parts, stored = _read_parts(session, period, chunk)
            computed = [row for group in groups for row in _sum_group(group, parts, movers)]
            changes = compare_rows(stored, computed)
            written += changes.written
            removed += changes.removed
    return RowChanges(written, removed)


@dataclass(frozen=True)
class Group:
    """A sector, region or park: those who always belong to it, and those who come or go."""

    subject: str
    settled: list[Member]
    moving: list[Member]

    @cached_property
    def serving(self) -> dict[str, list[Member]]:
        """Those who always belong to it and have something in service, by indicator."""
        found: dict[str, list[Member]] = defaultdict(list)
        for member in self.settled:
            for indicator in member.service_ms:
                found[indicator].append(member)
        return found


def make_group(subject: str, members: Sequence[Member]) -> Group:
    """Return a group of all that ever belong to it."""
    settled = [member for member in members if member.is_settled_in(subject)]
    stays = {member.code for member in settled}
    return Group(subject, settled, [m for m in members if m.code not in stays])


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
        if kind in GROUPS:
            stored.append(row)
        elif kind == "enterprise" and not row.indicator.startswith("product"):
            parts[row.indicator, row.start_ms][code] = row
    return parts, stored


def _sum_group(group: Group, parts: Parts, movers: Movers) -> list[AccountRow]:
    rows: list[AccountRow] = []
    for by_code in parts.values():
        own = [by_code[m.code] for m in group.settled if m.code in by_code]
        if group.moving:
            own += _moving_parts(group, by_code, movers)
        if own:
            silent = 0
            if len(own) < len(group.settled) + len(group.moving):
                silent = _count_silent(group, own, by_code, movers.now_ms)
            rows.append(sum_rows(group.subject, own, silent))
    return rows


def _moving_parts(group: Group, by_code: dict[str, AccountRow], movers: Movers) -> list[AccountRow]:
    """Return what counts for a group of those who come or go."""
    found = [
        movers.part(member, group.subject, by_code[member.code])
        for member in group.moving
        if member.code in by_code
    ]
    return [row for row in found if row is not None]


def read_parts_of_sum(
    session: Session, membership: Membership, row: AccountRow, now_ms: int
) -> list[AccountRow]:
    """Return the rows of enterprises, or their parts, that a group's `row` is the sum of.

    `now_ms` is the end of the last hour that has passed [ms].
    """
    group = make_group(row.subject, membership.by_group().get(row.subject, []))
    subjects = [f"enterprise:{member.code}" for member in (*group.settled, *group.moving)]
    parts = read_parts_of(session, row, subjects)
    by_code = {part.subject.removeprefix("enterprise:"): part for part in parts}
    moving = _moving_parts(group, by_code, Movers(session, membership.catalogue, now_ms))
    return [by_code[m.code] for m in group.settled if m.code in by_code] + moving


def _count_silent(
    group: Group, own: Sequence[AccountRow], by_code: dict[str, AccountRow], now_ms: int
) -> int:
    """Return how many members had something in service in the rows' period and no row [1]."""
    row = own[0]
    span = (row.start_ms, period_end(Period(row.period), row.start_ms))

    def is_silent(member: Member, spans: Sequence[Span]) -> bool:
        service = (member.service_ms.get(row.indicator, OPEN_MS), OPEN_MS)
        return any(passed_hours(part, service, now_ms) > 0 for part in spans)

    serving = group.serving.get(row.indicator, ())
    silent = sum(is_silent(m, [span]) for m in serving if m.code not in by_code)
    if group.moving:
        present = {part.subject for part in own}
        away = [m for m in group.moving if f"enterprise:{m.code}" not in present]
        silent += sum(is_silent(m, m.spans_in(group.subject, span)) for m in away)
    return silent


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
