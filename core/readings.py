"""`ReadingBatch`: readings as columns, the one form in which they travel inside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

Int64Array: TypeAlias = NDArray[np.int64]
Float64Array: TypeAlias = NDArray[np.float64]
Int8Array: TypeAlias = NDArray[np.int8]
BoolArray: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ReadingBatch:
    """Readings in columns of one length n.

    Attributes
    ----------
    series : (n,) int64
        Series id given by the time-series store for (enterprise, point) [1].
    time_ms : (n,) int64
        Time of the reading [ms since the epoch, UTC]; of an interval, its start.
    value : (n,) float64
        Raw value as sent, in the point's own unit.
    quality : (n,) int8
        `core.vocabulary.Quality` [1].
    sent_ms : (n,) int64
        When the message says it was sent [ms since the epoch, UTC]; 0 where it does not say.
    seq : (n,) int64
        Number of the message in its stream [1]; 0 where it has none.
    """

    series: Int64Array
    time_ms: Int64Array
    value: Float64Array
    quality: Int8Array
    sent_ms: Int64Array
    seq: Int64Array

    def __len__(self) -> int:
        """Return the number of readings [1]."""
        return len(self.series)

    @classmethod
    def empty(cls) -> Self:
        """Return a batch without readings."""
        return cls(
            np.empty(0, np.int64),
            np.empty(0, np.int64),
            np.empty(0, np.float64),
            np.empty(0, np.int8),
            np.empty(0, np.int64),
            np.empty(0, np.int64),
        )

    @classmethod
    def concat(cls, batches: Sequence[Self]) -> Self:
        """Return all readings of `batches` in one batch, order kept."""
        if not batches:
            return cls.empty()
        if len(batches) == 1:
            return batches[0]
        return cls(*(np.concatenate([getattr(b, f.name) for b in batches]) for f in fields(cls)))

    def take(self, chosen: Int64Array | BoolArray) -> Self:
        """Return the readings at the given positions or under the given mask [1]."""
        return type(self)(*(getattr(self, f.name)[chosen] for f in fields(self)))

    def sorted(self) -> Self:
        """Return the readings by (series, time, sent, seq, value, quality)."""
        keys = (self.quality, self.value, self.seq, self.sent_ms, self.time_ms, self.series)
        order = np.lexsort(keys)
        return self.take(order)

    def latest(self) -> Self:
        """Return one reading per (series, time): the greatest (sent, seq, value); sorted.

        Where these are equal too, the greater quality code stays. The rule holds in whatever
        order the readings arrived.
        """
        if len(self) < 2:
            return self
        ordered = self.sorted()
        last = np.empty(len(ordered), np.bool_)
        last[-1] = True
        last[:-1] = (ordered.series[1:] != ordered.series[:-1]) | (
            ordered.time_ms[1:] != ordered.time_ms[:-1]
        )
        return ordered.take(last)
