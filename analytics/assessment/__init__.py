"""Rule `assessment`: 双控 as data: gross, deductions, net, and what they are held against."""

from __future__ import annotations

from analytics.assessment.job import judge_enterprise, judge_region
from analytics.assessment.rows import RULE

__all__ = ["RULE", "judge_enterprise", "judge_region"]
