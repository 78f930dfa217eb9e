"""Hints in words, in Chinese and in English, and as rows of findings."""

from __future__ import annotations

from analytics.consumption.findings import FindingRow
from analytics.falsification.line import Hint
from core.calendar import format_time

NOTE = ("；仅为线索，请核实", "; a hint, to be looked into")

NAMED = 3
"""Points named in words [1]; the evidence names all."""
NOT_JUDGEABLE = "not_judgeable"
"""Code of the finding that says of which points no hint can come."""
TEXTS: dict[str, tuple[str, str]] = {
    "flat_line": (
        "连续 {hours:.3g} 小时读数恒为 {value:.10g}，"
        "而本点平时最长约 {usual_longest_hours:.3g} 小时",
        "the value {value:.10g} stood for {hours:.3g} h, while the longest stand of a week is "
        "usually {usual_longest_hours:.3g} h",
    ),
    "copied_day": (
        "{days:.3g} 天的数据与 {source} 起的数据{how_zh}（相隔 {lag_days:.4g} 天）",
        "{days:.3g} days repeat those from {source} {how_en} ({lag_days:.4g} days earlier)",
    ),
    "too_round": (
        "{days} 天内 {share:.0%} 的读数为 {unit_of_rounding:g} 的整倍数，平时仅 {usual_share:.0%}",
        "on {days} days {share:.0%} of the values are multiples of {unit_of_rounding:g}, "
        "usually {usual_share:.0%}",
    ),
    "digits": (
        "本月 {values} 个不同读数的末位数字分布与其他月份相差 {distance:.0%}"
        "（平时 {usual_distance:.0%}，χ² = {chi_square:.4g}）",
        "the last digits of {values} different values differ from other months by {distance:.0%} "
        "(usually {usual_distance:.0%}, χ² = {chi_square:.4g})",
    ),
    "benford": (
        "{item} 的 {figures} 个填报数的首位数字与本福特定律相差 {distance:.0%}"
        "（χ² = {chi_square:.4g}）",
        "the first digits of {figures} reported figures of {item} differ from Benford's law by "
        "{distance:.0%} (χ² = {chi_square:.4g})",
    ),
    "deadline_burst": (
        "本期 {share:.0%} 的读数在截止时间 {deadline} 前集中补传"
        "（中位延迟 {median_delay_hours:.4g} 小时）",
        "{share:.0%} of the period's readings were sent just before the deadline {deadline} "
        "(median delay {median_delay_hours:.4g} h)",
    ),
    "clock_games": (
        "时钟偏移 {shift_s:+.4g} 秒，持续 {hours:.3g} 小时（平时延迟 {usual_delay_s:.3g} 秒）",
        "the clock was off by {shift_s:+.4g} s for {hours:.3g} h "
        "(usual delay {usual_delay_s:.3g} s)",
    ),
    "treatment_idle": (
        "生产运行而治理设施停运 {hours} 小时（平时同步率 {usually_together:.0%}）",
        "production ran while treatment stood still for {hours} h "
        "(usually together {usually_together:.0%})",
    ),
    NOT_JUDGEABLE: (
        "{number} 个计量点的读数过于粗略或恒定，下列线索无法判断，无线索不等于无问题：{list_zh}",
        "the readings of {number} points are too coarse or constant to tell the following; no hint "
        "does not mean that nothing is wrong: {list_en}",
    ),
}
RULES: dict[str, tuple[str, str]] = {
    "flat_line": ("数据恒定", "a held value"),
    "copied_day": ("整日复制", "a copied day"),
    "too_round": ("取整", "rounding"),
    "digits": ("末位数字", "made-up digits"),
}
CODES = tuple(TEXTS)
"""Every code of a falsification hint."""


def word_hint(hint: Hint, subject: str, point_code: str) -> FindingRow:
    """Return a hint of a point as a finding, in words."""
    values = dict(hint.evidence)
    if hint.code == "copied_day":
        exact = bool(values["exact"])
        values["source"] = format_time(_whole(values["source_start_ms"]))
        values["how_zh"] = "逐位相同" if exact else "几乎相同或成固定比例"
        values["how_en"] = "to the last digit" if exact else "nearly, or at a fixed ratio"
    if hint.code == "deadline_burst":
        values["deadline"] = format_time(_whole(values["deadline_ms"]))
    if hint.code == NOT_JUDGEABLE:
        values |= _list_points(hint.evidence["blind"])
    chinese, english = TEXTS[hint.code]
    note = ("", "") if hint.code == NOT_JUDGEABLE else NOTE
    return FindingRow(
        subject,
        point_code,
        hint.code,
        hint.start_ms,
        hint.end_ms,
        chinese.format(**values) + note[0],
        english.format(**values) + note[1],
        hint.evidence,
    )


def _list_points(points: object) -> dict[str, object]:
    """Return how many points are meant [1], and which rules say nothing of which."""
    assert isinstance(points, dict)
    parts: list[list[str]] = [[], []]
    for point, rules in list(points.items())[:NAMED]:
        for language, names in enumerate(zip(*(RULES[code] for code in rules), strict=True)):
            parts[language].append(f"{point} ({', '.join(names)})")
    if len(points) > NAMED:
        parts[0].append("…")
        parts[1].append("…")
    return {"number": len(points), "list_zh": "；".join(parts[0]), "list_en": "; ".join(parts[1])}


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value
