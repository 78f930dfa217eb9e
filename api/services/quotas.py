"""Quotas: rows, where each stands, and the curve over the year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeAlias

from sqlalchemy import BigInteger, Select, cast, select
from sqlalchemy.orm import Session

from api.errors import MissingError
from api.schemas.base import Page
from api.schemas.quotas import QuotaPosition, QuotaRow
from api.services.paging import PAGE, Listing, read_page
from api.services.subjects import check_subject
from api.services.verdicts import QUOTA_PACE
from api.viewer import Viewer
from core.calendar import Period, local_midnight_ms, to_local
from core.registry.models import Quota, QuotaMonth
from core.registry.results import Account, Verdict
from core.units import conversion_factor
from core.vocabulary import Basis, Indicator, QuotaKind

INDICATOR_OF: dict[tuple[str, str], str] = {
    (QuotaKind.ENERGY, Basis.CALORIFIC): Indicator.COAL_CALORIFIC,
    (QuotaKind.ENERGY, Basis.PRIMARY): Indicator.COAL_PRIMARY,
    (QuotaKind.CARBON, Basis.NONE): Indicator.CO2,
}
"""Indicator whose account a quota of (kind, basis) limits."""


Subjects: TypeAlias = Sequence[str] | Select[str]
"""Subjects by name, or the query that gives them."""


class Held(NamedTuple):
    """A quota: `amount` in `unit` per year."""

    holder: str
    kind: str
    basis: str
    amount: float
    unit: str


class Judged(NamedTuple):
    """What a verdict says of a quota; coverage 0 … 1 [1], figures in the quota's unit."""

    subject: str
    detail: str
    basis: str
    id: str
    level: str
    severity: int
    coverage: float
    reason: str
    reason_en: str
    used: float | None
    plan_to_date: float | None
    projection: float | None
    projection_low: float | None
    projection_high: float | None
    exceed_ms: int | None
    quota: float | None


class Figures(NamedTuple):
    """Where a quota stands, field by field as `QuotaPosition`; cheap, for many at once."""

    holder: str
    kind: str
    basis: str
    unit: str
    year: int
    quota: float
    used: float
    plan_to_date: float | None
    projection: float | None
    projection_low: float | None
    projection_high: float | None
    exceed_on: date | None
    level: str | None
    severity: int
    coverage: float
    verdict_id: str | None
    reason: str
    reason_en: str
    holders: int

    def position(self) -> QuotaPosition:
        """Return the same as a row of an answer."""
        return QuotaPosition(**self._asdict())


QUOTA_COLUMNS = tuple(getattr(Quota, name) for name in Held._fields)
SAID = ("used", "plan_to_date", "projection", "projection_low", "projection_high")
"""Figures in the evidence of a verdict on a quota."""
JUDGED_COLUMNS = (
    *(getattr(Verdict, name) for name in Judged._fields[:9]),
    *(Verdict.evidence[name].as_float() for name in SAID),
    cast(Verdict.evidence["exceed_ms"].as_string(), BigInteger),
    Verdict.evidence["quota"].as_float(),
)


@dataclass(frozen=True)
class Holding:
    """A quota with its monthly plan, as read.

    Attributes
    ----------
    quota : Quota
        The row.
    months : sequence of float
        Plan of the months 1 … 12 [quota's unit]; empty without a plan.
    """

    quota: Quota
    months: Sequence[float]


def year_start_ms(year: int) -> int:
    """Return the start of a Shanghai year [ms since the epoch, UTC]."""
    return local_midnight_ms(date(year, 1, 1))


def list_quotas(
    viewer: Viewer,
    *,
    holder: str | None = None,
    year: int | None = None,
    limit: int = PAGE,
    cursor: str | None = None,
) -> Page[QuotaRow]:
    """Return quotas by holder and year, at most `limit` [1].

    Raises
    ------
    ParameterError
        The holder is no subject, or the cursor is not one this list gave.
    """
    statement = select(Quota).where(viewer.only_subjects(Quota.holder))
    if holder is not None:
        statement = statement.where(Quota.holder == check_subject(holder))
    if year is not None:
        statement = statement.where(Quota.year == year)
    keys = (Quota.holder, Quota.year, Quota.id)
    with viewer.read() as session:
        listing = Listing("quotas", statement, keys, (str, int, int))
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        holdings = _with_months(session, [row[0] for row in rows])
    return Page(items=[_row(holding) for holding in holdings], next=after)


def read_quota(viewer: Viewer, number: int) -> QuotaRow:
    """Return quota `number` [1] with its monthly plan.

    Raises
    ------
    MissingError
        There is no such quota, or it is not the viewer's.
    """
    with viewer.read() as session:
        quota = session.get(Quota, number)
        if quota is None or not viewer.sees_subject(session, quota.holder):
            raise MissingError(
                f"quota {number} is not in the registry",
                parameter="quota",
                value=number,
                fix="`GET /api/v1/quotas` lists those that are",
            )
        [holding] = _with_months(session, [quota])
        return _row(holding)


