"""Coal-fired power 燃煤发电."""

from simulators.plants.coal_power.plant import CoalPower

__all__ = ["CoalPower"]
