"""The reason of a benchmark verdict, in Chinese and in English, with its figures."""

from __future__ import annotations

from analytics.benchmark_class.correction import CorrectedLimit
from analytics.benchmark_class.rule import BEYOND, ClassLevel, Standing
from analytics.benchmark_class.yardstick import Yardstick
from core.catalogue import BenchmarkLevel
from core.catalogue.corrections import Effect

HEADS = {
    ClassLevel.BENCHMARK: ("达到标杆水平", "Reaches the benchmark level"),
    ClassLevel.BETWEEN: ("介于标杆与基准之间", "Between benchmark and baseline"),
    ClassLevel.BELOW: ("低于基准水平", "Below the baseline level"),
    ClassLevel.WITHIN_LIMIT: ("符合能耗限额", "Within the limit standard"),
    ClassLevel.BEYOND_LIMIT: ("超出能耗限额", "Beyond the limit standard"),
    ClassLevel.UNDETERMINED: ("无法判定", "Undetermined"),
}
RECALLED = "recalled"


def format_value(value: float | None) -> str:
    """Return a figure [any unit] with four to five significant digits, or a dash."""
    return "—" if value is None else f"{value:.5g}"


def format_unit(unit: str) -> str:
    """Return a unit as it follows a figure; a ratio such as PUE has none to show."""
    return "" if unit == "1" else f" {unit}"


def write_reason(
    name: str, value: float, standing: Standing, yardstick: Yardstick
) -> tuple[str, str]:
    """Return the reason of a determined verdict; `value` [yardstick's unit]."""
    level, corrected = yardstick.level, yardstick.corrected
    zh, en = HEADS[standing.level]
    shown = f"{format_value(value)}{format_unit(yardstick.unit)}"
    zh, en = f"{name}：{zh}，{shown}", f"{name}: {en}, {shown}"
    if level is not None:
        benchmark, baseline = format_value(level.benchmark), format_value(level.baseline)
        zh += f"，标杆 {benchmark}，基准 {baseline}（{level.edition} 版）"
        en += f", benchmark {benchmark}, baseline {baseline} (edition {level.edition})"
    if corrected is not None:
        grade_zh, grade_en = _word_grade(corrected, standing.limit_grade)
        zh, en = zh + grade_zh, en + grade_en
    return add_confidence(zh, en, level, corrected)


def _word_grade(corrected: CorrectedLimit, grade: int | None) -> tuple[str, str]:
    """Return which grade is met, by which figures, and what could not be corrected."""
    limit = corrected.limit
    if not corrected.judged:
        return (
            f"；{limit.standard} 不适用于该类装置，不判等级",
            f"; {limit.standard} does not judge such a plant",
        )
    if grade is None:
        return "", ""
    grades = "/".join(format_value(one) for one in (limit.grade1, limit.grade2, limit.grade3))
    grades += format_unit(limit.unit)
    if any(_moves(step.effects) for step in corrected.steps):
        printed = corrected.base
        shown = "/".join(format_value(g) for g in (printed.grade1, printed.grade2, printed.grade3))
        zh_grades = f"{grades}，已按工况由 {shown} 修正"
        en_grades = f"{grades}, corrected for the site from {shown}"
    else:
        zh_grades = en_grades = grades
    if grade == BEYOND:
        zh = f"；超出 {limit.standard} 限额 3 级（{zh_grades}）"
        en = f"; beyond grade 3 of {limit.standard} ({en_grades})"
    else:
        zh = f"；符合 {limit.standard} 限额 {grade} 级（{zh_grades}）"
        en = f"; grade {grade} of {limit.standard} ({en_grades})"
    if not corrected.missing:
        return zh, en
    lacking = dict.fromkeys((why.condition.zh, why.why) for _, why in corrected.missing)
    lacking_en = dict.fromkeys((why.condition.en, why.why_en) for _, why in corrected.missing)
    zh += "，未修正：" + "、".join(f"{what}（{why}）" for what, why in lacking)
    en += ", not corrected for " + ", ".join(f"{what} ({why})" for what, why in lacking_en)
    return zh, en


def _moves(effects: tuple[Effect, ...]) -> bool:
    return any(effect.factor != 1.0 or effect.addition != 0.0 for effect in effects)


def add_confidence(
    zh: str, en: str, level: BenchmarkLevel | None, corrected: CorrectedLimit | None
) -> tuple[str, str]:
    """Say so where a level, a limit or a correction is only recalled."""
    recalled = [level.edition] if level and level.confidence == RECALLED else []
    if corrected is not None and RECALLED in corrected.confidences:
        recalled.append(corrected.base.standard)
    if not recalled:
        return zh, en
    recalled = list(dict.fromkeys(recalled))
    return (
        f"{zh}。注意：{'、'.join(recalled)} 的数值凭记忆录入，尚未核对原文",
        f"{en}. Note: the figures of {', '.join(recalled)} are recalled, check the original text",
    )
