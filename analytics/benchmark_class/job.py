"""Judging the products of an enterprise from its accounts, for months and the year to date."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.accounts.facts import OPEN_MS, ProductFacts
from analytics.accounts.rows import AccountRow
from analytics.benchmark_class.rule import ClassLevel, compute_standing
from analytics.benchmark_class.wording import write_reason
from analytics.benchmark_class.yardstick import Yardstick, find_yardstick
from analytics.quota_pace.wording import word_missing
from analytics.verdicts.docket import Docket
from analytics.verdicts.missing import list_missing_points
from analytics.verdicts.recalled import add_recalled, list_recalled
from analytics.verdicts.rows import VerdictRow
from analytics.verdicts.undetermined import Measure, undetermined_row
from analytics.verdicts.years import DayLine, make_day_line, share_in_service
from core.calendar import DAY_MS, Period, period_end
from core.errors import RefusedError
from core.units import conversion_factor
from core.vocabulary import Basis, Severity

RULE = "benchmark_class"
Span = tuple[int, int]


@dataclass(frozen=True)
class Ratio:
    """Energy per product over one period, in the level's unit.

    Attributes
    ----------
    value : float or None
        Energy by output; None without output.
    coverage : float
        The lower one of energy's and output's, over the time in which either is in service [1].
    """

    value: float | None
    energy: AccountRow | None
    output: AccountRow | None
    coverage: float
    scale: float


@dataclass(frozen=True)
class Measured:
    """A product's figure over one period `span` [ms], with what it is held against."""

    span: Span
    ratio: Ratio
    yardstick: Yardstick


def judge_enterprise(docket: Docket) -> list[VerdictRow]:
    """Judge every benchmarked product of an enterprise for the periods of the docket.

    A month, or a past year, without any figure gets no verdict.
    """
    rows: list[VerdictRow] = []
    for product in docket.facts.products:
        if not product.benchmark_key:
            continue
        judging = ProductJudging(docket, product)
        for period, starts in docket.scope.periods():
            rows += [row for start in starts if (row := judging.judge(period, start))]
    return rows


