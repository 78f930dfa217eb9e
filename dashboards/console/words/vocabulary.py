"""Names of levels, rules, states and kinds, Chinese and English."""

from __future__ import annotations

LEVELS: dict[str, tuple[str, str]] = {
    "within_pace": ("进度内", "within pace"),
    "over_pace": ("超进度", "over pace"),
    "will_exceed": ("将超预算", "will exceed"),
    "exceeded": ("已超预算", "exceeded"),
    "benchmark": ("达到标杆", "at benchmark"),
    "between": ("标杆–基准之间", "between"),
    "below_baseline": ("低于基准", "below baseline"),
    "within_limit": ("限额以内", "within limit"),
    "beyond_limit": ("超出限额", "beyond limit"),
    "mended": ("已改善", "mended"),
    "retired": ("已退出", "retired"),
    "in_time": ("期限内", "in time"),
    "no_plan": ("无计划", "no plan"),
    "plan_too_late": ("计划超期", "plan too late"),
    "still_below": ("改造后仍低于基准", "still below"),
    "overdue": ("逾期", "overdue"),
    "within_ceiling": ("上限以内", "within ceiling"),
    "beyond_ceiling": ("超出上限", "beyond ceiling"),
    "no_ceiling": ("无上限", "no ceiling"),
    "no_target": ("无目标", "no target"),
    "contradictory": ("自相矛盾", "contradictory"),
    "undetermined": ("无法判定", "undetermined"),
}
RULES: dict[str, tuple[str, str]] = {
    "quota_pace": ("用能进度", "quota pace"),
    "benchmark_class": ("能效对标", "benchmark"),
    "line_class": ("工序能效", "line class"),
    "efficiency_list": ("企业能效清单", "efficiency list"),
    "benchmark_share": ("标杆产能比例", "share at benchmark"),
    "supply_coal_rate": ("供电煤耗", "coal rate of supply"),
    "centre_pue": ("数据中心 PUE", "PUE"),
    "park_renewable": ("园区可再生占比", "renewable share"),
    "solid_waste": ("固废综合利用", "solid waste"),
    "early_warning": ("预警等级", "early warning"),
}
STATES: dict[str, tuple[str, str]] = {
    "ok": ("正常", "ok"),
    "degraded": ("降级", "degraded"),
    "down": ("故障", "down"),
    "absent": ("不在本进程", "elsewhere"),
}
KINDS: dict[str, tuple[str, str]] = {
    "register": ("累计表底", "register"),
    "interval": ("时段量", "interval"),
    "gauge": ("瞬时值", "gauge"),
}
FLOWS: dict[str, tuple[str, str]] = {
    "purchased": ("购入", "purchased"),
    "sold": ("外销", "sold"),
    "produced": ("自产", "produced"),
    "consumed": ("分项消耗", "consumed"),
    "feedstock": ("原料用能", "feedstock"),
    "recovered": ("回收", "recovered"),
    "stock_change": ("库存变化", "stock change"),
    "output": ("产出", "output"),
}
QUOTA_KINDS: dict[str, tuple[str, str]] = {
    "energy": ("能耗", "energy"),
    "intensity": ("强度", "intensity"),
    "carbon": ("碳排放", "carbon"),
    "pollutant": ("污染物", "pollutant"),
    "water": ("用水", "water"),
}
BASES: dict[str, tuple[str, str]] = {
    "calorific": ("当量值", "calorific"),
    "primary": ("等价值", "primary"),
    "none": ("", ""),
}
