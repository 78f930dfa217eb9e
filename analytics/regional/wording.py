"""The reason of a regional account, in Chinese and in English, with its figures."""

from __future__ import annotations

from analytics.quota_pace.wording import BASIS_EN, BASIS_ZH, format_amount
from analytics.regional.rule import Balance, RegionLevel
from analytics.regional.statement import Statement

HEADS = {
    RegionLevel.BESIDE: ("与统计数并列", "Beside the official statistic"),
    RegionLevel.WHOLE: ("无统计数可比", "No official statistic"),
    RegionLevel.METERED_ONLY: ("仅监管企业合计", "Supervised enterprises only"),
    RegionLevel.EXCEEDS: ("监管企业合计超过统计数", "The metered sum exceeds the statistic"),
}


def write_reason(statement: Statement) -> tuple[str, str]:
    """Return the reason in Chinese and in English."""
    balance = statement.energy
    head, head_en = HEADS[balance.level]
    zh, en = _figures(balance)
    if statement.refused:
        zh += f"；未给出强度 {len(statement.refused)} 项（缺分母或口径）"
        en += f"; {len(statement.refused)} intensities are not given (no sourced denominator)"
    basis = statement.basis
    return f"{head}{BASIS_ZH[basis]}：{zh}", f"{head_en}{BASIS_EN[basis]}: {en}"


def _figures(balance: Balance) -> tuple[str, str]:
    unit = balance.unit
    zh = f"监管企业 {format_amount(balance.metered)} {unit}"
    en = f"enterprises {format_amount(balance.metered)} {unit}"
    if balance.unmetered is not None:
        zh += f" + 未计量 {format_amount(balance.unmetered.value)} = "
        en += f" + not metered {format_amount(balance.unmetered.value)} = "
        zh += f"{format_amount(balance.total)} {unit}"
        en += f"{format_amount(balance.total)} {unit}"
    if balance.official is not None:
        difference = format_amount(balance.difference or 0.0)
        zh += f"；统计数 {format_amount(balance.official.value)} {unit}（相差 {difference}）"
        en += (
            f"; statistic {format_amount(balance.official.value)} {unit} (difference {difference})"
        )
    if balance.share_metered is not None:
        zh += f"；计量占比 {balance.share_metered:.1%}"
        en += f"; share metered {balance.share_metered:.1%}"
    return zh, en
