"""The reason of a verdict on a share, in Chinese and in English."""

from __future__ import annotations

from analytics.benchmark_share.rule import Share, ShareLevel
from core.catalogue import Target

HEADS = {
    ShareLevel.MET: ("达到目标", "meets the target"),
    ShareLevel.NOT_MET: ("未达到目标", "misses the target"),
    ShareLevel.NO_TARGET: ("无在有效期内的目标", "no target is in force"),
    ShareLevel.UNDETERMINED: ("无法判定是否达到目标", "undetermined"),
}


def write_reason(
    name: str, share: Share, level: ShareLevel, *, target: Target | None, unit: str
) -> tuple[str, str]:
    """Return the reason; capacities in `unit`."""
    zh_head, en_head = HEADS[level]
    zh = (
        f"{name}：达到能效标杆水平的产能比例 {share.low_pct:.1f} %"
        f"（{share.at:g} / {share.total:g} {unit}）"
    )
    en = f"{name}: {share.low_pct:.1f} % of the capacity ({share.at:g} of {share.total:g} {unit})"
    en += " is at the benchmark"
    if share.known < share.total:
        unknown = share.total - share.known
        zh += f"，另有 {unknown:g} {unit} 等级不明，至多 {share.high_pct:.1f} %"
        en += f", {unknown:g} {unit} more of unknown class, at most {share.high_pct:.1f} %"
    zh, en = f"{zh}，{zh_head}", f"{en}, {en_head}"
    if target is not None:
        zh += f" {target.value:g} {target.unit}（{target.region} {target.period}）"
        en += f" {target.value:g} {target.unit} (region {target.region_code}, {target.period})"
    return zh, en
