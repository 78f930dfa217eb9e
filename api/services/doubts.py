"""Doubts: the enterprises whose data cannot be trusted, and why.

The database puts them in order, so that a region of a thousand enterprises costs a few rows.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import (
    Float,
    FromClause,
    Integer,
    Select,
    String,
    Subquery,
    and_,
    column,
    false,
    func,
    literal,
    or_,
    select,
    values,
)
from sqlalchemy.orm import Session

from api.schemas.overview import DoubtItem
from api.scope import select_subtree
from api.services.books import count_quarantined
from api.services.gateways import read_last_arrivals
from api.services.orders import SUBJECT
from api.services.quotas import year_start_ms
from api.viewer import Viewer
from core.calendar import DAY_MS, Period, to_local
from core.registry.models import Enterprise, Region
from core.registry.results import Account, Finding, Verdict
from core.vocabulary import Indicator

RECENT_MS = 30 * DAY_MS
"""How far back findings count [ms]."""
UNDETERMINED = "undetermined"


def read_doubts(viewer: Viewer, session: Session, region: str, *, limit: int) -> list[DoubtItem]:
    """Return the enterprises of a region's subtree with any doubt, the worst first.

    Parameters
    ----------
    viewer : Viewer
        Who asks.
    session : Session
        The registry.
    region : str
        Code of the region.
    limit : int
        How many at most [1].
    """
    statement = _select(
        region,
        now_ms=viewer.now_ms(),
        floor=viewer.parts.settings.coverage_floor,
        quarantined=_as_table(count_quarantined(viewer)),
    )
    rows = session.execute(statement.limit(limit)).all()
    arrivals = read_last_arrivals(session, [row.enterprise for row in rows])
    return [DoubtItem(**row._mapping, last_arrival=arrivals.get(row.enterprise)) for row in rows]


def _select(
    region: str, *, now_ms: int, floor: float, quarantined: FromClause
) -> Select[*tuple[object, ...]]:
    """Return the query of all doubts [1], worst first; `floor` is the least coverage [1].

    Undetermined verdicts weigh most, then coverage, none known being the least.
    """
    year_ms = year_start_ms(to_local(now_ms).year)
    undetermined, findings = _count_undetermined(year_ms), _count_findings(now_ms - RECENT_MS)
    account = and_(
        Account.subject == SUBJECT,
        Account.indicator == Indicator.COAL_CALORIFIC,
        Account.period == Period.YEAR,
        Account.start_ms == year_ms,
        Account.version == 0,
    )
    counts = [func.coalesce(table.c.number, 0) for table in (undetermined, findings, quarantined)]
    return (
        select(
            Enterprise.code.label("enterprise"),
            Enterprise.name.label("name"),
            Enterprise.region_code.label("region"),
            Region.name.label("region_name"),
            Account.coverage.label("coverage"),
            counts[0].label("undetermined"),
            counts[1].label("findings"),
            counts[2].label("quarantined"),
        )
        .join(Region, Region.code == Enterprise.region_code)
        .outerjoin(Account, account)
        .outerjoin(undetermined, undetermined.c.subject == SUBJECT)
        .outerjoin(findings, findings.c.subject == SUBJECT)
        .outerjoin(quarantined, quarantined.c.enterprise == Enterprise.code)
        .where(
            Enterprise.region_code.in_(select_subtree(region)),
            or_(Account.coverage.is_(None), Account.coverage < floor, *(n > 0 for n in counts)),
        )
        .order_by(
            counts[0].desc(),
            func.coalesce(Account.coverage, literal(0.0, Float)),
            counts[2].desc(),
            counts[1].desc(),
            Enterprise.code,
        )
    )


def _count_undetermined(year_ms: int) -> Subquery:
    """Return the query of how many verdicts on a year, begun at `year_ms` [ms], are open."""
    return (
        select(Verdict.subject, func.count().label("number"))
        .where(
            Verdict.period == Period.YEAR,
            Verdict.start_ms == year_ms,
            Verdict.version == 0,
            Verdict.level == UNDETERMINED,
        )
        .group_by(Verdict.subject)
        .subquery("undetermined")
    )


def _count_findings(since_ms: int) -> Subquery:
    """Return the query of findings since then [ms], of everybody: that is read from the index."""
    return (
        select(Finding.subject, func.count().label("number"))
        .where(Finding.end_ms >= since_ms)
        .group_by(Finding.subject)
        .subquery("found")
    )


def _as_table(counts: Mapping[str, int]) -> FromClause:
    """Return numbers by enterprise [1] as something to join."""
    if not counts:
        nobody = select(literal("").label("enterprise"), literal(0).label("number"))
        return nobody.where(false()).subquery("quarantined")
    rows = values(column("enterprise", String), column("number", Integer), name="given")
    return rows.data(list(counts.items())).cte("quarantined")
