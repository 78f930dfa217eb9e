"""Carbon of a subject and span, read from accounts, entries and the ledger of certificates."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from analytics.accounts.parts import SCOPE_1, SCOPE_2
from analytics.accounts.rows import AccountRow, read_rows
from analytics.assessment.carbon import Carbon, Emission, certified_emission
from analytics.assessment.ledger import count_certified
from analytics.regional.stated import EntryLine, Span, newest_lines, state_all
from core.calendar import Period, format_time
from core.catalogue import Catalogue
from core.registry.assessment import CertificateUse
from core.registry.models import Entry

PROCESS = "process:"
"""Item of an entered activity of a process: ``process:clinker`` [t]."""
BATCH = 500
"""Subjects asked for in one statement [1]."""


def read_carbon(
    session: Session,
    catalogue: Catalogue,
    subject: str,
    *,
    members: Sequence[str],
    province: str,
    span: Span,
) -> Carbon:
    """Read the emissions of a subject in a year `span` [ms].

    Parameters
    ----------
    members : sequence of str
        Subjects of the enterprises that it is the sum of; itself, of an enterprise.
    province : str
        Region whose grid factor counts.

    Raises
    ------
    UnitError
        An activity is entered in no unit of mass.
    CatalogueError
        A process has no factor.
    """
    rows = read_rows(session, subject, Period.YEAR, start_ms=span[0], end_ms=span[0] + 1)
    return Carbon(
        tuple(_lines(rows, SCOPE_1)),
        tuple(_processes(session, catalogue, members, span)),
        tuple(_lines(rows, SCOPE_2)),
        tuple(_certified(session, catalogue, members, province=province, span=span)),
    )


def _lines(rows: Sequence[AccountRow], scope: str) -> Iterator[Emission]:
    for row in rows:
        kind, _, carrier = row.indicator.partition(":")
        if kind == scope:
            yield Emission(carrier, row.amount, f"account {row.indicator}")


def _processes(
    session: Session, catalogue: Catalogue, members: Sequence[str], span: Span
) -> Iterator[Emission]:
    """Yield the emissions of each process: activity × factor, over all members."""
    lines = read_activities(session, members, span)
    for item in sorted({line.item for line in lines}):
        factor = catalogue.process_factor(item.removeprefix(PROCESS))
        unit = factor.unit.partition("/")[2]
        parts = [
            state_all([line for line in lines if line.subject == subject], item, span, unit)
            for subject in sorted({line.subject for line in lines if line.item == item})
        ]
        known = [part for part in parts if part is not None]
        activity = math.fsum(part.value for part in known)
        source = "; ".join([factor.source, *(part.source for part in known[:3])])
        yield Emission(
            factor.code,
            activity * factor.value,
            source,
            factor.confidence,
            activity,
            unit,
            factor.value,
        )


def is_anything_entered(session: Session, span: Span) -> bool:
    """Tell whether anybody uses certificates or enters processes in `span` [ms]; once a session."""
    key = ("carbon_entered", span)
    if key not in session.info:
        used = exists().where(CertificateUse.month_ms >= span[0], CertificateUse.month_ms < span[1])
        entered = exists().where(
            Entry.item.startswith(PROCESS, autoescape=True),
            Entry.start_ms >= span[0],
            Entry.end_ms <= span[1],
        )
        session.info[key] = bool(session.scalar(select(or_(used, entered))))
    return bool(session.info[key])


def read_activities(session: Session, subjects: Sequence[str], span: Span) -> list[EntryLine]:
    """Read the activities of processes that `subjects` entered for times in `span` [ms]."""
    columns = tuple(getattr(Entry, name) for name in EntryLine._fields)
    found: list[EntryLine] = []
    for at in range(0, len(subjects), BATCH):
        rows = session.execute(
            select(*columns).where(
                Entry.subject.in_(subjects[at : at + BATCH]),
                Entry.item.startswith(PROCESS, autoescape=True),
                Entry.start_ms >= span[0],
                Entry.end_ms <= span[1],
            )
        )
        found += [EntryLine._make(row) for row in rows]
    return newest_lines(found)


def _certified(
    session: Session, catalogue: Catalogue, members: Sequence[str], *, province: str, span: Span
) -> Iterator[Emission]:
    """Yield what certificates take off scope 2, month by month, at the factor of the data year."""
    by_month: dict[int, list[float]] = {}
    for use in count_certified(session, members, span, province):
        by_month.setdefault(use.month_ms, []).append(use.counted)
    for month_ms, counted in sorted(by_month.items()):
        factor = catalogue.co2_factor("electricity", province, month_ms)
        yield certified_emission(
            format_time(month_ms)[:7], math.fsum(counted), factor.value, factor.source
        )


def carbon_evidence(carbon: Carbon) -> dict[str, object]:
    """Return emissions as evidence [tCO2]."""
    return {
        "scope1": carbon.scope1,
        "fuels": [line.evidence() for line in carbon.fuels],
        "processes": [line.evidence() for line in carbon.processes],
        "scope2_gross": carbon.scope2_gross,
        "power": [line.evidence() for line in carbon.power],
        "certified": [line.evidence() for line in carbon.certified],
        "scope2": carbon.scope2,
        "total": carbon.total,
    }
