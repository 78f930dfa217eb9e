"""Rule `quota_pace`: use so far against the plan to date, and where the year will end."""

from __future__ import annotations

from analytics.quota_pace.job import RULE, judge_enterprise, judge_region
from analytics.quota_pace.rule import Pace, PaceLevel, YearUse, compute_pace

__all__ = [
    "RULE",
    "Pace",
    "PaceLevel",
    "YearUse",
    "compute_pace",
    "judge_enterprise",
    "judge_region",
]
