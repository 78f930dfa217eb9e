"""Names of kinds of findings, Chinese and English."""

from __future__ import annotations

FINDINGS: dict[str, tuple[str, str]] = {
    "register_gap": ("读数缺失（均摊估计）", "gap, estimated"),
    "rollover": ("表底翻转", "rollover"),
    "blip": ("瞬时跳变", "blip"),
    "undeclared_reset": ("未申报的归零", "undeclared reset"),
    "dead_meter": ("疑似停走", "dead meter"),
    "flat_line": ("恒定不变", "flat line"),
    "copied_day": ("整日复制", "copied day"),
    "too_round": ("过于整齐", "too round"),
    "digits": ("末位数字异常", "last digits"),
    "benford": ("首位数字异常", "first digits"),
    "deadline_burst": ("期限前集中补报", "burst before a deadline"),
    "clock_games": ("时钟异常", "clock games"),
    "not_judgeable": ("无法判断真伪", "cannot be judged"),
    "treatment_idle": ("治理设施停运而生产", "treatment idle"),
}
