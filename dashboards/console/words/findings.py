"""Findings and data quality: lists, one finding, who is connected."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "findings_page": ("数据质量发现", "Findings"),
    "finding_code": ("类型", "kind"),
    "all_codes": ("全部类型", "all kinds"),
    "since_day": ("起始日期", "since"),
    "no_findings": ("没有符合条件的发现", "No finding is like that"),
    "findings_well": (
        "没有发现：数据到达后每小时自动检查",
        "Nothing was found: data are looked at as they come",
    ),
    "findings_note": (
        "发现是线索，不自动处罚；请核实后处理",
        "A finding is a hint and punishes nobody; check it first",
    ),
    "evidence": ("证据", "Evidence"),
    "picture": ("图示", "Picture"),
    "picture_alt": ("{0} 的读数，标出发现所在时段", "Readings of {0} with the stretch marked"),
    "begins": ("开始", "begins"),
    "ends": ("结束", "ends"),
    "look": ("查看", "look"),
    "back_to_findings": ("返回发现列表", "Back to the findings"),
    "quality_page": ("数据质量", "Data quality"),
    "tab_scores": ("评分", "Scores"),
    "tab_connection": ("接入情况", "Connection"),
    "connection_rate": ("接入率", "connection rate"),
    "obliged": ("应接入", "obliged"),
    "connected": ("已接入", "connected"),
    "silent": ("已接入但无数据", "silent"),
    "not_connected": ("未接入", "not connected"),
    "lists": ("名录", "lists"),
    "readings_month": ("本月读数", "readings this month"),
    "no_obliged": (
        "没有列入应接入名录的单位：在名录（membership）中登记",
        "Nobody is on a list that obliges to connect; register memberships",
    ),
    "all_quality_levels": ("全部等级", "all levels"),
    "no_quality_rows": ("没有符合条件的评分", "No score is like that"),
}
