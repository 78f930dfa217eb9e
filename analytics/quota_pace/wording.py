"""The reason of a pace verdict, in Chinese and in English, with its figures."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.quota_pace.band import SHARE
from analytics.quota_pace.rule import Pace, PaceLevel
from core.calendar import to_local
from core.vocabulary import Basis

BASIS_ZH = {Basis.CALORIFIC: "（当量值）", Basis.PRIMARY: "（等价值）", Basis.NONE: ""}
BASIS_EN = {Basis.CALORIFIC: " (calorific)", Basis.PRIMARY: " (primary)", Basis.NONE: ""}
HEADS = {
    PaceLevel.WITHIN: ("进度正常", "Within pace"),
    PaceLevel.OVER: ("超进度", "Over pace"),
    PaceLevel.WILL_EXCEED: ("预计超配额", "Will exceed the quota"),
    PaceLevel.EXCEEDED: ("已超配额", "Quota exceeded"),
    PaceLevel.UNDETERMINED: ("无法判定", "Undetermined"),
}


def format_amount(value: float) -> str:
    """Return an amount [any unit] with about five figures, thousands marked."""
    size = abs(value)
    digits = 0 if size >= 10_000 else 1 if size >= 100 else 3
    return f"{value:,.{digits}f}"


def write_reason(
    pace: Pace, unit: str, basis: Basis, missing: Sequence[tuple[str, float]]
) -> tuple[str, str]:
    """Return the reason in Chinese and in English; amounts in `unit`.

    `missing` names what is not measured enough with its coverage [1].
    """
    head, head_en = HEADS[pace.level]
    used, plan, quota = (format_amount(v) for v in (pace.used, pace.plan_to_date, pace.quota))
    end = format_amount(pace.projection)
    band, band_en = _word_band(pace)
    share = f"（{pace.used / pace.plan_to_date:.1%}）" if pace.plan_to_date > 0 else ""
    share_en = f" ({pace.used / pace.plan_to_date:.1%})" if pace.plan_to_date > 0 else ""
    zh = (
        f"已用 {used} {unit}，计划进度 {plan} {unit}{share}，"
        f"年配额 {quota} {unit}，剩余 {format_amount(pace.remaining)} {unit}；"
        f"预计全年 {end} {unit}（{band}）"
    )
    en = (
        f"used {used} {unit}, plan to date {plan} {unit}{share_en}, "
        f"quota {quota} {unit}, remaining {format_amount(pace.remaining)} {unit}; "
        f"projected for the year {end} {unit} ({band_en})"
    )
    if pace.exceed_ms is not None:
        day = to_local(pace.exceed_ms).date().isoformat()
        passed = pace.used > pace.quota
        zh += f"，{'已于' if passed else '预计'} {day} {'超出' if passed else '用完'}"
        en += f", {'passed' if passed else 'used up'} on {day}"
    if pace.level is PaceLevel.UNDETERMINED:
        zh_missing, en_missing = word_missing(missing)
        zh = f"覆盖率 {pace.coverage:.1%} 低于下限{zh_missing}。仅供参考：{zh}"
        en = f"coverage {pace.coverage:.1%} is below the floor{en_missing}. So far: {en}"
    return f"{head}{BASIS_ZH[basis]}：{zh}", f"{head_en}{BASIS_EN[basis]}: {en}"


def _word_band(pace: Pace) -> tuple[str, str]:
    """Return the band of the projection, in Chinese and in English."""
    if pace.low is None or pace.high is None:
        return "数据不足八周，区间未知", "fewer than eight weeks known: no band yet"
    text = f"{format_amount(pace.low)}–{format_amount(pace.high)}"
    return f"{SHARE:.0%} 区间 {text}", f"{SHARE:.0%} band {text}"


def word_missing(missing: Sequence[tuple[str, float]]) -> tuple[str, str]:
    """Return what is missing, each with its coverage [1], in Chinese and in English."""
    if not missing:
        return "", ""
    zh = "、".join(f"{name} {share:.0%}" for name, share in missing)
    en = ", ".join(f"{name} {share:.0%}" for name, share in missing)
    return f"，缺数据：{zh}", f", missing: {en}"
