"""Explaining a verdict: judged again as of its time, with its accounts and references below it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from analytics import connection, early_warning, quota_pace, unit_energy
from analytics.accounts.facts import read_facts
from analytics.context import Context
from analytics.errors import ExplainMismatchError, UnknownSubjectError
from analytics.explain import assessment, levels, quality, shares, unit, warning
from analytics.explain.account import explain_account
from analytics.explain.node import ExplainNode, check_sum, compare
from analytics.explain.patience import until_settled
from analytics.quality import RULE as RULE_QUALITY
from analytics.rules import WHOLE, judge
from analytics.verdicts.docket import Docket, make_region_facts
from analytics.verdicts.rows import VerdictRow
from analytics.verdicts.scope import Scope
from core.calendar import Period, to_local
from core.clock import FixedClock
from core.registry.results import Verdict

NAMES = {
    quota_pace.RULE: ("配额进度", "quota pace"),
    **levels.NAMES,
    **shares.NAMES,
    **assessment.NAMES,
    **unit.NAMES,
    early_warning.RULE: warning.NAME,
    RULE_QUALITY: quality.NAME,
    connection.RULE: ("接入率", "connection rate"),
}


def explain_verdict(context: Context, verdict_id: str) -> ExplainNode:
    """Explain a verdict by judging it again.

    Raises
    ------
    UnknownSubjectError
        There is no such verdict.
    ExplainMismatchError
        Level, value or reference differ from the stored verdict.
    """
    stored = _read(context, verdict_id)
    return until_settled(context, stored.subject, lambda: _explain(context, verdict_id))


def _read(context: Context, verdict_id: str) -> Verdict:
    with context.registry.read() as session:
        row = session.get(Verdict, verdict_id)
    if row is None:
        raise UnknownSubjectError(
            f"verdict {verdict_id!r} does not exist",
            where="explain",
            fix="list the verdicts and give the id of one",
        )
    return row


def _explain(context: Context, verdict_id: str) -> ExplainNode:
    stored = _read(context, verdict_id)
    again = _judge_again(context, stored)
    _compare(stored, again)
    name, name_en = NAMES.get(stored.rule, (stored.rule, stored.rule))
    return ExplainNode(
        label=f"{name}：{again.reason}",
        label_en=f"{name_en}: {again.reason_en}",
        value=again.value,
        unit=again.unit,
        formula=FORMULAS.get(stored.rule, ""),
        source=str(again.evidence.get("level_source") or again.evidence.get("quota_source") or ""),
        confidence=str(again.evidence.get("level_confidence") or ""),
        children=_list_children(context, again),
        note=f"覆盖率 {again.coverage:.1%} (coverage); catalogue "
        f"{again.evidence.get('catalogue_edition', '')}",
    )


def _list_children(context: Context, row: VerdictRow) -> tuple[ExplainNode, ...]:
    """Return what a verdict was made of; nothing where its rule was refused its input."""
    if row.rule not in CHILDREN or row.detail == WHOLE:
        return ()
    return tuple(CHILDREN[row.rule](context, row))


def _judge_again(context: Context, stored: Verdict) -> VerdictRow:
    """Judge by the same functions, at the hour the stored verdict was judged for."""
    moment = stored.evidence.get("as_of_ms")
    if isinstance(moment, int):
        context = replace(context, clock=FixedClock(moment))
    years = (stored.start_ms,) if stored.period == Period.YEAR else ()
    months = (stored.start_ms,) if stored.period in (Period.MONTH, Period.QUARTER) else ()
    with context.registry.read() as session:
        judged = _judge(context, session, stored, Scope(years, months))
    for row in judged:
        if row.id == stored.id:
            return row
    raise ExplainMismatchError(
        f"verdict {stored.id} of {stored.subject} ({stored.rule} {stored.detail}) is no longer "
        "judged: its quota or product is gone. To mend: run nengheng recompute over its period"
    )


def _judge(context: Context, session: Session, stored: Verdict, scope: Scope) -> list[VerdictRow]:
    """Judge the subject of a verdict again, by its rule alone."""
    subject = stored.subject
    kind, _, code = subject.partition(":")
    if kind in ("region", "park"):
        facts = make_region_facts(code)
        return judge(Docket(context, session, subject, scope, facts), stored.rule)
    own = read_facts(session, [code]).get(code)
    return judge(Docket(context, session, subject, scope, own), stored.rule) if own else []


def _compare(stored: Verdict, again: VerdictRow) -> None:
    what = f"verdict {stored.id} of {stored.subject}"
    if again.level != stored.level:
        raise ExplainMismatchError(
            f"{what}: recomputed level {again.level!r}, stored {stored.level!r}. "
            "To mend: run nengheng recompute over the period; if it stays, this is a defect"
        )
    compare(f"{what} value", again.value, stored.value, unit=again.unit)
    compare(f"{what} reference", again.reference, stored.reference, unit=again.unit)


def _account(context: Context, row: VerdictRow, indicator: object) -> ExplainNode | None:
    """Return the account that a verdict rests on, as a tree; None where there is none."""
    try:
        return explain_account(
            context, row.subject, str(indicator), period=row.period, start_ms=row.start_ms
        )
    except UnknownSubjectError:
        return None


def _pace_children(context: Context, row: VerdictRow) -> list[ExplainNode]:
    """Return use (which adds up to the verdict's value), then plan, quota and projection."""
    found = row.evidence
    if "refused" in found:
        return []
    unit, source = row.unit, str(found["quota_source"])
    used = _account(context, row, found["indicator"])
    plan = found["plan"]
    assert isinstance(plan, list)
    months = tuple(
        ExplainNode(f"{month} 月计划", f"plan of month {month}", amount, unit, source=source)
        for month, amount in enumerate(plan, start=1)
    )
    nodes = [used] if used is not None else []
    nodes.append(_quota_node(found, unit, source, months))
    nodes += [
        ExplainNode(zh, en, _number(found[name]), unit, formula=formula, source=source, part=False)
        for name, zh, en, formula in PACE_FIGURES
    ]
    return nodes


def _quota_node(
    found: Mapping[str, object], unit: str, source: str, months: tuple[ExplainNode, ...]
) -> ExplainNode:
    """Return the quota: as it was set and what was transferred, which add up; and its plan."""
    moves = found.get("transfers") or []
    assert isinstance(moves, list)
    plan = ExplainNode(
        "月计划",
        "monthly plan",
        _number(found["quota"]),
        unit,
        formula="Σ 月计划 (Σ monthly plan)",
        children=months,
        note=str(found.get("not_used") or ""),
        part=False,
    )
    if not plan.note:
        check_sum(plan)
    first = ExplainNode("下达", "as set", _number(found["allotted"]), unit, source=source)
    moved = [
        ExplainNode(
            f"调剂 {move['code']}：{'自' if move['amount'] > 0 else '至'} {move['other']}",
            f"transfer {move['code']} {'from' if move['amount'] > 0 else 'to'} {move['other']}",
            _number(move["amount"]),
            unit,
            source=str(move["source"]),
            note=f"{to_local(move['decided_ms']).date()} 起 (from the month of its decision)",
        )
        for move in moves
    ]
    quota = ExplainNode(
        "年配额",
        "quota",
        _number(found["quota"]),
        unit,
        formula="下达 + 调入 − 调出 (as set + received − given)",
        source=source,
        children=(first, *moved, plan),
        part=False,
    )
    return check_sum(quota)


PACE_FIGURES = (
    ("plan_to_date", "计划进度", "plan to date", "已过月份 + 本月按时间比例 (pro rata by time)"),
    ("remaining", "剩余", "remaining", "配额 − 已用 (quota − used)"),
    (
        "projection",
        "预计全年",
        "projection to year end",
        "已用 + 近 28 天用量与计划之比 × 剩余计划 (used + recent ratio × remaining plan)",
    ),
    ("projection_low", "预计下限", "projection, low", "80 % 区间下限 (lower end of the 80 % band)"),
    ("projection_high", "预计上限", "projection, high", "80 % 区间上限 (upper end of the band)"),
)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


CHILDREN: dict[str, Callable[[Context, VerdictRow], list[ExplainNode]]] = {
    quota_pace.RULE: _pace_children,
    **levels.CHILDREN,
    **shares.CHILDREN,
    **assessment.CHILDREN,
    unit_energy.RULE: lambda _context, row: unit.list_children(row),
    early_warning.RULE: warning.list_children,
    RULE_QUALITY: lambda _context, row: quality.list_children(row),
}
FORMULAS = {
    quota_pace.RULE: "已用对计划，预计对配额 (use against plan, projection against quota)",
    early_warning.RULE: warning.FORMULA,
    RULE_QUALITY: quality.FORMULA,
    **levels.FORMULAS,
    **shares.FORMULAS,
    **assessment.FORMULAS,
    **unit.FORMULAS,
}
