"""Every text of the console, Chinese and English; a page takes them by key through `Texts`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]

TEXTS: dict[str, tuple[str, str]] = {
    "title": ("能衡", "Nengheng"),
    "subtitle": ("重点用能单位能耗与碳排放监管", "Energy and carbon supervision"),
    "overview": ("区域总览", "Region"),
    "enterprises": ("用能单位", "Enterprises"),
    "platform": ("平台运行", "Platform"),
    "simulated": (
        "模拟数据：本页企业与读数均由仿真生成，并非真实企业",
        "Simulated data: enterprises and readings on this page are generated, not real",
    ),
    "switch": ("English", "中文"),
    "speed": ("时钟加速 ×{0:g}", "clock ×{0:g}"),
    "as_of": ("平台时间 {0}", "platform time {0}"),
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
    "nothing": ("暂无", "nothing to show"),
    "no_verdicts": (
        "尚无判定：首批数据到达后数秒内出现",
        "No verdicts yet: they appear seconds after the first data",
    ),
    "no_region": (
        "登记库为空，请先导入：nengheng registry import region.csv enterprise.csv …",
        "The registry is empty. Import first: nengheng registry import region.csv enterprise.csv …",
    ),
    "search": ("按名称或信用代码筛选", "filter by name or code"),
    "all_regions": ("全部行政区", "all regions"),
    "all_levels": ("全部结论", "all levels"),
    "load": ("近 7 天逐时用量", "Hourly use, last 7 days"),
    "consumption": ("分品种逐月用量（折标煤以外为实物量）", "Monthly use by carrier"),
    "quota_curve": ("预算执行曲线", "Quota curve"),
    "projected": ("预测", "projected"),
    "benchmark_position": ("能效对标", "Benchmark position"),
    "books": ("报文收支账", "Books"),
    "books_note": (
        "接收 = 入库 + 重复 + 隔离 + 丢弃 + 待处理",
        "received = stored + duplicate + quarantined + dropped + pending",
    ),
    "books_open": ("账目不平", "the books do not close"),
    "gateway": ("网关", "gateway"),
    "received": ("接收", "received"),
    "stored": ("入库", "stored"),
    "duplicate": ("重复", "duplicate"),
    "dropped": ("丢弃", "dropped"),
    "pending": ("待处理", "pending"),
    "readings_stored": ("入库读数", "readings stored"),
    "delivery": ("交付", "delivery"),
    "points": ("计量点", "Points"),
    "point": ("计量点", "point"),
    "kind": ("类型", "kind"),
    "flow": ("流向", "flow"),
    "latest": ("最新读数", "latest"),
    "time": ("时间", "time"),
    "finding": ("发现", "finding"),
    "formula": ("算法", "formula"),
    "source": ("来源", "source"),
    "confidence": ("可信程度", "confidence"),
    "note": ("备注", "note"),
    "edition": ("版本", "edition"),
    "grade": ("限额 {0} 级", "limit grade {0}"),
    "explain_title": ("结论溯源", "How this verdict came about"),
    "explain_check": (
        "以下数值由同一套算法重新计算，与已存结论一致",
        "Recomputed by the same functions just now; equal to the stored verdict",
    ),
    "explain_mismatch": ("重新计算与已存结论不一致", "Recomputed figure differs from the stored"),
    "recalled": ("凭记忆录入，原文待核", "recalled, original not checked"),
    "verified": ("已核对", "verified"),
    "provisional": ("暂定", "provisional"),
    "final": ("最终", "final"),
    "since": ("自", "since"),
    "state": ("状态", "state"),
    "part": ("部件", "part"),
    "detail": ("说明", "detail"),
    "quarantine": ("隔离区", "Quarantine"),
    "unattributed": ("无法归属", "not attributable"),
    "sign_in": ("操作员令牌", "Operator's token"),
    "sign_in_help": (
        "令牌在数据目录的 run.json 中（仅本机所有者可读）",
        "The token stands in run.json of the data directory (readable by its owner only)",
    ),
    "sign_in_button": ("进入", "enter"),
    "sign_in_wrong": ("令牌不符", "this is not the token"),
    "not_found": ("没有这一项", "There is no such thing"),
    "back": ("返回总览", "back to the overview"),
    "subject_enterprises": ("家", "enterprises"),
    "more": ("另有 {0} 条", "{0} more"),
    "coverage_missing": ("灰底为未实测时段", "grey: not measured"),
}

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


@dataclass(frozen=True)
class Texts:
    """The console's texts in one language."""

    language: Language

    def __call__(self, key: str, *values: object) -> str:
        """Return the text of `key` with `values` put in."""
        return self._pick(TEXTS[key]).format(*values)

    def level(self, level: str | None) -> str:
        """Return the name of a verdict's level."""
        return "–" if level is None else self._pick(LEVELS.get(level, (level, level)))

    def rule(self, rule: str) -> str:
        """Return the name of a rule."""
        return self._pick(RULES.get(rule, (rule, rule)))

    def state(self, state: str) -> str:
        """Return the name of a part's state."""
        return self._pick(STATES.get(state, (state, state)))

    def kind(self, kind: str) -> str:
        """Return the name of a point's kind."""
        return self._pick(KINDS.get(kind, (kind, kind)))

    def flow(self, flow: str) -> str:
        """Return the name of a flow."""
        return self._pick(FLOWS.get(flow, (flow, flow)))

    def quota(self, kind: str, basis: str) -> str:
        """Return the name of a quota's kind with its basis."""
        name, on = QUOTA_KINDS.get(kind, (kind, kind)), BASES.get(basis, (basis, basis))
        return f"{self._pick(name)} {self._pick(on)}".strip()

    def either(self, chinese: str, english: str) -> str:
        """Return the one of two texts that is in this language; the other where it is empty."""
        return (english or chinese) if self.language == "en" else (chinese or english)

    def _pick(self, pair: tuple[str, str]) -> str:
        return pair[0] if self.language == "zh" else pair[1]
