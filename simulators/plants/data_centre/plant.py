"""Data centre: IT load, cooling that follows the outdoor temperature, and distribution losses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.readings import Float64Array, Int64Array
from simulators.errors import PlantError
from simulators.plants.data_centre.points import build_points
from simulators.plants.noise import wander
from simulators.plants.plant import BUILT_MS
from simulators.plants.points import PointSpec
from simulators.plants.weather import (
    HOURS_PER_YEAR,
    day_of_week,
    hour_of_day,
    outdoor_temperature_c,
)


@dataclass(frozen=True)
class DataCentre:
    """A centre with outside-air cooling below a temperature and compressors above it.

    Attributes
    ----------
    seed : int
        Seed of its noise [1].
    it_mw : float
        IT power when it was built [MW].
    growth : float
        Yearly growth of the IT power [1/year].
    loss_share : float
        Distribution losses, lighting and the rest, share of IT power [1].
    fan_share : float
        Fans and pumps, share of IT power [1].
    free_cooling_c : float
        Outdoor temperature up to which outside air is enough [°C].
    compressor_per_k : float
        Compressor power above that, share of IT power per kelvin [1/K].
    """

    seed: int
    it_mw: float = 18.0
    growth: float = 0.03
    loss_share: float = 0.08
    fan_share: float = 0.06
    free_cooling_c: float = 12.0
    compressor_per_k: float = 0.010

    def __post_init__(self) -> None:
        """Refuse shares below zero.

        Raises
        ------
        PlantError
            A share is negative, which would put the PUE below 1.
        """
        if min(self.loss_share, self.fan_share, self.compressor_per_k) < 0:
            raise PlantError(
                f"shares {self.loss_share}, {self.fan_share}, {self.compressor_per_k} must not be "
                "negative",
                where="DataCentre",
                fix="give shares of the IT power of 0 or more",
            )

    def points(self) -> tuple[PointSpec, ...]:
        """Return what the centre measures."""
        return build_points()

    def compute_hours(self, hours: Int64Array) -> dict[str, Float64Array]:
        """Return amounts in each of `hours` since the epoch [h]: kWh, t as their names say."""
        years = (hours - BUILT_MS // 3_600_000) / HOURS_PER_YEAR
        daily = 1.0 + 0.03 * np.sin(2 * np.pi * (hour_of_day(hours) - 9) / 24)
        it_kwh = self.it_mw * 1000.0 * (1.0 + self.growth * years) * daily
        it_kwh *= 1.0 + 0.015 * wander(self.seed, 2, hours, span_h=50)
        temperature = outdoor_temperature_c(self.seed, hours)
        warm = np.maximum(temperature - self.free_cooling_c, 0.0)
        cooling_kwh = it_kwh * (self.fan_share + self.compressor_per_k * warm)
        other_kwh = it_kwh * self.loss_share
        test_run = (day_of_week(hours) == 2) & (hour_of_day(hours) == 10)
        return {
            "it_kwh": it_kwh,
            "cooling_kwh": cooling_kwh,
            "other_kwh": other_kwh,
            "electricity_kwh": it_kwh + cooling_kwh + other_kwh,
            "oil_t": np.where(test_run, 0.02 * self.it_mw / 10.0, 0.0),
        }
