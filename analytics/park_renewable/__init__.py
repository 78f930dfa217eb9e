"""Rule `park_renewable`: share of renewable electricity in what a park uses, against its target."""

from __future__ import annotations

from analytics.park_renewable.job import RULE, judge_park
from analytics.park_renewable.rule import ParkLevel, judge_park_share

__all__ = ["RULE", "ParkLevel", "judge_park", "judge_park_share"]
