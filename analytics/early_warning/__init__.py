"""Rule `early_warning`: months and quarters graded by configurable schemes 预警等级."""

from __future__ import annotations

from analytics.early_warning.job import RULE, judge_enterprise, judge_region
from analytics.early_warning.rule import Grade, find_grade

__all__ = ["RULE", "Grade", "find_grade", "judge_enterprise", "judge_region"]
