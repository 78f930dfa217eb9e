"""Explanations of verdicts."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "formula": ("算法", "formula"),
    "source": ("来源", "source"),
    "confidence": ("可信程度", "confidence"),
    "note": ("备注", "note"),
    "edition": ("版本", "edition"),
    "grade": ("限额 {0} 级", "limit grade {0}"),
    "explain_title": ("结论溯源", "How this verdict came about"),
    "explain_check": (
        "以下数值由同一套算法重新计算，与已存结论一致",
        "Recomputed by the same functions just now; equal to the stored verdict",
    ),
    "explain_mismatch": ("重新计算与已存结论不一致", "Recomputed figure differs from the stored"),
    "recalled": ("凭记忆录入，原文待核", "recalled, original not checked"),
    "verified": ("已核对", "verified"),
    "provisional": ("暂定", "provisional"),
    "final": ("最终", "final"),
    "since": ("自", "since"),
}
