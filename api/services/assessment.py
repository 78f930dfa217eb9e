"""Regional accounts, target boards and carbon, worked out by the functions of the jobs."""

from __future__ import annotations

from sqlalchemy.orm import Session

from analytics.accounts.facts import read_facts
from analytics.accounts.sums import read_membership
from analytics.assessment.board import BoardLine, list_board
from analytics.assessment.carbon import Emission
from analytics.assessment.emissions import read_carbon
from analytics.assessment.ledger import count_certified
from analytics.regional.job import find_base_year
from analytics.regional.rule import Balance
from analytics.regional.source import RegionSource, read_lines, year_span
from analytics.regional.stated import Span, Stated
from analytics.regional.statement import Statement, read_statement
from api.schemas.assessment import (
    CarbonAccount,
    CertifiedMonth,
    EmissionRow,
    RegionAccount,
    RegionFigure,
    TargetRow,
)
from api.services.subjects import code_of
from api.viewer import Viewer
from core.calendar import to_local
from core.vocabulary import Basis


def read_region_account(
    viewer: Viewer, region: str, *, year: int | None, basis: str
) -> RegionAccount:
    """Return a region's account of a year [calendar year]; None: the running one.

    Raises
    ------
    MissingError
        There is no such region.
    """
    at = to_local(viewer.now_ms()).year if year is None else year
    with viewer.read() as session:
        viewer.require_region(session, region)
        source = _source(viewer, session, region)
        base_year = find_base_year(viewer.parts.catalogue, at)
        statement = read_statement(source, at, base_year, Basis(basis))
    return RegionAccount(
        region=region,
        year=at,
        basis=basis,
        base_year=base_year,
        level=statement.energy.level,
        coverage=statement.energy.coverage,
        figures=_figures(statement),
    )


def _source(viewer: Viewer, session: Session, region: str) -> RegionSource:
    lines = read_lines(session, [f"region:{region}"])
    return RegionSource(session, region, viewer.parts.catalogue, lines)


def _figures(statement: Statement) -> list[RegionFigure]:
    found = _balance("", statement.energy) + _balance("co2_", statement.carbon)
    for name, intensity in statement.intensities.items():
        source = intensity.denominator.source
        found.append(_figure(name, intensity.value, intensity.unit, source))
    found += [_figure(s.name, s.value, "1", s.source) for s in statement.shares]
    found += [
        RegionFigure(name=name, value=None, unit="", source="", refused=text)
        for name, text in statement.refused.items()
    ]
    return found


def _balance(prefix: str, balance: Balance) -> list[RegionFigure]:
    unit = balance.unit
    own = "Σ 监管企业 (Σ enterprises)"
    return [
        _figure(f"{prefix}metered", balance.metered, unit, own),
        _stated(f"{prefix}unmetered", unit, balance.unmetered),
        _figure(f"{prefix}total", balance.total, unit, own if not balance.unmetered else ""),
        _stated(f"{prefix}official", unit, balance.official),
        _figure(f"{prefix}difference", balance.difference, unit, ""),
        _figure(f"{prefix}share_metered", balance.share_metered, "1", ""),
    ]


def _figure(name: str, value: float | None, unit: str, source: str) -> RegionFigure:
    return RegionFigure(name=name, value=value, unit=unit, source=source, refused="")


def _stated(name: str, unit: str, stated: Stated | None) -> RegionFigure:
    if stated is None:
        return _figure(name, None, unit, "")
    refused = "" if stated.is_whole else f"只到 {to_local(stated.span[1]).date()} (up to then only)"
    return RegionFigure(
        name=name, value=stated.value, unit=unit, source=stated.source, refused=refused
    )


def list_targets(viewer: Viewer, region: str, *, year: int | None) -> list[TargetRow]:
    """Return the target board of a region in a year [calendar year]; None: the running one.

    Raises
    ------
    MissingError
        There is no such region.
    """
    at = to_local(viewer.now_ms()).year if year is None else year
    with viewer.read() as session:
        viewer.require_region(session, region)
        source = _source(viewer, session, region)
        board = list_board(source, at, find_base_year(viewer.parts.catalogue, at))
    return [_target(line) for line in board]


def _target(line: BoardLine) -> TargetRow:
    goal, actual = line.goal, line.actual
    return TargetRow(
        indicator=goal.indicator,
        kind=goal.kind,
        target=goal.value,
        target_unit=goal.unit,
        due=line.due,
        actual=actual.value if actual is not None else None,
        distance=line.distance,
        unit=line.unit,
        level=line.level,
        note=line.note,
        source=goal.source,
        confidence=goal.confidence,
        actual_source=actual.source if actual is not None else "",
    )


def read_carbon_account(viewer: Viewer, subject: str, *, year: int | None) -> CarbonAccount:
    """Return the carbon of an enterprise or region in a year [calendar year].

    Raises
    ------
    MissingError
        There is no such enterprise or region.
    """
    at = to_local(viewer.now_ms()).year if year is None else year
    span = year_span(at)
    with viewer.read() as session:
        members, province = _members(viewer, session, subject, span)
        carbon = read_carbon(
            session,
            viewer.parts.catalogue,
            subject,
            members=members,
            province=province,
            span=span,
        )
        certified = count_certified(session, members, span, province)
    return CarbonAccount(
        subject=subject,
        year=at,
        scope1=carbon.scope1,
        scope2_gross=carbon.scope2_gross,
        scope2=carbon.scope2,
        total=carbon.total,
        fuels=[_emission(line) for line in carbon.fuels],
        processes=[_emission(line) for line in carbon.processes],
        power=[_emission(line) for line in carbon.power],
        certified=[_emission(line) for line in carbon.certified],
        certificates=[
            CertifiedMonth(
                subject=month.subject,
                month=to_local(month.month_ms),
                metered=month.metered,
                claimed=month.claimed,
                counted=month.counted,
                surplus=month.surplus,
            )
            for month in certified
        ],
    )


def _members(viewer: Viewer, session: Session, subject: str, span: Span) -> tuple[list[str], str]:
    """Return the enterprises a subject is the sum of, and the region whose grid factor counts."""
    code = code_of(subject)
    if subject.startswith("enterprise:"):
        viewer.require_enterprise(session, code)
        return [subject], read_facts(session, [code])[code].region_code
    viewer.require_region(session, code)
    groups = read_membership(session, viewer.parts.catalogue).by_group(span)
    return [f"enterprise:{member.code}" for member in groups.get(subject, [])], code


def _emission(line: Emission) -> EmissionRow:
    return EmissionRow(
        name=line.name,
        amount=line.amount,
        activity=line.activity,
        unit=line.unit or "tCO2",
        factor=line.factor,
        source=line.source,
        confidence=line.confidence,
    )
