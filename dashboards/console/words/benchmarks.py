"""Benchmarks: the efficiency list, shares at 标杆, rankings and leaders."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, str]] = {
    "benchmarks_page": ("能效对标清单", "Benchmarks"),
    "tab_list": ("企业能效清单", "Efficiency list"),
    "tab_shares": ("标杆产能比例", "Shares at benchmark"),
    "tab_ranking": ("同行排名与领跑者", "Ranking and leaders"),
    "list_note": (
        "低于基准水平的生产线：改造或退出方案与最后期限（最长三年）",
        "Lines below the baseline level, with their plan and last day (three years at most)",
    ),
    "list_none": ("没有低于基准的生产线", "No line is below the baseline"),
    "line": ("生产线", "line"),
    "plan_action": ("方案", "plan"),
    "action_upgrade": ("改造", "upgrade"),
    "action_retire": ("退出", "retire"),
    "action_none": ("未报方案", "none stated"),
    "plan_state": ("进展", "state"),
    "plan_planned": ("计划", "planned"),
    "plan_started": ("实施中", "started"),
    "plan_done": ("已完成", "done"),
    "plan_accepted": ("已验收", "accepted"),
    "last_day": ("最后期限", "last day"),
    "days_left": ("剩余天数", "days left"),
    "shares_none": (
        "尚无标杆产能比例：需登记各生产线产能（equipment / process_line）",
        "No shares yet: register the capacity of lines",
    ),
    "rank": ("名次", "rank"),
    "better_than": ("优于同行", "better than"),
    "limit_grade": ("限额等级", "limit grade"),
    "candidate": ("领跑者候选", "leader candidate"),
    "obstacles": ("不符合之处", "what stands against it"),
    "benchmark_line": ("对标项", "line of levels"),
    "only_candidates": ("只看候选", "candidates only"),
    "ranking_none": ("没有按此项判定的产品", "No product is judged by this line"),
    "year": ("年度", "year"),
}
