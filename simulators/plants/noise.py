"""Noise as a function of (seed, channel, hour): the same whenever and in whatever order asked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.readings import Float64Array, Int64Array

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


def uniform(seed: int, channel: int, index: Int64Array) -> Float64Array:
    """Return numbers in [0, 1) [1], one for each `index` [1], without any order between them.

    References
    ----------
    Finalizer of SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators",
    OOPSLA 2014.
    """
    with np.errstate(over="ignore"):
        key = np.uint64((seed * 1_000_003 + channel * 7_919) & 0xFFFFFFFFFFFFFFFF)
        state: NDArray[np.uint64] = (index.astype(np.uint64) + key) * _GOLDEN
        state = (state ^ (state >> np.uint64(30))) * _MIX_1
        state = (state ^ (state >> np.uint64(27))) * _MIX_2
        state ^= state >> np.uint64(31)
    return (state >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def wander(seed: int, channel: int, hours: Int64Array, *, span_h: int) -> Float64Array:
    """Return smooth noise in [-1, 1] [1] that turns about every `span_h` [h].

    Random knots every `span_h` hours, joined by half cosines.
    """
    knot = hours // span_h
    share = (hours - knot * span_h) / span_h
    ease = 0.5 - 0.5 * np.cos(np.pi * share)
    left = uniform(seed, channel, knot)
    right = uniform(seed, channel, knot + 1)
    joined: Float64Array = 2.0 * (left + (right - left) * ease) - 1.0
    return joined


def stops(
    seed: int, channel: int, hours: Int64Array, *, every_h: int, longest_h: int
) -> Float64Array:
    """Return 1 where running and 0 where stopped [1]: one short stop in each `every_h` [h].

    The stop lasts 1 … `longest_h` [h] and begins at random inside its stretch.
    """
    stretch = hours // every_h
    inside = hours - stretch * every_h
    begin = np.floor(uniform(seed, channel, stretch) * (every_h - longest_h))
    length = 1 + np.floor(uniform(seed, channel + 1, stretch) * longest_h)
    stopped = (inside >= begin) & (inside < begin + length)
    return np.where(stopped, 0.0, 1.0)
