"""The reason of a line's verdict, in Chinese and in English."""

from __future__ import annotations

from analytics.benchmark_class.wording import HEADS, add_confidence, format_unit, format_value
from analytics.benchmark_class.yardstick import Yardstick
from analytics.line_class.lines import ProductionLine
from analytics.line_class.rule import Access
from core.vocabulary import Vintage

VINTAGES = {
    Vintage.EXISTING: ("存量", "existing"),
    Vintage.NEW: ("新建", "new"),
    Vintage.PLANNED: ("拟建", "planned"),
}
ASKED = {
    "benchmark": ("标杆水平", "benchmark"),
    "baseline": ("基准水平", "baseline"),
    "grade2": ("限额 2 级准入值", "limit grade 2"),
    "grade3": ("限额 3 级", "limit grade 3"),
}


def write_reason(
    line: ProductionLine, value: float, access: Access, yardstick: Yardstick
) -> tuple[str, str]:
    """Return the reason of a determined verdict; `value` [yardstick's unit]."""
    zh_age, en_age = VINTAGES[line.vintage]
    zh_head, en_head = HEADS[access.standing.level]
    shown = f"{format_value(value)}{format_unit(yardstick.unit)}"
    zh = f"{line.title}（{zh_age}）：{zh_head}，{shown}"
    en = f"{line.title} ({en_age}): {en_head}, {shown}"
    if access.bound is not None:
        zh_asked, en_asked = ASKED[access.asked]
        bound = format_value(access.bound)
        zh += f"，应达{zh_asked} {bound}（{yardstick.edition}）"
        en += f", asked for the {en_asked} {bound} ({yardstick.edition})"
        zh += "，已达到" if access.met else "，未达到"
        en += ", reached" if access.met else ", not reached"
    return add_confidence(zh, en, yardstick.level, yardstick.corrected)


def word_unknown(line: ProductionLine, why: tuple[str, str]) -> tuple[str, str]:
    """Return the reason of a line that cannot be judged."""
    zh_age, en_age = VINTAGES[line.vintage]
    return (
        f"{line.title}（{zh_age}）：无法判定，{why[0]}",
        f"{line.title} ({en_age}): undetermined, {why[1]}",
    )
