"""Outcomes, targets, quota trees and carbon as verdict rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.assessment.board import BoardLine
from analytics.assessment.certificates import MonthUse
from analytics.assessment.question import Outcome, goal_evidence
from analytics.assessment.rule import SEVERITY, AssessmentLevel
from analytics.assessment.wording import (
    HEADS,
    format_figure,
    list_recalled,
    write_reason,
    write_tree_reason,
)
from analytics.quota_pace.wording import format_amount
from analytics.regional.stated import Span
from analytics.verdicts.docket import Docket
from analytics.verdicts.rows import UNDETERMINED, VerdictRow
from core.calendar import Period, format_time
from core.catalogue import Scheme
from core.registry.quota_tree import TreeNode
from core.vocabulary import Basis, Indicator, Severity

RULE = "assessment"
STATED = "stated"
SURPLUS = "surplus_certificates"
CONSISTENT, CONTRADICTORY = "consistent", "over_allotted"


@dataclass(frozen=True)
class Judged:
    """Whose verdict it is and over which year `span` [ms]."""

    docket: Docket
    span: Span

    def row(
        self,
        detail: str,
        level: tuple[str, Severity],
        figures: tuple[float | None, float | None, str, Basis],
        reasons: tuple[str, str],
        *,
        evidence: dict[str, object],
        coverage: float = 1.0,
    ) -> VerdictRow:
        """Return a verdict row: value and reference [unit], coverage 0 … 1 [1]."""
        start, end = self.span
        now_ms = self.docket.now_ms
        return VerdictRow(
            subject=self.docket.subject,
            rule=RULE,
            detail=detail,
            period=Period.YEAR.value,
            start_ms=start,
            level=level[0],
            severity=level[1],
            value=figures[0],
            reference=figures[1],
            unit=figures[2],
            basis=figures[3],
            coverage=coverage,
            provisional=now_ms < end,
            since_ms=start,
            reason=reasons[0],
            reason_en=reasons[1],
            evidence=evidence
            | {
                "as_of_ms": min(now_ms, end),
                "catalogue_edition": self.docket.context.catalogue.edition,
            },
        )

    def refused(self, detail: str, unit: str, error: Exception) -> VerdictRow:
        """Return an undetermined row that says what was refused."""
        return self.row(
            detail,
            (UNDETERMINED, Severity.NOTICE),
            (None, None, unit, Basis.NONE),
            (f"无法判定：{error}", f"Undetermined: {error}"),
            evidence={"refused": str(error)},
            coverage=0.0,
        )


def outcome_row(judged: Judged, scheme: Scheme, year: int, outcome: Outcome) -> VerdictRow:
    """Return the row of a scheme's measure in a year [calendar year]."""
    step = scheme.step(year)
    evidence: dict[str, object] = {
        "scheme": scheme.code,
        "scheme_source": scheme.source,
        "step": step.step if step is not None else "",
        "base_year": scheme.base_year,
        "recalled": list_recalled(outcome),
        **outcome.evidence,
    }
    return judged.row(
        f"{scheme.code}:{outcome.measure}",
        (outcome.level.value, SEVERITY[outcome.level]),
        (outcome.value, outcome.reference, outcome.unit, outcome.basis),
        write_reason(scheme, step, outcome),
        evidence=evidence,
        coverage=outcome.coverage,
    )


def target_row(judged: Judged, line: BoardLine) -> VerdictRow:
    """Return the row of a target that no measure of a scheme covers."""
    assert line.actual is not None
    assert line.level is not None
    head, head_en = HEADS[AssessmentLevel(line.level)]
    value = format_figure(line.actual.value, line.unit)
    due = format_figure(line.due, line.unit)
    return judged.row(
        f"target:{line.goal.indicator}",
        (line.level.value, SEVERITY[line.level]),
        (line.actual.value, line.due, line.unit, Basis.NONE),
        (
            f"目标 {line.goal.indicator} {head}：{value}，应为 {due}",
            f"Target {line.goal.indicator}: {head_en}, {value}, due {due}",
        ),
        evidence=line.actual.evidence() | {"target": goal_evidence(line.goal)},
    )


def tree_row(
    judged: Judged, line: tuple[int, str, str], node: TreeNode, children: Sequence[TreeNode]
) -> VerdictRow:
    """Return the row of a quota that is handed down: year [calendar year], kind and basis."""
    _, kind, basis = line
    level = (CONSISTENT, Severity.NONE)
    if node.is_contradictory:
        level = (CONTRADICTORY, Severity.SERIOUS)
    return judged.row(
        f"quota_tree:{kind}:{basis}",
        level,
        (node.handed_down, node.amount, node.unit, Basis(basis)),
        write_tree_reason(node),
        evidence={
            "allotted": node.allotted,
            "received": node.received,
            "given": node.given,
            "left": node.left,
            "children": [[child.holder, child.amount, child.unit] for child in children],
        },
    )


def carbon_row(
    judged: Judged, evidence: dict[str, object], certified: Sequence[MonthUse]
) -> VerdictRow:
    """Return the row of carbon beside energy; certificates beyond the metered use are told."""
    year = judged.docket.accounts.row(Indicator.CO2, Period.YEAR, judged.span[0])
    coverage = year.coverage if year is not None else 0.0
    surplus = [month for month in certified if month.surplus > 0]
    total, scope1, scope2 = (evidence[name] for name in ("total", "scope1", "scope2"))
    assert isinstance(total, float)
    assert isinstance(scope1, float)
    assert isinstance(scope2, float)
    text = f"{format_amount(total)} tCO2 = {format_amount(scope1)} + {format_amount(scope2)}"
    zh = f"碳排放 {text}（范围一 + 范围二，已扣绿电）"
    en = f"Carbon {text} (scope 1 + scope 2 without certified power)"
    if surplus:
        months = ", ".join(
            f"{month.subject} {format_time(month.month_ms)[:7]} {format_amount(month.surplus)} kWh"
            for month in surplus[:3]
        )
        zh += f"；绿证超出计量用电 {len(surplus)} 月：{months}"
        en += f"; certificates beyond the metered use in {len(surplus)} months: {months}"
    level = (SURPLUS, Severity.WARNING) if surplus else (STATED, Severity.NONE)
    return judged.row(
        "carbon",
        level,
        (total, None, "tCO2", Basis.NONE),
        (zh, en),
        evidence=evidence
        | {
            "certificates": [
                {
                    "subject": month.subject,
                    "month_ms": month.month_ms,
                    "metered": month.metered,
                    "claimed": month.claimed,
                    "counted": month.counted,
                    "surplus": month.surplus,
                }
                for month in certified
            ]
        },
        coverage=coverage,
    )
