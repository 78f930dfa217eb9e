"""A holder's quota with its pace, put together from the registry for questions about it.

Used by what-if, back-test and season, which write nothing; the figures are those of the verdict.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from analytics.accounts.facts import read_facts
from analytics.context import Context
from analytics.errors import UnknownSubjectError
from analytics.quota_pace.backtest import Backtest, backtest
from analytics.quota_pace.plan import Plan
from analytics.quota_pace.quotas import QuotaFacts, read_quotas
from analytics.quota_pace.rule import Pace, YearUse, compute_pace
from analytics.quota_pace.year_use import read_year_use
from analytics.verdicts.docket import Docket, make_region_facts
from analytics.verdicts.scope import Scope
from core.calendar import Period, local_midnight_ms, period_end
from core.clock import FixedClock


@dataclass(frozen=True)
class Scenario:
    """A quota, what was used of it, its plan and its pace, all in the quota's unit."""

    quota: QuotaFacts
    use: YearUse
    plan: Plan
    pace: Pace
    floor: float

    def backtest(self) -> Backtest:
        """Project the year again from the end of each of its months."""
        return backtest(self.use, self.plan, self.floor)


def read_scenario(
    context: Context,
    session: Session,
    holder: str,
    *,
    year: int,
    kind: str = "energy",
    basis: str | None = None,
) -> Scenario:
    """Return where a holder's quota stands.

    Parameters
    ----------
    context : Context
        Clock, catalogue and settings; of a year that is over, its end is taken.
    session : Session
        The registry.
    holder : str
        ``enterprise:CODE`` or ``region:CODE``.
    year : int
        Its year [calendar year].
    kind : str
        ``energy`` or ``carbon``.
    basis : str or None
        Its basis; None takes the first there is.

    Raises
    ------
    UnknownSubjectError
        The holder has no such quota, or is not in the registry.
    """
    found = [
        quota
        for quota in read_quotas(session, holder, [year])
        if quota.kind == kind and basis in (None, str(quota.basis))
    ]
    if not found:
        raise UnknownSubjectError(
            f"{holder} has no {kind} quota{f' on basis {basis}' if basis else ''} for {year}",
            where="pace",
            fix="list its quotas and name one of them",
        )
    docket = _docket(context, session, holder, year)
    quota = found[0]
    use = read_year_use(docket, quota, is_region=holder.startswith("region:"))
    plan = quota.plan
    floor = context.settings.coverage_floor
    return Scenario(quota, use, plan, compute_pace(use, plan, floor), floor)


def _docket(context: Context, session: Session, holder: str, year: int) -> Docket:
    start = local_midnight_ms(date(year, 1, 1))
    end = period_end(Period.YEAR, start)
    if context.clock.now_ms() > end:
        context = replace(context, clock=FixedClock(end))
    kind, _, code = holder.partition(":")
    facts = make_region_facts(code) if kind == "region" else read_facts(session, [code]).get(code)
    if facts is None:
        raise UnknownSubjectError(
            f"{holder} is not in the registry", where="pace", fix="give a credit code that is"
        )
    return Docket(context, session, holder, Scope((start,), ()), facts)