class ProductJudging:
    """One product being judged, by its own key or by that of a line that makes it."""

    def __init__(self, docket: Docket, product: ProductFacts, key: str = "") -> None:
        self._key = key or product.benchmark_key
        self._docket = docket
        self._context = docket.context
        self._facts = docket.facts
        self._product = product
        self._now_ms = docket.now_ms
        self._energy = f"product_energy:{product.code}"
        self._output = f"product:{product.code}"
        figure = docket.figures.get(self._energy)
        self._terms = figure.terms if figure else ()
        self._service = {
            name: docket.service.get(name, (OPEN_MS, OPEN_MS))
            for name in (self._energy, self._output)
        }

    def judge(self, period: Period, start_ms: int) -> VerdictRow | None:
        """Judge one period that starts at `start_ms` [ms]; None where there is nothing to judge."""
        span = (start_ms, period_end(period, start_ms))
        try:
            measured = self.measure(period, start_ms)
        except RefusedError as error:
            return self._without(period, span, f"没有可用的水平：{error}", str(error))
        if measured is None:
            return None
        return self._row(period, span, measured.ratio, yardstick=measured.yardstick)

    def measure(self, period: Period, start_ms: int) -> Measured | None:
        """Return the figure of a period that starts at `start_ms` [ms] and what it is held against.

        None where there is nothing to judge.

        Raises
        ------
        RefusedError
            No level is in force, or its unit is not that of energy by output.
        """
        span = (start_ms, period_end(period, start_ms))
        energy = self._docket.accounts.row(self._energy, period, start_ms)
        output = self._docket.accounts.row(self._output, period, start_ms)
        running = span[0] <= self._now_ms < span[1]
        if not energy and not output and not (running and period is Period.YEAR):
            return None
        yardstick = find_yardstick(
            self._context.catalogue,
            self._key,
            self._facts.entries,
            product=self._product.code,
            span=(span[0], max(min(span[1], self._now_ms), span[0] + 1)),
            at_ms=max(min(span[1] - 1, self._now_ms), span[0]),
        )
        return Measured(span, self._compute_ratio(span, yardstick.unit, energy, output), yardstick)

    def _compute_ratio(
        self,
        span: Span,
        unit: str,
        energy: AccountRow | None,
        output: AccountRow | None,
    ) -> Ratio:
        coverage = min(
            row.coverage * self._share(row.indicator, span) if row else 0.0
            for row in (energy, output)
        )
        scale = self._scale(unit, energy, output)
        value = None
        if energy and output and output.amount > 0:
            value = energy.amount * scale / output.amount
        return Ratio(value, energy, output, coverage, scale)

    def _scale(self, unit: str, energy: AccountRow | None, output: AccountRow | None) -> float:
        """Return what turns energy by output into `unit` [1]."""
        numerator, _, denominator = unit.partition("/")
        if unit == "1":
            numerator = denominator = "kWh"
        above = conversion_factor(energy.unit, numerator) if energy else 1.0
        below = conversion_factor(output.unit, denominator) if output else 1.0
        return above / below

    def _share(self, indicator: str, span: Span) -> float:
        """Return in which share of the time that either is in service this one is, 0 … 1 [1]."""
        both = list(self._service.values())
        union = (min(s[0] for s in both), max(s[1] for s in both))
        whole = share_in_service(span, union, self._now_ms)
        own = share_in_service(span, self._service[indicator], self._now_ms)
        return own / whole if whole else 0.0

    def _row(
        self,
        period: Period,
        span: Span,
        ratio: Ratio,
        *,
        yardstick: Yardstick,
    ) -> VerdictRow:
        floor = self._context.settings.coverage_floor
        evidence = self._evidence(ratio) | yardstick.evidence()
        evidence["as_of_ms"] = min(self._now_ms, span[1])
        if ratio.value is None or ratio.coverage < floor:
            found, severity = ClassLevel.UNDETERMINED, Severity.NOTICE
            reason, reason_en = self._word_undetermined(span, ratio, yardstick.edition)
        else:
            standing = compute_standing(
                ratio.value, yardstick.level, yardstick.limit, yardstick.unit
            )
            found, severity = standing.level, standing.severity
            evidence["limit_grade"] = standing.limit_grade
            name = self._product.name or self._product.code
            recalled = self._list_recalled(span)
            evidence["recalled"] = recalled
            reason, reason_en = add_recalled(
                *write_reason(name, ratio.value, standing, yardstick), recalled
            )
        return VerdictRow(
            subject=self._facts.subject,
            rule=RULE,
            detail=self._product.code,
            period=period.value,
            start_ms=span[0],
            level=found.value,
            severity=severity,
            value=ratio.value,
            reference=yardstick.reference,
            unit=yardstick.unit,
            basis=Basis(ratio.energy.basis) if ratio.energy else Basis.NONE,
            coverage=ratio.coverage,
            provisional=self._now_ms < span[1],
            since_ms=self._since(span, found, ratio, yardstick),
            reason=reason,
            reason_en=reason_en,
            evidence=evidence,
        )

    def _list_recalled(self, span: Span) -> list[str]:
        uses = [(term.use, term.carrier) for term in self._terms]
        return list_recalled(self._context.catalogue, self._facts, uses, span)

    def _evidence(self, ratio: Ratio) -> dict[str, object]:
        return {
            "energy_indicator": self._energy,
            "output_indicator": self._output,
            "energy": ratio.energy.amount if ratio.energy else None,
            "energy_unit": ratio.energy.unit if ratio.energy else None,
            "output": ratio.output.amount if ratio.output else None,
            "output_unit": ratio.output.unit if ratio.output else None,
            "scale": ratio.scale,
            "coverage_floor": self._context.settings.coverage_floor,
            "catalogue_edition": self._context.catalogue.edition,
        }

    def _word_undetermined(self, span: Span, ratio: Ratio, edition: str) -> tuple[str, str]:
        name = self._product.name or self._product.code
        so_far = (span[0], max(min(span[1], self._now_ms), span[0]))
        missing: list[tuple[str, float]] = []
        for indicator in (self._energy, self._output):
            missing += list_missing_points(self._context, self._facts, indicator, span=so_far)
        zh_missing, en_missing = word_missing(missing)
        if ratio.output is None or ratio.output.amount <= 0:
            zh, en = "没有产量", "there is no output"
        elif ratio.energy is None:
            zh, en = "没有能耗数据", "there is no energy figure"
        else:
            zh = f"覆盖率 {ratio.coverage:.1%} 低于下限"
            en = f"coverage {ratio.coverage:.1%} is below the floor"
        return (
            f"{name}：无法判定（{edition} 版），{zh}{zh_missing}",
            f"{name}: undetermined (edition {edition}), {en}{en_missing}",
        )

    def _since(self, span: Span, found: ClassLevel, ratio: Ratio, yardstick: Yardstick) -> int:
        """Return the start of the day from which the closing levels have all been `found` [ms]."""
        first_ms = min(service[0] for service in self._service.values())
        if first_ms >= span[1]:
            return span[0]
        begun = (max(span[0], first_ms - (first_ms - span[0]) % DAY_MS), span[1])
        energy, output = (self._day_line(name, begun) for name in (self._energy, self._output))
        if not len(energy.days_ms):
            return span[0]
        used, made = np.cumsum(energy.amount), np.cumsum(output.amount)
        number = np.arange(1, len(used) + 1)
        worst = np.minimum(np.cumsum(energy.coverage), np.cumsum(output.coverage)) / number
        known = (made > 0) & (worst >= self._context.settings.coverage_floor)
        values = np.divide(used * ratio.scale, made, out=np.zeros(len(used)), where=made > 0)
        closed = [
            self._level_of(value, yardstick) if ok else ClassLevel.UNDETERMINED
            for value, ok in zip(values.tolist(), known.tolist(), strict=True)
        ]
        first = len(closed) - 1
        while first > 0 and closed[first - 1] == found:
            first -= 1
        return int(energy.days_ms[first])

    @staticmethod
    def _level_of(value: float, yardstick: Yardstick) -> ClassLevel:
        return compute_standing(value, yardstick.level, yardstick.limit, yardstick.unit).level

    def _day_line(self, indicator: str, span: Span) -> DayLine:
        rows = self._docket.accounts.days(indicator, span)
        service = self._service[indicator]
        return make_day_line(rows, span, service, min(self._now_ms, span[1]))

    def _without(self, period: Period, span: Span, zh: str, en: str) -> VerdictRow:
        """Return the verdict where no level can be applied."""
        name = self._product.name or self._product.code
        return undetermined_row(
            self._docket,
            RULE,
            self._product.code,
            period=(period, span),
            reasons=(f"{name}：无法判定，{zh}", f"{name}: undetermined, {en}"),
            evidence={"benchmark_key": self._key, "refused": en},
            measure=Measure(unit=""),
        )
