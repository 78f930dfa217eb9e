"""缓批限批: regions whose approvals of energy-hungry projects are to be held back or limited.

A region is marked that missed its target of the year before, where its scheme says so, or that
stands at a level which the scheme names.

References
----------
As reported of 发改办环资〔2021〕629号: where intensity rose, the review of 两高 projects under
节能审查 was suspended for the rest of the year.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analytics.early_warning.rows import write_measures
from analytics.early_warning.rule import Grade, is_behind
from analytics.early_warning.wording import word_level
from analytics.verdicts.rows import UNDETERMINED, VerdictRow
from core.catalogue.early_warning import WarningScheme
from core.vocabulary import Basis, Severity

HELD_BACK = "held_back"
OPEN = "open"


def judge_approval(
    scheme: WarningScheme, rows: Sequence[VerdictRow], before: Mapping[str, Grade], *, year: int
) -> VerdictRow:
    """Return whether a region's approvals are held back.

    Parameters
    ----------
    rows : sequence of VerdictRow
        The region's grades of the quarter.
    before : mapping of str to Grade
        Grades of the whole year before, by detail.
    year : int
        That year [calendar year].
    """
    named = [row for row in rows if row.evidence["suspends"]]
    missed = {
        detail: grade
        for detail, grade in before.items()
        if scheme.suspends_missed_year and is_behind(grade)
    }
    held = bool(named or missed)
    known = held or any(row.level != UNDETERMINED for row in rows)
    level = HELD_BACK if held else OPEN if known else UNDETERMINED
    zh = [f"{_label(row)}（{row.detail.split(':')[1]}）" for row in named]
    en = [f"{row.evidence['label_en']} ({row.detail.split(':')[1]})" for row in named]
    for detail, grade in missed.items():
        zh.append(f"{year} 年 {detail.split(':', 1)[1]} 目标未完成（{word_level(grade)[0]}）")
        en.append(f"{detail.split(':', 1)[1]} of {year} missed its target ({word_level(grade)[1]})")
    worst = max(rows, key=lambda row: row.severity)
    return replace(
        worst,
        detail=f"{scheme.code}:approval",
        level=level,
        severity=Severity.SERIOUS if held else Severity.NONE if known else Severity.NOTICE,
        value=None,
        reference=None,
        unit="1",
        basis=Basis.NONE,
        reason=_say(level, zh),
        reason_en=_say_en(level, en),
        since_ms=worst.start_ms,
        evidence={
            "scheme": scheme.code,
            "scheme_title": scheme.title_zh,
            "scheme_title_en": scheme.title_en,
            "level_source": scheme.source,
            "level_confidence": scheme.confidence,
            "grades": [_grade(row) for row in rows],
            "named_level": [row.detail for row in named],
            "missed_year": {detail: write_measures(grade) for detail, grade in missed.items()},
            "year": year,
            "as_of_ms": worst.evidence["as_of_ms"],
            "catalogue_edition": worst.evidence["catalogue_edition"],
        },
    )


def _grade(row: VerdictRow) -> dict[str, object]:
    """Return a grade of the quarter as evidence."""
    found = row.evidence
    return {
        "detail": row.detail,
        "level": row.level,
        "label": found["label"],
        "label_en": found["label_en"],
        "suspends": found["suspends"],
        "source": found["level_source"],
        "confidence": found["level_confidence"],
    }


def _label(row: VerdictRow) -> str:
    return str(row.evidence["label"])


def _say(level: str, causes: Sequence[str]) -> str:
    if level == HELD_BACK:
        return f"缓批限批：{'；'.join(causes)}。"
    return "正常审批。" if level == OPEN else "无法判定：本季度没有可判定的等级。"


def _say_en(level: str, causes: Sequence[str]) -> str:
    if level == HELD_BACK:
        return f"Approvals held back: {'; '.join(causes)}."
    return "Approvals as usual." if level == OPEN else "Undetermined: no grade of the quarter."
