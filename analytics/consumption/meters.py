"""What consumption must know of its points, as columns over many points.

An epoch of the registry becomes a *stretch* ``[start, end)`` of one meter. A point without epochs
has one stretch with multiplier 1; readings older than the first declared epoch belong to a stretch
that takes that epoch's facts, for the transformers usually stay when a meter is first declared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from core.readings import Float64Array, Int64Array
from core.vocabulary import Kind

TIME_MIN_MS = 0
TIME_MAX_MS = 2**42 - 1


class Epoch(NamedTuple):
    """A declared meter epoch; fields as in `core.registry.models.MeterEpoch`."""

    start_ms: int
    stop_ms: int | None = None
    start_value: float | None = None
    stop_value: float | None = None
    multiplier: float = 1.0
    register_max: float | None = None
    max_rate: float | None = None
    jitter: float = 0.0
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Meter:
    """One point as consumption sees it.

    Attributes
    ----------
    series : int
        Series id given by the time-series store [1].
    kind : Kind
        Register, interval or gauge.
    expected_ms : int
        Time between readings [ms].
    factor : float
        Accounting units per unit of the point, after the multiplier [1]; of a rate, accounting
        units per unit and hour.
    rate : bool
        Whether the point's unit is a rate, which is integrated over time.
    epochs : tuple of Epoch
        Declared epochs by start.
    enterprise, point : str
        Names for findings.
    """

    series: int
    kind: Kind
    expected_ms: int
    factor: float = 1.0
    rate: bool = False
    epochs: tuple[Epoch, ...] = ()
    enterprise: str = ""
    point: str = ""


class Stretch(NamedTuple):
    """A stretch of one meter; `joins` tells whether the register goes on from the one before.

    `joins` is 0 no, 1 yes (same serial), 2 if the register does not step down there, 3 if the one
    declared value also lies on its way.
    """

    meter: int
    start_ms: int
    end_ms: int
    start_value: float
    stop_value: float
    factor: float
    register_max: float
    max_rate: float
    jitter: float
    joins: int


@dataclass(frozen=True)
class MeterTable:
    """Meters in columns, by ascending series.

    Attributes
    ----------
    meters : tuple of Meter
        The meters, in the order of every column.
    series, expected_ms : (n,) int64
        Series id [1] and time between readings [ms].
    jitter : (n,) float64
        Greatest jitter of its epochs [raw unit]; 0 of what is no register.
    stretch_of : (n + 1,) int64
        Meter i owns the stretches ``stretch_of[i]:stretch_of[i + 1]`` [1].
    stretches : list of Stretch
        All stretches by meter and start.
    """

    meters: tuple[Meter, ...]
    series: Int64Array
    expected_ms: Int64Array
    jitter: Float64Array
    stretch_of: Int64Array
    stretches: list[Stretch]

    @classmethod
    def build(cls, meters: Sequence[Meter]) -> MeterTable:
        """Return the table of `meters`, sorted by series."""
        ordered = tuple(sorted(meters, key=lambda meter: meter.series))
        stretches: list[Stretch] = []
        owned = np.zeros(len(ordered) + 1, np.int64)
        for index, meter in enumerate(ordered):
            stretches.extend(list_stretches(index, meter))
            owned[index + 1] = len(stretches)
        return cls(
            ordered,
            np.array([meter.series for meter in ordered], np.int64),
            np.array([meter.expected_ms for meter in ordered], np.int64),
            np.array([_jitter(meter) for meter in ordered], np.float64),
            owned,
            stretches,
        )

    def __len__(self) -> int:
        """Return the number of meters [1]."""
        return len(self.meters)

    def of_meter(self, index: int) -> list[Stretch]:
        """Return the stretches of meter `index` [1] by start."""
        return self.stretches[self.stretch_of[index] : self.stretch_of[index + 1]]

    def index_of(self, series: Int64Array) -> Int64Array:
        """Return the position [1] of each of `series` [1], all of which are in the table."""
        return np.searchsorted(self.series, series)

    def at(self, places: Int64Array) -> MeterTable:
        """Return the table of the meters at `places` [1]."""
        return MeterTable.build([self.meters[i] for i in places])


def _jitter(meter: Meter) -> float:
    jitters = [epoch.jitter for epoch in meter.epochs] if meter.kind is Kind.REGISTER else []
    return max(jitters, default=0.0)


def list_stretches(index: int, meter: Meter) -> list[Stretch]:
    """Return the stretches of `meter`, which stands at position `index` [1] of its table."""
    epochs = sorted(meter.epochs, key=lambda epoch: epoch.start_ms)
    if not epochs:
        epochs = [Epoch(TIME_MIN_MS)]
    first = epochs[0]
    if first.start_ms > TIME_MIN_MS:
        epochs.insert(
            0, first._replace(start_ms=TIME_MIN_MS, stop_ms=None, start_value=None, stop_value=None)
        )
    ends = [
        _end_of(epoch, following)
        for epoch, following in zip(epochs, [*epochs[1:], None], strict=True)
    ]
    joins = [0, *(_joins(epochs[k - 1], epochs[k], ends[k - 1]) for k in range(1, len(epochs)))]
    if first.start_ms > TIME_MIN_MS and first.start_value is None:
        joins[1] = 2
    starts = [epoch.start_value for epoch in epochs]
    stops = [epoch.stop_value for epoch in epochs]
    for k in range(1, len(epochs)):
        if joins[k] == 1 and (starts[k] is not None or stops[k - 1] is not None):
            starts[k] = stops[k - 1] if starts[k] is None else starts[k]
            stops[k - 1] = starts[k] if stops[k - 1] is None else stops[k - 1]
            joins[k] = 0
    return [
        Stretch(
            index,
            max(epoch.start_ms, TIME_MIN_MS),
            ends[k],
            _or(starts[k], np.nan),
            _or(stops[k], np.nan),
            epoch.multiplier * meter.factor,
            _or(epoch.register_max, np.inf),
            _or(epoch.max_rate, np.inf),
            epoch.jitter,
            joins[k],
        )
        for k, epoch in enumerate(epochs)
    ]


def _end_of(epoch: Epoch, following: Epoch | None) -> int:
    stop = TIME_MAX_MS if epoch.stop_ms is None else epoch.stop_ms
    return stop if following is None else min(stop, following.start_ms)


def _joins(before: Epoch, after: Epoch, end_ms: int) -> int:
    """Tell whether the register of `before` goes on in `after`; see `Stretch`."""
    if end_ms != after.start_ms:
        return 0
    if before.serial and before.serial == after.serial:
        return 1
    replaced = bool(before.serial and after.serial)
    if replaced or before.multiplier == after.multiplier:
        return 0
    declared = (before.stop_value is not None) + (after.start_value is not None)
    if declared == 1:
        return 0 if after.max_rate is None else 3
    return 0 if declared else 2


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value
