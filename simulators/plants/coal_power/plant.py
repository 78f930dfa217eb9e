"""Coal-fired power station: one condensing, air-cooled unit.

The net coal rate is lowest at full load and 15 °C or colder, and rises at part load and, since the
condenser is cooled by air, with the outdoor temperature.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.readings import Float64Array, Int64Array
from simulators.errors import PlantError
from simulators.plants.coal_power.points import build_points
from simulators.plants.noise import uniform, wander
from simulators.plants.points import PointSpec
from simulators.plants.weather import HOURS_PER_YEAR, hour_of_day, outdoor_temperature_c

COAL_EQUIVALENT_KJ_KG = 29_307.6
"""Net calorific value of standard coal [kJ/kg], GB/T 2589-2020, 3.7 (7,000 kcal)."""
RAW_COAL_KJ_KG = 20_934.0
"""Net calorific value of raw coal [kJ/kg], GB/T 2589-2020, appendix A."""
HOUSE_IDLE_SHARE = 0.004
"""What a standing unit draws, share of its rated power [1]."""


@dataclass(frozen=True)
class CoalPower:
    """A station of one unit.

    Attributes
    ----------
    seed : int
        Seed of its noise [1].
    rated_mw : float
        Rated gross power [MW].
    rated_g_kwh : float
        Net coal rate at full load and 15 °C [gce/kWh].
    own_share : float
        Own use at full load, share of gross generation [1].
    load : float
        Mean load while running [1].
    maintenance_day, maintenance_days : int
        Day of the year on which the yearly stop begins, and its length [day].
    """

    seed: int
    rated_mw: float = 350.0
    rated_g_kwh: float = 286.0
    own_share: float = 0.062
    load: float = 0.74
    maintenance_day: int = 120
    maintenance_days: int = 14

    def __post_init__(self) -> None:
        """Refuse a coal rate better than any machine's.

        Raises
        ------
        PlantError
            The rate would mean a net efficiency above 50 %.
        """
        if self.rated_g_kwh < 246.0:
            raise PlantError(
                f"net coal rate {self.rated_g_kwh} gce/kWh means more than 50 % efficiency",
                where="CoalPower",
                fix="give at least 246 gce/kWh",
            )

    def points(self) -> tuple[PointSpec, ...]:
        """Return what the station measures."""
        return build_points()

    def compute_hours(self, hours: Int64Array) -> dict[str, Float64Array]:
        """Return amounts in each of `hours` since the epoch [h]: kWh, t, GJ as their names say."""
        day = (hours % HOURS_PER_YEAR) / 24.0
        end = self.maintenance_day + self.maintenance_days
        standing = (day >= self.maintenance_day) & (day < end)
        load = np.where(standing, 0.0, self._compute_load(hours))
        gross_kwh = load * self.rated_mw * 1000.0
        # Pumps and fans do not shrink with the load: own use is a larger share at part load.
        own_kwh = gross_kwh * self.own_share * (1.0 + 0.35 * (1.0 - load))
        own_kwh += np.where(standing, HOUSE_IDLE_SHARE * self.rated_mw * 1000.0, 0.0)
        net_kwh = np.maximum(gross_kwh - own_kwh, 0.0)
        temperature = outdoor_temperature_c(self.seed, hours)
        rate = self.rated_g_kwh * (
            1.0
            + 0.09 * np.square(1.0 - load)
            + 0.0011 * np.maximum(temperature - 15.0, 0.0)
            + 0.004 * wander(self.seed, 5, hours, span_h=60)
        )
        coal_tce = net_kwh * rate / 1e6
        coal_t = coal_tce * COAL_EQUIVALENT_KJ_KG / RAW_COAL_KJ_KG
        lit = standing & (day >= end - 1.0)
        return {
            "gross_kwh": gross_kwh,
            "own_kwh": own_kwh,
            "net_kwh": net_kwh,
            "sold_kwh": net_kwh * 0.996,
            "coal_t": coal_t,
            "coal_gj": coal_t * RAW_COAL_KJ_KG / 1000.0,
            "oil_t": np.where(lit, 0.4 + 0.2 * uniform(self.seed, 8, hours), 0.0),
        }

    def _compute_load(self, hours: Int64Array) -> Float64Array:
        """Return the load while running [1]: evening peak, winter peak, midday dip for solar."""
        hour = hour_of_day(hours)
        evening = np.exp(-0.5 * np.square((hour - 19.5) / 2.5))
        midday = np.exp(-0.5 * np.square((hour - 13.0) / 2.2))
        winter = np.cos(2 * np.pi * (hours - 15 * 24) / HOURS_PER_YEAR)
        shape = 1.0 + 0.12 * evening - 0.14 * midday + 0.08 * winter
        shape = shape + 0.06 * wander(self.seed, 3, hours, span_h=37)
        load: Float64Array = np.clip(self.load * shape, 0.4, 1.0)
        return load
