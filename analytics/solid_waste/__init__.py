"""Rule `solid_waste`: comprehensive use of industrial solid waste, by kind and in total."""

from __future__ import annotations

from analytics.solid_waste.job import RULE, judge_enterprise, judge_region
from analytics.solid_waste.rule import (
    UseLevel,
    WasteBalance,
    add_balances,
    compute_rate,
    judge_rate,
)

__all__ = [
    "RULE",
    "UseLevel",
    "WasteBalance",
    "add_balances",
    "compute_rate",
    "judge_enterprise",
    "judge_rate",
    "judge_region",
]
