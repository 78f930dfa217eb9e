"""Rule `centre_pue`: PUE of data centres against the ceiling for their size and age."""

from __future__ import annotations

from analytics.centre_pue.job import RULE, judge_enterprise
from analytics.centre_pue.rule import PueLevel, count_racks, judge_pue

__all__ = ["RULE", "PueLevel", "count_racks", "judge_enterprise", "judge_pue"]
