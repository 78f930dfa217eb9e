"""Rule `connection`: 接入率 of regions, month by month: who is obliged to connect, and who is."""

from __future__ import annotations

from analytics.connection.job import RULE, judge_region

__all__ = ["RULE", "judge_region"]
