"""Rule `benchmark_share`: share of a region's capacity at 标杆, by sector, against its target."""

from __future__ import annotations

from analytics.benchmark_share.job import RULE, judge_region
from analytics.benchmark_share.rule import Portion, Share, ShareLevel, compute_share, judge_share

__all__ = [
    "RULE",
    "Portion",
    "Share",
    "ShareLevel",
    "compute_share",
    "judge_region",
    "judge_share",
]
