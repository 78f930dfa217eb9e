"""Unit energy: per product, output value, added value, head and floor area, and year on year."""

from __future__ import annotations

from analytics.unit_energy.job import RULE, judge_enterprise
from analytics.unit_energy.sums import judge_sum

__all__ = ["RULE", "judge_enterprise", "judge_sum"]
