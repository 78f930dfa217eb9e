"""Judging the process lines of an enterprise for years, each by what one of its age is asked."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.accounts.facts import EntryFacts, ProductFacts
from analytics.benchmark_class.job import ProductJudging
from analytics.benchmark_class.rule import ClassLevel
from analytics.benchmark_class.yardstick import Yardstick, find_yardstick
from analytics.line_class.lines import ProductionLine, read_lines
from analytics.line_class.rule import Access, compute_access
from analytics.line_class.wording import word_unknown, write_reason
from analytics.verdicts.docket import Docket
from analytics.verdicts.rows import VerdictRow
from core.calendar import Period, period_end
from core.errors import RefusedError
from core.units import conversion_factor
from core.vocabulary import Basis, Severity, Vintage

RULE = "line_class"
Span = tuple[int, int]
Why = tuple[str, str]


@dataclass(frozen=True)
class LineFigure:
    """A line's figure of a year [yardstick's unit].

    Attributes
    ----------
    value : float or None
        None where there is none; `why` then says so in both languages.
    coverage : float
        Share of the year so far that is measured, 1 for a design figure [1].
    origin : str
        ``product`` or ``design``.
    documents : tuple of str
        What states a design figure.
    scale : float or None
        What turns energy by output into the value [1]; None of a design figure.
    """

    yardstick: Yardstick | None
    value: float | None
    coverage: float
    origin: str
    basis: Basis = Basis.NONE
    why: Why = ("", "")
    documents: tuple[str, ...] = ()
    scale: float | None = None


@dataclass(frozen=True)
class JudgedLine:
    """A line with its figure and where it stands; None where it cannot be judged."""

    line: ProductionLine
    figure: LineFigure
    access: Access | None


def judge_enterprise(docket: Docket) -> list[VerdictRow]:
    """Judge every line that has levels, for the years of the docket."""
    return [
        _row(docket, judged, start_ms)
        for start_ms in docket.scope.years
        for judged in judge_lines(docket, start_ms)
    ]


def judge_lines(docket: Docket, year_ms: int) -> list[JudgedLine]:
    """Return the lines with levels in the year that starts at `year_ms` [ms], by code.

    Those out of service before it and new ones that start after it are left out.
    """
    if not docket.facts.lines:
        return []
    end_ms = period_end(Period.YEAR, year_ms)
    lines = read_lines(docket.session, [docket.facts.code])[docket.facts.code]
    served = [line for line in lines if line.key and line.serves_in(year_ms, end_ms)]
    planned = [
        line
        for line in lines
        if line.key and line.vintage is Vintage.PLANNED and line.to_ms > year_ms
    ]
    return [_judge(docket, line, served, year_ms) for line in [*served, *planned]]


def _judge(
    docket: Docket, line: ProductionLine, served: list[ProductionLine], year_ms: int
) -> JudgedLine:
    if line.vintage is Vintage.PLANNED:
        figure = _design_figure(docket, line, year_ms)
    else:
        figure = _made_figure(docket, line, served, year_ms)
    floor = docket.context.settings.coverage_floor
    if figure.value is None or figure.yardstick is None or figure.coverage < floor:
        return JudgedLine(line, figure, None)
    access = compute_access(figure.value, line.vintage, figure.yardstick)
    known = access.standing.level is not ClassLevel.UNDETERMINED
    return JudgedLine(line, figure, access if known else None)


def _made_figure(
    docket: Docket, line: ProductionLine, served: list[ProductionLine], year_ms: int
) -> LineFigure:
    """Return the figure of the product that the line makes.

    A product's figure is the mean of its lines: it stands for each of several lines only where
    they are of one age and one level.
    """
    product = next((p for p in docket.facts.products if p.code == line.product), None)
    if product is None:
        return _nothing(None, f"未指明产品 {line.product}", f"it names no product {line.product}")
    others = [other for other in served if other.product == line.product]
    if len({(other.vintage, other.key) for other in others}) > 1:
        zh = f"产品 {product.code} 由新旧或不同标准的 {len(others)} 条线共同生产，须分线计量"
        en = f"{len(others)} lines of several ages or levels make product {product.code}"
        return _nothing(None, zh, f"{en}; meter them apart")
    return _product_figure(docket, product, line.key, year_ms)


def _product_figure(docket: Docket, product: ProductFacts, key: str, year_ms: int) -> LineFigure:
    try:
        measured = ProductJudging(docket, product, key).measure(Period.YEAR, year_ms)
    except RefusedError as error:
        return _nothing(None, f"没有可用的水平：{error}", str(error))
    if measured is None:
        return _nothing(None, "没有数据", "there are no data")
    ratio = measured.ratio
    basis = Basis(ratio.energy.basis) if ratio.energy else Basis.NONE
    floor = docket.context.settings.coverage_floor
    why = ("没有产量或能耗", "there is no output or no energy")
    if ratio.value is not None and ratio.coverage < floor:
        shown = f"{ratio.coverage:.1%}"
        why = (f"覆盖率 {shown} 低于下限", f"coverage {shown} is below the floor")
    return LineFigure(
        measured.yardstick,
        ratio.value,
        ratio.coverage,
        "product",
        basis=basis,
        why=why,
        scale=ratio.scale,
    )


def _design_figure(docket: Docket, line: ProductionLine, year_ms: int) -> LineFigure:
    """Return what an entry ``design:LINE`` states of a line that is not built yet."""
    end_ms = period_end(Period.YEAR, year_ms)
    at_ms = max(min(end_ms - 1, docket.now_ms), year_ms)
    try:
        yardstick = find_yardstick(
            docket.context.catalogue,
            line.key,
            docket.facts.entries,
            product=line.product,
            span=(year_ms, at_ms + 1),
            at_ms=at_ms,
        )
        entry = _newest(docket.facts.entries, f"design:{line.code}", at_ms)
        if entry is None:
            return _nothing(yardstick, "未填报设计能耗", "no design figure is stated")
        value = entry.value * conversion_factor(entry.unit, yardstick.unit)
    except RefusedError as error:
        return _nothing(None, f"没有可用的水平或单位：{error}", str(error))
    return LineFigure(yardstick, value, 1.0, "design", documents=(entry.document,))


def _newest(entries: tuple[EntryFacts, ...], item: str, at_ms: int) -> EntryFacts | None:
    own = [entry for entry in entries if entry.item == item and entry.start_ms <= at_ms]
    return max(own, key=lambda entry: (entry.start_ms, -entry.end_ms), default=None)


def _nothing(yardstick: Yardstick | None, zh: str, en: str) -> LineFigure:
    return LineFigure(yardstick, None, 0.0, "", why=(zh, en))


def _row(docket: Docket, judged: JudgedLine, year_ms: int) -> VerdictRow:
    line, figure, access = judged.line, judged.figure, judged.access
    evidence: dict[str, object] = {
        "line": line.code,
        "line_name": line.name,
        "vintage": line.vintage.value,
        "capacity": line.capacity,
        "capacity_unit": line.unit,
        "product": line.product,
        "figure_of": figure.origin,
        "documents": list(figure.documents),
        "scale": figure.scale,
        "energy_indicator": f"product_energy:{line.product}",
        "output_indicator": f"product:{line.product}",
        "catalogue_edition": docket.context.catalogue.edition,
        "coverage_floor": docket.context.settings.coverage_floor,
        "as_of_ms": min(docket.now_ms, period_end(Period.YEAR, year_ms)),
    }
    evidence |= figure.yardstick.evidence() if figure.yardstick else {"benchmark_key": line.key}
    if access is None or figure.value is None or figure.yardstick is None:
        level, severity = ClassLevel.UNDETERMINED, Severity.NOTICE
        reason, reason_en = word_unknown(line, figure.why)
    else:
        level, severity = access.standing.level, access.severity
        evidence |= {
            "limit_grade": access.standing.limit_grade,
            "asked": access.asked,
            "met": access.met,
        }
        reason, reason_en = write_reason(line, figure.value, access, figure.yardstick)
    return VerdictRow(
        subject=docket.facts.subject,
        rule=RULE,
        detail=line.code,
        period=Period.YEAR.value,
        start_ms=year_ms,
        level=level.value,
        severity=_quiet(docket, judged, severity),
        value=figure.value,
        reference=access.bound if access else None,
        unit=figure.yardstick.unit if figure.yardstick else "",
        basis=figure.basis,
        coverage=figure.coverage,
        provisional=docket.now_ms < period_end(Period.YEAR, year_ms),
        since_ms=year_ms,
        reason=reason,
        reason_en=reason_en,
        evidence=evidence,
    )


def _quiet(docket: Docket, judged: JudgedLine, severity: Severity) -> Severity:
    """Return no severity for an existing line whose product is judged by the same key already."""
    line = judged.line
    known = {product.code: product.benchmark_key for product in docket.facts.products}
    twice = line.vintage is Vintage.EXISTING and known.get(line.product) == line.key
    return Severity.NONE if twice else severity
