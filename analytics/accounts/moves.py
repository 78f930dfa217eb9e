"""Enterprises that change their region, sector or park: what of them counts for which group."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy.orm import Session

from analytics.accounts.facts import OPEN_MS, chain, read_facts
from analytics.accounts.figures import list_figures
from analytics.accounts.hours import service_span
from analytics.accounts.roll import Span, passed_hours
from analytics.accounts.rows import AccountRow, read_rows
from core.calendar import Period, period_end
from core.catalogue import Catalogue
from core.registry.dated import Stay, join_stays, read_attribute, read_parks
from core.vocabulary import AttributeName


class Member(NamedTuple):
    """An enterprise as part of sums; `service_ms` its first hour in service [ms] by indicator.

    `stays` say to which ``region:``, ``sector:`` and ``park:`` it belongs when.
    """

    code: str
    stays: tuple[Stay, ...]
    service_ms: dict[str, int]

    @property
    def groups(self) -> tuple[str, ...]:
        """Every group it ever belongs to, each once."""
        return tuple(dict.fromkeys(stay.value for stay in self.stays))

    def spans_in(self, group: str, span: Span) -> list[Span]:
        """Return when within `span` [ms] it belongs to a group [ms]."""
        return [
            (max(stay.start_ms, span[0]), min(stay.end_ms, span[1]))
            for stay in self.stays
            if stay.value == group and stay.start_ms < span[1] and stay.end_ms > span[0]
        ]

    def is_settled_in(self, group: str) -> bool:
        """Return whether it has always belonged to a group and always will."""
        return self.spans_in(group, (0, OPEN_MS)) == [(0, OPEN_MS)]


def read_stays(session: Session, parents: dict[str, str | None]) -> dict[str, tuple[Stay, ...]]:
    """Read to which groups each enterprise belongs when, up the tree of regions."""
    regions = read_attribute(session, AttributeName.REGION)
    sectors = read_attribute(session, AttributeName.SECTOR)
    parks = read_parks(session)
    return {
        code: join_stays(
            [
                *(
                    stay._replace(value=f"region:{region}")
                    for stay in regions[code]
                    for region in chain(parents, stay.value)
                ),
                *(stay._replace(value=f"sector:{stay.value}") for stay in sectors[code]),
                *(stay._replace(value=f"park:{stay.value}") for stay in parks.get(code, ())),
            ]
        )
        for code in regions
    }


@dataclass
class Movers:
    """The parts of enterprises' months and years that count for a group they joined or left."""

    session: Session
    catalogue: Catalogue
    now_ms: int
    _days: dict[tuple[str, Span], list[AccountRow]] = field(default_factory=dict)
    _service: dict[str, dict[str, Span]] = field(default_factory=dict)

    def part(self, member: Member, group: str, row: AccountRow) -> AccountRow | None:
        """Return what of an enterprise's row counts for a group, None for nothing.

        Days count for the group to which the enterprise belongs when they begin; a month or year
        in which it moved is made of its days.
        """
        whole = (row.start_ms, period_end(Period(row.period), row.start_ms))
        spans = member.spans_in(group, whole)
        if spans == [whole]:
            return row
        if row.period == Period.DAY:
            begins = any(start_ms == row.start_ms for start_ms, _ in spans)
            return row if begins else None
        days = [
            day
            for day in self._read_days(member.code, whole)
            if day.indicator == row.indicator
            and any(start <= day.start_ms < end for start, end in spans)
        ]
        service = self._read_service(member.code).get(row.indicator, (0, OPEN_MS))
        return fold_part(row, days, spans, service=service, now_ms=self.now_ms) if days else None

    def _read_days(self, code: str, span: Span) -> list[AccountRow]:
        if (code, span) not in self._days:
            self._days[code, span] = read_rows(
                self.session, f"enterprise:{code}", Period.DAY, start_ms=span[0], end_ms=span[1]
            )
        return self._days[code, span]

    def _read_service(self, code: str) -> dict[str, Span]:
        if code not in self._service:
            facts = read_facts(self.session, [code])[code]
            self._service[code] = {
                figure.indicator: service_span(figure, facts)
                for figure in list_figures(facts, self.catalogue, self.now_ms)
            }
        return self._service[code]


def fold_part(
    row: AccountRow,
    days: Sequence[AccountRow],
    spans: Sequence[Span],
    *,
    service: Span,
    now_ms: int,
) -> AccountRow:
    """Return what `days` of a month or year add up to.

    Parameters
    ----------
    row : AccountRow
        The whole month or year; what the sum is stored under.
    days : sequence of AccountRow
        The days that count, of one indicator.
    spans : sequence of (int, int)
        When the enterprise belonged to the group [ms].
    service : (int, int)
        When the indicator had something in service [ms].
    now_ms : int
        Until when hours have passed [ms].
    """
    measured = math.fsum(day.measured for day in days)
    estimated = math.fsum(day.estimated for day in days)
    total = sum(passed_hours(span, service, now_ms) for span in spans)
    covered = math.fsum(
        day.coverage
        * passed_hours((day.start_ms, period_end(Period.DAY, day.start_ms)), service, now_ms)
        for day in days
    )
    return row._replace(
        amount=measured + estimated,
        measured=measured,
        estimated=estimated,
        coverage=min(covered / total, 1.0) if total else 0.0,
    )


def group_members(members: Iterable[Member]) -> dict[str, list[Member]]:
    """Return the members that each group ever has, in the order given."""
    groups: dict[str, list[Member]] = defaultdict(list)
    for member in members:
        for group in member.groups:
            groups[group].append(member)
    return groups
