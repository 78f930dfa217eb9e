"""Every rule that judges, registered in one line; one test walks the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analytics import (
    assessment,
    benchmark_class,
    benchmark_share,
    centre_pue,
    connection,
    early_warning,
    efficiency_list,
    line_class,
    park_renewable,
    quality,
    quota_pace,
    regional,
    solid_waste,
    supply_coal_rate,
    unit_energy,
)
from analytics.verdicts.docket import Docket
from analytics.verdicts.rows import VerdictRow
from analytics.verdicts.undetermined import Measure, refused_row
from core.calendar import Period, period_end
from core.errors import RefusedError

WHOLE = "input"
"""Detail of what stands for all verdicts of a rule that was refused its input."""
Judge = Callable[[Docket], list[VerdictRow]]


@dataclass(frozen=True)
class Rule:
    """A rule: its name and what judges enterprises, regions and parks by it, where it applies."""

    name: str
    judge_enterprise: Judge | None = None
    judge_region: Judge | None = None
    judge_park: Judge | None = None

    def judges(self, kind: str) -> Judge | None:
        """Return what judges subjects of a kind, the word before their colon."""
        return {"region": self.judge_region, "park": self.judge_park}.get(
            kind, self.judge_enterprise
        )


RULES: tuple[Rule, ...] = (
    Rule(quota_pace.RULE, quota_pace.judge_enterprise, quota_pace.judge_region),
    Rule(benchmark_class.RULE, benchmark_class.judge_enterprise),
    Rule(line_class.RULE, line_class.judge_enterprise),
    Rule(efficiency_list.RULE, efficiency_list.judge_enterprise),
    Rule(benchmark_share.RULE, judge_region=benchmark_share.judge_region),
    Rule(centre_pue.RULE, centre_pue.judge_enterprise),
    Rule(park_renewable.RULE, judge_park=park_renewable.judge_park),
    Rule(solid_waste.RULE, solid_waste.judge_enterprise, solid_waste.judge_region),
    Rule(supply_coal_rate.RULE, judge_region=supply_coal_rate.judge_region),
    Rule(early_warning.RULE, early_warning.judge_enterprise, early_warning.judge_region),
    Rule(
        unit_energy.RULE,
        unit_energy.judge_with_lines,
        unit_energy.judge_sum,
        unit_energy.judge_sum,
    ),
    Rule(quality.RULE, quality.judge_enterprise),
    Rule(connection.RULE, judge_region=connection.judge_region),
    Rule(regional.RULE, judge_region=regional.judge_region),
    Rule(assessment.RULE, assessment.judge_enterprise, assessment.judge_region),
)


def judge(docket: Docket, only: str | None = None) -> list[VerdictRow]:
    """Judge an enterprise, a region or a park by every rule that applies to it, or `only` by one.

    Rules catch what they are refused row by row; where one does not, it is undetermined for its
    subject, says why, and stops no other.
    """
    rows: list[VerdictRow] = []
    kind = docket.subject.partition(":")[0]
    for rule in RULES:
        if only not in (None, rule.name):
            continue
        judge_one = rule.judges(kind)
        if judge_one is None:
            continue
        try:
            rows += judge_one(docket)
        except RefusedError as error:
            rows += _refuse(docket, rule.name, error)
    return rows


def _refuse(docket: Docket, rule: str, error: RefusedError) -> list[VerdictRow]:
    """Return what stands for the verdicts of a rule that was refused its input as a whole."""
    return [
        refused_row(
            docket,
            rule,
            WHOLE,
            year=(start, period_end(Period.YEAR, start)),
            error=error,
            measure=Measure(),
        )
        for start in docket.scope.years
    ]
