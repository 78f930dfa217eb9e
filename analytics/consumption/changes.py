"""Changes of meter around which something is not declared."""

from __future__ import annotations

import math

from analytics.consumption.spans import Step


def describe_change(
    series: int, at_ms: int, shown: tuple[float, float], declared: tuple[float, float]
) -> Step:
    """Return the `meter_change` of a change around which the amount is unknown.

    Parameters
    ----------
    series : int
        Series id [1].
    at_ms : int
        When the new meter's stretch begins [ms since the epoch, UTC].
    shown : (float, float)
        Last reading of the old meter and first of the new one [raw unit].
    declared : (float, float)
        Declared stop and start value [raw unit], NaN where there is none.
    """
    words = (("旧表止码", "stop"), ("新表起码", "start"))
    missing = [pair for pair, value in zip(words, declared, strict=True) if math.isnan(value)]
    evidence: dict[str, object] = {
        "from": shown[0],
        "to": shown[1],
        "missing": "、".join(chinese for chinese, _ in missing),
        "missing_en": " and ".join(english for _, english in missing),
    }
    return Step(series, "meter_change", at_ms, at_ms, evidence)
