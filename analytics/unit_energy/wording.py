"""The reason of a verdict on unit energy, in Chinese and English, with its figures."""

from __future__ import annotations

from analytics.unit_energy.denominators import Denominator
from analytics.unit_energy.rule import Comparison, Trend, UnitFigure
from core.calendar import to_local
from core.vocabulary import Basis

BASIS = {
    Basis.CALORIFIC: ("（当量值）", " (calorific)"),
    Basis.PRIMARY: ("（等价值）", " (primary)"),
    Basis.NONE: ("", ""),
}
LACKS = {
    "denominator": ("没有分母（产量、产值或面积等）", "it has no denominator"),
    "energy": ("没有能耗数据", "there is no energy figure"),
    "coverage": ("覆盖率 {coverage:.1%} 低于下限", "coverage {coverage:.1%} is below the floor"),
}


def write_reason(
    one: Denominator, figure: UnitFigure, compared: Comparison, *, before: float | None, note: str
) -> tuple[str, str]:
    """Return the reason of a verdict.

    Parameters
    ----------
    before : float or None
        The figure of the same period of the year before [figure's unit].
    note : str
        ``index`` or ``current`` where values are at current prices: made comparable, or not.
    """
    zh, en = BASIS[one.basis]
    zh, en = f"{one.name}{zh}", f"{one.name_en}{en}"
    if figure.value is None:
        lack, lack_en = LACKS[figure.lacks]
        shown = {"coverage": figure.coverage}
        return f"{zh}：无法计算，{lack.format(**shown)}", f"{en}: none, {lack_en.format(**shown)}"
    zh, en = (f"{text}: {figure.value:.5g} {figure.unit}" for text in (zh, en))
    if compared.trend is Trend.NO_COMPARISON or compared.change is None or before is None:
        if note == "current":
            return f"{zh}，现价产值无价格指数，不作同比", f"{en}; no comparison at current prices"
        return f"{zh}，上年同期无可比数据", f"{en}; no figure of the year before"
    price = {"index": ("按价格指数折为可比价，", "at comparable prices by the index, ")}.get(
        note, ("", "")
    )
    return (
        f"{zh}，{price[0]}上年同期 {before:.5g}，同比 {compared.change:+.2%}",
        f"{en}; {price[1]}the year before {before:.5g}, {compared.change:+.2%}",
    )


def name_span(span: tuple[int, int]) -> str:
    """Return the days of a span [ms] as people write them, the last one included."""
    return f"{to_local(span[0]).date()} – {to_local(span[1] - 1).date()}"
