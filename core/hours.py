"""`HourBatch`: hourly amounts of points as columns, what the consumption job writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from core.readings import BoolArray, Float64Array, Int64Array


@dataclass(frozen=True, slots=True)
class HourBatch:
    """Hourly amounts in columns of one length n.

    Attributes
    ----------
    series : (n,) int64
        Series id given by the time-series store [1].
    hour_ms : (n,) int64
        Start of the hour [ms since the epoch, UTC].
    amount : (n,) float64
        Amount in the hour, in the point's accounting unit (see `core.units`); for a gauge that is
        no rate, the time-weighted mean in the point's unit.
    measured : (n,) float64
        Share of `amount` that rests on good readings close enough together, in the same unit.
    estimated : (n,) float64
        Share of `amount` spread over a gap or substituted, in the same unit.
        ``amount = measured + estimated``.
    coverage : (n,) float64
        Share of the hour's seconds that is measured, 0 … 1 [1].
    """

    series: Int64Array
    hour_ms: Int64Array
    amount: Float64Array
    measured: Float64Array
    estimated: Float64Array
    coverage: Float64Array

    def __len__(self) -> int:
        """Return the number of point-hours [1]."""
        return len(self.series)

    @classmethod
    def empty(cls) -> Self:
        """Return a batch without hours."""
        whole = np.empty(0, np.int64)
        return cls(whole, whole, *(np.empty(0, np.float64) for _ in range(4)))

    @classmethod
    def concat(cls, batches: Sequence[Self]) -> Self:
        """Return all hours of `batches` in one batch, order kept."""
        if not batches:
            return cls.empty()
        return cls(*(np.concatenate([getattr(b, f.name) for b in batches]) for f in fields(cls)))

    def take(self, chosen: Int64Array | BoolArray) -> Self:
        """Return the hours at the given positions or under the given mask [1]."""
        return type(self)(*(getattr(self, f.name)[chosen] for f in fields(self)))


def lay_out(series: Int64Array, ids: Int64Array, values: Float64Array) -> Float64Array:
    """Return for each of `series` [1] the value that stands beside its id, 0 where there is none.

    Parameters
    ----------
    ids, values : (n,) int64, (n,) float64
        Series ids, each once and ascending [1], and their values [any unit].
    """
    found = np.zeros(len(series))
    if len(ids):
        place = np.minimum(np.searchsorted(ids, series), len(ids) - 1)
        found = np.where(ids[place] == series, values[place], 0.0)
    return found
