"""季度调度: one line of the quarterly sheet: target, progress, distance, task, who, next step.

What was decided is the registry's (`dispatch_task`); where nothing is decided yet, the sheet
proposes what follows from the figures and the scheme's next step, and says that it is a proposal.
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.quota_pace.wording import format_amount


@dataclass(frozen=True)
class Standing:
    """Where a subject stands at the end of a quarter, in `unit`; None where it is not known.

    Attributes
    ----------
    target : float or None
        The year's quota, or the intensity due.
    progress : float or None
        Use so far, or the intensity so far.
    planned : float or None
        Plan so far, or the intensity due.
    months_left : int
        Whole months after the quarter [1].
    """

    target: float | None
    progress: float | None
    planned: float | None
    unit: str
    months_left: int
    is_total: bool

    @property
    def distance(self) -> float | None:
        """Progress less what was planned [unit]; above zero is behind."""
        if self.progress is None or self.planned is None:
            return None
        return self.progress - self.planned

    @property
    def monthly_room(self) -> float | None:
        """What is left of a total for each month after the quarter [unit]; never below zero."""
        if not self.is_total or self.target is None or self.progress is None:
            return None
        return max(self.target - self.progress, 0.0) / self.months_left if self.months_left else 0.0


def propose_task(standing: Standing) -> tuple[str, str]:
    """Return what follows from the figures, in Chinese and in English; empty where on schedule."""
    distance, unit = standing.distance, standing.unit
    if distance is None:
        return "补齐缺少的数据", "supply the data that are missing"
    if distance <= 0:
        return "", ""
    amount = format_amount(distance)
    if not standing.is_total:
        return f"降低能耗强度 {amount} {unit}", f"lower intensity by {amount} {unit}"
    zh, en = f"追回超进度用能 {amount} {unit}", f"make up for {amount} {unit} above the plan"
    room = standing.monthly_room
    if standing.months_left and room is not None:
        zh += f"，其后每月不超过 {format_amount(room)} {unit}"
        en += f", then use at most {format_amount(room)} {unit} a month"
    return zh, en
