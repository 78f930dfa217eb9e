"""Unit energy: per product, output value, added value, head and floor area, and year on year."""

from __future__ import annotations

from analytics.unit_energy.job import RULE
from analytics.unit_energy.lines import judge_with_lines
from analytics.unit_energy.sums import judge_sum

__all__ = ["RULE", "judge_sum", "judge_with_lines"]
