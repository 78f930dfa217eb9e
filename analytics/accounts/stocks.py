"""`StockTerm`: how a hand-fed stock changed, spread over the time between two counts.

References
----------
GB/T 2589-2020, 5: what was used is what was bought less what stock grew by.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from analytics.accounts.entered import entered_amount
from analytics.accounts.facts import EnterpriseFacts, EntryFacts
from core.calendar import HOUR_MS
from core.catalogue import Carrier
from core.readings import BoolArray, Float64Array, Int64Array
from core.vocabulary import Flow


class StockStep(NamedTuple):
    """Stock went from `before` to `after` [carrier's unit] over ``[start_ms, end_ms)`` [ms]."""

    start_ms: int
    end_ms: int
    before: EntryFacts
    after: EntryFacts
    change: float


@dataclass(frozen=True)
class StockTerm:
    """The changes of the stock of a carrier, in order of time.

    Attributes
    ----------
    metered : tuple of (int, int)
        Spans [ms] in which a meter of the change is in service, which goes before the counts.
    """

    carrier: str
    steps: tuple[StockStep, ...]
    metered: tuple[tuple[int, int], ...] = ()


def list_stocks(facts: EnterpriseFacts, carriers: Mapping[str, Carrier]) -> list[StockTerm]:
    """Return the stocks that were counted at least twice, by carrier."""
    counts: dict[str, dict[int, tuple[EntryFacts, float]]] = {}
    for entry in facts.entries:
        kind, _, code = entry.item.partition(":")
        if kind != "stock" or code not in carriers:
            continue
        amount = entered_amount(entry, carriers[code].unit)
        if amount is not None and amount >= 0:
            counts.setdefault(code, {})[entry.end_ms] = (entry, amount)
    return [
        StockTerm(code, steps, _metered(facts, code))
        for code in sorted(counts)
        if (steps := compute_steps(counts[code]))
    ]


def compute_steps(counts: Mapping[int, tuple[EntryFacts, float]]) -> tuple[StockStep, ...]:
    """Return the change between each two counts, given by the time of the count [ms]."""
    times = sorted(counts)
    return tuple(
        StockStep(
            before, after, counts[before][0], counts[after][0], counts[after][1] - counts[before][1]
        )
        for before, after in pairwise(times)
    )


def _metered(facts: EnterpriseFacts, carrier: str) -> tuple[tuple[int, int], ...]:
    return tuple(
        (p.from_ms, p.to_ms)
        for p in facts.points
        if p.carrier == carrier and p.flow == Flow.STOCK_CHANGE
    )


def spread_stock(term: StockTerm, start_ms: Int64Array) -> tuple[Float64Array, BoolArray]:
    """Return what each hour's stock grew by [carrier's unit], and where that is known.

    Parameters
    ----------
    start_ms : (n,) int64
        Starts of the hours [ms].
    """
    change = np.zeros(len(start_ms))
    known = np.zeros(len(start_ms), np.bool_)
    first, last = (int(start_ms[0]), int(start_ms[-1]) + HOUR_MS) if len(start_ms) else (0, 0)
    for step in term.steps:
        if step.end_ms <= first or step.start_ms >= last:
            continue
        overlap = np.minimum(start_ms + HOUR_MS, step.end_ms) - np.maximum(start_ms, step.start_ms)
        share = np.maximum(overlap, 0)
        change += step.change * share / (step.end_ms - step.start_ms)
        known |= share > 0
    for since_ms, until_ms in term.metered:
        inside = (start_ms + HOUR_MS > since_ms) & (start_ms < until_ms)
        change[inside] = 0.0
        known &= ~inside
    return change, known
