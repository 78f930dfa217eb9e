"""The rule itself, without a database: six indices of a month, and one score.

Each index is a share of things counted, so that it adds up over points; what could not be judged
has no value, which is not zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from analytics.quality.measure import PointCounts
from core.vocabulary import Severity


class Index(StrEnum):
    """The six indices."""

    COMPLETENESS = "completeness"
    TIMELINESS = "timeliness"
    ACCURACY = "accuracy"
    VALIDITY = "validity"
    CONSISTENCY = "consistency"
    TRANSMISSION = "transmission"


class QualityLevel(StrEnum):
    """Levels of a score, from good to bad, and the one without data."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    UNDETERMINED = "undetermined"


SEVERITY: dict[QualityLevel, Severity] = {
    QualityLevel.GOOD: Severity.NONE,
    QualityLevel.FAIR: Severity.NONE,
    QualityLevel.UNDETERMINED: Severity.NOTICE,
    QualityLevel.POOR: Severity.WARNING,
}


@dataclass(frozen=True)
class Share:
    """An index: `part` of `whole`, both counts [1]; no `value` where there was nothing to count."""

    part: float
    whole: float

    @property
    def value(self) -> float | None:
        """The index, 0 … 1 [1]."""
        return self.part / self.whole if self.whole > 0 else None


@dataclass(frozen=True)
class Score:
    """A month's score, 0 … 100 [1].

    `known_weight` is the share of the weights whose indices could be formed [1].
    """

    value: float | None
    level: QualityLevel
    known_weight: float


def compute_indices(points: Iterable[PointCounts], checks: Iterable[bool]) -> dict[Index, Share]:
    """Return the six indices of the points of an enterprise in a month.

    Parameters
    ----------
    points : iterable of PointCounts
        What each point's month holds.
    checks : iterable of bool
        Whether each comparison of figures that could be made agrees.

    References
    ----------
    Effective transmission rate 传输有效率 = transmission rate × valid rate: hours with data by
    hours due, times valid hours by hours with data, declared outages left out.
    """
    rows, outcomes = list(points), list(checks)
    received = sum(row.received for row in rows)
    return {
        Index.COMPLETENESS: Share(received, sum(row.expected for row in rows)),
        Index.TIMELINESS: Share(sum(r.timely for r in rows), sum(r.timed for r in rows)),
        Index.ACCURACY: Share(sum(r.calibrated_s for r in rows), sum(r.known_s for r in rows)),
        Index.VALIDITY: Share(sum(row.valid for row in rows), received),
        Index.CONSISTENCY: Share(sum(outcomes), len(outcomes)),
        Index.TRANSMISSION: Share(
            sum(row.hours_valid for row in rows), sum(row.hours_due for row in rows)
        ),
    }


def compute_score(
    indices: Mapping[Index, Share],
    weights: Mapping[Index, float],
    levels: Mapping[QualityLevel, float],
    known_least: float,
) -> Score:
    """Return the weighted mean of the indices that have a value, 0 … 100 [1].

    Parameters
    ----------
    weights : mapping of Index to float
        Weight of each index [1].
    levels : mapping of QualityLevel to float
        Score from which a level is reached [1].
    known_least : float
        Share of the weights that must be known [1].
    """
    total = sum(weights.values())
    known = {index: share.value for index, share in indices.items() if share.value is not None}
    weight = sum(weights[index] for index in known)
    if total <= 0 or weight / total < known_least or Index.COMPLETENESS not in known:
        return Score(None, QualityLevel.UNDETERMINED, weight / total if total > 0 else 0.0)
    value = 100 * sum(weights[index] * share for index, share in known.items()) / weight
    reached = [level for level, least in levels.items() if value >= least]
    level = max(reached, key=lambda one: levels[one]) if reached else QualityLevel.POOR
    return Score(value, level, weight / total)
