"""Maintenance windows: nothing opens and nothing is sent for a subject and all below it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.accounts.facts import chain, read_parents
from core.registry.alerting import Maintenance
from core.registry.models import Enterprise
from core.registry.structure import Park


class Windows:
    """The windows that are open, by the subject they hold for; an empty rule holds for all."""

    def __init__(self, rules: dict[str, set[str]], above: dict[str, list[str]]) -> None:
        self._rules = rules
        self._above = above

    def hold(self, subject: str, rule: str) -> bool:
        """Tell whether a window of `subject`, or of what is above it, holds `rule` back."""
        for one in self._above.get(subject, [subject]):
            if self._rules.get(one, set()) & {"", rule}:
                return True
        return False


def read_windows(session: Session, subjects: Iterable[str], now_ms: int) -> Windows:
    """Return the windows that are open at `now_ms` [ms] and may concern `subjects`."""
    rows = session.execute(
        select(Maintenance.subject, Maintenance.rule).where(
            Maintenance.start_ms <= now_ms, Maintenance.end_ms > now_ms
        )
    ).all()
    rules: dict[str, set[str]] = defaultdict(set)
    for subject, rule in rows:
        rules[subject].add(rule)
    return Windows(rules, read_above(session, subjects) if rules else {})


def read_above(session: Session, subjects: Iterable[str]) -> dict[str, list[str]]:
    """Return for each subject itself and the regions above it, nearest first."""
    wanted = list(subjects)
    codes = [s.partition(":")[2] for s in wanted if s.startswith("enterprise:")]
    placed = select(Enterprise.code, Enterprise.region_code).where(Enterprise.code.in_(codes))
    homes = {f"enterprise:{row.code}": row.region_code for row in session.execute(placed)}
    parks = [s.partition(":")[2] for s in wanted if s.startswith("park:")]
    if parks:
        placed = select(Park.code, Park.region_code).where(Park.code.in_(parks))
        homes |= {f"park:{row.code}": row.region_code for row in session.execute(placed)}
    parents = read_parents(session)
    found: dict[str, list[str]] = {}
    for subject in wanted:
        kind, _, code = subject.partition(":")
        region = code if kind == "region" else homes.get(subject, "")
        regions = [f"region:{one}" for one in chain(parents, region)]
        found[subject] = regions if kind == "region" else [subject, *regions]
    return found
