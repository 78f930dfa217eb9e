"""Copied day: a day or more that repeats an earlier one, exactly, scaled, or with noise on top.

Days resemble each other; how much, differs from point to point. For every window of 24 h the
earlier window that is nearest to it is sought, and the rest between the two is held against the
rest that the point's other days leave. A window that repeats another to the last digit is a hint
only if this cannot be chance: for the values have digits enough, or for its changes fall in hours
in which two days seldom show the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.falsification.line import (
    Blind,
    Blindness,
    Grid,
    Hint,
    Line,
    Look,
    find_quantum,
    find_runs,
    join_spans,
    lay_on_grid,
)
from core.calendar import DAY_MS, HOUR_MS
from core.readings import BoolArray, Float64Array, Int64Array

CODE = "copied_day"
LEAST_DEVIATION_OF_MATCH = 0.02
"""The deviation of usual matches counts as at least this [1]."""
LAG_DAYS = 31
"""So far back a source is sought for what is scaled or noisy [d]; exact copies at any distance."""
PRESENT_SHARE = 0.9
"""Share of a window that must be measured on both sides [1]."""
LEAST_DAYS = 14
"""With fewer days [1] nobody knows how much days differ."""
UNUSUAL = 6.0
"""A rest so many deviations below the usual one is a hint, on a scale of logarithms [1]."""
LEAST_DEVIATION = 0.08
"""The deviation of the logarithms of usual rests counts as at least this [1]."""
LEAST_MOVEMENT = 0.1
"""A window moves if its deviation is so much of the whole line's [1]."""
LARGEST_REST = 0.03
"""A rest above this share of the window's own movement is no copy [1]."""
LEAST_REST = 0.05
"""Days of any plant differ by this share of their movement at least [1]."""
LEAST_EVIDENCE = 8.0
"""Logarithm of how unlikely an exact repetition must be [1]."""
LEAST_CHANCE = 0.01
"""Two days are taken to show the same in an hour so often at least [1]."""
SEEN_SHARE = 0.5
"""A line of whose moving days fewer could be told if copied [1] is too coarse."""
LEAST_NEWS = 3.0
"""Deviations by which a whole match must exceed how much of two days usually matches [1]."""
SCALES = (0.5, 2.0)
"""Factors between which a scaled copy is sought [1]."""
JOIN_MS = 2 * DAY_MS
"""Copied stretches no further apart are one finding [ms]."""


