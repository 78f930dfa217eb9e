"""The reason of a verdict on solid waste, in Chinese and in English."""

from __future__ import annotations

from analytics.solid_waste.rule import UseLevel, WasteBalance, compute_rate
from core.catalogue import Target

HEADS = {
    UseLevel.MET: ("达到目标", "meets the target"),
    UseLevel.NOT_MET: ("未达到目标", "misses the target"),
    UseLevel.NO_TARGET: ("", ""),
    UseLevel.CONTRADICTORY: ("填报数自相矛盾", "the figures contradict each other"),
    UseLevel.UNDETERMINED: ("产生量或利用量缺报", "produced or used is not stated"),
}


def write_reason(
    name: tuple[str, str], balance: WasteBalance, level: UseLevel, *, target: Target | None
) -> tuple[str, str]:
    """Return the reason of a verdict."""
    rate = compute_rate(balance)
    zh = f"{name[0]}：产生 {_show(balance.produced_t)}，综合利用 {_show(balance.used_t)}"
    en = f"{name[1]}: {_show(balance.produced_t)} produced, {_show(balance.used_t)} used"
    if balance.from_stock_t:
        zh += f"（其中往年贮存 {_show(balance.from_stock_t)}）"
        en += f" ({_show(balance.from_stock_t)} of it from stock)"
    if rate is not None:
        zh += f"，综合利用率 {rate:.1f} %"
        en += f", rate {rate:.1f} %"
    zh_head, en_head = HEADS[level]
    zh, en = (f"{zh}，{zh_head}", f"{en}, {en_head}") if zh_head else (zh, en)
    if target is not None:
        zh += f" {target.value:g} {target.unit}（{target.region} {target.period}）"
        en += f" {target.value:g} {target.unit} (region {target.region_code}, {target.period})"
    return zh, en


def _show(amount_t: float | None) -> str:
    return "—" if amount_t is None else f"{amount_t:g} t"
