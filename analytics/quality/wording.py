"""The reason of a quality verdict, and what a comparison says, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analytics.quality.consistency import BILL, ENERGY_OUTPUT, REPORT, SUB_MAIN, Check
from analytics.quality.rule import Index, QualityLevel, Score, Share

NAMES: dict[Index, tuple[str, str]] = {
    Index.COMPLETENESS: ("完整性", "completeness"),
    Index.TIMELINESS: ("及时性", "timeliness"),
    Index.ACCURACY: ("准确性（检定有效）", "accuracy (calibration)"),
    Index.VALIDITY: ("有效性", "validity"),
    Index.CONSISTENCY: ("一致性", "consistency"),
    Index.TRANSMISSION: ("传输有效率", "effective transmission"),
}
HEADS: dict[QualityLevel, tuple[str, str]] = {
    QualityLevel.GOOD: ("数据质量好", "Good data"),
    QualityLevel.FAIR: ("数据质量一般", "Fair data"),
    QualityLevel.POOR: ("数据质量差", "Poor data"),
    QualityLevel.UNDETERMINED: ("数据质量无法判定", "Quality undetermined"),
}
CHECKS: dict[str, tuple[str, str]] = {
    SUB_MAIN: (
        "总表 {detail} {reference:.6g} {unit}，分表合计 {value:.6g} {unit}",
        "main meter {detail} {reference:.6g} {unit}, sub-meters {value:.6g} {unit}",
    ),
    BILL: (
        "{detail} 计量 {value:.6g} {unit}，账单 {reference:.6g} {unit}",
        "{detail} metered {value:.6g} {unit}, billed {reference:.6g} {unit}",
    ),
    ENERGY_OUTPUT: (
        "{detail} 单位产品能耗 {value:.6g} {unit}，此前各月中位数 {reference:.6g} {unit}",
        "{detail} energy per product {value:.6g} {unit}, median before {reference:.6g} {unit}",
    ),
    REPORT: (
        "{detail} 上报 {value:.6g} {unit}，计量账 {reference:.6g} {unit}",
        "{detail} reported {value:.6g} {unit}, metered {reference:.6g} {unit}",
    ),
}


def word_check(check: Check) -> tuple[str, str]:
    """Return what a comparison says, in Chinese and in English."""
    chinese, english = CHECKS[check.kind]
    values = vars(check)
    return chinese.format(**values), english.format(**values)


def write_reason(
    score: Score, indices: Mapping[Index, Share], checks: Sequence[Check]
) -> tuple[str, str]:
    """Return the reason of a verdict, in Chinese and in English."""
    head, head_en = HEADS[score.level]
    parts = [f"{NAMES[i][0]} {_percent(s)}" for i, s in indices.items()]
    parts_en = [f"{NAMES[i][1]} {_percent(s)}" for i, s in indices.items()]
    number = "" if score.value is None else f" {score.value:.1f} 分"
    number_en = "" if score.value is None else f", {score.value:.1f} of 100"
    zh = f"{head}{number}：{'，'.join(parts)}"
    en = f"{head_en}{number_en}: {', '.join(parts_en)}"
    wrong = [word_check(check) for check in checks if not check.agrees][:2]
    if wrong:
        zh += "；不一致：" + "；".join(text for text, _ in wrong)
        en += "; does not agree: " + "; ".join(text for _, text in wrong)
    return zh, en


def _percent(share: Share) -> str:
    return "—" if share.value is None else f"{share.value:.1%}"
