"""Rule `benchmark_class`: a product's energy per output against 标杆, 基准 and the limit grades."""

from __future__ import annotations

from analytics.benchmark_class.job import RULE, judge_enterprise
from analytics.benchmark_class.rule import ClassLevel, Standing, compute_standing

__all__ = ["RULE", "ClassLevel", "Standing", "compute_standing", "judge_enterprise"]
