"""Calcium-carbide works: submerged-arc furnaces that make CaC2 of lime and coke.

CaO + 3 C → CaC2 + CO, +465 kJ/mol. Product is counted as standard carbide of 300 L/kg, which is
80.6 % CaC2. Closed furnaces give their gas (mostly CO) away as fuel; open ones burn it off.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.readings import Float64Array, Int64Array
from simulators.errors import PlantError
from simulators.plants.calcium_carbide.points import build_points
from simulators.plants.noise import stops, wander
from simulators.plants.points import PointSpec
from simulators.plants.weather import HOURS_PER_YEAR

CARBIDE_SHARE = 0.806
"""CaC2 in standard carbide of 300 L/kg [t/t]: 300 / 372.3 L/kg of the pure substance."""
CARBON_IN_CARBIDE = 24.02 / 64.10
"""Carbon in CaC2 [t/t], by molar masses."""
CARBON_IN_CO = 12.01 / 64.10
"""Carbon that leaves as CO with each tonne of CaC2 [t/t]."""
LIME_PER_CARBIDE = 56.08 / 64.10
"""CaO that becomes one tonne of CaC2 [t/t], by molar masses."""
CO_PER_CARBIDE = 28.01 / 64.10
"""CO that leaves with each tonne of CaC2 [t/t], by molar masses."""
REACTION_KWH_PER_T = 465.0 / 64.10 * 1000.0 / 3.6
"""Heat the reaction takes up [kWh per t CaC2] at 465 kJ/mol."""
CO_GJ_PER_T = 283.0 / 28.01
"""Heat of burning CO [GJ/t] at 283 kJ/mol."""


@dataclass(frozen=True)
class CalciumCarbide:
    """A works with closed or open furnaces.

    Attributes
    ----------
    seed : int
        Seed of its noise [1].
    furnaces : int
        Number of furnaces [1].
    capacity_t_h : float
        Output of one furnace at full load [t/h].
    electricity_kwh_t : float
        Furnace electricity [kWh/t]; 3,000–3,400 in practice.
    coke_t_t : float
        Dry coke [t/t].
    coke_carbon : float
        Fixed carbon in the coke [t/t].
    auxiliary_kwh_t : float
        Electricity beside the furnaces [kWh/t].
    gas_sold_share : float
        Share of the furnace gas' heat that is sold [1]; 0 for open furnaces.
    maintenance_day, maintenance_days : int
        Day of the year on which the yearly stop begins, and its length [day].
    load : float
        Mean load of a running furnace [1].
    """

    seed: int
    furnaces: int = 2
    capacity_t_h: float = 9.0
    electricity_kwh_t: float = 3080.0
    coke_t_t: float = 0.56
    coke_carbon: float = 0.86
    auxiliary_kwh_t: float = 110.0
    gas_sold_share: float = 0.85
    maintenance_day: int = 200
    maintenance_days: int = 8
    load: float = 0.92

    def __post_init__(self) -> None:
        """Refuse parameters that would make carbon out of nothing.

        Raises
        ------
        PlantError
            The coke holds less carbon than carbide and CO take away.
        """
        needed = CARBIDE_SHARE * (CARBON_IN_CARBIDE + CARBON_IN_CO)
        if self.coke_t_t * self.coke_carbon < needed:
            raise PlantError(
                f"coke of {self.coke_t_t} t/t with {self.coke_carbon} carbon is less than the "
                f"{needed:.3f} t carbon/t the reaction takes",
                where="CalciumCarbide",
                fix="give more coke or coke with more carbon",
            )

    def points(self) -> tuple[PointSpec, ...]:
        """Return what the works measures."""
        return build_points(self.furnaces, sells_gas=self.gas_sold_share > 0)

    def compute_hours(self, hours: Int64Array) -> dict[str, Float64Array]:
        """Return amounts in each of `hours` since the epoch [h]: kWh, t, GJ as their names say."""
        day = (hours % HOURS_PER_YEAR) / 24.0
        end = self.maintenance_day + self.maintenance_days
        running = np.where((day >= self.maintenance_day) & (day < end), 0.0, 1.0)
        # A cold furnace takes more electricity a tonne; slow drift of burden and electrodes.
        drift = 1.0 + 0.012 * wander(self.seed, 1, hours, span_h=220)
        amounts: dict[str, Float64Array] = {}
        furnace_kwh = np.zeros(len(hours))
        output_t = np.zeros(len(hours))
        for number in range(1, self.furnaces + 1):
            channel = 10 * number
            load = self.load * (1.0 + 0.05 * wander(self.seed, channel, hours, span_h=17))
            load *= running * stops(
                self.seed, channel + 3, hours, every_h=24 * 9 + 7 * number, longest_h=6
            )
            made_t = np.clip(load, 0.0, 1.08) * self.capacity_t_h
            kwh = made_t * self.electricity_kwh_t * drift
            amounts[f"furnace_{number}_kwh"] = kwh
            furnace_kwh += kwh
            output_t += made_t
        return amounts | self._compute_balance(furnace_kwh, output_t)

    def _compute_balance(
        self, furnace_kwh: Float64Array, output_t: Float64Array
    ) -> dict[str, Float64Array]:
        pure_t = CARBIDE_SHARE * output_t
        coke_t = self.coke_t_t * output_t
        gas_gj = pure_t * CO_PER_CARBIDE * CO_GJ_PER_T
        standby_kwh = 0.01 * self.furnaces * self.capacity_t_h * self.electricity_kwh_t
        return {
            "electricity_kwh": furnace_kwh + self.auxiliary_kwh_t * output_t + standby_kwh,
            "carbide_t": output_t,
            "coke_t": coke_t,
            "lime_t": pure_t * LIME_PER_CARBIDE + 0.13 * output_t,
            "electrode_t": 0.022 * output_t,
            "carbon_in_carbide_t": pure_t * CARBON_IN_CARBIDE,
            "carbon_in_co_t": pure_t * CARBON_IN_CO,
            "carbon_lost_t": coke_t * self.coke_carbon
            - pure_t * (CARBON_IN_CARBIDE + CARBON_IN_CO),
            "gas_gj": gas_gj,
            "gas_sold_gj": gas_gj * self.gas_sold_share,
            "reaction_kwh": pure_t * REACTION_KWH_PER_T,
            "heat_lost_kwh": furnace_kwh - pure_t * REACTION_KWH_PER_T,
        }
