"""`Plant`: what every simulated plant does; one folder a sector, the same files in each."""

from __future__ import annotations

from typing import Protocol

from core.readings import Float64Array, Int64Array
from simulators.plants.points import PointSpec

BUILT_MS = 1_704_038_400_000
"""Start of every plant's life: 2024-01-01 00:00 in Shanghai [ms since the epoch, UTC]."""


class Plant(Protocol):
    """A plant whose every hour follows from its parameters and its seed alone."""

    @property
    def seed(self) -> int:
        """Seed of the plant's noise [1]."""
        ...

    def points(self) -> tuple[PointSpec, ...]:
        """Return what it measures."""
        ...

    def compute_hours(self, hours: Int64Array) -> dict[str, Float64Array]:
        """Return every quantity's amount in each of `hours` since the epoch [h].

        The result for an hour does not depend on which other hours are asked for.
        """
        ...
