"""What stands below a regional account and below a verdict of assessment: every term, added up.

Gross less deductions must give the net, and net by GDP the intensity, or the explanation fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from analytics import assessment, regional
from analytics.context import Context
from analytics.errors import UnknownSubjectError
from analytics.explain.account import explain_account
from analytics.explain.node import ExplainNode, check_sum, compare
from analytics.regional.source import ENERGY
from analytics.verdicts.rows import VerdictRow
from core.vocabulary import Basis, Indicator

NAMES = {
    regional.RULE: ("区域账", "regional account"),
    assessment.RULE: ("双控考核", "assessment"),
}
FORMULAS = {
    regional.RULE: "Σ 监管企业 + 未计量，与统计数并列 "
    "(Σ enterprises + remainder, beside the statistic)",
    assessment.RULE: "全口径 − 各项扣减 = 净，对目标 "
    "(gross − deductions = net, against the target)",
}
Evidence = Mapping[str, object]


def list_regional_children(context: Context, row: VerdictRow) -> list[ExplainNode]:
    """Return metered and remainder, which add up to the value, then statistic and structure."""
    found = row.evidence
    if "refused" in found and "energy" not in found:
        return []
    energy = _map(found["energy"])
    nodes = _used(context, row, energy, ENERGY[Basis(row.basis)])
    root = ExplainNode("区域用能", "use of the region", row.value, row.unit, children=tuple(nodes))
    beside = [
        _stated("官方统计数", "official statistic", energy.get("official")),
        *(_ratio(name, _map(item)) for name, item in _map(found["intensities"]).items()),
        *(_share(_map(item)) for item in _list(found["shares"])),
        *(ExplainNode(str(t), str(t), part=False) for t in _list(found["refused"])),
    ]
    return [check_sum(root), *(node for node in beside if node is not None)]


def list_children(context: Context, row: VerdictRow) -> list[ExplainNode]:
    """Return what a verdict of assessment was made of, by what it is about."""
    found = row.evidence
    if "refused" in found:
        return [_note(str(found["refused"]))]
    if row.detail == "carbon":
        return _carbon(row)
    if row.detail.startswith("quota_tree:"):
        return _tree(row)
    nodes = [_target(found)]
    if "year" in found:
        indicator = _indicator(row)
        nodes += [_net(context, row, name, indicator) for name in ("year", "base") if name in found]
        nodes += _intensity(row)
    else:
        nodes += [_figure(found)]
    return [node for node in nodes if node is not None]


def _indicator(row: VerdictRow) -> str:
    return str(ENERGY.get(Basis(row.basis), Indicator.CO2))


def _used(
    context: Context, row: VerdictRow, balance: Evidence, indicator: str
) -> Iterator[ExplainNode]:
    """Yield the account of the enterprises, and the remainder."""
    try:
        metered = explain_account(
            context, row.subject, indicator, period=row.period, start_ms=row.start_ms
        )
        compare("metered", metered.value, _number(balance["metered"]), unit=row.unit)
        yield metered
    except UnknownSubjectError:
        yield ExplainNode("监管企业", "enterprises", _number(balance["metered"]), row.unit)
    rest = _stated("未计量部分", "not metered", balance.get("unmetered"))
    if rest is not None:
        yield replace(rest, part=True)


def _net(context: Context, row: VerdictRow, name: str, indicator: str) -> ExplainNode:
    """Return gross less deductions of the year or of the base year."""
    net = _map(row.evidence[name])
    unit = "tce" if row.basis != Basis.NONE else "tCO2"
    gross = ExplainNode(
        f"全口径 {net['year']}", f"gross {net['year']}", _number(net["gross"]), unit,
        source=str(row.evidence.get("used", "")),
    )  # fmt: skip
    if name == "year" and row.evidence.get("used") == "account":
        try:
            account = explain_account(
                context, row.subject, indicator, period=row.period, start_ms=row.start_ms
            )
            gross = replace(gross, children=(replace(account, part=False),))
        except UnknownSubjectError:
            pass
    lines = tuple(
        ExplainNode(
            f"扣减 {line['deduction']}",
            f"less {line['deduction']}",
            -(_number(line["amount"]) or 0.0),
            unit,
            source=str(line["source"]),
            confidence=str(line["confidence"]),
            note=str(line["note"]),
        )
        for line in map(_map, _list(net["deductions"]))
    )
    node = ExplainNode(
        f"净 {net['year']}",
        f"net {net['year']}",
        _number(net["net"]),
        unit,
        formula="全口径 − Σ 扣减 (gross − Σ deductions)",
        children=(gross, *lines),
        part=False,
    )
    return check_sum(node)


def _intensity(row: VerdictRow) -> Iterator[ExplainNode]:
    """Yield both intensities, each held against net by GDP, and the change against the value."""
    found = row.evidence
    if "intensity" not in found:
        return
    pairs = (("intensity", "year", "gdp"), ("base_intensity", "base", "base_gdp"))
    values: list[float] = []
    for name, net, gdp in pairs:
        above, below = _number(_map(found[net])["net"]), _number(found[gdp])
        value = (above or 0.0) / (below or 1.0)
        compare(name, value, _number(found[name]), unit=str(found["intensity_unit"]))
        values.append(value)
        yield ExplainNode(
            f"{name}",
            f"{name}",
            value,
            str(found["intensity_unit"]),
            formula="净 ÷ 不变价 GDP (net ÷ GDP at constant prices)",
            source=str(found[f"{gdp}_source"]),
            part=False,
        )
    compare("change", (values[0] / values[1] - 1) * 100, row.value, unit="%", scale=100.0)


def _target(found: Evidence) -> ExplainNode | None:
    if not found.get("target"):
        return None
    target = _map(found["target"])
    return ExplainNode(
        f"目标 {target['indicator']}",
        f"target {target['indicator']}",
        _number(target["value"]),
        str(target["unit"]),
        source=str(target["source"]),
        confidence=str(target["confidence"]),
        note=f"{target['kind']} {target['first_year']}–{target['last_year']}",
        part=False,
    )


def _figure(found: Evidence) -> ExplainNode | None:
    if "figure" not in found:
        return None
    return ExplainNode(
        str(found["indicator"]),
        str(found["indicator"]),
        _number(found["figure"]),
        source=str(found["figure_source"]),
        part=False,
    )


def _tree(row: VerdictRow) -> list[ExplainNode]:
    children = tuple(
        ExplainNode(str(holder), str(holder), _number(amount), str(unit))
        for holder, amount, unit in map(_list, _list(row.evidence["children"]))
    )
    same = all(child.unit == row.unit for child in children)
    node = ExplainNode("下达合计", "handed down", row.value, row.unit, children=children)
    return [check_sum(node) if same else node]


def _carbon(row: VerdictRow) -> list[ExplainNode]:
    """Return scope 1 by fuel and process, and scope 2 less certified power; they add up."""
    found = row.evidence
    scope1 = [*_emissions(found["fuels"]), *_emissions(found["processes"])]
    scope2 = [
        *_emissions(found["power"]),
        *(replace(n, value=-(n.value or 0.0)) for n in _emissions(found["certified"])),
    ]
    scopes = tuple(
        check_sum(ExplainNode(zh, en, _number(found[name]), "tCO2", children=tuple(parts)))
        for name, zh, en, parts in (
            ("scope1", "范围一", "scope 1", scope1),
            ("scope2", "范围二（已扣绿电）", "scope 2 without certified power", scope2),
        )
    )
    total = check_sum(ExplainNode("碳排放", "emissions", row.value, "tCO2", children=scopes))
    return [total, *(_note(str(text)) for text in _list(found.get("not_used")))]


def _emissions(lines: object) -> Iterator[ExplainNode]:
    for line in map(_map, _list(lines)):
        factor = line.get("factor")
        yield ExplainNode(
            str(line["name"]),
            str(line["name"]),
            _number(line["amount"]),
            "tCO2",
            formula=f"{line['activity']} {line['unit']} × {factor}" if factor else "",
            source=str(line["source"]),
            confidence=str(line["confidence"]),
        )


def _ratio(name: str, item: Evidence) -> ExplainNode:
    value = (_number(item["numerator"]) or 0.0) / (_number(item["denominator"]) or 1.0)
    compare(name, value, _number(item["value"]), unit=str(item["unit"]))
    return ExplainNode(name, name, value, str(item["unit"]), source=str(item["source"]), part=False)


def _share(item: Evidence) -> ExplainNode:
    value = (_number(item["part"]) or 0.0) / (_number(item["whole"]) or 1.0)
    compare(str(item["name"]), value, _number(item["value"]), unit="1")
    name = str(item["name"])
    return ExplainNode(name, name, value, "1", source=str(item["source"]), part=False)


def _stated(label: str, label_en: str, item: object) -> ExplainNode | None:
    if not item:
        return None
    found = _map(item)
    return ExplainNode(
        label,
        label_en,
        _number(found["value"]),
        str(found["unit"]),
        source=str(found["source"]),
        part=False,
    )


def _note(text: str) -> ExplainNode:
    return ExplainNode(text, text, part=False)


def _map(value: object) -> Evidence:
    assert isinstance(value, Mapping)
    return value


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


CHILDREN = {
    regional.RULE: list_regional_children,
    assessment.RULE: list_children,
}
