"""Branches of a region: the regions directly below it, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, and_, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.schemas.branches import BranchRow
from api.schemas.quotas import QuotaPosition
from api.schemas.regions import RegionRow
from api.schemas.warnings import WarningRow
from api.services.pace import OVER_PACE, sum_quotas
from api.services.paging import AnyRow
from api.services.quotas import read_positions
from api.services.regions import read_tree, rows_below
from api.services.standings import select_subjects, select_worst
from api.services.subjects import enterprise_subject, region_subject
from api.services.verdicts import BENCHMARK_CLASS, QUOTA_PACE
from api.services.warnings import APPROVAL, HELD_BACK, describe, select_grades
from api.viewer import Viewer
from core.calendar import Period, period_start, to_local
from core.registry.models import Enterprise
from core.registry.results import Alert
from core.vocabulary import QuotaKind

BELOW = "below_baseline"


def list_branches(viewer: Viewer, region: str) -> list[BranchRow]:
    """Return where the regions directly below `region` stand in the running year, by code.

    Raises
    ------
    MissingError
        There is no such region, or it is not the viewer's.
    """
    now_ms = viewer.now_ms()
    year = to_local(now_ms).year
    with viewer.read() as session:
        viewer.require_region(session, region)
        below = rows_below(read_tree(viewer, session), region)
        branches = [row for row in below[1:] if row.parent == region]
        of_region = _map_regions(below, region)
        counts = _count_levels(session, region, year, of_region)
        counts += _count_alerts(session, region, of_region)
        grades = _read_grades(session, branches, now_ms)
        quotas = _read_quotas(session, branches, year=year, now_ms=now_ms)
        return [
            _row(
                branch,
                quotas[branch.code],
                counts,
                grades.get(region_subject(branch.code), []),
            )
            for branch in branches
        ]


def _map_regions(below: Sequence[RegionRow], region: str) -> dict[str, str]:
    """Return the branch that each region of a subtree lies in; `below` is a tree in order."""
    found: dict[str, str] = {}
    for row in below[1:]:
        found[row.code] = row.code if row.parent == region else found[row.parent or ""]
    return found


def _count_levels(
    session: Session, region: str, year: int, of_region: Mapping[str, str]
) -> Counter[tuple[str, str]]:
    """Return how many enterprises of each branch are over pace, and below the baseline."""
    table = select_worst(select_subjects(region), year, (QUOTA_PACE, BENCHMARK_CLASS))
    worst = table.c
    statement = (
        select(Enterprise.region_code, worst.rule, func.count())
        .select_from(table)
        .join(Enterprise, Enterprise.code == _code_of(worst.subject))
        .where(
            and_(worst.rule == QUOTA_PACE, worst.level.in_(OVER_PACE))
            | and_(worst.rule == BENCHMARK_CLASS, worst.level == BELOW)
        )
        .group_by(Enterprise.region_code, worst.rule)
    )
    return _sum_branches(session.execute(statement).all(), of_region)


def _count_alerts(
    session: Session, region: str, of_region: Mapping[str, str]
) -> Counter[tuple[str, str]]:
    """Return how many alerts are open on the enterprises of each branch."""
    statement = (
        select(Enterprise.region_code, literal(""), func.count())
        .select_from(Alert)
        .join(Enterprise, Enterprise.code == _code_of(Alert.subject))
        .where(Alert.resolved_ms.is_(None), Alert.subject.in_(select_subjects(region)))
        .group_by(Enterprise.region_code)
    )
    return _sum_branches(session.execute(statement).all(), of_region)


def _code_of(subject: ColumnElement[str] | InstrumentedAttribute[str]) -> ColumnElement[str]:
    """Return the code of an enterprise that is a subject, by which the database can look it up."""
    return func.substr(subject, len(enterprise_subject("")) + 1)


def _sum_branches(rows: Iterable[AnyRow], of_region: Mapping[str, str]) -> Counter[tuple[str, str]]:
    """Add counts of regions up to the branches they lie in, by what is counted and branch."""
    found: Counter[tuple[str, str]] = Counter()
    for region, what, count in rows:
        if region in of_region:
            found[what, of_region[region]] += count
    return found


def _read_grades(
    session: Session, branches: Sequence[RegionRow], now_ms: int
) -> dict[str, list[WarningRow]]:
    """Return the grades of the running quarter by region, the worst first."""
    subjects = [region_subject(branch.code) for branch in branches]
    statement = select_grades(period=Period.QUARTER, start_ms=period_start(Period.QUARTER, now_ms))
    subject = statement.selected_columns.subject
    verdicts = session.scalars(statement.where(subject.in_(subjects))).all()
    found: dict[str, list[WarningRow]] = {}
    for row in sorted(describe(session, verdicts), key=lambda row: -row.severity):
        found.setdefault(row.subject, []).append(row)
    return found


def _read_quotas(
    session: Session, branches: Sequence[RegionRow], *, year: int, now_ms: int
) -> dict[str, QuotaPosition | None]:
    """Return each branch's own energy quota, or the sum of its enterprises'."""
    subjects = [region_subject(branch.code) for branch in branches]
    own = read_positions(session, subjects, year, QuotaKind.ENERGY)
    return {
        branch.code: own[subject][0]
        if own.get(subject)
        else sum_quotas(session, subject, select_subjects(branch.code), year=year, now_ms=now_ms)
        for branch, subject in zip(branches, subjects, strict=True)
    }


def _row(
    branch: RegionRow,
    quota: QuotaPosition | None,
    counts: Mapping[tuple[str, str], int],
    grades: Sequence[WarningRow],
) -> BranchRow:
    graded = [row for row in grades if row.label and not row.indicator.endswith(APPROVAL)]
    return BranchRow(
        region=branch.code,
        name=branch.name,
        enterprises=branch.enterprises,
        quota=quota,
        over_pace=counts.get((QUOTA_PACE, branch.code), 0),
        below_baseline=counts.get((BENCHMARK_CLASS, branch.code), 0),
        alerts=counts.get(("", branch.code), 0),
        warning=graded[0] if graded else None,
        held_back=any(row.level == HELD_BACK for row in grades),
    )
