"""Judging the data centres of an enterprise for years, line by line."""

from __future__ import annotations

from analytics.centre_pue.rule import RACKS, PueLevel, count_racks, judge_pue
from analytics.line_class.job import JudgedLine, judge_lines
from analytics.line_class.wording import VINTAGES
from analytics.verdicts.docket import Docket
from analytics.verdicts.rows import VerdictRow
from core.calendar import Period, period_end
from core.catalogue.groups import CentreSize, PueCeiling
from core.errors import RefusedError
from core.vocabulary import Basis, Severity

RULE = "centre_pue"
PREFIX = "数据中心/"
RECALLED = "recalled"


def judge_enterprise(docket: Docket) -> list[VerdictRow]:
    """Judge every data centre of an enterprise for the years of the docket."""
    if not any(product.benchmark_key.startswith(PREFIX) for product in docket.facts.products):
        return []
    return [
        _row(docket, judged, year_ms)
        for year_ms in docket.scope.years
        for judged in judge_lines(docket, year_ms)
        if judged.line.key.startswith(PREFIX)
    ]


def _find_size(docket: Docket, judged: JudgedLine) -> tuple[CentreSize | None, float | None]:
    """Return the size and the standard racks [1]; None where no capacity tells them."""
    line, groups = judged.line, docket.context.catalogue.groups
    if line.capacity is None:
        return None, None
    rack_kw = next(iter(groups.sizes.values())).rack_kw
    try:
        racks = count_racks(line.capacity, line.unit, rack_kw)
    except RefusedError:
        return None, None
    return groups.size_of(racks), racks


def _row(docket: Docket, judged: JudgedLine, year_ms: int) -> VerdictRow:
    line, figure = judged.line, judged.figure
    end_ms = period_end(Period.YEAR, year_ms)
    at_ms = max(min(docket.now_ms, end_ms) - 1, year_ms)
    size, racks = _find_size(docket, judged)
    ceiling = None
    if size is not None:
        ceiling = docket.context.catalogue.groups.ceiling(
            docket.facts.regions, size.size, line.vintage, t_ms=at_ms
        )
    known = figure.value is not None and (figure.coverage >= docket.context.settings.coverage_floor)
    if not known or figure.value is None or size is None:
        level, severity = PueLevel.UNDETERMINED, Severity.NOTICE
    else:
        bound = ceiling.value if ceiling else None
        level, severity = judge_pue(figure.value, bound, line.vintage)
    reason, reason_en = _word(judged, level, size, ceiling)
    return VerdictRow(
        subject=docket.facts.subject,
        rule=RULE,
        detail=line.code,
        period=Period.YEAR.value,
        start_ms=year_ms,
        level=level.value,
        severity=severity,
        value=figure.value,
        reference=ceiling.value if ceiling else None,
        unit="1",
        basis=Basis.NONE,
        coverage=figure.coverage,
        provisional=docket.now_ms < end_ms,
        since_ms=year_ms,
        reason=reason,
        reason_en=reason_en,
        evidence={
            "line": line.code,
            "vintage": line.vintage.value,
            "figure_of": figure.origin,
            "documents": list(figure.documents),
            "energy_indicator": f"product_energy:{line.product}",
            "output_indicator": f"product:{line.product}",
            "scale": figure.scale,
            "racks": racks,
            "size": size.size if size else None,
            "size_source": size.source if size else "",
            "size_confidence": size.confidence if size else "",
            "ceiling_region": ceiling.region_code if ceiling else None,
            "level_source": ceiling.source if ceiling else "",
            "level_confidence": ceiling.confidence if ceiling else "",
            "catalogue_edition": docket.context.catalogue.edition,
            "as_of_ms": min(docket.now_ms, end_ms),
        },
    )


def _word(
    judged: JudgedLine, level: PueLevel, size: CentreSize | None, ceiling: PueCeiling | None
) -> tuple[str, str]:
    line, figure = judged.line, judged.figure
    zh_age, en_age = VINTAGES[line.vintage]
    zh, en = f"{line.title}（{zh_age}", f"{line.title} ({en_age}"
    if size is None:
        return (
            f"{zh}）：未填标准机架数或设计功率，无法确定规模",
            f"{en}): no capacity in racks ({RACKS}) or power tells its size",
        )
    zh, en = f"{zh}{size.name_zh}）", f"{en}, {size.name_en})"
    if level is PueLevel.UNDETERMINED or figure.value is None:
        why = figure.why
        return f"{zh}：PUE 无法判定，{why[0]}", f"{en}: PUE undetermined, {why[1]}"
    zh, en = f"{zh}：PUE {figure.value:.3f}", f"{en}: PUE {figure.value:.3f}"
    if ceiling is None:
        return f"{zh}，无适用上限", f"{en}, no ceiling applies"
    word = ("不高于", "within") if level is PueLevel.WITHIN else ("高于", "beyond")
    zh += f"，{word[0]}上限 {ceiling.value:g}（{ceiling.source}）"
    en += f", {word[1]} the ceiling {ceiling.value:g} ({ceiling.source})"
    if RECALLED in (ceiling.confidence, size.confidence):
        zh += "。注意：规模划分或上限凭记忆录入，尚未核对原文"
        en += ". Note: the ceiling or the sizes are recalled, check the original text"
    return zh, en
