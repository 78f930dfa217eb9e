"""The 企业能效清单 of an enterprise: its lines below the baseline, for years."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from analytics.accounts.facts import OPEN_MS
from analytics.benchmark_class.job import ProductJudging
from analytics.benchmark_class.rule import ClassLevel, compute_standing
from analytics.benchmark_class.yardstick import Yardstick
from analytics.efficiency_list.rule import ListState, Plan, compute_state
from analytics.efficiency_list.wording import write_reason
from analytics.line_class.job import judge_lines
from analytics.verdicts.docket import Docket
from analytics.verdicts.rows import VerdictRow
from core.calendar import Period, period_end, period_start
from core.catalogue import Target
from core.errors import RefusedError
from core.registry.upgrades import UpgradePlan
from core.vocabulary import Basis, UpgradeAction, UpgradeState, Vintage

RULE = "efficiency_list"
DEADLINE = "below_baseline_deadline"
BELOW = (ClassLevel.BELOW, ClassLevel.BEYOND_LIMIT)


class Candidate(NamedTuple):
    """A line, or a product without lines, with its figure of the year [yardstick's unit]."""

    code: str
    title: str
    product: str
    value: float | None
    coverage: float
    basis: Basis
    yardstick: Yardstick | None
    level: ClassLevel
    to_ms: int
    scale: float | None


def judge_enterprise(docket: Docket) -> list[VerdictRow]:
    """List what is or was below the baseline, for the years of the docket."""
    rows: list[VerdictRow] = []
    for year_ms in docket.scope.years:
        candidates = [*_lines(docket, year_ms), *_products(docket, year_ms)]
        plans = _read_plans(docket) if candidates else {}
        for one in candidates:
            plan = plans.get(one.code)
            if one.level in BELOW or plan is not None:
                rows.append(_row(docket, one, plan, year_ms))
    return rows


def _lines(docket: Docket, year_ms: int) -> list[Candidate]:
    found: list[Candidate] = []
    for judged in judge_lines(docket, year_ms):
        line, figure = judged.line, judged.figure
        if line.vintage is Vintage.PLANNED:
            continue
        level = judged.access.standing.level if judged.access else ClassLevel.UNDETERMINED
        found.append(
            Candidate(
                line.code,
                line.title,
                line.product,
                figure.value,
                figure.coverage,
                figure.basis,
                figure.yardstick,
                level,
                line.to_ms,
                figure.scale,
            )
        )
    return found


def _products(docket: Docket, year_ms: int) -> list[Candidate]:
    """Return the benchmarked products that no registered line makes."""
    made = {line.product_code for line in docket.facts.lines}
    found: list[Candidate] = []
    for product in docket.facts.products:
        if not product.benchmark_key or product.code in made:
            continue
        try:
            measured = ProductJudging(docket, product).measure(Period.YEAR, year_ms)
        except RefusedError:
            continue
        if measured is None or measured.ratio.value is None:
            continue
        ratio, held = measured.ratio, measured.yardstick
        level = ClassLevel.UNDETERMINED
        if ratio.coverage >= docket.context.settings.coverage_floor:
            level = compute_standing(ratio.value or 0.0, held.level, held.limit, held.unit).level
        basis = Basis(ratio.energy.basis) if ratio.energy else Basis.NONE
        title = product.name or product.code
        found.append(
            Candidate(
                product.code,
                title,
                product.code,
                ratio.value,
                ratio.coverage,
                basis,
                held,
                level,
                OPEN_MS,
                ratio.scale,
            )
        )
    return found


def _read_plans(docket: Docket) -> dict[str, UpgradePlan]:
    """Return the newest plan of each line."""
    rows = docket.session.scalars(
        select(UpgradePlan)
        .where(UpgradePlan.enterprise_code == docket.facts.code)
        .order_by(UpgradePlan.listed_ms)
    )
    return {row.line_code: row for row in rows}


def _first_below_ms(docket: Docket, one: Candidate, year_ms: int) -> int:
    """Return since when a product has been below, year by year without a break [ms]."""
    product = next((p for p in docket.facts.products if p.code == one.product), None)
    if product is None or one.yardstick is None:
        return year_ms
    judging = ProductJudging(docket, product, one.yardstick.key)
    first_ms, at_ms = year_ms, year_ms
    while (row := judging.judge(Period.YEAR, at_ms)) and row.level in BELOW:
        first_ms = row.since_ms
        if first_ms > at_ms:
            break
        at_ms = period_start(Period.YEAR, at_ms - 1)
    return first_ms


def _row(docket: Docket, one: Candidate, plan: UpgradePlan | None, year_ms: int) -> VerdictRow:
    catalogue, facts = docket.context.catalogue, docket.facts
    now_ms = max(min(docket.now_ms, period_end(Period.YEAR, year_ms)), year_ms)
    listed_ms = plan.listed_ms if plan else _first_below_ms(docket, one, year_ms)
    target = catalogue.target(facts.regions, DEADLINE, listed_ms)
    state = compute_state(
        _plan(plan),
        below=one.level in BELOW,
        in_service=one.to_ms > now_ms,
        listed_ms=listed_ms,
        years=target.value if target else None,
        now_ms=now_ms,
    )
    reason, reason_en = write_reason(one.title, state, listed_ms, plan)
    held = one.yardstick
    return VerdictRow(
        subject=facts.subject,
        rule=RULE,
        detail=one.code,
        period=Period.YEAR.value,
        start_ms=year_ms,
        level=state.level.value,
        severity=state.severity,
        value=one.value,
        reference=held.reference if held else None,
        unit=held.unit if held else "",
        basis=one.basis,
        coverage=one.coverage,
        provisional=docket.now_ms < period_end(Period.YEAR, year_ms),
        since_ms=listed_ms,
        reason=reason,
        reason_en=reason_en,
        evidence=_evidence(one, plan, target, state)
        | {
            "as_of_ms": min(docket.now_ms, period_end(Period.YEAR, year_ms)),
            "listed_ms": listed_ms,
            "catalogue_edition": catalogue.edition,
        }
        | (held.evidence() if held else {}),
    )


def _plan(row: UpgradePlan | None) -> Plan | None:
    if row is None:
        return None
    return Plan(UpgradeAction(row.action), UpgradeState(row.state), row.due_ms, row.done_ms)


def _evidence(
    one: Candidate, plan: UpgradePlan | None, target: Target | None, state: ListState
) -> dict[str, object]:
    found: dict[str, object] = {
        "line": one.code,
        "product": one.product,
        "scale": one.scale,
        "class": one.level.value,
        "energy_indicator": f"product_energy:{one.product}",
        "output_indicator": f"product:{one.product}",
        "last_ms": state.last_ms,
        "days_left": state.days_left,
        "deadline_years": target.value if target else None,
        "deadline_source": target.source if target else "",
        "deadline_confidence": target.confidence if target else "",
    }
    if plan is not None:
        found["plan"] = {
            "action": plan.action,
            "state": plan.state,
            "listed_ms": plan.listed_ms,
            "due_ms": plan.due_ms,
            "done_ms": plan.done_ms,
            "target": plan.target,
            "unit": plan.unit,
            "measure": plan.measure,
            "source": plan.source,
        }
    return found
