"""Regional accounts: supervised enterprises and the rest, beside the official statistic."""

from __future__ import annotations

from analytics.regional.job import RULE, judge_region

__all__ = ["RULE", "judge_region"]
