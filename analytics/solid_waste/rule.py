"""The rule itself: the rate of comprehensive use, and its refusal where figures contradict."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from analytics.assessment.rule import is_met
from core.vocabulary import Severity


class UseLevel(StrEnum):
    """Levels of the rule."""

    MET = "met"
    NOT_MET = "not_met"
    NO_TARGET = "no_target"
    CONTRADICTORY = "contradictory"
    UNDETERMINED = "undetermined"


SEVERITY: dict[UseLevel, Severity] = {
    UseLevel.MET: Severity.NONE,
    UseLevel.NO_TARGET: Severity.NONE,
    UseLevel.NOT_MET: Severity.WARNING,
    UseLevel.CONTRADICTORY: Severity.WARNING,
    UseLevel.UNDETERMINED: Severity.NOTICE,
}


@dataclass(frozen=True)
class WasteBalance:
    """What was made and used of a kind of waste in a period.

    Attributes
    ----------
    produced_t : float or None
        Made in the period [t]; None where nobody states it.
    used_t : float or None
        Used comprehensively, what came from older heaps included [t].
    from_stock_t : float
        Of it from what was stored in earlier years [t].
    """

    produced_t: float | None
    used_t: float | None
    from_stock_t: float = 0.0


def compute_rate(balance: WasteBalance) -> float | None:
    """Return the rate of comprehensive use [%]; None where a figure is missing or nothing arose.

    References
    ----------
    国家统计局, 一般工业固体废物综合利用率 = 综合利用量 ÷ (产生量 + 综合利用往年贮存量) × 100 %.
    """
    if balance.produced_t is None or balance.used_t is None:
        return None
    below = balance.produced_t + balance.from_stock_t
    return 100 * balance.used_t / below if below > 0 else None


def add_balances(balances: Sequence[WasteBalance]) -> WasteBalance:
    """Add up balances of which both figures are stated; None where there is no such one."""
    whole = [b for b in balances if b.produced_t is not None and b.used_t is not None]
    if not whole:
        return WasteBalance(None, None)
    return WasteBalance(
        math.fsum(b.produced_t or 0.0 for b in whole),
        math.fsum(b.used_t or 0.0 for b in whole),
        math.fsum(b.from_stock_t for b in whole),
    )


def judge_rate(balance: WasteBalance, kind: str, target_pct: float | None) -> UseLevel:
    """Judge a balance against a target of a kind [%].

    More used than there was contradicts itself, and so does less than what came from stock or any
    figure below zero.
    """
    figures = (balance.produced_t, balance.used_t, balance.from_stock_t)
    rate = compute_rate(balance)
    if any(figure is not None and figure < 0 for figure in figures):
        return UseLevel.CONTRADICTORY
    used = balance.used_t or 0.0
    if balance.used_t is not None and used < balance.from_stock_t:
        return UseLevel.CONTRADICTORY
    if balance.produced_t is not None and used > balance.produced_t + balance.from_stock_t:
        return UseLevel.CONTRADICTORY
    if rate is None:
        return UseLevel.UNDETERMINED
    if target_pct is None:
        return UseLevel.NO_TARGET
    return UseLevel.MET if is_met(kind, rate, target_pct) else UseLevel.NOT_MET
