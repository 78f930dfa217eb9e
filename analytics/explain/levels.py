"""What stands below a class, a line's verdict and an entry of the efficiency list.

Energy over output must give the verdict's value, and the printed grade with its corrections the
grade that held at the site, or the explanation fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from math import prod

from analytics import benchmark_class, efficiency_list, line_class
from analytics.context import Context
from analytics.errors import UnknownSubjectError
from analytics.explain.account import explain_account
from analytics.explain.node import ExplainNode, check_sum, compare
from analytics.verdicts.rows import VerdictRow

Evidence = Mapping[str, object]


def list_class_children(context: Context, row: VerdictRow) -> list[ExplainNode]:
    """Return energy and output, then the levels and limits they are held against."""
    found = row.evidence
    if "edition" not in found:
        return []
    return [*_figures(context, row), *_levels(row), *_grades(found)]


def list_line_children(context: Context, row: VerdictRow) -> list[ExplainNode]:
    """Return a line's capacity, then what its figure is made of and held against."""
    found = row.evidence
    capacity = ExplainNode(
        f"产能（{found['vintage']}）",
        f"capacity ({found['vintage']})",
        _number(found["capacity"]),
        str(found["capacity_unit"]),
        part=False,
    )
    if found["figure_of"] == "design":
        design = ExplainNode(
            "设计值",
            "design figure",
            row.value,
            row.unit,
            source="; ".join(str(one) for one in _list(found["documents"])),
            part=False,
        )
        return [capacity, design, *_levels(row), *_grades(found)]
    return [capacity, *list_class_children(context, row)]


def list_listed_children(context: Context, row: VerdictRow) -> list[ExplainNode]:
    """Return the last day's source and the plan, then the class below them."""
    found = row.evidence
    nodes = [
        ExplainNode(
            "改造淘汰期限",
            "years to upgrade or shut",
            _number(found["deadline_years"]),
            "年",
            source=str(found["deadline_source"]),
            confidence=str(found["deadline_confidence"]),
            part=False,
        )
    ]
    plan = found.get("plan")
    if isinstance(plan, dict):
        nodes.append(
            ExplainNode(
                f"计划：{plan['action']}，{plan['state']}",
                f"plan: {plan['action']}, {plan['state']}",
                _number(plan["target"]),
                str(plan["unit"]),
                source=str(plan["source"]),
                note=str(plan["measure"]),
                part=False,
            )
        )
    return [*nodes, *list_class_children(context, row)]


def _figures(context: Context, row: VerdictRow) -> list[ExplainNode]:
    """Return energy and output after making sure that they give the value.

    Raises
    ------
    ExplainMismatchError
        They do not.
    """
    found = row.evidence
    nodes: list[ExplainNode] = []
    for name in ("energy_indicator", "output_indicator"):
        try:
            node = explain_account(
                context, row.subject, str(found[name]), period=row.period, start_ms=row.start_ms
            )
        except UnknownSubjectError:
            continue
        nodes.append(replace(node, part=False))
    scale = _number(found.get("scale"))
    if len(nodes) == 2 and scale is not None and row.value is not None:
        energy, output = (node.value or 0.0 for node in nodes)
        compare(f"{row.subject} {row.detail}", energy * scale / output, row.value, unit=row.unit)
    return nodes


def _levels(row: VerdictRow) -> list[ExplainNode]:
    found = row.evidence
    if found.get("benchmark") is None and found.get("baseline") is None:
        return []
    return [
        ExplainNode(
            f"{zh}（{found['edition']} 版）",
            f"{en}, edition {found['edition']}",
            _number(found[name]),
            row.unit,
            source=str(found["level_source"]),
            confidence=str(found["level_confidence"]),
            part=False,
        )
        for name, zh, en in (
            ("benchmark", "标杆水平", "benchmark"),
            ("baseline", "基准水平", "baseline"),
        )
    ]


def _grades(found: Evidence) -> list[ExplainNode]:
    """Return each limit grade with its printed figure and corrections, which add up to it."""
    grades, printed = _list(found.get("limit_grades")), _list(found.get("limit_grades_printed"))
    nodes = [
        _grade(found, index, _number(grade), _number(base))
        for index, (grade, base) in enumerate(zip(grades, printed, strict=True))
    ]
    lacking = [
        ExplainNode(
            f"未修正：{one['name']}（{one['why']}）",
            f"not corrected: {one['name_en']} ({one['why_en']})",
            formula=str(one["rule"]),
            source=str(one["source"]),
            part=False,
        )
        for one in _list(found.get("corrections_missing"))
        if isinstance(one, dict)
    ]
    return [*nodes, *lacking]


def _grade(found: Evidence, index: int, grade: float | None, printed: float | None) -> ExplainNode:
    unit, number = str(found["limit_unit"]), index + 1
    node = ExplainNode(
        f"{found['limit_standard']} 限额 {number} 级",
        f"{found['limit_standard']} grade {number}",
        grade,
        unit,
        source=str(found["limit_source"]),
        confidence=str(found["limit_confidence"]),
        part=False,
    )
    steps = [one for one in _list(found.get("corrections")) if isinstance(one, dict)]
    if grade is None or printed is None or not steps:
        return node
    parts = [ExplainNode("标准所载", "as printed", printed, unit, source=node.source)]
    factor = prod(float(step["factors"][index]) for step in steps)
    parts += [_step(step, index, printed * (factor - 1), unit) for step in steps]
    return check_sum(
        replace(
            node,
            formula="标准值 × 系数 + 修正值 (printed × factors + additions)",
            children=tuple(parts),
        )
    )


def _step(step: Evidence, index: int, by_factors: float, unit: str) -> ExplainNode:
    """Return one correction; what factors [1] do together stands at the one that has one."""
    factors, additions = _list(step["factors"]), _list(step["additions"])
    own = float(str(factors[index])) != 1.0
    value = (by_factors if own else 0.0) + float(str(additions[index]))
    conditions = step["conditions"]
    stated = conditions if isinstance(conditions, dict) else {}
    shown = ", ".join(f"{name} {one['value']:g}" for name, one in stated.items())
    return ExplainNode(
        f"工况修正：{shown}",
        f"correction: {shown}",
        value,
        unit,
        formula=str(step["rule"]),
        source=str(step["source"]),
        confidence=str(step["confidence"]),
        note="; ".join(doc for one in stated.values() for doc in one["documents"]),
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


NAMES: dict[str, tuple[str, str]] = {
    benchmark_class.RULE: ("能效标杆", "benchmark class"),
    line_class.RULE: ("工序能效", "line class"),
    efficiency_list.RULE: ("企业能效清单", "efficiency list"),
}
CHILDREN: dict[str, Callable[[Context, VerdictRow], list[ExplainNode]]] = {
    benchmark_class.RULE: list_class_children,
    line_class.RULE: list_line_children,
    efficiency_list.RULE: list_listed_children,
}
FORMULAS: dict[str, str] = {
    benchmark_class.RULE: "能耗 ÷ 产量，对标杆、基准与限额 (energy ÷ output against the levels)",
    line_class.RULE: "产品能耗或设计值，新建拟建对标杆 (new and planned lines against 标杆)",
    efficiency_list.RULE: "列入日 + 期限，对计划与现状 (day listed + years; plan, figure)",
}
