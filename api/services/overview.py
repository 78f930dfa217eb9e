"""The overview of a region's subtree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.errors import MissingError
from api.schemas.overview import BaselineItem, LevelCount, Overview, PaceItem
from api.schemas.quotas import QuotaPosition
from api.schemas.regions import RegionRow
from api.services.alerts import read_worst_alerts
from api.services.doubts import Scope, read_doubts
from api.services.quotas import Figures, add_positions, read_figures, read_positions
from api.services.regions import path_to, read_tree, rows_below
from api.services.standings import (
    Standing,
    Supervised,
    read_standings,
    read_supervised,
    select_subjects,
    worst_by_rule,
)
from api.services.subjects import code_of, region_subject, require_region
from api.services.verdicts import BENCHMARK_CLASS, QUOTA_PACE
from api.viewer import Viewer
from core.calendar import to_local
from core.registry.models import Product
from core.registry.results import Alert
from core.vocabulary import QuotaKind

OVER_PACE = frozenset({"over_pace", "will_exceed", "exceeded"})
BELOW_BASELINE = "below_baseline"
LISTED = 20
"""Rows of each list of the overview [1]; the full ones are at /enterprises and /alerts."""


def read_overview(viewer: Viewer, region: str | None = None) -> Overview:
    """Return where a region's subtree stands; None is the root.

    Raises
    ------
    MissingError
        There is no such region.
    """
    now_ms = viewer.now_ms()
    year = to_local(now_ms).year
    with viewer.read() as session:
        tree = read_tree(session)
        code = _root(tree) if region is None else require_region(session, region).code
        below = rows_below(tree, code)
        supervised = read_supervised(session, code)
        subjects = select_subjects(code)
        standings = read_standings(session, subjects, year)
        positions = read_figures(session, subjects, year)
        scope = Scope(subjects, supervised)
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
            quota=_read_quota(session, region_subject(code), positions, now_ms),
            pace=_count_levels(standings, QUOTA_PACE),
            benchmark=_count_levels(standings, BENCHMARK_CLASS),
            over_pace=_over_pace(positions, supervised),
            below_baseline=_below_baseline(session, standings, supervised),
            alerts=read_worst_alerts(session, alerts, LISTED),
            alerts_open=session.scalar(select(func.count()).select_from(alerts.subquery())) or 0,
            doubt=read_doubts(viewer, session, scope, standings, limit=LISTED),
        )


def _root(tree: Sequence[RegionRow]) -> str:
    if not tree:
        raise MissingError(
            "the registry has no region yet",
            parameter="region",
            fix="import region.csv: `nengheng registry import FILE…`",
        )
    return tree[0].code


def _read_quota(
    session: Session,
    holder: str,
    positions: Mapping[str, Sequence[Figures]],
    now_ms: int,
) -> QuotaPosition | None:
    """Return the region's own energy quota, or the sum of its enterprises'."""
    own = read_positions(session, [holder], to_local(now_ms).year, QuotaKind.ENERGY).get(holder)
    if own:
        return own[0]
    energy = [p for held in positions.values() for p in held if p.kind == QuotaKind.ENERGY]
    return add_positions(holder, energy, now_ms) if energy else None


def _count_levels(standings: Iterable[Standing], rule: str) -> list[LevelCount]:
    worst = worst_by_rule(s for s in standings if s.rule == rule)
    counts = Counter((standing.severity, standing.level) for standing in worst.values())
    return [
        LevelCount(level=level, severity=severity, enterprises=count)
        for (severity, level), count in sorted(counts.items(), reverse=True)
    ]


def _over_pace(
    positions: Mapping[str, Sequence[Figures]], supervised: Mapping[str, Supervised]
) -> list[PaceItem]:
    chosen = [p for held in positions.values() for p in held if p.level in OVER_PACE]
    chosen.sort(key=lambda p: (-p.severity, str(p.exceed_on or "9999"), p.holder))
    return [_pace_item(p, supervised[code_of(p.holder)]) for p in chosen[:LISTED]]


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


def _below_baseline(
    session: Session, standings: Iterable[Standing], supervised: Mapping[str, Supervised]
) -> list[BaselineItem]:
    chosen = [s for s in standings if s.rule == BENCHMARK_CLASS and s.level == BELOW_BASELINE]
    chosen.sort(key=lambda s: (-_excess(s), s.subject, s.detail))
    listed = chosen[:LISTED]
    codes = {code_of(standing.subject) for standing in listed}
    rows = session.execute(
        select(Product.enterprise_code, Product.code, Product.name).where(
            Product.enterprise_code.in_(codes)
        )
    )
    names = {(enterprise, code): name for enterprise, code, name in rows}
    return [
        _baseline_item(
            standing,
            supervised[code_of(standing.subject)],
            names.get((code_of(standing.subject), standing.detail), standing.detail),
        )
        for standing in listed
    ]


def _excess(standing: Standing) -> float:
    """Return how far the value lies above its reference, as a share of it [1]."""
    if standing.value is None or not standing.reference:
        return 0.0
    return standing.value / standing.reference - 1


def _baseline_item(standing: Standing, one: Supervised, product_name: str) -> BaselineItem:
    return BaselineItem(
        enterprise=one.code,
        name=one.name,
        region=one.region,
        region_name=one.region_name,
        product=standing.detail,
        product_name=product_name,
        level=standing.level,
        severity=standing.severity,
        value=standing.value,
        baseline=standing.reference,
        unit=standing.unit,
        coverage=standing.coverage,
        verdict_id=standing.id,
        reason=standing.reason,
        reason_en=standing.reason_en,
    )
