"""`Spans`: stretches of time with an amount, what readings become before they become hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from core.readings import BoolArray, Float64Array, Int64Array


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans ``[start, end)`` with an amount spread evenly over each, in columns of one length n.

    Attributes
    ----------
    series : (n,) int64
        Series id [1].
    start_ms, end_ms : (n,) int64
        First instant and instant after the last [ms since the epoch, UTC]; a span whose start is
        its end carries nothing.
    amount : (n,) float64
        Amount in the span [accounting unit]; of a gauge that is no rate, its value [point's unit].
    measured : (n,) bool
        Whether it rests on good readings close enough together; otherwise it is estimated.
    """

    series: Int64Array
    start_ms: Int64Array
    end_ms: Int64Array
    amount: Float64Array
    measured: BoolArray

    def __len__(self) -> int:
        """Return the number of spans [1]."""
        return len(self.series)

    @classmethod
    def empty(cls) -> Self:
        """Return no spans."""
        whole = np.empty(0, np.int64)
        return cls(whole, whole, whole, np.empty(0, np.float64), np.empty(0, np.bool_))

    @classmethod
    def concat(cls, parts: Sequence[Self]) -> Self:
        """Return all spans of `parts`, order kept."""
        if len(parts) == 1:
            return parts[0]
        if not parts:
            return cls.empty()
        return cls(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(cls)))

    def take(self, chosen: Int64Array | BoolArray) -> Self:
        """Return the spans at the given positions or under the given mask [1]."""
        return type(self)(*(getattr(self, f.name)[chosen] for f in fields(self)))


@dataclass(frozen=True, slots=True)
class Step:
    """Something a register did that is worth a finding.

    Attributes
    ----------
    series : int
        Series id [1].
    code : str
        One of `analytics.consumption.findings.CODES`.
    start_ms, end_ms : int
        Period it touches [ms since the epoch, UTC].
    evidence : dict
        Its values, raw as the meter showed them.
    """

    series: int
    code: str
    start_ms: int
    end_ms: int
    evidence: dict[str, object]


@dataclass(frozen=True, slots=True)
class Derived:
    """What readings of one chunk gave.

    Attributes
    ----------
    spans : Spans
        Spans between neighbouring readings, by (series, start).
    edges : Spans
        Spans that begin or end at a declared value or at a change of multiplier.
    steps : list of Step
        What is worth a finding.
    """

    spans: Spans
    edges: Spans
    steps: list[Step]
