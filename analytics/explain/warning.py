"""What stands below a grade of early warning: the months that add up to it, and what it is against.

Everything is read again and must give the verdict's figures, or the explanation fails.
"""

from __future__ import annotations

from analytics.context import Context
from analytics.errors import UnknownSubjectError
from analytics.explain.account import explain_account
from analytics.explain.node import ExplainNode, check_sum, compare
from analytics.verdicts.rows import VerdictRow
from core.calendar import Period, period_end, period_start, period_starts
from core.units import conversion_factor
from core.vocabulary import Indicator

NAME = ("预警等级", "early warning")
FORMULA = "1 月起累计，按方案逐级比较 (from January on, level by level of the scheme)"


def list_children(context: Context, row: VerdictRow) -> list[ExplainNode]:
    """Return what a grade was made of."""
    found = row.evidence
    if "used" in found:
        return _total_children(context, row)
    if "item" in found:
        return _intensity_children(row)
    return _approval_children(row)


def _approval_children(row: VerdictRow) -> list[ExplainNode]:
    """Return the quarter's grades, and what was missed the year before."""
    found = row.evidence
    missed = found["missed_year"]
    assert isinstance(missed, dict)
    return [_grade_node(grade) for grade in _dicts(found["grades"])] + [
        ExplainNode(
            f"{found['year']} 年 {detail} 未完成",
            f"{detail} of {found['year']} missed",
            _number(measures.get("schedule_excess", measures.get("intensity_gap"))),
            "%",
            part=False,
        )
        for detail, measures in missed.items()
    ]


def _grade_node(grade: dict[str, object]) -> ExplainNode:
    named = ("（点名）", " (named)") if grade["suspends"] else ("", "")
    return ExplainNode(
        f"{grade['detail']}：{grade['label'] or '无法判定'}{named[0]}",
        f"{grade['detail']}: {grade['label_en'] or 'undetermined'}{named[1]}",
        source=str(grade["source"]),
        confidence=str(grade["confidence"]),
        part=False,
    )


def _total_children(context: Context, row: VerdictRow) -> list[ExplainNode]:
    """Return the months' accounts, which add up to the use, then plan and level."""
    found = row.evidence
    scale = conversion_factor("tCO2" if found["indicator"] == Indicator.CO2 else "tce", row.unit)
    months = tuple(
        _rescale(node, scale, row.unit) for node in _months(context, row, str(found["indicator"]))
    )
    used = ExplainNode(
        "累计用量",
        "use so far",
        row.value,
        row.unit,
        formula="Σ 月账 (Σ accounts of the months)",
        children=months,
    )
    source = str(found["quota_source"])
    return [
        check_sum(used),
        ExplainNode(
            "计划进度",
            "plan so far",
            row.reference,
            row.unit,
            formula="已过月份 + 本月按时间比例 (months gone, the running one pro rata)",
            source=source,
            part=False,
        ),
        ExplainNode(
            "年配额", "quota", _number(found["quota"]), row.unit, source=source, part=False
        ),
        *_level(row),
    ]


def _months(context: Context, row: VerdictRow, indicator: str) -> list[ExplainNode]:
    start = period_start(Period.YEAR, row.start_ms)
    nodes = []
    for month in period_starts(Period.MONTH, start, period_end(Period(row.period), row.start_ms)):
        try:
            node = explain_account(
                context, row.subject, indicator, period=Period.MONTH, start_ms=month
            )
        except UnknownSubjectError:
            continue
        nodes.append(node)
    return nodes


def _rescale(node: ExplainNode, scale: float, unit: str) -> ExplainNode:
    """Return a node in another unit; what is below it stays as it is."""
    if node.unit == unit or node.value is None:
        return node
    return ExplainNode(
        node.label, node.label_en, node.value * scale, unit, formula=node.unit, children=(node,)
    )


def _intensity_children(row: VerdictRow) -> list[ExplainNode]:
    """Return energy and value of this year and the last, whose quotients are the intensities."""
    found = row.evidence
    energies, values = _dicts(found["energies"]), _dicts(found["denominators"])
    nodes: list[ExplainNode] = []
    ratios = []
    for (zh, en), energy, value in zip(
        (("本期", "now"), ("上年同期", "before")), energies, values, strict=False
    ):
        amount, denominator = float(str(energy["amount"])), float(str(value["value"]))
        ratios.append(amount / denominator)
        nodes += [
            ExplainNode(
                f"{zh}能耗（{energy['method']}）",
                f"energy {en} ({energy['method']})",
                amount,
                "tce",
                source=_sources(energy),
                note=f"覆盖率 {float(str(energy['coverage'])):.1%} (coverage)",
                part=False,
            ),
            ExplainNode(
                f"{zh}{found['item']}（可比价，{value['method']}）",
                f"{found['item']} {en}, comparable prices ({value['method']})",
                denominator,
                str(value["unit"]),
                source=_sources(value),
                part=False,
            ),
        ]
    if ratios:
        what = f"intensity of {row.subject} {row.detail}"
        compare(what, ratios[0], row.value, unit=row.unit)
        compare(what, ratios[1], _number(found["intensity_before"]), unit=row.unit)
    due = _number(found["due_change"])
    if due is not None:
        nodes.append(
            ExplainNode(
                "年度应降",
                "change due in the year",
                due * 100,
                "%",
                source=str(found["due_source"]),
                confidence=str(found["due_confidence"]),
                part=False,
            )
        )
    lacks = [str(word) for word in _list(found.get("lacks"))]
    if not ratios and len(lacks) == len(("zh", "en")):
        nodes.append(ExplainNode(f"缺少{lacks[0]}", f"{lacks[1]} is missing", part=False))
    return [*nodes, *_level(row)]


def _level(row: VerdictRow) -> list[ExplainNode]:
    """Return the condition that held, with its source."""
    found = row.evidence
    condition = found.get("condition")
    if not isinstance(condition, list):
        return []
    return [
        ExplainNode(
            f"{found['label']}：{condition[0]} > {condition[1]:g} %",
            f"{found['label_en']}: {condition[0]} above {condition[1]:g} %",
            _number(condition[1]),
            "%",
            source=str(found["level_source"]),
            confidence=str(found["level_confidence"]),
            note=str(found["level_note"]),
            part=False,
        )
    ]


def _sources(part: dict[str, object]) -> str:
    return "; ".join(str(stated["source"]) for stated in _dicts(part["stated"]))


def _dicts(value: object) -> list[dict[str, object]]:
    return [item for item in _list(value) if isinstance(item, dict)]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None
