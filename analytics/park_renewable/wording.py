"""The reason of a park's verdict, in Chinese and in English."""

from __future__ import annotations

from analytics.benchmark_share.rule import Share
from analytics.park_renewable.rule import ParkLevel
from core.catalogue import Target

HEADS = {
    ParkLevel.MET: ("达到目标", "meets the target"),
    ParkLevel.NOT_MET: ("未达到目标", "misses the target"),
    ParkLevel.NO_TARGET: ("无在有效期内的目标", "no target is in force"),
    ParkLevel.CONTRADICTORY: ("填报的可再生电量多于用电量", "more renewable power than is used"),
    ParkLevel.UNDETERMINED: ("无法判定", "undetermined"),
}


def write_reason(
    name: str,
    level: ParkLevel,
    share: Share | None,
    *,
    used_kwh: float,
    silent: int,
    target: Target | None,
) -> tuple[str, str]:
    """Return the reason; `used_kwh` [kWh], `silent` members that state nothing [1]."""
    if share is None:
        return (
            f"{name}：园区净用电量 {used_kwh:g} kWh，无法计算占比",
            f"{name}: the park's net use of electricity is {used_kwh:g} kWh, there is no share",
        )
    zh = f"{name}：可再生电量占用电量 {share.low_pct:.1f} %（{share.at:g} / {used_kwh:g} kWh）"
    en = f"{name}: {share.low_pct:.1f} % of the electricity is renewable"
    en += f" ({share.at:g} of {used_kwh:g} kWh)"
    if silent:
        zh += f"，{silent} 家未填报，至多 {share.high_pct:.1f} %"
        en += f", {silent} members state nothing, at most {share.high_pct:.1f} %"
    zh_head, en_head = HEADS[level]
    zh, en = f"{zh}，{zh_head}", f"{en}, {en_head}"
    if target is not None:
        zh += f" {target.value:g} {target.unit}（{target.region} {target.period}）"
        en += f" {target.value:g} {target.unit} (region {target.region_code}, {target.period})"
    return zh, en
