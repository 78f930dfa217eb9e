"""`PlantFeed`: the readings of a plant's points, as a function of time alone.

A register at a time t shows what has passed since its meter was installed, so that history asked
for in months and live data asked for in minutes meet without a step.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from core.calendar import HOUR_MS, format_time
from core.readings import Float64Array, Int8Array, Int64Array
from core.vocabulary import Kind
from simulators.errors import PlantError
from simulators.plants.plant import BUILT_MS, Plant
from simulators.plants.points import MeterSpec, PointSpec

Column: TypeAlias = tuple[Int64Array, Float64Array, Int8Array]
"""Times [ms since the epoch, UTC], values [the point's raw unit], qualities [1]."""

_FIRST_HOUR = BUILT_MS // HOUR_MS
_RIPPLE = 0.04
_RIPPLES_PER_HOUR = 2
_BLOCK_H = 24 * 61


class PlantFeed:
    """Readings of a plant.

    Parameters
    ----------
    plant : Plant
        What is measured.
    points : tuple of PointSpec, optional
        Points to read, by default the plant's own; a fleet changes meters here.
    """

    def __init__(self, plant: Plant, points: tuple[PointSpec, ...] | None = None) -> None:
        self.points = plant.points() if points is None else points
        self._plant = plant
        self._amounts: dict[str, Float64Array] = {}
        self._running: dict[str, Float64Array] = {}

    def read(self, start_ms: int, end_ms: int, *, step_s: int) -> dict[str, Column]:
        """Return the readings due in ``[start_ms, end_ms)`` [ms] every `step_s` [s].

        Registers and gauges are read at multiples of the step. An interval, stamped with its
        start, is due when it ends, and comes as often as its point expects.
        """
        columns: dict[str, Column] = {}
        step_ms = step_s * 1000
        for point in self.points:
            if point.kind is Kind.INTERVAL:
                span_ms = point.expected_s * 1000
                times = _multiples(start_ms - span_ms, end_ms - span_ms, span_ms)
            else:
                times = _multiples(start_ms, end_ms, step_ms)
            if len(times):
                columns[point.code] = (
                    times,
                    self.values(point, times),
                    np.zeros(len(times), np.int8),
                )
        return columns

    def values(self, point: PointSpec, times: Int64Array) -> Float64Array:
        """Return what `point` shows at `times` [ms since the epoch, UTC], in its raw unit."""
        if point.kind is Kind.REGISTER:
            return self._register_values(point, times)
        if point.kind is Kind.GAUGE:
            return np.round(self._rates(point, times), 3)
        span_ms = point.expected_s * 1000
        return np.round(self.passed(point, times + span_ms) - self.passed(point, times), 6)

    def passed(self, point: PointSpec, times: Int64Array) -> Float64Array:
        """Return what has passed since the plant was built, up to `times` [ms], in its unit.

        Raises
        ------
        PlantError
            A time lies before the plant was built.
        """
        index, share = self._locate(times)
        self._extend(int(index.max(initial=0)) + 1)
        wave = 2 * np.pi * _RIPPLES_PER_HOUR
        ripple = share + _RIPPLE / wave * (1.0 - np.cos(wave * share))
        inside = self._amounts[point.quantity][index] * ripple
        passed: Float64Array = (self._running[point.quantity][index] + inside) * point.per_unit
        return passed

    def _rates(self, point: PointSpec, times: Int64Array) -> Float64Array:
        index, share = self._locate(times)
        self._extend(int(index.max(initial=0)) + 1)
        wave = 2 * np.pi * _RIPPLES_PER_HOUR
        ripple = 1.0 + _RIPPLE * np.sin(wave * share)
        rates: Float64Array = self._amounts[point.quantity][index] * ripple * point.per_unit
        return rates

    def _register_values(self, point: PointSpec, times: Int64Array) -> Float64Array:
        values = np.empty(len(times))
        total = self.passed(point, times)
        for meter in point.meters:
            chosen = times >= meter.start_ms
            values[chosen] = _shown(meter, total[chosen] - self._begin(point, meter))
        return values

    def values_of(self, point: PointSpec, meter: MeterSpec, times: Int64Array) -> Float64Array:
        """Return what one `meter` shows at `times` [ms], also when another hangs there, raw."""
        return _shown(meter, self.passed(point, times) - self._begin(point, meter))

    def _begin(self, point: PointSpec, meter: MeterSpec) -> float:
        return float(self.passed(point, np.array([meter.start_ms], np.int64))[0])

    def _locate(self, times: Int64Array) -> tuple[Int64Array, Float64Array]:
        hours = times // HOUR_MS
        if len(hours) and int(hours.min()) < _FIRST_HOUR:
            raise PlantError(
                f"{format_time(int(times.min()))} is before the plant was built",
                where=type(self._plant).__name__,
                fix=f"ask from {format_time(BUILT_MS)} on",
            )
        return hours - _FIRST_HOUR, (times - hours * HOUR_MS) / HOUR_MS

    def _extend(self, needed: int) -> None:
        """Compute hours up to `needed` [h] since the plant was built, in whole blocks."""
        known = len(next(iter(self._amounts.values()), ()))
        if needed <= known:
            return
        until = -(-needed // _BLOCK_H) * _BLOCK_H
        fresh = self._plant.compute_hours(np.arange(known, until, dtype=np.int64) + _FIRST_HOUR)
        for name, amounts in fresh.items():
            before = self._running.get(name, np.zeros(1))
            self._amounts[name] = np.concatenate((self._amounts.get(name, np.empty(0)), amounts))
            grown = np.cumsum(np.concatenate((before[-1:], amounts)))
            self._running[name] = np.concatenate((before[:-1], grown))


def _multiples(start_ms: int, end_ms: int, step_ms: int) -> Int64Array:
    return np.arange(-(-start_ms // step_ms) * step_ms, end_ms, step_ms, dtype=np.int64)


def _shown(meter: MeterSpec, passed: Float64Array) -> Float64Array:
    """Return what a meter shows after `passed` [unit after the multiplier], in its raw unit."""
    digits = np.floor(passed / meter.multiplier / meter.resolution + 1e-9)
    raw = meter.start_value + digits * meter.resolution
    if meter.register_max is not None:
        raw %= meter.register_max
    shown: Float64Array = np.round(raw, 6)
    return shown
