"""Outdoor temperature of western Inner Mongolia as a function of the hour."""

from __future__ import annotations

import numpy as np

from core.calendar import OFFSET_MS
from core.readings import Float64Array, Int64Array
from simulators.plants.noise import wander

HOURS_PER_YEAR = 8766.0
_OFFSET_H = OFFSET_MS // 3_600_000


def hour_of_day(hours: Int64Array) -> Int64Array:
    """Return the Shanghai hour of the day, 0 … 23 [h], of `hours` since the epoch [h]."""
    return (hours + _OFFSET_H) % 24


def day_of_week(hours: Int64Array) -> Int64Array:
    """Return the Shanghai weekday, Monday 0 … Sunday 6 [1], of `hours` since the epoch [h]."""
    return ((hours + _OFFSET_H) // 24 + 3) % 7


def outdoor_temperature_c(seed: int, hours: Int64Array) -> Float64Array:
    """Return the outdoor temperature [°C] in each of `hours` since the epoch [h].

    Yearly mean 7 °C, yearly swing ±17 K with its top in late July, daily swing ±6 K with its top
    at 15:00, and weather that wanders by ±6 K over some days. A shape, not a record: places differ.
    """
    season = np.cos(2 * np.pi * (hours - 204 * 24) / HOURS_PER_YEAR)
    daily = np.cos(2 * np.pi * (hour_of_day(hours) - 15) / 24)
    weather = 4.0 * wander(seed, 90, hours, span_h=96) + 2.0 * wander(seed, 91, hours, span_h=31)
    temperature: Float64Array = 7.0 + 17.0 * season + 6.0 * daily + weather
    return temperature
