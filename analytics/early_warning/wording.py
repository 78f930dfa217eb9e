"""The reason of a grade in one sentence, in Chinese and in English, with its figures."""

from __future__ import annotations

from analytics.early_warning.rule import Grade, Turn
from analytics.quota_pace.wording import format_amount
from core.calendar import Period, to_local
from core.vocabulary import Basis

BASIS_ZH = {Basis.CALORIFIC: "（当量值）", Basis.PRIMARY: "（等价值）", Basis.NONE: ""}
BASIS_EN = {Basis.CALORIFIC: " (calorific)", Basis.PRIMARY: " (primary)", Basis.NONE: ""}
ITEMS = {
    "gdp": ("单位地区生产总值能耗", "energy per GDP"),
    "industrial_added_value": ("规上工业单位增加值能耗", "energy per industrial added value"),
    "output_value": ("单位产值能耗", "energy per output value"),
    "added_value": ("单位增加值能耗", "energy per added value"),
}
MEASURES = {
    "intensity_change": ("能耗强度同比", "the change of intensity on the year before"),
    "intensity_gap": ("年度强度目标", "a target of intensity for the year"),
    "schedule_excess": ("计划进度", "a plan"),
    "coverage": ("足够的计量数据", "enough measured data"),
}


def name_period(period: Period, start_ms: int) -> tuple[str, str]:
    """Return the name of a month or quarter that starts at a time [ms]."""
    day = to_local(start_ms).date()
    if period is Period.QUARTER:
        number = (day.month + 2) // 3
        if number == 1:
            return f"{day.year} 年 1 季度", f"{day.year} Q1"
        return f"{day.year} 年 1–{number} 季度", f"{day.year} Q1–Q{number}"
    months = f"1–{day.month}" if day.month > 1 else "1"
    return f"{day.year} 年 {months} 月", f"{day.year}-01…{day.month:02d}"


def word_level(grade: Grade) -> tuple[str, str]:
    """Return the label of a grade as the scheme has it."""
    if grade.level is None:
        return "无法判定", "Undetermined"
    return grade.level.label_zh, grade.level.label_en


def word_turn(turn: Turn, before: Grade | None) -> tuple[str, str]:
    """Return what became of a grade since last time."""
    zh, en = word_level(before) if before else ("", "")
    return {
        Turn.FIRST: ("首次判定", "first grade"),
        Turn.SAME: ("与上期持平", "as last time"),
        Turn.WORSE: (f"较上期（{zh}）加重", f"worse than last time ({en})"),
        Turn.BETTER: (f"较上期（{zh}）减轻", f"better than last time ({en})"),
    }[turn]


def word_total(
    period: tuple[str, str], figures: tuple[float, float], unit: str, basis: Basis
) -> tuple[str, str]:
    """Return what a total rests on; `figures` are use and plan so far [unit]."""
    used, plan = figures
    share = f"，{_side(used / plan - 1)}" if plan > 0 else ""
    share_en = f", {_side_en(used / plan - 1)}" if plan > 0 else ""
    zh = f"{period[0]}累计 {format_amount(used)} {unit}{BASIS_ZH[basis]}，计划进度 "
    en = f"{period[1]}: {format_amount(used)} {unit}{BASIS_EN[basis]} used, plan so far "
    return (
        f"{zh}{format_amount(plan)} {unit}{share}",
        f"{en}{format_amount(plan)} {unit}{share_en}",
    )


def word_intensity(
    period: tuple[str, str], item: str, change: float, due: float | None
) -> tuple[str, str]:
    """Return what an intensity rests on; `change` and `due` [1] are on the year before."""
    zh, en = ITEMS[item]
    asked = f"，年度目标 {due:+.1%}" if due is not None else "，无年度目标"
    asked_en = f", {due:+.1%} due" if due is not None else ", no target known"
    return (
        f"{period[0]}{zh}同比 {change:+.1%}{asked}",
        f"{period[1]}: {en} {change:+.1%} on the year before{asked_en}",
    )


def word_missing(grade: Grade, stated: tuple[str, str] = ("", "")) -> tuple[str, str]:
    """Return what an open grade lacks; `stated` names entries."""
    zh, en = MEASURES.get(grade.missing, stated)
    return f"缺少{zh or stated[0]}", f"{en or stated[1]} is missing"


def _side(share: float) -> str:
    return f"超进度 {share:.1%}" if share > 0 else f"低于进度 {-share:.1%}"


def _side_en(share: float) -> str:
    return f"{share:.1%} above it" if share > 0 else f"{-share:.1%} below it"
