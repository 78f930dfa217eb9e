"""Explaining a quality score: what each index adds to it, and the counts and checks below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.explain.node import ExplainNode, check_sum
from analytics.quality.rule import Index
from analytics.quality.wording import CHECKS, NAMES
from analytics.verdicts.rows import VerdictRow

NAME = ("数据质量", "data quality")
FORMULA = "Σ 权重 × 指数 ÷ Σ 权重 × 100 (weighted mean of the indices that have a value)"


def list_children(row: VerdictRow) -> list[ExplainNode]:
    """Return what each index adds to the score, then the comparisons.

    Raises
    ------
    ExplainMismatchError
        What the indices add does not make the score.
    """
    indices: Mapping[str, Any] = row.evidence["indices"]  # type: ignore[assignment]
    known = {name: one for name, one in indices.items() if one["value"] is not None}
    total = sum(one["weight"] for one in known.values())
    nodes = []
    for name, one in indices.items():
        zh, en = NAMES[Index(name)]
        added = 100 * one["weight"] * one["value"] / total if name in known else None
        nodes.append(
            ExplainNode(
                zh,
                en,
                added if row.value is not None else None,
                "1",
                formula=f"100 × {one['weight']:g} × {one['part']:g} / {one['whole']:g} ÷ {total:g}",
                source=one["source"],
                confidence=one["confidence"],
                part=row.value is not None and name in known,
            )
        )
    if row.value is not None:
        check_sum(ExplainNode(*NAME, row.value, "1", children=tuple(nodes)))
    return [*nodes, *_list_checks(row.evidence["checks"])]


def _list_checks(checks: object) -> list[ExplainNode]:
    assert isinstance(checks, list)
    nodes = []
    for check in checks:
        chinese, english = CHECKS[check["kind"]]
        mark = "✓" if check["agrees"] else "✗"
        nodes.append(
            ExplainNode(
                f"{mark} {chinese.format(**check)}",
                f"{mark} {english.format(**check)}",
                check["value"],
                check["unit"],
                formula=f"允许偏差 {check['tolerance']:.1%} (tolerance)",
                part=False,
            )
        )
    return nodes