def _row(holding: Holding) -> QuotaRow:
    quota = holding.quota
    return QuotaRow(
        id=quota.id,
        holder=quota.holder,
        year=quota.year,
        kind=quota.kind,
        basis=quota.basis,
        amount=quota.amount,
        unit=quota.unit,
        months=list(holding.months),
        source=quota.source,
    )


def _with_months(session: Session, quotas: Sequence[Quota]) -> list[Holding]:
    months: dict[int, dict[int, float]] = defaultdict(dict)
    wanted = select(QuotaMonth.quota_id, QuotaMonth.month, QuotaMonth.amount)
    if quotas:
        wanted = wanted.where(QuotaMonth.quota_id.in_([quota.id for quota in quotas]))
        for quota_id, month, amount in session.execute(wanted):
            months[quota_id][month] = amount
    return [
        Holding(quota, [months[quota.id].get(m, 0.0) for m in range(1, 13)])
        if months.get(quota.id)
        else Holding(quota, ())
        for quota in quotas
    ]


def read_positions(
    session: Session, holders: Subjects, year: int, kind: str | None = None
) -> dict[str, list[QuotaPosition]]:
    """Return where the quotas of `holders` of a year stand; holders without one are absent."""
    found = read_figures(session, holders, year, kind)
    return {holder: [figures.position() for figures in held] for holder, held in found.items()}


def read_figures(
    session: Session, holders: Subjects, year: int, kind: str | None = None
) -> dict[str, list[Figures]]:
    """Return the same as `read_positions`, as tuples."""
    wanted = select(*QUOTA_COLUMNS).where(Quota.year == year, Quota.holder.in_(holders))
    if kind is not None:
        wanted = wanted.where(Quota.kind == kind)
    ordered = wanted.order_by(Quota.holder, Quota.kind, Quota.basis)
    quotas = [Held(*row) for row in session.execute(ordered)]
    judged = _read_judged(session, holders, year)
    unjudged = [q.holder for q in quotas if (q.holder, q.kind, q.basis) not in judged]
    used = _read_used(session, unjudged, year) if unjudged else {}
    found: dict[str, list[Figures]] = defaultdict(list)
    for quota in quotas:
        verdict = judged.get((quota.holder, quota.kind, quota.basis))
        indicator = INDICATOR_OF.get((quota.kind, quota.basis), "")
        account = used.get((quota.holder, indicator), (0.0, quota.unit, 0.0))
        found[quota.holder].append(_figures(year, quota, verdict, account))
    return found


def _read_judged(
    session: Session, holders: Subjects, year: int
) -> dict[tuple[str, str, str], Judged]:
    """Return the verdicts on quotas of a year by (holder, kind, basis)."""
    statement = select(*JUDGED_COLUMNS).where(
        Verdict.subject.in_(holders),
        Verdict.rule == QUOTA_PACE,
        Verdict.version == 0,
        Verdict.period == Period.YEAR,
        Verdict.start_ms == year_start_ms(year),
    )
    found = (Judged(*row) for row in session.execute(statement))
    return {(v.subject, v.detail.partition(":")[0], v.basis): v for v in found}


def _read_used(
    session: Session, holders: Sequence[str], year: int
) -> dict[tuple[str, str], tuple[float, str, float]]:
    """Return amount, its unit and coverage [1] of a year's accounts by (subject, indicator)."""
    statement = select(
        Account.subject, Account.indicator, Account.amount, Account.unit, Account.coverage
    ).where(
        Account.subject.in_(holders),
        Account.indicator.in_(set(INDICATOR_OF.values())),
        Account.period == Period.YEAR,
        Account.start_ms == year_start_ms(year),
        Account.version == 0,
    )
    return {(row[0], row[1]): (row[2], row[3], row[4]) for row in session.execute(statement)}


def _figures(
    year: int, quota: Held, verdict: Judged | None, account: tuple[float, str, float]
) -> Figures:
    amount, unit, coverage = account
    stands = quota.amount if verdict is None or verdict.quota is None else verdict.quota
    whose = (quota.holder, quota.kind, quota.basis, quota.unit, year, stands)
    used = amount * conversion_factor(unit, quota.unit) if amount else 0.0
    if verdict is None:
        return Figures(
            *whose, used, None, None, None, None, None, None, 0, coverage, None, "", "", 1
        )
    return Figures(
        *whose,
        used if verdict.used is None else verdict.used,
        verdict.plan_to_date,
        verdict.projection,
        verdict.projection_low,
        verdict.projection_high,
        None if verdict.exceed_ms is None else to_local(verdict.exceed_ms).date(),
        verdict.level,
        verdict.severity,
        verdict.coverage,
        verdict.id,
        verdict.reason,
        verdict.reason_en,
        1,
    )
