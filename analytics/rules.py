"""Every rule that judges, registered in one line; one test walks the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics import benchmark_class, quota_pace
from analytics.accounts.facts import EnterpriseFacts
from analytics.context import Context
from analytics.verdicts.rows import VerdictRow
from analytics.verdicts.scope import Scope
from core.registry.results import Verdict


@dataclass(frozen=True)
class Rule:
    """A rule: its name and what judges enterprises and, where it applies, regions by it."""

    name: str
    judge_enterprise: Callable[[Context, Session, EnterpriseFacts, Scope], list[VerdictRow]]
    judge_region: Callable[[Context, Session, str, Scope], list[VerdictRow]] | None = None


RULES: tuple[Rule, ...] = (
    Rule(quota_pace.RULE, quota_pace.judge_enterprise, quota_pace.judge_region),
    Rule(benchmark_class.RULE, benchmark_class.judge_enterprise),
)


def judge_enterprise(
    context: Context, session: Session, facts: EnterpriseFacts, scope: Scope
) -> list[VerdictRow]:
    """Judge an enterprise by every rule."""
    return [row for rule in RULES for row in rule.judge_enterprise(context, session, facts, scope)]


def judge_region(
    context: Context, session: Session, subject: str, scope: Scope
) -> list[VerdictRow]:
    """Judge a region, ``region:CODE``, by every rule that applies to regions."""
    return [
        row
        for rule in RULES
        if rule.judge_region is not None
        for row in rule.judge_region(context, session, subject, scope)
    ]


def find_gone(session: Session, subject: str, scope: Scope, judged: list[VerdictRow]) -> list[str]:
    """Return ids of stored verdicts of `scope` that are not among the `judged` any more."""
    kept = {row.id for row in judged}
    stored = session.execute(
        select(Verdict.id, Verdict.period, Verdict.start_ms).where(Verdict.subject == subject)
    )
    return [row[0] for row in stored if scope.holds(row[1], row[2]) and row[0] not in kept]
