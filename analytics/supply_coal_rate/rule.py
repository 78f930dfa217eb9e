"""The rule itself: the mean coal rate of units, weighed by the electricity they supply."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from core.vocabulary import Severity


class RateLevel(StrEnum):
    """Levels of the rule."""

    WITHIN = "within"
    ABOVE = "above"
    NO_TARGET = "no_target"
    UNDETERMINED = "undetermined"


SEVERITY: dict[RateLevel, Severity] = {
    RateLevel.WITHIN: Severity.NONE,
    RateLevel.NO_TARGET: Severity.NONE,
    RateLevel.ABOVE: Severity.WARNING,
    RateLevel.UNDETERMINED: Severity.NOTICE,
}


class UnitRate(NamedTuple):
    """A unit's coal rate [gce/kWh] and what it supplied [kWh]."""

    rate_gce_kwh: float
    supplied_kwh: float


def compute_mean(units: Sequence[UnitRate]) -> float | None:
    """Return the mean coal rate, weighed by supply [gce/kWh]; None where nothing is supplied.

    References
    ----------
    DL/T 904-2015: 供电煤耗 is the coal used for power over the power supplied (net of own use).
    """
    supplied = math.fsum(unit.supplied_kwh for unit in units)
    if supplied <= 0:
        return None
    return math.fsum(unit.rate_gce_kwh * unit.supplied_kwh for unit in units) / supplied


def judge_mean(mean_gce_kwh: float, most_gce_kwh: float | None, coverage: float) -> RateLevel:
    """Judge a mean against what is allowed at most [gce/kWh].

    `coverage` is the share of the units whose rate is known, 0 … 1; all of them must be [1].
    """
    if coverage < 1.0:
        return RateLevel.UNDETERMINED
    if most_gce_kwh is None:
        return RateLevel.NO_TARGET
    return RateLevel.WITHIN if mean_gce_kwh <= most_gce_kwh else RateLevel.ABOVE
