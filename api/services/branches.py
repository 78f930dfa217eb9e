"""Branches of a region: the regions directly below it, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.schemas.branches import BranchRow
from api.schemas.quotas import QuotaPosition
from api.schemas.regions import RegionRow
from api.schemas.warnings import WarningRow
from api.services.pace import OVER_PACE, sum_quotas
from api.services.quotas import read_positions
from api.services.regions import read_tree, rows_below
from api.services.standings import (
    Standing,
    read_standings,
    read_supervised,
    select_subjects,
    worst_by_rule,
)
from api.services.subjects import region_subject
from api.services.verdicts import BENCHMARK_CLASS, QUOTA_PACE
from api.services.warnings import APPROVAL, HELD_BACK, describe, select_grades
from api.viewer import Viewer
from core.calendar import Period, period_start, to_local
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
        supervised = read_supervised(session, region)
        branch_of = {
            f"enterprise:{one.code}": of_region[one.region]
            for one in supervised.values()
            if one.region in of_region
        }
        worst = worst_by_rule(read_standings(session, select_subjects(region), year))
        counts = _count_levels(worst, branch_of)
        alerts = _count_alerts(session, region, branch_of)
        grades = _read_grades(session, branches, now_ms)
        return [
            _row(
                branch,
                _read_quota(session, branch.code, year=year, now_ms=now_ms),
                counts | {("", branch.code): alerts[branch.code]},
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
    worst: Mapping[tuple[str, str], Standing], branch_of: Mapping[str, str]
) -> Counter[tuple[str, str]]:
    """Return how many enterprises of each branch are over pace, and below the baseline."""
    found: Counter[tuple[str, str]] = Counter()
    for (subject, rule), standing in worst.items():
        branch = branch_of.get(subject)
        if branch is None:
            continue
        if rule == QUOTA_PACE and standing.level in OVER_PACE:
            found[rule, branch] += 1
        if rule == BENCHMARK_CLASS and standing.level == BELOW:
            found[rule, branch] += 1
    return found


def _count_alerts(session: Session, region: str, branch_of: Mapping[str, str]) -> Counter[str]:
    found: Counter[str] = Counter()
    statement = (
        select(Alert.subject, func.count())
        .where(Alert.resolved_ms.is_(None), Alert.subject.in_(select_subjects(region)))
        .group_by(Alert.subject)
    )
    for subject, count in session.execute(statement):
        if subject in branch_of:
            found[branch_of[subject]] += count
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


def _read_quota(session: Session, code: str, *, year: int, now_ms: int) -> QuotaPosition | None:
    """Return a region's own energy quota, or the sum of its enterprises'."""
    subject = region_subject(code)
    own = read_positions(session, [subject], year, QuotaKind.ENERGY).get(subject)
    if own:
        return own[0]
    return sum_quotas(session, subject, select_subjects(code), year=year, now_ms=now_ms)


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
