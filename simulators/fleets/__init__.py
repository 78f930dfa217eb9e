"""Simulated fleets: enterprises with plants, meters, faults, quotas, and the truth about them."""

from simulators.fleets.scenario import SCENARIOS, build_fleet, read_birth, write_scenario

__all__ = ["SCENARIOS", "build_fleet", "read_birth", "write_scenario"]
