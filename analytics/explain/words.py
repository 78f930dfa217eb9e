"""Names and notes of explanations, in Chinese and in English."""

from __future__ import annotations

from analytics.accounts.rows import AccountRow
from core.vocabulary import Flow, Indicator

INDICATORS = {
    Indicator.COAL_CALORIFIC: ("综合能耗（当量值）", "comprehensive use, calorific"),
    Indicator.COAL_PRIMARY: ("综合能耗（等价值）", "comprehensive use, primary"),
    Indicator.CO2: ("二氧化碳排放", "CO2 emission, scope 1 and 2"),
}
KINDS = {
    "carrier": ("实物量", "quantity of"),
    "product": ("产量", "output of"),
    "product_energy": ("产品能耗", "energy of product"),
    "product_energy_primary": ("产品能耗（等价值）", "energy of product, primary"),
    "output_value": ("产值", "output value"),
    "output_value_comparable": ("可比价产值", "output value at comparable prices"),
    "added_value": ("增加值", "added value"),
    "added_value_comparable": ("可比价增加值", "added value at comparable prices"),
    "feedstock_calorific_tce": ("原料用能（当量值）", "feedstock, calorific"),
    "feedstock_primary_tce": ("原料用能（等价值）", "feedstock, primary"),
    "class_tce": ("综合能耗（当量值），其中", "comprehensive use, calorific, of class"),
    "co2_scope1": ("范围一 二氧化碳", "CO2 of scope 1 by"),
    "co2_scope2": ("范围二 二氧化碳", "CO2 of scope 2 by"),
}
FLOWS = {
    Flow.PURCHASED: ("购入", "purchased"),
    Flow.SOLD: ("外供", "sold"),
    Flow.PRODUCED: ("自产", "produced"),
    Flow.CONSUMED: ("消费", "consumed"),
    Flow.FEEDSTOCK: ("原料用能", "feedstock"),
    Flow.RECOVERED: ("回收", "recovered"),
    Flow.STOCK_CHANGE: ("库存变化", "stock change"),
    Flow.OUTPUT: ("产出", "output"),
}


def name_indicator(indicator: str) -> tuple[str, str]:
    """Return an indicator's name in Chinese and English."""
    if indicator in INDICATORS:
        return INDICATORS[Indicator(indicator)]
    kind, _, code = indicator.partition(":")
    zh, en = KINDS.get(kind, (kind, kind))
    return f"{zh} {code}".strip(), f"{en} {code}".strip()


def describe_coverage(row: AccountRow) -> str:
    """Return how much of a figure is measured, in Chinese and English."""
    return (
        f"实测 {row.measured:,.6g}，估算 {row.estimated:,.6g} {row.unit}，"
        f"覆盖率 {row.coverage:.1%} "
        f"(measured {row.measured:,.6g}, estimated {row.estimated:,.6g}, "
        f"coverage {row.coverage:.1%})"
    )
