"""Judging the unit energy of an enterprise from its accounts, for months and years to date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.unit_energy.denominators import Denominator, list_denominators
from analytics.unit_energy.prices import read_price_index
from analytics.unit_energy.rule import (
    Comparison,
    UnitFigure,
    at_constant_prices,
    compare_years,
    compute_unit_figure,
)
from analytics.unit_energy.spans import Matched, Span, match, year_before
from analytics.unit_energy.wording import name_span, write_reason
from analytics.verdicts.docket import Docket
from analytics.verdicts.recalled import add_recalled, list_recalled
from analytics.verdicts.rows import VerdictRow
from core.calendar import Period, period_end, period_start
from core.units import conversion_factor

RULE = "unit_energy"


@dataclass(frozen=True)
class Judged:
    """A unit figure of a span, what it came from, and what turns that into its unit [1]."""

    matched: Matched
    figure: UnitFigure
    scale: float


def judge_enterprise(docket: Docket) -> list[VerdictRow]:
    """Judge all that an enterprise's energy is divided by, for the periods of the docket."""
    return judge_denominators(docket, list_denominators(docket.facts, docket.figures))


def judge_denominators(docket: Docket, denominators: Sequence[Denominator]) -> list[VerdictRow]:
    """Judge each figure for the periods of the docket.

    The same periods of the year after are judged too, for they look back on these.
    """
    if not denominators:
        return []
    rows: list[VerdictRow] = []
    for period, starts in docket.scope.periods():
        for start in sorted({*starts, *_after(docket, period, starts)}):
            for one in denominators:
                row = _judge(docket, one, period, start)
                rows += [row] if row is not None else []
    return rows


def _after(docket: Docket, period: Period, starts: tuple[int, ...]) -> list[int]:
    """Return the starts of the same periods of the year after that have begun [ms]."""
    after = [period_start(period, period_end(Period.YEAR, start) + 1) for start in starts]
    return [start for start in after if start < docket.now_ms]


def _judge(docket: Docket, one: Denominator, period: Period, start_ms: int) -> VerdictRow | None:
    """Judge one figure of one period; None where there is neither energy nor denominator."""
    span = (start_ms, period_end(period, start_ms))
    judged = _figure(docket, one, span)
    matched, figure = judged.matched, judged.figure
    if matched.energy.amount is None and matched.per.amount is None:
        return None
    before = _figure(docket, one, year_before(matched.span))
    now, note, index = figure.value, "", None
    if one.is_price:
        index = read_price_index(docket.session, docket.facts.regions, matched.span)
        note = "current" if index is None else "index"
        if now is not None and index is not None:
            now = at_constant_prices(now, index)
    reference = before.figure.value if note != "current" else None
    compared = compare_years(now, reference)
    recalled = _list_recalled(docket, one, matched.span) if figure.value is not None else []
    reason = write_reason(one, figure, compared, before=reference, note=note)
    zh, en = add_recalled(*reason, recalled)
    evidence = _evidence(docket, one, judged, before=before, compared=compared)
    evidence |= {"price_index": index, "comparable_value": now, "recalled": recalled}
    evidence["as_of_ms"] = min(docket.now_ms, span[1])
    return VerdictRow(
        subject=docket.subject,
        rule=RULE,
        detail=one.detail,
        period=period.value,
        start_ms=start_ms,
        level=compared.trend.value,
        severity=compared.severity,
        value=figure.value,
        reference=reference,
        unit=one.unit,
        basis=one.basis,
        coverage=figure.coverage,
        provisional=docket.now_ms < span[1],
        since_ms=start_ms,
        reason=zh,
        reason_en=en,
        evidence=evidence,
    )


def _figure(docket: Docket, one: Denominator, span: Span) -> Judged:
    matched = match(docket, one, span)
    above, _, below = one.unit.partition("/")
    scale = conversion_factor(matched.energy.unit, above)
    scale /= conversion_factor(matched.per.unit, below)
    floor = docket.context.settings.coverage_floor
    return Judged(
        matched,
        compute_unit_figure(matched.energy, matched.per, scale=scale, unit=one.unit, floor=floor),
        scale,
    )


def _list_recalled(docket: Docket, one: Denominator, span: Span) -> list[str]:
    uses = docket.list_uses(one.energy)
    return list_recalled(docket.context.catalogue, docket.facts, uses, span)


def _evidence(
    docket: Docket,
    one: Denominator,
    judged: Judged,
    *,
    before: Judged,
    compared: Comparison,
) -> dict[str, object]:
    matched = judged.matched
    return {
        "energy_indicator": one.energy,
        "denominator": one.per,
        "energy": matched.energy.amount,
        "energy_unit": matched.energy.unit,
        "energy_coverage": matched.energy.coverage,
        "per": matched.per.amount,
        "per_unit": matched.per.unit,
        "per_coverage": matched.per.coverage,
        "scale": judged.scale,
        "per_documents": _documents(docket, one, matched.span),
        "span": name_span(matched.span),
        "before_energy": before.matched.energy.amount,
        "before_per": before.matched.per.amount,
        "before_value": before.figure.value,
        "before_span": name_span(before.matched.span),
        "before_lacks": before.figure.lacks,
        "change": compared.change,
        "lacks": judged.figure.lacks,
        "coverage_floor": docket.context.settings.coverage_floor,
        "catalogue_edition": docket.context.catalogue.edition,
    }


def _documents(docket: Docket, one: Denominator, span: Span) -> list[str]:
    """Return the documents that state a denominator in `span` [ms], each once.

    Of a sum it is the account, which opens down to those of the enterprises.
    """
    if not one.is_state and docket.subject.startswith("park:"):
        return [f"account {one.per} of {docket.subject}"]
    item = one.per
    if item.startswith("product:"):
        item = f"output:{item.partition(':')[2]}"
    found = {
        entry.document: None
        for entry in docket.facts.entries
        if entry.item == item and entry.start_ms < span[1] and entry.end_ms > span[0]
    }
    return list(found)
