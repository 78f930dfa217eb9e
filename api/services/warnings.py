"""Early warning: schemes, grades, and regions whose approvals are held back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, literal, select, union_all
from sqlalchemy.orm import Session

from api.errors import ParameterError
from api.schemas.base import Page
from api.schemas.warnings import WarningLevelRow, WarningRow, WarningSchemeRow
from api.scope import select_subtree
from api.services.paging import PAGE, Listing, read_page
from api.services.subjects import check_subject, read_names
from api.viewer import Viewer
from core.calendar import Period, period_start
from core.catalogue.early_warning import WarningLevel, WarningScheme
from core.registry.models import Enterprise
from core.registry.results import Verdict

EARLY_WARNING = "early_warning"
APPROVAL = "approval"
HELD_BACK = "held_back"


def list_schemes(viewer: Viewer) -> list[WarningSchemeRow]:
    """Return every scheme with its levels."""
    return [_scheme(scheme) for scheme in viewer.context.catalogue.warning_schemes()]


def _scheme(scheme: WarningScheme) -> WarningSchemeRow:
    return WarningSchemeRow(
        scheme=scheme.code,
        title=scheme.title_zh,
        title_en=scheme.title_en,
        region=scheme.region_code,
        periods=[str(period) for period in scheme.periods],
        suspends_missed_year=scheme.suspends_missed_year,
        source=scheme.source,
        confidence=scheme.confidence,
        levels=[_level(name, level) for name, own in scheme.levels.items() for level in own],
    )


def _level(indicator: str, level: WarningLevel) -> WarningLevelRow:
    return WarningLevelRow(
        indicator=indicator,
        level=level.level,
        severity=level.severity,
        label=level.label_zh,
        label_en=level.label_en,
        colour=level.colour,
        measure=level.measure,
        above=level.above if level.measure else None,
        suspends=level.suspends,
        step=level.step_zh,
        step_en=level.step_en,
        source=level.source,
        confidence=level.confidence,
    )


def select_below(region: str) -> Select[str]:
    """Return the query of the subjects of a region, of all below it and of their enterprises."""
    tree = select_subtree(region)
    regions = select(literal("region:").concat(tree.subquery().c[0]))
    enterprises = select(literal("enterprise:").concat(Enterprise.code)).where(
        Enterprise.region_code.in_(tree)
    )
    both = union_all(regions, enterprises).subquery()
    return select(both.c[0])


def select_grades(
    *,
    period: Period,
    start_ms: int,
    region: str | None = None,
    subject: str | None = None,
    scheme: str | None = None,
) -> Select[Verdict]:
    """Return the query of the grades of one month or quarter that starts at `start_ms` [ms]."""
    statement = select(Verdict).where(
        Verdict.rule == EARLY_WARNING,
        Verdict.version == 0,
        Verdict.period == period,
        Verdict.start_ms == start_ms,
    )
    if subject is not None:
        statement = statement.where(Verdict.subject == check_subject(subject))
    if region is not None:
        statement = statement.where(Verdict.subject.in_(select_below(region)))
    if scheme is not None:
        statement = statement.where(Verdict.detail.startswith(f"{scheme}:", autoescape=True))
    return statement


def list_warnings(
    viewer: Viewer,
    *,
    period: Period,
    start_ms: int | None,
    region: str | None = None,
    subject: str | None = None,
    scheme: str | None = None,
    limit: int = PAGE,
    cursor: str | None = None,
) -> Page[WarningRow]:
    """Return the grades of the month or quarter that holds `start_ms` [ms], the worst first.

    Parameters
    ----------
    viewer : Viewer
        Who asks.
    period : Period
        Month or quarter.
    start_ms : int or None
        A time in it [ms]; None takes the running one.
    region : str or None
        Only of this region, of those below it and of their enterprises.
    subject, scheme : str or None
        Only of this subject, by this scheme.
    limit, cursor : int, str or None
        Rows at most [1], and where to go on.
    """
    at_ms = period_start(period, viewer.now_ms() if start_ms is None else start_ms)
    check_scheme(viewer, scheme)
    with viewer.read() as session:
        if region is not None:
            viewer.require_region(session, region)
        statement = select_grades(
            period=period, start_ms=at_ms, region=region, subject=subject, scheme=scheme
        )
        statement = statement.where(viewer.only_subjects(Verdict.subject))
        listing = Listing(
            "warnings", statement, (Verdict.severity, Verdict.id), (int, str), descending=True
        )
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        items = describe(session, [row[0] for row in rows])
    return Page(items=items, next=after)


def list_held_back(
    viewer: Viewer, region: str | None, at_ms: int | None, scheme: str | None = None
) -> list[WarningRow]:
    """Return the regions marked for 缓批限批 in the quarter that holds `at_ms` [ms]."""
    check_scheme(viewer, scheme)
    start_ms = period_start(Period.QUARTER, viewer.now_ms() if at_ms is None else at_ms)
    with viewer.read() as session:
        if region is not None:
            viewer.require_region(session, region)
        grades = select_grades(
            period=Period.QUARTER, start_ms=start_ms, region=region, scheme=scheme
        )
        own = viewer.only_subjects(Verdict.subject)
        statement = grades.where(Verdict.level == HELD_BACK, own)
        found = session.scalars(statement.order_by(Verdict.subject, Verdict.detail)).all()
        return describe(session, found)


def check_scheme(viewer: Viewer, scheme: str | None) -> None:
    """Refuse a scheme that the catalogue has not.

    Raises
    ------
    ParameterError
        There is no such scheme.
    """
    known = [row.code for row in viewer.context.catalogue.warning_schemes()]
    if scheme is not None and scheme not in known:
        raise ParameterError(
            f"scheme {scheme!r} is not in the catalogue",
            parameter="scheme",
            value=scheme,
            fix=f"use one of {', '.join(known)}",
        )


def describe(session: Session, verdicts: Sequence[Verdict]) -> list[WarningRow]:
    """Return grades as rows of an answer."""
    names = read_names(session, (verdict.subject for verdict in verdicts))
    return [_row(verdict, names.get(verdict.subject, "")) for verdict in verdicts]


def _row(verdict: Verdict, name: str) -> WarningRow:
    found: dict[str, Any] = verdict.evidence
    scheme, _, indicator = verdict.detail.partition(":")
    return WarningRow(
        verdict_id=verdict.id,
        subject=verdict.subject,
        subject_name=name,
        scheme=scheme,
        indicator=indicator,
        period=verdict.period,
        start=verdict.start_ms,
        level=verdict.level,
        severity=verdict.severity,
        label=found.get("label", ""),
        label_en=found.get("label_en", ""),
        colour=found.get("colour", ""),
        turn=found.get("turn", ""),
        label_before=found.get("label_before", ""),
        suspends=bool(found.get("suspends", verdict.level == HELD_BACK)),
        value=verdict.value,
        reference=verdict.reference,
        unit=verdict.unit,
        basis=verdict.basis,
        coverage=verdict.coverage,
        provisional=verdict.provisional,
        reason=verdict.reason,
        reason_en=verdict.reason_en,
    )