def look_for_copied_day(line: Line) -> Look:
    """Return the stretches that repeat an earlier one, or why none would be told."""
    grid = lay_on_grid(line)
    size = DAY_MS // grid.step_ms
    if size < 2 or len(grid.value) < (LEAST_DAYS + 1) * size:
        return Look([], Blind(Blindness.SHORT, {"days": len(grid.value) // max(size, 1)}))
    windows = _Windows(grid, size)
    if not windows.moving.any():
        return Look([], Blind(Blindness.CONSTANT, {"moving_share": 0.0}))
    rest, lag = windows.find_nearest()
    exact_lag = windows.find_exact()
    usual, deviation = windows.usual(rest)
    resolution = _find_resolution(line.value)
    weight = windows.compute_weights()
    known = windows.is_no_chance(max(usual, LEAST_REST), resolution) | windows.is_news(weight)
    known &= windows.news_of_match(weight) >= LEAST_NEWS
    near = _is_near(rest, usual, deviation) & windows.moving
    near &= known | (rest >= resolution / np.maximum(windows.deviation, 1e-150))
    exact = (exact_lag > 0) & windows.moving & known
    lag = np.where(exact, exact_lag, lag)
    hints = _list_hints(grid, size, near | exact, rest=np.where(exact, 0.0, rest), lag=lag)
    seen = float(known[windows.moving].mean())
    coarse = Blind(Blindness.COARSE, {"told_share": round(seen, 3)})
    return Look(hints, coarse if seen < SEEN_SHARE else None)


def _is_near(rest: Float64Array, usual: float, deviation: float) -> BoolArray:
    """Tell which windows have a `rest` [1] that is far below the `usual` one [1]."""
    if usual <= 0:
        return np.zeros(len(rest), np.bool_)
    with np.errstate(divide="ignore"):
        far = np.log10(np.maximum(rest, 1e-12) / usual) / max(deviation, LEAST_DEVIATION)
    return (far <= -UNUSUAL) & (rest <= LARGEST_REST)


def _find_resolution(value: Float64Array) -> float:
    """Return how far apart different values stand, in their unit."""
    apart = np.diff(np.unique(value))
    return max(find_quantum(value), float(np.median(apart)) if len(apart) else 0.0)


@dataclass(frozen=True, slots=True)
class _Moments:
    """Sums over windows: measured steps [1], values, squares."""

    count: Float64Array
    total: Float64Array
    squares: Float64Array


class _Windows:
    """All windows of a day on a grid, one starting at each step."""

    def __init__(self, grid: Grid, size: int) -> None:
        self._size = size
        self._hour = max(HOUR_MS // grid.step_ms, 1)
        self._known = np.isfinite(grid.value)
        level = float(np.nanmean(grid.value))
        self._value = np.where(self._known, grid.value - level, 0.0)
        self._raw = np.where(self._known, grid.value, 0.0)
        moments = self._sum_up(self._known, self._value)
        count = np.maximum(moments.count, 1)
        variance = moments.squares / count - (moments.total / count) ** 2
        self.deviation = np.sqrt(np.maximum(variance, 0.0))
        whole = float(np.nanstd(grid.value))
        full = moments.count >= PRESENT_SHARE * size
        self.moving = full & (self.deviation > LEAST_MOVEMENT * whole) & (whole > 0)
        changed = np.concatenate(([1.0], (np.diff(self._raw) != 0).astype(np.float64)))
        self.changes = self._sum(changed)

    def _sum(self, values: Float64Array) -> Float64Array:
        running = np.concatenate(([0.0], np.cumsum(values)))
        return np.asarray(running[self._size :] - running[: -self._size], np.float64)

    def _sum_up(self, known: BoolArray, value: Float64Array) -> _Moments:
        return _Moments(
            self._sum(known.astype(np.float64)), self._sum(value), self._sum(value * value)
        )

    def find_nearest(self) -> tuple[Float64Array, Int64Array]:
        """Return the least rest beside an earlier window [1] and that window's distance [steps].

        The rest is what remains after the best common factor, by the window's own movement.
        """
        count = len(self.deviation)
        best = np.full(count, np.inf)
        lag = np.zeros(count, np.int64)
        for back in self._list_lags(count):
            rest = self._rest(back)
            better = rest < best[back:]
            best[back:][better] = rest[better]
            lag[back:][better] = back
        return best, lag

    def _rest(self, back: int) -> Float64Array:
        """Return the rest of windows beside those `back` steps [1] earlier [1]."""
        both = self._known[back:] & self._known[:-back]
        now = np.where(both, self._raw[back:], 0.0)
        then = np.where(both, self._raw[:-back], 0.0)
        count = self._sum(both.astype(np.float64))
        cross, before, after = (
            self._sum(values) for values in (now * then, then * then, now * now)
        )
        factor = np.divide(cross, before, out=np.ones(len(cross)), where=before > 0)
        factor = np.clip(factor, *SCALES)
        squares = np.maximum(after - 2 * factor * cross + factor**2 * before, 0.0)
        squares = np.where(squares <= 1e-11 * after, 0.0, squares)
        deviation = self.deviation[back:]
        rest = np.sqrt(squares / np.maximum(count, 1)) / np.maximum(deviation, 1e-150)
        return np.where((count >= PRESENT_SHARE * self._size) & self.moving[back:], rest, np.inf)

    def find_exact(self) -> Int64Array:
        """Return the distance of each window to an earlier one with the same values [steps].

        0 where there is none. Windows are told apart by a hash that rolls along the line.
        """
        base = np.uint64(6364136223846793005)
        words = _mix(np.ascontiguousarray(self._raw).view(np.uint64))
        with np.errstate(over="ignore"):
            powers = np.cumprod(np.full(len(words), base, np.uint64))
            inverse = np.cumprod(np.full(len(words), _inverse(base), np.uint64))
            running = np.concatenate((np.zeros(1, np.uint64), np.cumsum(words * powers)))
            sums = running[self._size :] - running[: -self._size]
            hashes = sums * inverse[: len(sums)]
        order = np.argsort(hashes, kind="stable")
        same = np.flatnonzero(hashes[order][1:] == hashes[order][:-1])
        lag = np.zeros(len(hashes), np.int64)
        lag[order[same + 1]] = order[same + 1] - order[same]
        lag[lag < self._size] = 0
        return lag

    def usual(self, rest: Float64Array) -> tuple[float, float]:
        """Return median and deviation of the logarithms of the days' least rests [1].

        The median is given as a rest; 0 where there are too few days.
        """
        days = len(rest) // self._size
        daily = rest[: days * self._size].reshape(days, self._size).min(axis=1)
        daily = daily[np.isfinite(daily)]
        if len(daily) < LEAST_DAYS:
            return 0.0, 0.0
        logs = np.log10(np.maximum(daily, 1e-12))
        middle = float(np.median(logs))
        return 10.0**middle, float(1.4826 * np.median(np.abs(logs - middle)))

    def compute_weights(self) -> Float64Array:
        """Return of each step how unlikely two days show the same in its hour, as a logarithm [1].

        So a night at rest, which all days share, weighs nothing.
        """
        hour = (np.arange(len(self._raw)) % self._size) // self._hour
        number = np.zeros(int(hour.max()) + 1)
        same = number.copy()
        for back in self._list_lags(len(self._raw)):
            both = self._known[back:] & self._known[:-back]
            equal = both & (self._raw[back:] == self._raw[:-back])
            number += np.bincount(hour[back:], both, len(number))
            same += np.bincount(hour[back:], equal, len(number))
        chance = np.maximum((same + 0.5) / (number + 1.0), LEAST_CHANCE)
        return np.asarray(-np.log(chance)[hour], np.float64)

    def is_news(self, weight: Float64Array) -> BoolArray:
        """Tell where the `weight` [1] of the changes alone makes an exact repetition no chance."""
        changed = np.concatenate(([True], np.diff(self._raw) != 0)) & (self._raw != 0)
        return np.asarray(self._sum(np.where(changed, weight, 0.0)) >= LEAST_EVIDENCE, np.bool_)

    def _list_lags(self, count: int) -> list[int]:
        """Return the whole days back [steps] that leave something of `count` steps [1]."""
        return [d * self._size for d in range(1, LAG_DAYS + 1) if d * self._size < count]

    def news_of_match(self, weight: Float64Array) -> float:
        """Return by how many deviations a whole match exceeds the days' usual best match [1].

        Steps count by their `weight` [1]. Zeros, and days that equal another wholly, do not count.
        """
        count = len(self.deviation)
        starts = np.arange(0, count, self._size)
        best = np.zeros(count)
        for back in self._list_lags(count):
            moving = (self._raw[back:] != 0) & self._known[back:] & self._known[:-back]
            equal = moving & (self._raw[back:] == self._raw[:-back])
            number = self._sum(np.where(moving, weight[back:], 0.0))
            share = self._sum(np.where(equal, weight[back:], 0.0)) / np.maximum(number, 1e-9)
            best[back:] = np.maximum(best[back:], np.where(share < 1 - 1e-9, share, 0.0))
        daily = best[starts][self.moving[starts]]
        if len(daily) < LEAST_DAYS:
            return 0.0
        return float((1 - daily.mean()) / max(float(daily.std()), LEAST_DEVIATION_OF_MATCH))

    def is_no_chance(self, usual: float, quantum: float) -> BoolArray:
        """Tell where an exact repetition is no chance, for a `usual` rest [1].

        A value meets another of spread s by chance with probability ``quantum / (s √2π)``; as many
        as the window has changes must do so.
        """
        if quantum <= 0:
            return self.changes >= 2
        spread = usual * self.deviation * np.sqrt(2 * np.pi)
        evidence = self.changes * np.log(np.maximum(spread / quantum, 1e-9))
        return np.asarray(evidence >= LEAST_EVIDENCE, np.bool_)


def _mix(
    words: np.ndarray[tuple[int], np.dtype[np.uint64]],
) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """Return words whose bits are well mixed, for near values have near bits."""
    with np.errstate(over="ignore"):
        mixed = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(mixed ^ (mixed >> np.uint64(31)), np.uint64)


def _inverse(base: np.uint64) -> np.uint64:
    """Return what multiplies with an odd `base` [1] to 1 modulo 2^64."""
    return np.uint64(pow(int(base), -1, 1 << 64))


def _list_hints(
    grid: Grid, size: int, copied: BoolArray, *, rest: Float64Array, lag: Int64Array
) -> list[Hint]:
    spans = []
    for first, after in zip(*find_runs(copied), strict=True):
        spans.append((grid.time_ms(int(first)), grid.time_ms(int(after) - 1 + size)))
    return [
        _hint(grid, size, _inside(grid, size, span, copied), rest=rest, lag=lag)
        for span in join_spans(spans, JOIN_MS)
    ]


def _inside(grid: Grid, size: int, span: tuple[int, int], copied: BoolArray) -> Int64Array:
    """Return the copied windows that lie in a span [ms], by where they start [1]."""
    first = (span[0] - grid.start_ms) // grid.step_ms
    after = max((span[1] - grid.start_ms) // grid.step_ms - size + 1, first + 1)
    return np.arange(first, after)[copied[first:after]]


def _hint(
    grid: Grid, size: int, inside: Int64Array, *, rest: Float64Array, lag: Int64Array
) -> Hint:
    best = int(inside[np.argmin(rest[inside])])
    if rest[best] == 0:  # windows that also hold a little of what was not copied lie beside
        inside = inside[rest[inside] == 0]
    start, end = grid.time_ms(int(inside[0])), grid.time_ms(int(inside[-1]) + size)
    back_ms = int(lag[best]) * grid.step_ms
    return Hint(
        CODE,
        start,
        end,
        {
            "days": round((end - start) / DAY_MS, 3),
            "source_start_ms": start - back_ms,
            "source_end_ms": end - back_ms,
            "lag_days": round(back_ms / DAY_MS, 3),
            "rest_share": float(f"{rest[best]:.3g}"),
            "exact": bool(rest[best] == 0),
        },
    )
