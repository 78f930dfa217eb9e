"""The reason of an entry of the efficiency list, in Chinese and in English."""

from __future__ import annotations

from analytics.efficiency_list.rule import ListLevel, ListState
from core.calendar import to_local
from core.registry.upgrades import UpgradePlan
from core.vocabulary import UpgradeAction, UpgradeState

HEADS = {
    ListLevel.MENDED: ("已不低于基准水平", "no longer below the baseline"),
    ListLevel.RETIRED: ("已退出", "shut"),
    ListLevel.IN_TIME: ("低于基准水平，改造在期限内", "below the baseline, planned in time"),
    ListLevel.NO_PLAN: ("低于基准水平，未填报改造或淘汰计划", "below the baseline, without a plan"),
    ListLevel.PLAN_TOO_LATE: ("计划完成日晚于期限", "the plan ends after the last day"),
    ListLevel.STILL_BELOW: ("改造已完成但仍低于基准水平", "upgraded, yet still below the baseline"),
    ListLevel.OVERDUE: ("逾期仍低于基准水平", "overdue and still below the baseline"),
}
ACTIONS = {
    UpgradeAction.UPGRADE: ("改造", "upgrade"),
    UpgradeAction.RETIRE: ("淘汰", "retirement"),
}
STATES = {
    UpgradeState.PLANNED: ("已计划", "planned"),
    UpgradeState.STARTED: ("已开工", "started"),
    UpgradeState.DONE: ("已完成", "done"),
    UpgradeState.ACCEPTED: ("已验收", "accepted"),
}


def write_reason(
    title: str, state: ListState, listed_ms: int, plan: UpgradePlan | None
) -> tuple[str, str]:
    """Return the reason; `listed_ms` when the line was put on the list [ms]."""
    zh, en = HEADS[state.level]
    zh, en = f"{title}：{zh}", f"{title}: {en}"
    zh += f"；{_day(listed_ms)} 列入清单"
    en += f"; listed {_day(listed_ms)}"
    if plan is not None:
        zh_action, en_action = ACTIONS[UpgradeAction(plan.action)]
        zh_state, en_state = STATES[UpgradeState(plan.state)]
        zh += f"，{zh_action}{zh_state}，计划 {_day(plan.due_ms)} 前完成"
        en += f", {en_action} {en_state}, due {_day(plan.due_ms)}"
    if state.last_ms is None:
        return zh + "；没有改造淘汰期限的依据", en + "; no target sets a last day"
    zh += f"；期限 {_day(state.last_ms)}（余 {state.days_left} 天）"
    en += f"; last day {_day(state.last_ms)} ({state.days_left} days left)"
    return zh, en


def _day(t_ms: int) -> str:
    return to_local(t_ms).date().isoformat()
