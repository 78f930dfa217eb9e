"""Ranking within a line of levels, and who may be proposed as 能效领跑者."""

from __future__ import annotations

from analytics.leaders.rule import Ranked, Standing, find_obstacles, rank

__all__ = ["Ranked", "Standing", "find_obstacles", "rank"]
