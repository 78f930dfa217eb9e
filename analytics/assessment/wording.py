"""The reasons of assessment, in Chinese and in English, with their figures."""

from __future__ import annotations

from analytics.assessment.question import Outcome
from analytics.assessment.rule import AssessmentLevel
from analytics.quota_pace.wording import format_amount
from core.catalogue import Scheme, Step
from core.registry.quota_tree import TreeNode

HEADS = {
    AssessmentLevel.MET: ("完成", "Met"),
    AssessmentLevel.ON_SCHEDULE: ("进度完成", "On schedule"),
    AssessmentLevel.EXEMPT: ("超总量，达到激励目标免予考核", "Above the total, exempt"),
    AssessmentLevel.BEHIND: ("进度滞后", "Behind schedule"),
    AssessmentLevel.NOT_MET: ("未完成", "Not met"),
    AssessmentLevel.UNDETERMINED: ("无法判定", "Undetermined"),
}
RECALLED = "recalled"


def format_figure(value: float, unit: str) -> str:
    """Return a figure with its unit: a change in % with its sign, else an amount [unit]."""
    return f"{value:+.2f} %" if unit == "%" else f"{format_amount(value)} {unit}"


def write_reason(scheme: Scheme, step: Step | None, outcome: Outcome) -> tuple[str, str]:
    """Return the reason of a measure in Chinese and in English."""
    head, head_en = HEADS[outcome.level]
    name = outcome.measure
    if outcome.value is None or outcome.reference is None:
        return f"{scheme.title_zh} {name} {outcome.why[0]}", (
            f"{scheme.title_en}, {name}. {outcome.why[1]}"
        )
    value = format_figure(outcome.value, outcome.unit)
    reference = format_figure(outcome.reference, outcome.unit)
    stage = f"（{step.title_zh}）" if step else ""
    stage_en = f" ({step.title_en})" if step else ""
    zh = f"{scheme.title_zh}{stage} {name} {head}：{value}，应为 {reference}"
    en = f"{scheme.title_en}{stage_en}, {name}: {head_en}, {value}, due {reference}"
    deducted, deducted_en = _word_deductions(outcome)
    zh, en = zh + deducted, en + deducted_en
    if outcome.why[0]:
        zh, en = f"{zh}；{outcome.why[0]}", f"{en}; {outcome.why[1]}"
    recalled = list_recalled(outcome)
    if recalled:
        names = ", ".join(recalled)
        zh += f"。注意：{names} 凭记忆录入，尚未核对原文"
        en += f". Note: {names} are recalled, check the original text"
    return zh, en


def _word_deductions(outcome: Outcome) -> tuple[str, str]:
    year = outcome.evidence.get("year")
    if not isinstance(year, dict) or not year["deductions"]:
        return "", ""
    zh = "、".join(f"{d['deduction']} {format_amount(d['amount'])}" for d in year["deductions"])
    gross, net = format_amount(year["gross"]), format_amount(year["net"])
    return (
        f"；全口径 {gross} tce，扣减 {zh}，净 {net} tce",
        f"; gross {gross} tce, taken off {zh.replace('、', ', ')}, net {net} tce",
    )


def list_recalled(outcome: Outcome) -> list[str]:
    """Return what an outcome rests on that is only recalled: target and deductions applied."""
    found: list[str] = []
    target = outcome.evidence.get("target")
    if isinstance(target, dict) and target.get("confidence") == RECALLED:
        found.append("target")
    if outcome.evidence.get("limit_confidence") == RECALLED:
        found.append("measure")
    year = outcome.evidence.get("year")
    if isinstance(year, dict):
        found += [
            str(line["deduction"])
            for line in year["deductions"]
            if line["confidence"] == RECALLED and line["amount"]
        ]
    return found


def write_tree_reason(node: TreeNode) -> tuple[str, str]:
    """Return the reason of a quota tree in Chinese and in English."""
    own, below = format_amount(node.amount), format_amount(node.handed_down)
    head, head_en = (
        ("下达合计超过本级配额", "More is handed down than there is")
        if node.is_contradictory
        else ("下达合计不超过本级配额", "The quotas below add up")
    )
    return (
        f"{head}：{len(node.children)} 个下级合计 {below} {node.unit}，本级 {own} {node.unit}"
        f"（核定 {format_amount(node.allotted)}，调入 {format_amount(node.received)}，"
        f"调出 {format_amount(node.given)}）",
        f"{head_en}: {len(node.children)} below add up to {below} {node.unit}, own {own} "
        f"{node.unit} (allotted {format_amount(node.allotted)}, received "
        f"{format_amount(node.received)}, given {format_amount(node.given)})",
    )
