"""Doubts: the enterprises whose data cannot be trusted, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.schemas.overview import DoubtItem
from api.services.books import read_books
from api.services.gateways import read_last_arrivals
from api.services.quotas import year_start_ms
from api.services.standings import Standing, Supervised
from api.services.subjects import enterprise_subject
from api.viewer import Viewer
from core.calendar import DAY_MS, Period, to_local
from core.registry.results import Account, Finding
from core.vocabulary import Indicator

RECENT_MS = 30 * DAY_MS
"""How far back findings count [ms]."""
UNDETERMINED = "undetermined"


def read_doubts(
    viewer: Viewer,
    session: Session,
    supervised: Mapping[str, Supervised],
    standings: Iterable[Standing],
) -> list[DoubtItem]:
    """Return the enterprises with any doubt: worst coverage first, then most quarantined."""
    now_ms = viewer.now_ms()
    subjects = [enterprise_subject(code) for code in supervised]
    coverage = _read_coverage(session, subjects, to_local(now_ms).year)
    findings = _count_findings(session, subjects, now_ms - RECENT_MS)
    undetermined = Counter(s.subject for s in standings if s.level == UNDETERMINED)
    quarantined: Counter[str] = Counter()
    for book in read_books(viewer):
        quarantined[book.enterprise] += book.quarantined
    arrivals = read_last_arrivals(session)
    floor = viewer.parts.settings.coverage_floor
    items = []
    for code, one in supervised.items():
        subject = enterprise_subject(code)
        item = DoubtItem(
            enterprise=code,
            name=one.name,
            region=one.region,
            region_name=one.region_name,
            coverage=coverage.get(subject),
            undetermined=undetermined[subject],
            findings=findings.get(subject, 0),
            quarantined=quarantined[code],
            last_arrival=arrivals.get(code),
        )
        if _doubtful(item, floor):
            items.append(item)
    return sorted(
        items,
        key=lambda i: (-i.undetermined, i.coverage or 0.0, -i.quarantined, -i.findings),
    )


def _doubtful(item: DoubtItem, floor: float) -> bool:
    return (
        item.coverage is None
        or item.coverage < floor
        or item.undetermined + item.findings + item.quarantined > 0
    )


def _read_coverage(session: Session, subjects: Sequence[str], year: int) -> dict[str, float]:
    statement = select(Account.subject, Account.coverage).where(
        Account.subject.in_(subjects),
        Account.indicator == Indicator.COAL_CALORIFIC,
        Account.period == Period.YEAR,
        Account.start_ms == year_start_ms(year),
        Account.version == 0,
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _count_findings(session: Session, subjects: Sequence[str], since_ms: int) -> dict[str, int]:
    statement = (
        select(Finding.subject, func.count())
        .where(Finding.subject.in_(subjects), Finding.end_ms >= since_ms)
        .group_by(Finding.subject)
    )
    return {row[0]: row[1] for row in session.execute(statement)}
