"""A unit figure as nodes: its energy, what it is divided by, and the year before."""

from __future__ import annotations

from analytics import unit_energy
from analytics.explain.node import ExplainNode, compare
from analytics.verdicts.rows import VerdictRow

NAMES = {unit_energy.RULE: ("单位能耗", "unit energy")}
FORMULAS = {
    unit_energy.RULE: "同一时段的 综合能耗 ÷ 分母 (energy ÷ denominator of the same days)",
}


def list_children(row: VerdictRow) -> list[ExplainNode]:
    """Return energy and denominator of both years, and make sure that they give the figure.

    Raises
    ------
    ExplainMismatchError
        They do not.
    """
    found = row.evidence
    _check(row, found["energy"], found["per"], row.value)
    comparable = found["comparable_value"]
    nodes = [
        _node(row, "综合能耗", "energy", value=found["energy"], unit=found["energy_unit"]),
        _node(row, "分母", "denominator", value=found["per"], unit=found["per_unit"]),
        _before(row, "综合能耗", "energy", part="energy"),
        _before(row, "分母", "denominator", part="per"),
    ]
    if found["price_index"] is not None:
        nodes.append(
            ExplainNode(
                "价格指数（上年同期 = 1）",
                "price index, the year before = 1",
                _number(found["price_index"]),
                "1",
                formula=f"可比价 {comparable:.6g} {row.unit} (figure × index)",
                source="GB/T 2589-2020",
                part=False,
            )
        )
    return nodes


def _node(
    row: VerdictRow, label: str, label_en: str, *, value: object, unit: object
) -> ExplainNode:
    found = row.evidence
    energy = label_en == "energy"
    name = found["energy_indicator"] if energy else found["denominator"]
    documents = found["per_documents"]
    coverage = found["energy_coverage"] if energy else found["per_coverage"]
    return ExplainNode(
        f"{label} {name}（{found['span']}）",
        f"{label_en} {name} ({found['span']})",
        _number(value),
        str(unit),
        source="" if energy or not isinstance(documents, list) else "; ".join(documents),
        note=f"覆盖率 {_number(coverage) or 0.0:.1%} (coverage)；账目可单独溯源 (see its account)",
        part=False,
    )


def _before(row: VerdictRow, label: str, label_en: str, *, part: str) -> ExplainNode:
    span = row.evidence["before_span"]
    return ExplainNode(
        f"上年同期{label}（{span}）",
        f"{label_en} of the year before ({span})",
        _number(row.evidence[f"before_{part}"]),
        str(row.evidence[f"{part}_unit"]),
        part=False,
    )


def _check(row: VerdictRow, energy: object, per: object, value: float | None) -> None:
    """Divide again, and hold the result against the verdict's."""
    if value is None or not isinstance(energy, float) or not isinstance(per, float):
        return
    scale = row.evidence["scale"]
    assert isinstance(scale, float)
    compare(f"{row.subject} {row.detail}", energy * scale / per, value, unit=row.unit)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
