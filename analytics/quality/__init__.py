"""Rule `quality`: six indices of the data of an enterprise's month, and one score.

`analytics.quality.measuring` measures months and is called by the scheduler; the rule judges from
what it stored.
"""

from __future__ import annotations

from analytics.quality.job import RULE, judge_enterprise
from analytics.quality.rule import Index, QualityLevel, Share, compute_indices, compute_score

__all__ = [
    "RULE",
    "Index",
    "QualityLevel",
    "Share",
    "compute_indices",
    "compute_score",
    "judge_enterprise",
]
