"""The rule itself, without a database: energy by what it was used for, and year on year."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.vocabulary import Severity


class Trend(StrEnum):
    """How a unit figure stands to that of the same period of the year before."""

    FELL = "fell"
    ROSE = "rose"
    STEADY = "steady"
    NO_COMPARISON = "no_comparison"
    UNDETERMINED = "undetermined"


SEVERITY: dict[Trend, Severity] = {
    Trend.FELL: Severity.NONE,
    Trend.STEADY: Severity.NONE,
    Trend.ROSE: Severity.NONE,
    Trend.NO_COMPARISON: Severity.NONE,
    Trend.UNDETERMINED: Severity.NOTICE,
}


@dataclass(frozen=True)
class Part:
    """Energy, or what it is divided by, over one span.

    Attributes
    ----------
    amount : float or None
        In `unit`; None where nothing is known of it.
    coverage : float
        Share of the span that is measured or stated, 0 … 1 [1].
    """

    amount: float | None
    unit: str
    coverage: float


@dataclass(frozen=True)
class UnitFigure:
    """Energy by what it was used for.

    Attributes
    ----------
    value : float or None
        In `unit`; None where `lacks` says why.
    coverage : float
        The lower one of both parts' [1].
    lacks : str
        ``''``, ``energy``, ``denominator`` or ``coverage``.
    """

    value: float | None
    unit: str
    coverage: float
    lacks: str = ""


def compute_unit_figure(
    energy: Part, per: Part, *, scale: float, unit: str, floor: float
) -> UnitFigure:
    """Divide energy by what it was used for.

    Without a denominator, or below the coverage `floor` [1], there is no figure: an intensity is
    never a number that stands on nothing.

    Parameters
    ----------
    scale : float
        What turns energy by denominator into `unit` [1].

    References
    ----------
    GB/T 2589-2020, 5: 单位产值综合能耗, 单位产品综合能耗 = comprehensive use ÷ output of the same
    period.
    """
    coverage = min(energy.coverage, per.coverage)
    if per.amount is None or per.amount <= 0:
        return UnitFigure(None, unit, 0.0, "denominator")
    if energy.amount is None:
        return UnitFigure(None, unit, 0.0, "energy")
    if coverage < floor:
        return UnitFigure(None, unit, coverage, "coverage")
    return UnitFigure(energy.amount * scale / per.amount, unit, coverage)


def at_constant_prices(value: float, price_index: float) -> float:
    """Return a unit figure by a value at the prices of the year before [its unit].

    Parameters
    ----------
    value : float
        Energy by the value at current prices.
    price_index : float
        Prices of the period by those of the same period of the year before [1].

    References
    ----------
    GB/T 2589-2020, 5.3: intensities of several years are compared at comparable prices; a value
    at current prices is divided by the index, so the intensity is multiplied by it.
    """
    return value * price_index


@dataclass(frozen=True)
class Comparison:
    """A figure beside that of the same period of the year before.

    Attributes
    ----------
    change : float or None
        ``now ÷ before − 1`` [1]; None where there is nothing to compare with.
    """

    trend: Trend
    severity: Severity
    change: float | None


def compare_years(now: float | None, before: float | None) -> Comparison:
    """Compare a figure `now` with that of the year `before` (同比), both in one [unit]."""
    if now is None:
        return Comparison(Trend.UNDETERMINED, SEVERITY[Trend.UNDETERMINED], None)
    if before is None or before <= 0:
        return Comparison(Trend.NO_COMPARISON, SEVERITY[Trend.NO_COMPARISON], None)
    change = now / before - 1.0
    trend = Trend.STEADY if change == 0 else Trend.ROSE if change > 0 else Trend.FELL
    return Comparison(trend, SEVERITY[trend], change)
