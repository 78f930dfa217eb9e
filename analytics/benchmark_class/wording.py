"""The reason of a benchmark verdict, in Chinese and in English, with its figures."""

from __future__ import annotations

from analytics.benchmark_class.rule import BEYOND, ClassLevel, Standing
from core.catalogue import BenchmarkLevel, LimitGrades

HEADS = {
    ClassLevel.BENCHMARK: ("达到标杆水平", "Reaches the benchmark level"),
    ClassLevel.BETWEEN: ("介于标杆与基准之间", "Between benchmark and baseline"),
    ClassLevel.BELOW: ("低于基准水平", "Below the baseline level"),
}
RECALLED = "recalled"


def format_value(value: float | None) -> str:
    """Return a figure [any unit] with four to five significant digits, or a dash."""
    return "—" if value is None else f"{value:.5g}"


def format_unit(unit: str) -> str:
    """Return a unit as it follows a figure; a ratio such as PUE has none to show."""
    return "" if unit == "1" else f" {unit}"


def write_reason(
    name: str,
    value: float,
    standing: Standing,
    *,
    level: BenchmarkLevel,
    limit: LimitGrades | None,
) -> tuple[str, str]:
    """Return the reason of a determined verdict; `value` [level's unit]."""
    zh, en = HEADS[standing.level]
    zh = (
        f"{name}：{zh}，{format_value(value)}{format_unit(level.unit)}，"
        f"标杆 {format_value(level.benchmark)}，"
        f"基准 {format_value(level.baseline)}（{level.edition} 版）"
    )
    en = (
        f"{name}: {en}, {format_value(value)}{format_unit(level.unit)}, benchmark "
        f"{format_value(level.benchmark)}, baseline {format_value(level.baseline)} "
        f"(edition {level.edition})"
    )
    if limit is not None and standing.limit_grade is not None:
        grades = f"{format_value(limit.grade1)}/{format_value(limit.grade2)}"
        grades = f"{grades}/{format_value(limit.grade3)}{format_unit(limit.unit)}"
        if standing.limit_grade == BEYOND:
            zh += f"；超出 {limit.standard} 限额 3 级（{grades}）"
            en += f"; beyond grade 3 of {limit.standard} ({grades})"
        else:
            zh += f"；符合 {limit.standard} 限额 {standing.limit_grade} 级（{grades}）"
            en += f"; grade {standing.limit_grade} of {limit.standard} ({grades})"
    return add_confidence(zh, en, level, limit)


def add_confidence(
    zh: str, en: str, level: BenchmarkLevel, limit: LimitGrades | None
) -> tuple[str, str]:
    """Say so where a level or a limit is only recalled."""
    recalled = [level.edition] if level.confidence == RECALLED else []
    recalled += [row.standard for row in (limit,) if row and row.confidence == RECALLED]
    if not recalled:
        return zh, en
    recalled = list(dict.fromkeys(recalled))
    return (
        f"{zh}。注意：{'、'.join(recalled)} 的数值为回忆值（recalled），须以原文核实",
        f"{en}. Note: the figures of {', '.join(recalled)} are recalled, check the original text",
    )
