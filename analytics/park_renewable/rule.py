"""The rule itself: a park's renewable share, and what is certain of it."""

from __future__ import annotations

from enum import StrEnum

from analytics.benchmark_share.rule import Share, ShareLevel, judge_share
from core.vocabulary import Severity


class ParkLevel(StrEnum):
    """Levels of the rule."""

    MET = "met"
    NOT_MET = "not_met"
    NO_TARGET = "no_target"
    CONTRADICTORY = "contradictory"
    UNDETERMINED = "undetermined"


SEVERITY: dict[ParkLevel, Severity] = {
    ParkLevel.MET: Severity.NONE,
    ParkLevel.NO_TARGET: Severity.NONE,
    ParkLevel.NOT_MET: Severity.WARNING,
    ParkLevel.CONTRADICTORY: Severity.WARNING,
    ParkLevel.UNDETERMINED: Severity.NOTICE,
}
OF_SHARE = {
    ShareLevel.MET: ParkLevel.MET,
    ShareLevel.NOT_MET: ParkLevel.NOT_MET,
    ShareLevel.NO_TARGET: ParkLevel.NO_TARGET,
    ShareLevel.UNDETERMINED: ParkLevel.UNDETERMINED,
}


def judge_park_share(
    renewable_kwh: float, silent_kwh: float, used_kwh: float, *, target: tuple[str, float] | None
) -> tuple[ParkLevel, Share | None]:
    """Judge renewable electricity [kWh] against what the park used [kWh].

    Parameters
    ----------
    silent_kwh : float
        Use of members that state no renewable electricity [kWh]: it may be none or all of theirs.
    target : tuple of (str, float) or None
        Kind and share asked [%].

    References
    ----------
    鄂府发〔2022〕144号 四(一): 低碳园区、零碳园区新能源消费占比; counted on electricity.
    """
    if used_kwh <= 0:
        return ParkLevel.UNDETERMINED, None
    share = Share(
        renewable_kwh, used_kwh - max(min(silent_kwh, used_kwh - renewable_kwh), 0), used_kwh
    )
    if renewable_kwh < 0 or renewable_kwh > used_kwh:
        return ParkLevel.CONTRADICTORY, share
    level = judge_share(share, *(target or ("", None)))
    return OF_SHARE[level], share
