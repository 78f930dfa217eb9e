"""Certificates in use and listed projects of a region, as the registry holds them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.accounts.parts import FEEDSTOCK
from analytics.accounts.rows import TABLE
from analytics.assessment.certificates import (
    MonthUse,
    Overuse,
    Use,
    allow_once,
    count_uses,
    find_overuse,
)
from analytics.assessment.net import Project
from analytics.regional.source import ENERGY, RegionSource
from analytics.regional.stated import Span
from core.calendar import Period, period_starts
from core.registry.assessment import Certificate, CertificateUse, ListedProject
from core.vocabulary import Basis

ELECTRICITY = "carrier:electricity"
USES = (
    select(
        CertificateUse.certificate_code,
        CertificateUse.subject,
        CertificateUse.month_ms,
        CertificateUse.mwh,
        Certificate.origin,
    )
    .join(Certificate, Certificate.code == CertificateUse.certificate_code)
    .order_by(CertificateUse.certificate_code, CertificateUse.month_ms)
)


def read_uses(session: Session, subjects: Sequence[str], span: Span) -> list[Use]:
    """Read the certificates used for months of `span` [ms] by `subjects`, each at most once."""
    own = _select_uses(session, subjects, span)
    over = {one.certificate for one in _find_overuse(session, own)}
    if not over:
        return own
    codes = sorted({use.certificate for use in own})
    allowed = allow_once(_read_all_uses(session, codes), _read_mwh(session, codes))
    mwh = {(use.certificate, use.subject, use.month_ms): use.mwh for use in allowed}
    return [use._replace(mwh=mwh[use[:3]]) for use in own]


def read_overuse(session: Session, subjects: Sequence[str], span: Span) -> list[Overuse]:
    """Return the certificates of which more is used than they stand for, of those in `span` [ms].

    Whoever else uses them, in whatever month, counts too.
    """
    return _find_overuse(session, _select_uses(session, subjects, span))


def _select_uses(session: Session, subjects: Sequence[str], span: Span) -> list[Use]:
    rows = session.execute(
        USES.where(
            CertificateUse.subject.in_(subjects),
            CertificateUse.month_ms >= span[0],
            CertificateUse.month_ms < span[1],
        )
    )
    return [Use._make(row) for row in rows]


def _find_overuse(session: Session, uses: Sequence[Use]) -> list[Overuse]:
    codes = sorted({use.certificate for use in uses})
    if not codes:
        return []
    return find_overuse(_read_all_uses(session, codes), _read_mwh(session, codes))


def _read_all_uses(session: Session, codes: Sequence[str]) -> list[Use]:
    rows = session.execute(USES.where(CertificateUse.certificate_code.in_(codes)))
    return [Use._make(row) for row in rows]


def _read_mwh(session: Session, codes: Sequence[str]) -> dict[str, float]:
    rows = session.execute(
        select(Certificate.code, Certificate.mwh).where(Certificate.code.in_(codes))
    )
    return {row[0]: row[1] for row in rows}


def read_metered(session: Session, keys: Iterable[tuple[str, int]]) -> dict[tuple[str, int], float]:
    """Read the electricity of subjects in months that start at the times given [ms], in kWh."""
    wanted = set(keys)
    if not wanted:
        return {}
    rows = session.execute(
        select(TABLE.c.subject, TABLE.c.start_ms, TABLE.c.amount).where(
            TABLE.c.subject.in_(sorted({key[0] for key in wanted})),
            TABLE.c.start_ms.in_(sorted({key[1] for key in wanted})),
            TABLE.c.indicator == ELECTRICITY,
            TABLE.c.period == Period.MONTH.value,
            TABLE.c.version == 0,
        )
    )
    return {(row[0], row[1]): row[2] for row in rows}


def count_certified(
    session: Session, subjects: Sequence[str], span: Span, province: str
) -> list[MonthUse]:
    """Return what certificates count for `subjects` in the months of `span` [ms]."""
    uses = read_uses(session, subjects, span)
    metered = read_metered(session, [(use.subject, use.month_ms) for use in uses])
    return count_uses(uses, metered, province)


@dataclass(frozen=True)
class ProjectRow:
    """A listed project as read; valid in ``[valid_from_ms, valid_to_ms)`` [ms]."""

    code: str
    name: str
    enterprise: str | None
    line: str | None
    state_share: float
    span: Span
    source: str


def read_projects(session: Session, regions: Sequence[str], span: Span) -> list[ProjectRow]:
    """Read the projects in `regions` that are listed in some of `span` [ms]."""
    rows = session.scalars(
        select(ListedProject)
        .where(ListedProject.region_code.in_(regions), ListedProject.valid_from_ms < span[1])
        .order_by(ListedProject.code)
    )
    return [
        ProjectRow(
            row.code,
            row.name,
            row.enterprise_code,
            row.line_code,
            row.state_share,
            (max(row.valid_from_ms, span[0]), min(row.valid_to_ms or span[1], span[1])),
            row.source,
        )
        for row in rows
        if row.valid_to_ms is None or row.valid_to_ms > span[0]
    ]


def state_projects(
    source: RegionSource, regions: Sequence[str], basis: Basis, span: Span
) -> tuple[Project, ...]:
    """Return the listed projects with their energy [tce] in `span` [ms]."""
    rows = read_projects(source.session, regions, span)
    return tuple(_state_project(source, row, basis, span) for row in rows)


def _state_project(source: RegionSource, row: ProjectRow, basis: Basis, span: Span) -> Project:
    energy, feedstock = 0.0, 0.0
    where = f"project_energy:{row.code}"
    if row.enterprise is not None:
        subject = f"enterprise:{row.enterprise}"
        if row.line is not None:
            subject = f"line:{row.enterprise}/{row.line}"
        energy = _sum_months(source.session, subject, ENERGY[basis], row.span)
        feedstock = _sum_months(source.session, subject, FEEDSTOCK[basis][0], row.span)
        where = f"{subject} {ENERGY[basis]}"
    stated = source.stated(f"project_energy:{row.code}", span, "tce")
    if stated is not None and row.enterprise is None:
        energy, where = stated.value, stated.source
    own = {
        name: source.stated(f"project_{name}:{row.code}", span, "tce")
        for name in ("feedstock", "non_fossil")
    }
    return Project(
        row.code,
        energy,
        row.state_share,
        f"{row.source}; {where}",
        own["feedstock"].value if own["feedstock"] else feedstock,
        own["non_fossil"].value if own["non_fossil"] else 0.0,
    )


def _sum_months(session: Session, subject: str, indicator: str, span: Span) -> float:
    """Return an account over the whole months of `span` [ms] in its unit."""
    starts = [m for m in period_starts(Period.MONTH, *span) if m >= span[0]]
    rows = session.execute(
        select(TABLE.c.amount).where(
            TABLE.c.subject == subject,
            TABLE.c.indicator == indicator,
            TABLE.c.period == Period.MONTH.value,
            TABLE.c.start_ms.in_(starts),
            TABLE.c.version == 0,
        )
    )
    return math.fsum(row[0] for row in rows)
