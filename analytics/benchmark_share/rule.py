"""The rule itself: the capacity-weighted share at 标杆, and what is certain of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from analytics.assessment.rule import is_met
from core.vocabulary import Severity


class ShareLevel(StrEnum):
    """Levels of the rule."""

    MET = "met"
    NOT_MET = "not_met"
    NO_TARGET = "no_target"
    UNDETERMINED = "undetermined"


SEVERITY: dict[ShareLevel, Severity] = {
    ShareLevel.MET: Severity.NONE,
    ShareLevel.NO_TARGET: Severity.NONE,
    ShareLevel.NOT_MET: Severity.WARNING,
    ShareLevel.UNDETERMINED: Severity.NOTICE,
}


class Portion(NamedTuple):
    """A line's capacity, in one unit for all [any]; `reaches` is None where nobody knows."""

    capacity: float
    reaches: bool | None


@dataclass(frozen=True)
class Share:
    """How much of a capacity reaches a level.

    Attributes
    ----------
    at, known, total : float
        Capacity that reaches it, whose class is known, and all of it [portions' unit].
    """

    at: float
    known: float
    total: float

    @property
    def low_pct(self) -> float:
        """Share that is shown to reach it, the unknown counted as not [%]."""
        return 100 * self.at / self.total

    @property
    def high_pct(self) -> float:
        """Share that might reach it, the unknown counted as reaching [%]."""
        return self.low_pct + 100 * (self.total - self.known) / self.total

    @property
    def coverage(self) -> float:
        """Share of the capacity whose class is known, 0 … 1 [1]."""
        return self.known / self.total


def compute_share(portions: Sequence[Portion]) -> Share | None:
    """Add up portions; None where there is no capacity.

    References
    ----------
    内政发〔2022〕17号 三(一): 达到能效标杆水平的产能比例, capacity at 标杆 over all capacity.
    """
    total = math.fsum(portion.capacity for portion in portions)
    if total <= 0:
        return None
    at = math.fsum(portion.capacity for portion in portions if portion.reaches)
    known = math.fsum(p.capacity for p in portions if p.reaches is not None)
    return Share(at, known, total)


def judge_share(share: Share, kind: str, target_pct: float | None) -> ShareLevel:
    """Judge a share against a target of a kind [%].

    What holds whatever the unknown lines reach is said; what does not is undetermined.
    """
    if target_pct is None:
        return ShareLevel.NO_TARGET
    if is_met(kind, share.low_pct, target_pct):
        return ShareLevel.MET
    if not is_met(kind, share.high_pct, target_pct):
        return ShareLevel.NOT_MET
    return ShareLevel.UNDETERMINED
