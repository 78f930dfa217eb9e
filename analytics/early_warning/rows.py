"""Graded periods as verdict rows with their evidence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from analytics.early_warning.figures import Intensity, Total
from analytics.early_warning.rule import Grade, Turn, is_behind
from analytics.early_warning.schedule import Due
from analytics.early_warning.wording import (
    name_period,
    word_intensity,
    word_level,
    word_missing,
    word_total,
    word_turn,
)
from analytics.quota_pace.quotas import QuotaFacts, indicator_of
from analytics.verdicts.docket import Docket
from analytics.verdicts.recalled import RECALLED
from analytics.verdicts.rows import VerdictRow
from core.calendar import Period, period_end
from core.catalogue.early_warning import WarningScheme
from core.vocabulary import Basis, Severity

RULE = "early_warning"


def write_measures(grade: Grade) -> dict[str, float | None]:
    """Return what was graded [%]; None where nothing was planned."""
    return {n: v if math.isfinite(v) else None for n, v in grade.measures.items()}


@dataclass(frozen=True)
class Graded:
    """A period of a line with its grade, the one before it, and since when it stands [ms]."""

    scheme: WarningScheme
    period: Period
    start_ms: int
    detail: str
    grade: Grade
    before: Grade | None
    turn: Turn
    since_ms: int

    @property
    def end_ms(self) -> int:
        """End of the period [ms]."""
        return period_end(self.period, self.start_ms)

    @property
    def severity(self) -> Severity:
        """Severity of the level; an open grade is a notice."""
        return self.grade.level.severity if self.grade.level else Severity.NOTICE

    def evidence(self) -> dict[str, object]:
        """Return what the scheme says, and what became of the grade."""
        level, scheme = self.grade.level, self.scheme
        before = self.before.level if self.before else None
        return {
            "scheme": scheme.code,
            "scheme_title": scheme.title_zh,
            "scheme_title_en": scheme.title_en,
            "scheme_source": scheme.source,
            "indicator_graded": self.detail.split(":")[1],
            "label": level.label_zh if level else "",
            "label_en": level.label_en if level else "",
            "colour": level.colour if level else "",
            "condition": [level.measure, level.above] if level and level.measure else None,
            "step": level.step_zh if level else "",
            "step_en": level.step_en if level else "",
            "suspends": bool(level and level.suspends),
            "level_source": level.source if level else scheme.source,
            "level_confidence": level.confidence if level else scheme.confidence,
            "level_note": level.note if level else "",
            "measures": write_measures(self.grade),
            "missing": self.grade.missing,
            "behind": is_behind(self.grade),
            "turn": str(self.turn),
            "level_before": before.level if before else None,
            "label_before": before.label_zh if before else "",
            "severity_before": int(before.severity) if before else None,
        }


class Held(NamedTuple):
    """What a verdict holds against what, in `unit`; coverage 0 … 1 [1]."""

    value: float | None
    reference: float | None
    unit: str
    basis: Basis
    coverage: float


def make_total_row(docket: Docket, graded: Graded, quota: QuotaFacts, total: Total) -> VerdictRow:
    """Return the verdict on use so far against the plan."""
    period = name_period(graded.period, graded.start_ms)
    said = word_total(period, (total.used, total.plan), quota.unit, quota.basis)
    evidence = graded.evidence() | {
        "indicator": str(indicator_of(quota)),
        "quota": quota.amount,
        "quota_source": quota.source,
        "used": total.used,
        "plan_to_date": total.plan,
        "distance": total.used - total.plan,
        "until_ms": total.until_ms,
    }
    return _row(
        docket,
        graded,
        said,
        held=Held(total.used, total.plan, quota.unit, quota.basis, total.coverage),
        evidence=evidence,
    )


def make_intensity_row(
    docket: Docket, graded: Graded, found: Intensity, due: Due | None
) -> VerdictRow:
    """Return the verdict on intensity against the year before and what is due."""
    period = name_period(graded.period, graded.start_ms)
    said, reference = ("", ""), None
    if found.now is not None and found.before:
        change = None if due is None else due.change
        said = word_intensity(period, found.item, found.now / found.before - 1, change)
        reference = found.before * (1 + (change or 0.0))
    else:
        said = period
    evidence = graded.evidence() | {
        "item": found.item,
        "target_indicator": found.indicator,
        "intensity_before": found.before,
        "due_change": None if due is None else due.change,
        "due_source": due.source if due else "",
        "due_confidence": due.confidence if due else "",
        "lacks": list(found.missing),
        **({"refused": found.refused} if found.refused else {}),
        "energies": [
            {
                "amount": energy.amount,
                "method": energy.method,
                "coverage": energy.coverage,
                "stated": [part.evidence() for part in energy.parts],
            }
            for energy in found.energies
        ],
        "denominators": [
            {
                "value": value.value,
                "unit": value.unit,
                "method": value.method,
                "stated": [part.evidence() for part in value.parts],
            }
            for value in found.denominators
        ],
    }
    return _row(
        docket,
        graded,
        said,
        held=Held(found.now, reference, "tce/万元", Basis.CALORIFIC, found.coverage),
        evidence=evidence,
        lacks=found.missing,
    )


def _row(
    docket: Docket,
    graded: Graded,
    said: tuple[str, str],
    *,
    held: Held,
    evidence: dict[str, object],
    lacks: tuple[str, str] = ("", ""),
) -> VerdictRow:
    end_ms = graded.end_ms
    evidence |= {
        "as_of_ms": min(docket.now_ms, end_ms),
        "coverage_floor": docket.context.settings.coverage_floor,
        "catalogue_edition": docket.context.catalogue.edition,
    }
    reason, reason_en = _reason(graded, said, held.coverage, lacks)
    return VerdictRow(
        subject=docket.subject,
        rule=RULE,
        detail=graded.detail,
        period=graded.period.value,
        start_ms=graded.start_ms,
        level=graded.grade.name,
        severity=graded.severity,
        value=held.value,
        reference=held.reference,
        unit=held.unit,
        basis=held.basis,
        coverage=held.coverage,
        provisional=docket.now_ms < end_ms,
        since_ms=graded.since_ms,
        reason=reason,
        reason_en=reason_en,
        evidence=evidence,
    )


def _reason(
    graded: Graded, said: tuple[str, str], coverage: float, lacks: tuple[str, str]
) -> tuple[str, str]:
    """Return the one sentence of a grade."""
    zh, en = word_level(graded.grade)
    if graded.grade.level is None:
        open_zh, open_en = word_missing(graded.grade, lacks)
        if graded.grade.missing == "coverage":
            open_zh, open_en = f"{open_zh}（覆盖率 {coverage:.1%}）", f"{open_en} ({coverage:.1%})"
        return f"{zh}：{said[0]}，{open_zh}。", f"{en}: {said[1]}; {open_en}."
    turn_zh, turn_en = word_turn(graded.turn, graded.before)
    note_zh = note_en = ""
    if graded.grade.level.confidence == RECALLED:
        note_zh = "；等级界限凭记忆录入，尚未核对原文"
        note_en = "; the bounds of the level are recalled, check the original text"
    return (
        f"{zh}：{said[0]}，{turn_zh}{note_zh}。",
        f"{en}: {said[1]}; {turn_en}{note_en}.",
    )
