"""Judging the connection of a region's obliged enterprises month by month 接入率.

Obliged is who stands on a list that carries the duty; connected is whose meters gave any account of
the month. What the month of a point holds in readings is counted elsewhere (`analytics.quality`).

References
----------
重点用能单位节能管理办法 (七部门令第15号): key energy-using units connect to the online monitoring
system, each of them; so the rate asked for is one.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from analytics.accounts.rows import TABLE
from analytics.quality.connection import is_obliging
from analytics.verdicts.docket import Docket
from analytics.verdicts.rows import VerdictRow
from core.calendar import Period, period_end
from core.catalogue.lists import read_lists
from core.registry.structure import Membership
from core.vocabulary import Basis, Severity

RULE = "connection"
MET, NOT_MET = "met", "not_met"
NAMED = 5
"""Enterprises named in a reason at most [1]."""


def judge_region(docket: Docket) -> list[VerdictRow]:
    """Judge a region for the months of the docket in which anybody in it is obliged."""
    return [row for month in docket.scope.months if (row := _judge(docket, month)) is not None]


def _judge(docket: Docket, month_ms: int) -> VerdictRow | None:
    span = (month_ms, period_end(Period.MONTH, month_ms))
    obliged = _list_obliged(docket, span)
    if not obliged:
        return None
    missing = sorted(set(obliged) - _find_connected(docket, obliged, month_ms))
    rate = 1 - len(missing) / len(obliged)
    zh = f"接入率 {rate:.1%}：应接入 {len(obliged)} 家，已接入 {len(obliged) - len(missing)} 家"
    en = f"Connection rate {rate:.1%}: {len(obliged) - len(missing)} of {len(obliged)} obliged"
    if missing:
        more = f" +{len(missing) - NAMED}" if len(missing) > NAMED else ""
        zh += f"；未接入 {', '.join(missing[:NAMED])}{more}"
        en += f"; not connected: {', '.join(missing[:NAMED])}{more}"
    sources = {one.source for one in read_lists().values() if is_obliging(one.duty)}
    return VerdictRow(
        subject=docket.subject,
        rule=RULE,
        detail="",
        period=Period.MONTH.value,
        start_ms=month_ms,
        level=NOT_MET if missing else MET,
        severity=Severity.NOTICE if missing else Severity.NONE,
        value=rate,
        reference=1.0,
        unit="1",
        basis=Basis.NONE,
        coverage=1.0,
        provisional=docket.now_ms < span[1],
        since_ms=month_ms,
        reason=zh,
        reason_en=en,
        evidence={
            "obliged": len(obliged),
            "connected": len(obliged) - len(missing),
            "not_connected": missing,
            "level_source": "; ".join(sorted(sources)),
            "as_of_ms": min(docket.now_ms, span[1]),
            "catalogue_edition": docket.context.catalogue.edition,
        },
    )


def _list_obliged(docket: Docket, span: tuple[int, int]) -> list[str]:
    """Return the enterprises that lie in the region in `span` [ms] and stand on such a list."""
    members = docket.membership.by_group(span).get(docket.subject, [])
    lists = [code for code, one in read_lists().items() if is_obliging(one.duty)]
    rows = docket.session.scalars(
        select(Membership.enterprise_code).where(
            Membership.list_code.in_(lists),
            Membership.valid_from_ms < span[1],
            (Membership.valid_to_ms.is_(None)) | (Membership.valid_to_ms > span[0]),
        )
    )
    return sorted({member.code for member in members} & set(rows))


def _find_connected(docket: Docket, obliged: Sequence[str], month_ms: int) -> set[str]:
    """Return those of whose meters the month that starts at `month_ms` [ms] has an account."""
    rows = docket.session.scalars(
        select(TABLE.c.subject)
        .where(
            TABLE.c.subject.in_([f"enterprise:{code}" for code in obliged]),
            TABLE.c.period == Period.MONTH.value,
            TABLE.c.start_ms == month_ms,
            TABLE.c.version == 0,
            TABLE.c.coverage > 0,
        )
        .distinct()
    )
    return {subject.partition(":")[2] for subject in rows}
