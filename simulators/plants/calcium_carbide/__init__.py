"""Calcium carbide 电石."""

from simulators.plants.calcium_carbide.plant import CalciumCarbide

__all__ = ["CalciumCarbide"]
