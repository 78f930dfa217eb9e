"""Doubts: the enterprises whose data cannot be trusted, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.schemas.overview import DoubtItem
from api.services.books import read_books
from api.services.gateways import read_last_arrivals
from api.services.quotas import Subjects, year_start_ms
from api.services.standings import Standing, Supervised
from api.services.subjects import enterprise_subject
from api.viewer import Viewer
from core.calendar import DAY_MS, Period, to_local
from core.registry.results import Account, Finding
from core.vocabulary import Indicator

RECENT_MS = 30 * DAY_MS
"""How far back findings count [ms]."""
UNDETERMINED = "undetermined"


class Doubt(NamedTuple):
    """What is doubtful about an enterprise: counts [1], coverage 0 … 1 [1], and its names."""

    undetermined: int
    coverage: float | None
    quarantined: int
    findings: int
    one: Supervised

    def is_real(self, floor: float) -> bool:
        """Tell whether anything is wrong; `floor` is the least coverage [1]."""
        if self.coverage is None or self.coverage < floor:
            return True
        return self.undetermined + self.findings + self.quarantined > 0

    def rank(self) -> tuple[float, ...]:
        """Return what sorts the worst to the front."""
        return (-self.undetermined, self.coverage or 0.0, -self.quarantined, -self.findings)

    def item(self, arrival_ms: int | None) -> DoubtItem:
        """Return the row of an answer; the last message came at `arrival_ms` [ms]."""
        return DoubtItem(
            enterprise=self.one.code,
            name=self.one.name,
            region=self.one.region,
            region_name=self.one.region_name,
            coverage=self.coverage,
            undetermined=self.undetermined,
            findings=self.findings,
            quarantined=self.quarantined,
            last_arrival=arrival_ms,
        )


@dataclass(frozen=True)
class Scope:
    """Enterprises that are looked at: the query of their subjects, and their names by code."""

    subjects: Subjects
    supervised: Mapping[str, Supervised]


def read_doubts(
    viewer: Viewer,
    session: Session,
    scope: Scope,
    standings: Iterable[Standing],
    *,
    limit: int,
) -> list[DoubtItem]:
    """Return the enterprises with any doubt, at most `limit` [1], the worst first."""
    now_ms = viewer.now_ms()
    coverage = _read_coverage(session, scope.subjects, to_local(now_ms).year)
    findings = _count_findings(session, now_ms - RECENT_MS)
    undetermined = Counter(s.subject for s in standings if s.level == UNDETERMINED)
    quarantined: Counter[str] = Counter()
    for book in read_books(viewer):
        quarantined[book.enterprise] += book.quarantined
    arrivals = read_last_arrivals(session)
    floor = viewer.parts.settings.coverage_floor
    doubts = [
        Doubt(
            undetermined[subject],
            coverage.get(subject),
            quarantined[one.code],
            findings.get(subject, 0),
            one,
        )
        for one in scope.supervised.values()
        if (subject := enterprise_subject(one.code))
    ]
    real = sorted((d for d in doubts if d.is_real(floor)), key=Doubt.rank)
    return [doubt.item(arrivals.get(doubt.one.code)) for doubt in real[:limit]]


def _read_coverage(session: Session, subjects: Subjects, year: int) -> dict[str, float]:
    statement = select(Account.subject, Account.coverage).where(
        Account.subject.in_(subjects),
        Account.indicator == Indicator.COAL_CALORIFIC,
        Account.period == Period.YEAR,
        Account.start_ms == year_start_ms(year),
        Account.version == 0,
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _count_findings(session: Session, since_ms: int) -> dict[str, int]:
    """Count what was found of late, of everybody: that is read from the index alone."""
    statement = (
        select(Finding.subject, func.count())
        .where(Finding.end_ms >= since_ms)
        .group_by(Finding.subject)
    )
    return {row[0]: row[1] for row in session.execute(statement)}
