"""供电煤耗 of a region for years: all units, existing ones and new ones."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from analytics.accounts.facts import chain, read_parents
from analytics.benchmark_class.rule import ClassLevel
from analytics.line_class.lines import ProductionLine, read_lines
from analytics.supply_coal_rate.rule import (
    SEVERITY,
    RateLevel,
    UnitRate,
    compute_mean,
    judge_mean,
)
from analytics.verdicts.docket import Docket
from analytics.verdicts.rows import VerdictRow
from core.calendar import Period, period_end
from core.registry.models import Product
from core.registry.results import Verdict
from core.units import conversion_factor
from core.vocabulary import Basis, Severity, Vintage

RULE = "supply_coal_rate"
PREFIX = "燃煤发电/"
UNIT = "gce/kWh"
CLASS = "benchmark_class"
KINDS = {
    "mean": ("平均", "mean", ""),
    "existing": ("现役机组", "existing units", "燃煤发电/在役机组供电煤耗//供电煤耗"),
    "new": ("新建机组", "new units", ""),
}
"""What is judged: its name, and the line of the catalogue that holds where no target does."""


class Bound(NamedTuple):
    """What is allowed at most [gce/kWh], and whose it is."""

    value: float
    region: str
    source: str
    confidence: str


class PowerUnit(NamedTuple):
    """A product that is power of coal, its figure of the year, and its age."""

    enterprise: str
    product: str
    vintage: Vintage
    rate: UnitRate | None
    verdict: str


def judge_region(docket: Docket) -> list[VerdictRow]:
    """Judge the coal rates of a region for the years of the docket."""
    rows: list[VerdictRow] = []
    for year_ms in docket.scope.years:
        units = _read_units(docket, year_ms)
        for kind in KINDS:
            own = [unit for unit in units if kind in ("mean", unit.vintage.value)]
            if own:
                rows.append(_row(docket, kind, own, year_ms))
    return rows


def _read_units(docket: Docket, year_ms: int) -> list[PowerUnit]:
    span = (year_ms, period_end(Period.YEAR, year_ms))
    members = docket.membership.by_group(span).get(docket.subject, [])
    codes = [member.code for member in members]
    found = docket.session.execute(
        select(Product.enterprise_code, Product.code)
        .where(Product.enterprise_code.in_(codes), Product.benchmark_key.startswith(PREFIX))
        .order_by(Product.enterprise_code, Product.code)
    )
    products = [(row[0], row[1]) for row in found]
    lines = read_lines(docket.session, sorted({code for code, _ in products}))
    return [
        _read_unit(docket, code, product, year_ms=year_ms, lines=lines.get(code, []))
        for code, product in products
    ]


def _read_unit(
    docket: Docket, code: str, product: str, *, year_ms: int, lines: list[ProductionLine]
) -> PowerUnit:
    verdict = docket.session.scalar(
        select(Verdict).where(
            Verdict.subject == f"enterprise:{code}",
            Verdict.rule == CLASS,
            Verdict.detail == product,
            Verdict.period == Period.YEAR.value,
            Verdict.start_ms == year_ms,
            Verdict.version == 0,
        )
    )
    ages = {line.vintage for line in lines if line.product == product} - {Vintage.PLANNED}
    vintage = ages.pop() if len(ages) == 1 else Vintage.EXISTING
    if verdict is None or verdict.value is None or verdict.level == ClassLevel.UNDETERMINED:
        return PowerUnit(code, product, vintage, None, verdict.id if verdict else "")
    output = verdict.evidence.get("output")
    supplied = float(str(output)) * conversion_factor(
        str(verdict.evidence.get("output_unit")), "kWh"
    )
    rate = verdict.value * conversion_factor(verdict.unit, UNIT)
    return PowerUnit(code, product, vintage, UnitRate(rate, supplied), verdict.id)


def _find_bound(docket: Docket, kind: str, year_ms: int) -> Bound | None:
    """Return the target in force of the region or above, else the catalogue's own line."""
    catalogue = docket.context.catalogue
    end_ms = period_end(Period.YEAR, year_ms)
    at_ms = max(min(docket.now_ms, end_ms) - 1, year_ms)
    regions = chain(read_parents(docket.session), docket.subject.partition(":")[2])
    target = catalogue.target(regions, f"coal_per_kwh_supplied_{kind}", at_ms)
    if target is not None:
        value = target.value * conversion_factor(target.unit, UNIT)
        return Bound(value, target.region_code, target.source, target.confidence)
    key = KINDS[kind][2]
    level = catalogue.level(key, at_ms) if key else None
    if level is None or level.baseline is None:
        return None
    return Bound(level.baseline, "", level.source, level.confidence)


def _row(docket: Docket, kind: str, units: list[PowerUnit], year_ms: int) -> VerdictRow:
    known = [unit.rate for unit in units if unit.rate is not None]
    mean, coverage = compute_mean(known), len(known) / len(units)
    bound = _find_bound(docket, kind, year_ms)
    level = RateLevel.UNDETERMINED
    if mean is not None:
        level = judge_mean(mean, bound.value if bound else None, coverage)
    own = bound is not None and docket.subject == f"region:{bound.region}"
    reason, reason_en = _word(kind, level, mean, silent=len(units) - len(known), bound=bound)
    return VerdictRow(
        subject=docket.subject,
        rule=RULE,
        detail=kind,
        period=Period.YEAR.value,
        start_ms=year_ms,
        level=level.value,
        severity=Severity.NONE if level is RateLevel.ABOVE and not own else SEVERITY[level],
        value=mean,
        reference=bound.value if bound else None,
        unit=UNIT,
        basis=Basis.CALORIFIC,
        coverage=coverage,
        provisional=docket.now_ms < period_end(Period.YEAR, year_ms),
        since_ms=year_ms,
        reason=reason,
        reason_en=reason_en,
        evidence={
            "units": [
                {
                    "enterprise": unit.enterprise,
                    "product": unit.product,
                    "vintage": unit.vintage.value,
                    "rate": unit.rate.rate_gce_kwh if unit.rate else None,
                    "supplied_kwh": unit.rate.supplied_kwh if unit.rate else None,
                    "verdict": unit.verdict,
                }
                for unit in units
            ],
            "target_region": bound.region if bound else None,
            "target_source": bound.source if bound else "",
            "target_confidence": bound.confidence if bound else "",
            "catalogue_edition": docket.context.catalogue.edition,
            "as_of_ms": min(docket.now_ms, period_end(Period.YEAR, year_ms)),
        },
    )


def _word(
    kind: str, level: RateLevel, mean: float | None, *, silent: int, bound: Bound | None
) -> tuple[str, str]:
    name, name_en, _ = KINDS[kind]
    shown = "—" if mean is None else f"{mean:.1f} {UNIT}"
    zh, en = f"供电煤耗（{name}）{shown}", f"coal rate of supply ({name_en}) {shown}"
    if silent:
        zh += f"，{silent} 台机组数据不足，无法判定"
        en += f", {silent} units without enough data, undetermined"
    if bound is None:
        return f"{zh}，无在有效期内的目标", f"{en}, no target is in force"
    words = {
        RateLevel.WITHIN: ("不高于", "within"),
        RateLevel.ABOVE: ("高于", "above"),
    }.get(level, ("对照", "against"))
    return (
        f"{zh}，{words[0]} {bound.value:g}（{bound.source}）",
        f"{en}, {words[1]} {bound.value:g} ({bound.source})",
    )
