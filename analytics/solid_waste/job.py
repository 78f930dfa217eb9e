"""Comprehensive use of solid waste from the entries of enterprises, for years; up to regions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from analytics.accounts.facts import chain, read_parents
from analytics.solid_waste.rule import (
    SEVERITY,
    UseLevel,
    WasteBalance,
    add_balances,
    compute_rate,
    judge_rate,
)
from analytics.solid_waste.wording import write_reason
from analytics.stated import Stated, read_stated
from analytics.verdicts.docket import Docket
from analytics.verdicts.rows import VerdictRow
from core.calendar import Period, period_end
from core.catalogue import Target
from core.vocabulary import Basis, Severity

RULE = "solid_waste"
TARGET = "solid_waste_use_rate"
TOTAL = "total"
PRODUCED, USED, FROM_STOCK = ("produced", "used", "from_stock")
ITEMS = {
    "solid_waste_produced": PRODUCED,
    "solid_waste_used": USED,
    "solid_waste_used_from_stock": FROM_STOCK,
}


def judge_enterprise(docket: Docket) -> list[VerdictRow]:
    """Judge an enterprise's waste by kind, for the years of the docket."""
    if not any(entry.item.startswith("solid_waste_") for entry in docket.facts.entries):
        return []
    return _judge(docket, [docket.subject])


def judge_region(docket: Docket) -> list[VerdictRow]:
    """Judge a region's waste by kind and in total, for the years of the docket."""
    rows: list[VerdictRow] = []
    for year_ms in docket.scope.years:
        span = (year_ms, period_end(Period.YEAR, year_ms))
        members = docket.membership.by_group(span).get(docket.subject, [])
        rows += _judge(docket, [f"enterprise:{member.code}" for member in members], year_ms)
    return rows


def _judge(docket: Docket, subjects: Sequence[str], only_ms: int | None = None) -> list[VerdictRow]:
    rows: list[VerdictRow] = []
    years = docket.scope.years if only_ms is None else (only_ms,)
    for year_ms in years:
        span = (year_ms, period_end(Period.YEAR, year_ms))
        names = [f"{item}:" for item in ITEMS]
        stated = read_stated(docket.session, subjects, names, span=span, unit="t")
        by_kind = _balances(stated)
        if not by_kind:
            continue
        every = [balance for found in by_kind.values() for balance in found]
        target = _find_target(docket, span)
        rows += [
            _row(docket, kind, by_kind[kind], span=span, target=None) for kind in sorted(by_kind)
        ]
        rows.append(_row(docket, TOTAL, every, span=span, target=target))
    return rows


def _balances(stated: Sequence[Stated]) -> dict[str, list[WasteBalance]]:
    """Return the balances of each kind, one an enterprise."""
    sums: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for one in stated:
        name, _, kind = one.item.partition(":")
        own = sums[kind, one.subject]
        own[ITEMS[name]] = own.get(ITEMS[name], 0.0) + one.amount
    by_kind: dict[str, list[WasteBalance]] = defaultdict(list)
    for (kind, _), own in sorted(sums.items()):
        balance = WasteBalance(own.get(PRODUCED), own.get(USED), own.get(FROM_STOCK, 0.0))
        by_kind[kind].append(balance)
    return by_kind


def _find_target(docket: Docket, span: tuple[int, int]) -> Target | None:
    at_ms = max(min(docket.now_ms, span[1]) - 1, span[0])
    kind, _, code = docket.subject.partition(":")
    regions = docket.facts.regions if kind == "enterprise" else ()
    if kind == "region":
        regions = chain(read_parents(docket.session), code)
    return docket.context.catalogue.target(regions, TARGET, at_ms)


def _row(
    docket: Docket,
    kind: str,
    parts: Sequence[WasteBalance],
    *,
    span: tuple[int, int],
    target: Target | None,
) -> VerdictRow:
    balance = add_balances(parts)
    worst = [judge_rate(one, "", None) for one in parts]
    level = judge_rate(balance, target.kind if target else "", target.value if target else None)
    if UseLevel.CONTRADICTORY in worst:
        level = UseLevel.CONTRADICTORY
    whole = sum(one.produced_t is not None and one.used_t is not None for one in parts)
    own = target is not None and docket.subject == f"region:{target.region_code}"
    missed = level is UseLevel.NOT_MET and not own
    known = docket.context.catalogue.groups.wastes.get(kind)
    name = (known.name_zh, known.name_en) if known else (kind, kind)
    if kind == TOTAL:
        name = ("一般工业固体废物", "industrial solid waste")
    reason, reason_en = write_reason(name, balance, level, target=target)
    return VerdictRow(
        subject=docket.subject,
        rule=RULE,
        detail=kind,
        period=Period.YEAR.value,
        start_ms=span[0],
        level=level.value,
        severity=Severity.NONE if missed else SEVERITY[level],
        value=compute_rate(balance),
        reference=target.value if target else None,
        unit="%",
        basis=Basis.NONE,
        coverage=whole / len(parts),
        provisional=docket.now_ms < span[1],
        since_ms=span[0],
        reason=reason,
        reason_en=reason_en,
        evidence={
            "produced_t": balance.produced_t,
            "used_t": balance.used_t,
            "from_stock_t": balance.from_stock_t,
            "parts": [
                {"produced_t": b.produced_t, "used_t": b.used_t, "from_stock_t": b.from_stock_t}
                for b in parts
            ],
            "kind_known": known is not None or kind == TOTAL,
            "class_code": known.class_code if known else "",
            "target_region": target.region_code if target else None,
            "target_source": target.source if target else "",
            "target_confidence": target.confidence if target else "",
            "catalogue_edition": docket.context.catalogue.edition,
            "as_of_ms": min(docket.now_ms, span[1]),
        },
    )
