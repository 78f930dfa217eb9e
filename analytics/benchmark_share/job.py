"""The share at 标杆 of a region's capacity, sector by sector, for years."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select

from analytics.accounts.facts import chain, read_parents
from analytics.benchmark_class.rule import ClassLevel
from analytics.benchmark_share.rule import (
    SEVERITY,
    Portion,
    Share,
    compute_share,
    judge_share,
)
from analytics.benchmark_share.wording import write_reason
from analytics.line_class.lines import ProductionLine, read_lines
from analytics.verdicts.docket import Docket
from analytics.verdicts.rows import VerdictRow
from core.calendar import Period, period_end
from core.catalogue import Target
from core.errors import RefusedError
from core.registry.results import Verdict
from core.units import conversion_factor
from core.vocabulary import Basis, Severity

RULE = "benchmark_share"
LINE_CLASS = "line_class"
BATCH = 500
"""Subjects asked for in one statement [1]."""
Found = Mapping[tuple[str, str], tuple[str, str]]
"""Class and verdict's id by enterprise and line."""


class Weighted(NamedTuple):
    """A line with its capacity in the group's unit; None where it has none that converts."""

    line: ProductionLine
    capacity: float | None
    level: str
    verdict: str


def judge_region(docket: Docket) -> list[VerdictRow]:
    """Judge every sector that has lines in the region, for the years of the docket."""
    rows: list[VerdictRow] = []
    for year_ms in docket.scope.years:
        groups = _group_lines(docket, year_ms)
        rows += [
            row for name in sorted(groups) if (row := _row(docket, name, groups[name], year_ms))
        ]
    return rows


def _group_lines(docket: Docket, year_ms: int) -> dict[str, list[Weighted]]:
    """Return the lines that serve at the end of the year, or now, by sector."""
    end_ms = period_end(Period.YEAR, year_ms)
    at_ms = max(min(docket.now_ms, end_ms) - 1, year_ms)
    members = docket.membership.by_group((at_ms, at_ms + 1)).get(docket.subject, [])
    codes = [member.code for member in members]
    lines = read_lines(docket.session, codes)
    classes = _read_classes(docket, [code for code in codes if code in lines], year_ms)
    grouped: dict[str, list[ProductionLine]] = defaultdict(list)
    known = set(docket.context.catalogue.benchmark_keys())
    for code in codes:
        for line in lines.get(code, ()):
            if line.key in known and line.serves_in(at_ms, at_ms + 1):
                group = docket.context.catalogue.groups.group_of(line.key)
                grouped[group.group if group else line.key.split("/")[0]].append(line)
    return {name: _weigh(found, classes) for name, found in grouped.items()}


def _read_classes(docket: Docket, codes: Sequence[str], year_ms: int) -> Found:
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for at in range(0, len(codes), BATCH):
        subjects = [f"enterprise:{code}" for code in codes[at : at + BATCH]]
        rows = docket.session.execute(
            select(Verdict.subject, Verdict.detail, Verdict.level, Verdict.id).where(
                Verdict.subject.in_(subjects),
                Verdict.rule == LINE_CLASS,
                Verdict.period == Period.YEAR.value,
                Verdict.start_ms == year_ms,
                Verdict.version == 0,
            )
        )
        for subject, line, level, verdict in rows:
            found[subject.partition(":")[2], line] = (level, verdict)
    return found


def _weigh(lines: Sequence[ProductionLine], classes: Found) -> list[Weighted]:
    """Return lines with their capacities in the unit that most of them state."""
    units = Counter(line.unit for line in lines if line.capacity is not None)
    unit = max(units, key=lambda name: (units[name], name), default="")
    weighted: list[Weighted] = []
    for line in lines:
        level, verdict = classes.get((line.enterprise, line.code), ("", ""))
        weighted.append(Weighted(line, _convert(line, unit), level, verdict))
    return weighted


def _convert(line: ProductionLine, unit: str) -> float | None:
    if line.capacity is None:
        return None
    try:
        return line.capacity * conversion_factor(line.unit, unit)
    except RefusedError:
        return None


def _reaches(level: str) -> bool | None:
    if level in ("", ClassLevel.UNDETERMINED):
        return None
    return level == ClassLevel.BENCHMARK


def _row(docket: Docket, name: str, lines: Sequence[Weighted], year_ms: int) -> VerdictRow | None:
    weighed = [one for one in lines if one.capacity is not None]
    share = compute_share([Portion(one.capacity or 0.0, _reaches(one.level)) for one in weighed])
    if share is None:
        return None
    target, own = _find_target(docket, name, year_ms)
    level = judge_share(share, target.kind if target else "", target.value if target else None)
    units = Counter(one.line.unit for one in weighed)
    unit = max(units, key=lambda name: (units[name], name))
    unweighed = [one for one in lines if one.capacity is None]
    reason, reason_en = write_reason(name, share, level, target=target, unit=unit)
    if unweighed:
        reason += f"；{len(unweighed)} 条线未填产能或单位不符，未计入"
        reason_en += f"; {len(unweighed)} lines without a capacity in this unit are left out"
    return VerdictRow(
        subject=docket.subject,
        rule=RULE,
        detail=name,
        period=Period.YEAR.value,
        start_ms=year_ms,
        level=level.value,
        severity=SEVERITY[level] if own else Severity.NONE,
        value=share.low_pct,
        reference=target.value if target else None,
        unit="%",
        basis=Basis.NONE,
        coverage=share.coverage,
        provisional=docket.now_ms < period_end(Period.YEAR, year_ms),
        since_ms=year_ms,
        reason=reason,
        reason_en=reason_en,
        evidence=_evidence(docket, lines, share, target)
        | {"unit": unit, "as_of_ms": min(docket.now_ms, period_end(Period.YEAR, year_ms))},
    )


def _find_target(docket: Docket, name: str, year_ms: int) -> tuple[Target | None, bool]:
    """Return the target of a sector in the region or above, and whether it is the region's own."""
    catalogue = docket.context.catalogue
    group = catalogue.groups.groups.get(name)
    if group is None:
        return None, False
    code = docket.subject.partition(":")[2]
    regions = chain(read_parents(docket.session), code)
    end_ms = period_end(Period.YEAR, year_ms)
    at_ms = max(min(docket.now_ms, end_ms) - 1, year_ms)
    target = catalogue.target(regions, group.target_indicator, at_ms)
    return target, target is not None and target.region_code == code


def _evidence(
    docket: Docket, lines: Sequence[Weighted], share: Share, target: Target | None
) -> dict[str, object]:
    return {
        "at": share.at,
        "known": share.known,
        "total": share.total,
        "low_pct": share.low_pct,
        "high_pct": share.high_pct,
        "lines": [
            {
                "enterprise": one.line.enterprise,
                "line": one.line.code,
                "capacity": one.capacity,
                "level": one.level,
                "verdict": one.verdict,
            }
            for one in lines
        ],
        "target_region": target.region_code if target else None,
        "target_kind": target.kind if target else "",
        "target_source": target.source if target else "",
        "target_confidence": target.confidence if target else "",
        "catalogue_edition": docket.context.catalogue.edition,
    }
