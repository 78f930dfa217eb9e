"""Every rule that judges, registered in one line; one test walks the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analytics import benchmark_class, early_warning, efficiency_list, line_class, quota_pace
from analytics.verdicts.docket import Docket
from analytics.verdicts.rows import VerdictRow


@dataclass(frozen=True)
class Rule:
    """A rule: its name and what judges enterprises and, where it applies, regions by it."""

    name: str
    judge_enterprise: Callable[[Docket], list[VerdictRow]]
    judge_region: Callable[[Docket], list[VerdictRow]] | None = None


RULES: tuple[Rule, ...] = (
    Rule(quota_pace.RULE, quota_pace.judge_enterprise, quota_pace.judge_region),
    Rule(benchmark_class.RULE, benchmark_class.judge_enterprise),
    Rule(early_warning.RULE, early_warning.judge_enterprise, early_warning.judge_region),
    Rule(line_class.RULE, line_class.judge_enterprise),
    Rule(efficiency_list.RULE, efficiency_list.judge_enterprise),
)


def judge(docket: Docket) -> list[VerdictRow]:
    """Judge an enterprise or a region by every rule that applies to it."""
    rows: list[VerdictRow] = []
    is_region = docket.subject.startswith("region:")
    for rule in RULES:
        judge_one = rule.judge_region if is_region else rule.judge_enterprise
        if judge_one is not None:
            rows += judge_one(docket)
    return rows
