"""Simulated plants by sector; each is a function of time, registered in one line."""

from collections.abc import Callable

from simulators.plants.calcium_carbide import CalciumCarbide
from simulators.plants.coal_power import CoalPower
from simulators.plants.data_centre import DataCentre
from simulators.plants.plant import Plant

PLANTS: dict[str, Callable[[int], Plant]] = {
    "calcium_carbide": CalciumCarbide,
    "coal_power": CoalPower,
    "data_centre": DataCentre,
}

__all__ = ["PLANTS", "CalciumCarbide", "CoalPower", "DataCentre", "Plant"]
