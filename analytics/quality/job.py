"""Judging the quality of an enterprise's months from what was measured of them."""

from __future__ import annotations

from analytics.quality.consistency import Check
from analytics.quality.rule import (
    SEVERITY,
    Index,
    QualityLevel,
    Score,
    Share,
    compute_indices,
    compute_score,
)
from analytics.quality.stored import read_checks, read_points
from analytics.quality.wording import write_reason
from analytics.verdicts.docket import Docket
from analytics.verdicts.rows import VerdictRow
from core.calendar import Period, period_end
from core.catalogue.quality import QualityFigures, read_quality_figures
from core.vocabulary import Basis

RULE = "quality"


def judge_enterprise(docket: Docket) -> list[VerdictRow]:
    """Judge the months of the docket that were measured."""
    rows = [judge_month(docket, month_ms) for month_ms in docket.scope.months]
    return [row for row in rows if row is not None]


def judge_month(docket: Docket, month_ms: int) -> VerdictRow | None:
    """Judge a month that starts at `month_ms` [ms]; None where nothing was due in it."""
    points = read_points(docket.session, docket.facts.code, month_ms)
    if not any(row.expected + row.excused for row in points.values()):
        return None
    checks = read_checks(docket.session, docket.facts.code, month_ms)
    indices = compute_indices(points.values(), [check.agrees for check in checks])
    figures = read_quality_figures()
    score = score_month(figures, indices, month_ms)
    until_ms = max(row.until_ms for row in points.values())
    reason, reason_en = write_reason(score, indices, checks)
    return VerdictRow(
        subject=docket.facts.subject,
        rule=RULE,
        detail="",
        period=Period.MONTH.value,
        start_ms=month_ms,
        level=score.level.value,
        severity=SEVERITY[score.level],
        value=score.value,
        reference=figures.at("level:fair", month_ms).value,
        unit="1",
        basis=Basis.NONE,
        coverage=indices[Index.COMPLETENESS].value or 0.0,
        provisional=until_ms < period_end(Period.MONTH, month_ms),
        since_ms=month_ms,
        reason=reason,
        reason_en=reason_en,
        evidence=_evidence(figures, month_ms, indices, score=score, checks=checks)
        | {"as_of_ms": until_ms},
    )


def score_month(figures: QualityFigures, indices: dict[Index, Share], month_ms: int) -> Score:
    """Return the score of a month that starts at `month_ms` [ms] by the figures in force."""
    weights = {index: figures.at(f"weight:{index}", month_ms).value for index in Index}
    levels = {
        level: figures.at(f"level:{level}", month_ms).value
        for level in (QualityLevel.GOOD, QualityLevel.FAIR)
    }
    least = figures.at("weight_known", month_ms).value
    return compute_score(indices, weights, levels, least)


def _evidence(
    figures: QualityFigures,
    month_ms: int,
    indices: dict[Index, Share],
    *,
    score: Score,
    checks: list[Check],
) -> dict[str, object]:
    pass_mark = figures.at("transmission_pass", month_ms)
    transmission = indices[Index.TRANSMISSION].value
    weights = {index: figures.at(f"weight:{index}", month_ms) for index in Index}
    return {
        "indices": {
            index.value: {
                "part": share.part,
                "whole": share.whole,
                "value": share.value,
                "weight": weights[index].value,
                "source": weights[index].source,
                "confidence": weights[index].confidence,
            }
            for index, share in indices.items()
        },
        "known_weight": score.known_weight,
        "transmission_pass": pass_mark.value,
        "transmission_passed": None if transmission is None else transmission >= pass_mark.value,
        "transmission_source": pass_mark.source,
        "checks": [
            {"kind": c.kind, "detail": c.detail, "value": c.value, "reference": c.reference}
            | {"unit": c.unit, "tolerance": c.tolerance, "agrees": c.agrees}
            for c in checks
        ],
        "recalled": [i.value for i, w in weights.items() if w.confidence == "recalled"],
        "level_source": "core/catalogue/data/quality_rules.csv",
        "level_confidence": "recalled"
        if any(w.confidence == "recalled" for w in weights.values())
        else "verified",
    }
