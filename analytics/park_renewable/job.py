"""The renewable share of a park, for years: its members' electricity and what is stated of it."""

from __future__ import annotations

import math

from sqlalchemy import select

from analytics.accounts.facts import chain, read_parents
from analytics.accounts.rows import TABLE
from analytics.park_renewable.rule import SEVERITY, judge_park_share
from analytics.park_renewable.wording import write_reason
from analytics.stated import read_stated
from analytics.verdicts.docket import Docket
from analytics.verdicts.rows import VerdictRow
from core.calendar import Period, period_end
from core.catalogue import Target
from core.registry.structure import Park
from core.vocabulary import Basis

RULE = "park_renewable"
ITEM = "renewable_electricity"
INDICATOR = "carrier:electricity"
TARGETS = {
    "low_carbon": "park_new_energy_share_low_carbon",
    "zero_carbon": "park_new_energy_share_zero_carbon",
}
"""Indicator of the target of each kind of park."""


def judge_park(docket: Docket) -> list[VerdictRow]:
    """Judge a park for the years of the docket; a year without any use gets no verdict."""
    park = docket.session.get(Park, docket.subject.partition(":")[2])
    if park is None:
        return []
    return [row for year_ms in docket.scope.years if (row := _row(docket, park, year_ms))]


def _row(docket: Docket, park: Park, year_ms: int) -> VerdictRow | None:
    span = (year_ms, period_end(Period.YEAR, year_ms))
    account = docket.accounts.row(INDICATOR, Period.YEAR, year_ms)
    if account is None:
        return None
    members = docket.membership.by_group(span).get(docket.subject, [])
    uses = _read_uses(docket, [f"enterprise:{member.code}" for member in members], year_ms)
    own = read_stated(docket.session, [docket.subject], [ITEM], span=span, unit="kWh")
    stated = own or read_stated(docket.session, list(uses), [ITEM], span=span, unit="kWh")
    renewable = math.fsum(one.amount for one in stated)
    heard = {one.subject for one in stated}
    silent = {} if own else {name: use for name, use in uses.items() if name not in heard}
    silent_kwh = math.fsum(max(use, 0.0) for use in silent.values())
    target = _find_target(docket, park, span)
    level, share = judge_park_share(
        renewable,
        silent_kwh,
        account.amount,
        target=(target.kind, target.value) if target else None,
    )
    if account.coverage < docket.context.settings.coverage_floor:
        level = type(level).UNDETERMINED
    reason, reason_en = write_reason(
        park.name, level, share, used_kwh=account.amount, silent=len(silent), target=target
    )
    return VerdictRow(
        subject=docket.subject,
        rule=RULE,
        detail=park.kind,
        period=Period.YEAR.value,
        start_ms=year_ms,
        level=level.value,
        severity=SEVERITY[level],
        value=share.low_pct if share else None,
        reference=target.value if target else None,
        unit="%",
        basis=Basis.NONE,
        coverage=account.coverage,
        provisional=docket.now_ms < span[1],
        since_ms=year_ms,
        reason=reason,
        reason_en=reason_en,
        evidence={
            "renewable_kwh": renewable,
            "used_kwh": account.amount,
            "used_indicator": INDICATOR,
            "silent_kwh": silent_kwh,
            "silent": sorted(silent),
            "stated": [
                {"subject": one.subject, "start_ms": one.start_ms, "kwh": one.amount}
                for one in stated
            ],
            "definition": "renewable electricity over electricity used, certificates not counted",
            "target_region": target.region_code if target else None,
            "target_source": target.source if target else "",
            "target_confidence": target.confidence if target else "",
            "catalogue_edition": docket.context.catalogue.edition,
            "as_of_ms": min(docket.now_ms, span[1]),
        },
    )


def _read_uses(docket: Docket, subjects: list[str], year_ms: int) -> dict[str, float]:
    """Return what members used in the year [kWh]."""
    rows = docket.session.execute(
        select(TABLE.c.subject, TABLE.c.amount).where(
            TABLE.c.subject.in_(subjects),
            TABLE.c.indicator == INDICATOR,
            TABLE.c.period == Period.YEAR.value,
            TABLE.c.start_ms == year_ms,
            TABLE.c.version == 0,
        )
    )
    return {row[0]: float(row[1]) for row in rows}


def _find_target(docket: Docket, park: Park, span: tuple[int, int]) -> Target | None:
    indicator = TARGETS.get(park.kind)
    if indicator is None:
        return None
    regions = chain(read_parents(docket.session), park.region_code)
    at_ms = max(min(docket.now_ms, span[1]) - 1, span[0])
    return docket.context.catalogue.target(regions, indicator, at_ms)
