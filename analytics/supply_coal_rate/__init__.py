"""Rule `supply_coal_rate`: 供电煤耗 of a region's coal-fired units, weighed by what they supply."""

from __future__ import annotations

from analytics.supply_coal_rate.job import RULE, judge_region
from analytics.supply_coal_rate.rule import RateLevel, UnitRate, compute_mean, judge_mean

__all__ = ["RULE", "RateLevel", "UnitRate", "compute_mean", "judge_mean", "judge_region"]
