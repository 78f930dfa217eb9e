"""Rule `efficiency_list`: 企业能效清单, what is below the baseline with its plan and last day."""

from __future__ import annotations

from analytics.efficiency_list.job import RULE, judge_enterprise
from analytics.efficiency_list.rule import ListLevel, ListState, compute_state

__all__ = ["RULE", "ListLevel", "ListState", "compute_state", "judge_enterprise"]
