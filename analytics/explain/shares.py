"""What stands below a share: capacities at 标杆, PUE, a park's renewable power, use of solid waste.

The parts must give the verdict's value again, or the explanation fails.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from analytics import (
    benchmark_share,
    centre_pue,
    park_renewable,
    solid_waste,
    supply_coal_rate,
)
from analytics.context import Context
from analytics.errors import UnknownSubjectError
from analytics.explain.account import explain_account
from analytics.explain.node import ExplainNode, check_sum, compare
from analytics.verdicts.rows import VerdictRow

Evidence = Mapping[str, object]
AT = "benchmark"


def list_share_children(context: Context, row: VerdictRow) -> list[ExplainNode]:
    """Return the capacity at 标杆 and the whole, line by line, then the target."""
    del context
    found, unit = row.evidence, str(row.evidence["unit"])
    lines = [one for one in _list(found["lines"]) if isinstance(one, dict)]
    weighed = [one for one in lines if one["capacity"] is not None]
    at = _capacities(
        "达到标杆的产能", "capacity at 标杆", [one for one in weighed if one["level"] == AT], unit
    )
    total = _capacities("全部产能", "all capacity", weighed, unit)
    _compare_share(row, at.value, total.value)
    return [at, total, *_target(row)]


def _capacities(
    label: str, label_en: str, lines: list[dict[str, object]], unit: str
) -> ExplainNode:
    parts = tuple(
        ExplainNode(
            f"{one['enterprise']} {one['line']}：{one['level'] or '未判定'}",
            f"{one['enterprise']} {one['line']}: {one['level'] or 'not judged'}",
            _number(one["capacity"]),
            unit,
            note=f"verdict {one['verdict']}",
        )
        for one in lines
    )
    value = math.fsum(part.value or 0.0 for part in parts)
    return check_sum(ExplainNode(label, label_en, value, unit, children=parts, part=False))


def list_park_children(context: Context, row: VerdictRow) -> list[ExplainNode]:
    """Return what is stated as renewable, what was used, and the target."""
    del context
    found = row.evidence
    stated = tuple(
        ExplainNode(str(one["subject"]), str(one["subject"]), _number(one["kwh"]), "kWh")
        for one in _list(found["stated"])
        if isinstance(one, dict)
    )
    renewable = ExplainNode(
        "填报的可再生电量",
        "renewable electricity as stated",
        _number(found["renewable_kwh"]),
        "kWh",
        children=stated,
        part=False,
    )
    used = ExplainNode(
        "用电量",
        "electricity used",
        _number(found["used_kwh"]),
        "kWh",
        formula="Σ 成员 carrier:electricity (Σ members)",
        part=False,
        note=str(found["definition"]),
    )
    if row.value is not None:
        _compare_share(row, renewable.value, used.value)
    return [check_sum(renewable), used, *_target(row)]


def list_waste_children(context: Context, row: VerdictRow) -> list[ExplainNode]:
    """Return produced, used and drawn from stock, each with its parts, then the target.

    Only balances whose two figures are both stated count.
    """
    del context
    found = row.evidence
    parts = [one for one in _list(found["parts"]) if isinstance(one, dict)]
    whole = [one for one in parts if None not in (one["produced_t"], one["used_t"])]
    nodes = [
        _waste(found, name, (zh, en), whole)
        for name, zh, en in (
            ("produced_t", "产生量", "produced"),
            ("used_t", "综合利用量", "used"),
            ("from_stock_t", "其中往年贮存", "of it from stock"),
        )
    ]
    produced, used, stock = (node.value for node in nodes)
    if row.value is not None:
        _compare_share(row, used, (produced or 0.0) + (stock or 0.0))
    return [*nodes, *_target(row)]


def _waste(
    found: Evidence, name: str, label: tuple[str, str], whole: list[dict[str, object]]
) -> ExplainNode:
    parts = tuple(
        ExplainNode(f"第 {number} 户", f"balance {number}", _number(one[name]), "t")
        for number, one in enumerate(whole, start=1)
    )
    return check_sum(ExplainNode(*label, _number(found[name]), "t", children=parts, part=False))


def list_pue_children(context: Context, row: VerdictRow) -> list[ExplainNode]:
    """Return the electricity of centre and IT equipment, the racks, and the ceiling."""
    found = row.evidence
    nodes = [
        ExplainNode(
            "标准机架数",
            "standard racks",
            _number(found["racks"]),
            "机架",
            source=str(found["size_source"]),
            confidence=str(found["size_confidence"]),
            note=str(found["size"]),
            part=False,
        ),
        ExplainNode(
            "PUE 上限",
            "ceiling",
            row.reference,
            "1",
            source=str(found["level_source"]),
            confidence=str(found["level_confidence"]),
            part=False,
        ),
    ]
    accounts: list[ExplainNode] = []
    for name in ("energy_indicator", "output_indicator"):
        try:
            accounts.append(
                explain_account(
                    context, row.subject, str(found[name]), period=row.period, start_ms=row.start_ms
                )
            )
        except UnknownSubjectError:
            continue
    scale = _number(found["scale"])
    if len(accounts) == 2 and scale is not None and row.value is not None:
        energy, output = (node.value or 0.0 for node in accounts)
        compare(f"{row.subject} PUE", energy * scale / output, row.value, unit="1")
    shown = [
        ExplainNode(a.label, a.label_en, a.value, a.unit, children=a.children, part=False)
        for a in accounts
    ]
    return [*shown, *nodes]


def list_rate_children(context: Context, row: VerdictRow) -> list[ExplainNode]:
    """Return the coal of each unit and the electricity it supplied, which give the mean."""
    del context
    units = [one for one in _list(row.evidence["units"]) if isinstance(one, dict)]
    known = [(one, _number(one["rate"]), _number(one["supplied_kwh"])) for one in units]
    coal = tuple(
        ExplainNode(
            f"{one['enterprise']} {one['product']}：{rate:g} gce/kWh",
            f"{one['enterprise']} {one['product']}: {rate:g} gce/kWh",
            rate * kwh / 1e6,
            "tce",
            note=f"verdict {one['verdict']}",
        )
        for one, rate, kwh in known
        if rate is not None and kwh is not None
    )
    supplied = tuple(
        ExplainNode(str(one["product"]), str(one["product"]), kwh, "kWh")
        for one, _, kwh in known
        if kwh is not None
    )
    above, below = (math.fsum(node.value or 0.0 for node in nodes) for nodes in (coal, supplied))
    if row.value is not None:
        compare(f"{row.subject} {row.detail}", above * 1e6 / below, row.value, unit=row.unit)
    return [
        ExplainNode("供电用煤", "coal for power", above, "tce", children=coal, part=False),
        ExplainNode("供电量", "power supplied", below, "kWh", children=supplied, part=False),
        *_target(row),
    ]


def _compare_share(row: VerdictRow, above: float | None, below: float | None) -> None:
    share = 100 * (above or 0.0) / below if below else None
    compare(f"{row.subject} {row.detail}", share, row.value, unit="%")


def _target(row: VerdictRow) -> list[ExplainNode]:
    found = row.evidence
    if row.reference is None:
        return []
    return [
        ExplainNode(
            f"目标（{found['target_region']}）",
            f"target of region {found['target_region']}",
            row.reference,
            row.unit,
            source=str(found["target_source"]),
            confidence=str(found["target_confidence"]),
            part=False,
        )
    ]


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


NAMES: dict[str, tuple[str, str]] = {
    benchmark_share.RULE: ("标杆产能比例", "share of capacity at the benchmark"),
    centre_pue.RULE: ("数据中心 PUE", "PUE of data centres"),
    park_renewable.RULE: ("园区可再生电量占比", "renewable share of a park"),
    solid_waste.RULE: ("固体废物综合利用", "use of solid waste"),
    supply_coal_rate.RULE: ("供电煤耗", "coal rate of supply"),
}
CHILDREN: dict[str, Callable[[Context, VerdictRow], list[ExplainNode]]] = {
    benchmark_share.RULE: list_share_children,
    centre_pue.RULE: list_pue_children,
    park_renewable.RULE: list_park_children,
    solid_waste.RULE: list_waste_children,
    supply_coal_rate.RULE: list_rate_children,
}
FORMULAS: dict[str, str] = {
    benchmark_share.RULE: "达到标杆的产能 ÷ 全部产能 (capacity at 标杆 ÷ all capacity)",
    centre_pue.RULE: "总用电量 ÷ IT 用电量 (all electricity ÷ that of IT equipment)",
    park_renewable.RULE: "可再生电量 ÷ 用电量 (renewable electricity ÷ electricity used)",
    supply_coal_rate.RULE: "Σ 供电用煤 ÷ Σ 供电量 (coal for power ÷ power supplied)",
    solid_waste.RULE: "利用量 ÷ (产生量 + 利用往年贮存量) (used ÷ (produced + drawn from stock))",
}
