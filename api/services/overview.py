"""The overview of a region's subtree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.errors import MissingError
from api.schemas.overview import BaselineItem, LevelCount, Overview, PaceItem
from api.schemas.quotas import QuotaPosition
from api.schemas.regions import RegionRow
from api.services.alerts import read_worst_alerts
from api.services.doubts import read_doubts
from api.services.pace import read_over_pace, sum_quotas
from api.services.quotas import Figures, Subjects, read_positions, year_start_ms
from api.services.regions import path_to, read_tree, rows_below
from api.services.standings import (
    Supervised,
    name_supervised,
    select_subjects,
    select_worst,
)
from api.services.subjects import code_of, region_subject
from api.services.verdicts import BENCHMARK_CLASS, QUOTA_PACE
from api.viewer import Viewer
from core.calendar import Period, to_local
from core.registry.models import Product
from core.registry.results import Alert, Verdict
from core.vocabulary import QuotaKind

BELOW_BASELINE = "below_baseline"
LISTED = 20
"""Rows of each list of the overview [1]; the full ones are at /enterprises and /alerts."""


def read_overview(viewer: Viewer, region: str | None = None) -> Overview:
    """Return where a region's subtree stands; None is the uppermost the viewer may see.

    Raises
    ------
    MissingError
        There is no such region, or it is not the viewer's; an enterprise has none.
    """
    now_ms = viewer.now_ms()
    year = to_local(now_ms).year
    with viewer.read() as session:
        tree = read_tree(viewer, session)
        code = (
            _root(viewer, tree) if region is None else viewer.require_region(session, region).code
        )
        below = rows_below(tree, code)
        subjects = select_subjects(code)
        over_pace = read_over_pace(session, subjects, year, limit=LISTED)
        below_baseline = _read_below_baseline(session, subjects, year)
        counts = _count_levels(session, subjects, year)
        listed = [f.holder for f in over_pace] + [v.subject for v in below_baseline]
        supervised = name_supervised(session, map(code_of, listed))
        alerts = select(Alert).where(
            Alert.resolved_ms.is_(None),
            Alert.subject.in_(subjects) | (Alert.subject == region_subject(code)),
        )
        return Overview(
            region=below[0],
            path=path_to(tree, code),
            children=[row for row in below[1:] if row.parent == code],
            now=now_ms,
            year=year,
            simulated=viewer.parts.simulated,
            quota=_read_quota(session, region_subject(code), subjects, now_ms),
            pace=counts[QUOTA_PACE],
            benchmark=counts[BENCHMARK_CLASS],
            over_pace=[_pace_item(f, supervised[code_of(f.holder)]) for f in over_pace],
            below_baseline=_describe(session, below_baseline, supervised),
            alerts=read_worst_alerts(session, alerts, LISTED),
            alerts_open=session.scalar(select(func.count()).select_from(alerts.subquery())) or 0,
            doubt=read_doubts(viewer, session, code, limit=LISTED),
        )


def _root(viewer: Viewer, tree: Sequence[RegionRow]) -> str:
    if not tree and viewer.identity.enterprises:
        raise MissingError(
            f"{viewer.identity.role.value} {viewer.name!r} has no region to look over",
            parameter="region",
            fix="`GET /api/v1/enterprises` lists your own, `/enterprises/{code}` says all of it",
        )
    if not tree:
        raise MissingError(
            "the registry has no region yet",
            parameter="region",
            fix="import region.csv: `nengheng registry import FILE…`",
        )
    return tree[0].code


def _read_quota(
    session: Session, holder: str, subjects: Subjects, now_ms: int
) -> QuotaPosition | None:
    """Return the region's own energy quota, or the sum of its enterprises'."""
    year = to_local(now_ms).year
    own = read_positions(session, [holder], year, QuotaKind.ENERGY).get(holder)
    if own:
        return own[0]
    return sum_quotas(session, holder, subjects, year=year, now_ms=now_ms)


def _count_levels(session: Session, subjects: Subjects, year: int) -> dict[str, list[LevelCount]]:
    """Return how many enterprises stand at each level, worst first, by pace and by class."""
    found: dict[str, list[LevelCount]] = {QUOTA_PACE: [], BENCHMARK_CLASS: []}
    worst = select_worst(subjects, year, found).c
    statement = (
        select(worst.rule, worst.severity, worst.level, func.count())
        .group_by(worst.rule, worst.severity, worst.level)
        .order_by(worst.severity.desc(), worst.level.desc())
    )
    for rule, severity, level, count in session.execute(statement):
        found[rule].append(LevelCount(level=level, severity=severity, enterprises=count))
    return found


def _pace_item(position: Figures, one: Supervised) -> PaceItem:
    return PaceItem(
        enterprise=one.code,
        name=one.name,
        region=one.region,
        region_name=one.region_name,
        kind=position.kind,
        level=position.level or "",
        severity=position.severity,
        used=position.used,
        quota=position.quota,
        plan_to_date=position.plan_to_date,
        projection=position.projection,
        exceed_on=position.exceed_on,
        unit=position.unit,
        basis=position.basis,
        coverage=position.coverage,
        verdict_id=position.verdict_id or "",
        reason=position.reason,
        reason_en=position.reason_en,
    )


def _read_below_baseline(session: Session, subjects: Subjects, year: int) -> list[Verdict]:
    """Return verdicts on products below the baseline, those farthest above it first."""
    excess = Verdict.value / func.nullif(Verdict.reference, 0.0)
    statement = (
        select(Verdict)
        .where(
            Verdict.subject.in_(subjects),
            Verdict.rule == BENCHMARK_CLASS,
            Verdict.level == BELOW_BASELINE,
            Verdict.version == 0,
            Verdict.period == Period.YEAR,
            Verdict.start_ms == year_start_ms(year),
        )
        .order_by(excess.is_(None), excess.desc(), Verdict.subject, Verdict.detail)
        .limit(LISTED)
    )
    return list(session.scalars(statement))


def _describe(
    session: Session, verdicts: Sequence[Verdict], supervised: Mapping[str, Supervised]
) -> list[BaselineItem]:
    """Return verdicts on products with the names of enterprises and products."""
    codes = {code_of(verdict.subject) for verdict in verdicts}
    rows = session.execute(
        select(Product.enterprise_code, Product.code, Product.name).where(
            Product.enterprise_code.in_(codes)
        )
    )
    names = {(row[0], row[1]): row[2] for row in rows}
    return [
        _baseline_item(
            verdict,
            supervised[code_of(verdict.subject)],
            names.get((code_of(verdict.subject), verdict.detail), verdict.detail),
        )
        for verdict in verdicts
    ]


def _baseline_item(verdict: Verdict, one: Supervised, product_name: str) -> BaselineItem:
    return BaselineItem(
        enterprise=one.code,
        name=one.name,
        region=one.region,
        region_name=one.region_name,
        product=verdict.detail,
        product_name=product_name,
        level=verdict.level,
        severity=verdict.severity,
        value=verdict.value,
        baseline=verdict.reference,
        unit=verdict.unit,
        coverage=verdict.coverage,
        verdict_id=verdict.id,
        reason=verdict.reason,
        reason_en=verdict.reason_en,
    )
