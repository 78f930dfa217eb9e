"""Overviews of regions."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "quota_ring": ("{0} 年能源消费预算", "Energy quota {0}"),
    "used": ("已用", "used"),
    "plan_to_date": ("计划至今", "plan to date"),
    "projection": ("年末预测", "projected"),
    "remaining": ("剩余", "remaining"),
    "quota": ("预算", "quota"),
    "plan": ("计划", "plan"),
    "exceed_on": ("预计超出日", "exceeded on"),
    "over_pace": ("超进度单位", "Over pace"),
    "below_baseline": ("低于基准水平", "Below baseline"),
    "alerts": ("预警", "Alerts"),
    "alerts_open": ("未解除 {0} 条", "{0} open"),
    "doubt": ("数据可信度存疑", "Data not to be trusted"),
    "pace_levels": ("用能进度", "Quota pace"),
    "benchmark_levels": ("能效水平", "Benchmark class"),
    "regions_below": ("下级行政区", "Regions below"),
    "name": ("名称", "name"),
    "region": ("行政区", "region"),
    "sector": ("行业", "sector"),
    "level": ("结论", "level"),
    "coverage": ("覆盖率", "coverage"),
    "undetermined_count": ("无法判定", "undetermined"),
    "findings": ("数据质量发现", "Findings"),
    "quarantined": ("隔离报文", "quarantined"),
    "last_arrival": ("最近到报", "last message"),
    "product": ("产品", "product"),
    "value": ("数值", "value"),
    "baseline": ("基准", "baseline"),
    "benchmark": ("标杆", "benchmark"),
    "reason": ("原因", "reason"),
    "explain": ("溯源", "explain"),
    "opened": ("发生", "opened"),
    "resolved": ("解除", "resolved"),
    "no_verdicts": (
        "尚无判定：首批数据到达后数秒内出现",
        "No verdicts yet: they appear seconds after the first data",
    ),
    "no_region": (
        "登记库为空，请先导入：nengheng registry import region.csv enterprise.csv …",
        "The registry is empty. Import first: nengheng registry import region.csv enterprise.csv …",
    ),
    "finding": ("发现", "finding"),
    "subject_enterprises": ("企业数", "enterprises"),
    "tab_standing": ("现状", "Standing"),
    "tab_account": ("区域账目", "Account"),
    "tab_targets": ("目标看板", "Targets"),
    "all_alerts": ("查看全部 {0} 条预警", "All {0} alerts"),
    "warning": ("预警等级", "early warning"),
    "handle": ("处理", "handle"),
    "account_title": ("{0} 年区域能源与碳账目", "Energy and carbon account {0}"),
    "account_note": (
        "价格基年 {0}；在线计量覆盖率 {1}。监管企业合计列在官方统计旁，不替代统计",
        "Prices of {0}; coverage of what is metered {1}. It never replaces the statistic",
    ),
    "share_note": (
        "在线计量占比 = 该类能源（购入 + 自产 − 外供）÷ 监管企业综合能耗（当量值，投入 − 外供）",
        "A metered share is that class's use (bought and produced less passed on) by the "
        "comprehensive use of supervised enterprises (calorific, inputs less what is passed on)",
    ),
    "share_beyond": (
        "火电等转换企业：入炉煤全部计入，外供的电和热作为负值扣除，所以净购入电力的占比可为负、"
        "煤炭占比可超过 100 %；二者相加仍守恒。它不是官方“煤炭消费占比”，后者须填报全口径数据",
        "Where power plants convert coal, their coal counts whole and the power and heat they pass "
        "on count as negative: electricity's share can lie below zero and coal's above 100 %, "
        "while all classes still add up. It is not the official coal share, which needs the "
        "figures of the whole region",
    ),
    "energy_whole_missing": (
        "缺少全地区能耗或地区生产总值：在线计量只覆盖监管企业，不能除以全地区生产总值",
        "The whole region's energy or GDP is missing: what is metered covers supervised "
        "enterprises alone",
    ),
    "enter_item": ("填报{0}", "enter: {0}"),
    "ask_statistics": ("须由统计部门填报{0}", "to be entered by statistics: {0}"),
    "account_missing": ("未能给出的指标及原因", "Figures that cannot be given, and why"),
    "not_stated": ("未填报", "not stated"),
    "indicator": ("指标", "indicator"),
    "targets_title": ("目标完成情况", "Targets and where they stand"),
    "target": ("目标", "target"),
    "target_due": ("本年应达", "due this year"),
    "actual": ("实际", "actual"),
    "distance": ("差距", "distance"),
}
