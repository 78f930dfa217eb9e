"""Rule `line_class`: every process line against what one of its age is asked to reach."""

from __future__ import annotations

from analytics.line_class.job import RULE, JudgedLine, judge_enterprise, judge_lines
from analytics.line_class.rule import Access, compute_access

__all__ = ["RULE", "Access", "JudgedLine", "compute_access", "judge_enterprise", "judge_lines"]
