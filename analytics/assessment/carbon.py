"""Carbon beside energy: scope 1 by fuel and process, scope 2 without certified green power.

References
----------
Enterprise accounting guides (fuel: amount × factor; process: activity × factor); grid average
factor of the province and of the year of the data; 国办发〔2024〕39号.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

KG_PER_T = 1000.0


@dataclass(frozen=True)
class Emission:
    """One line of emission [tCO2], with its `activity` [unit] and `factor` [tCO2/unit] if known."""

    name: str
    amount: float
    source: str = ""
    confidence: str = ""
    activity: float | None = None
    unit: str = ""
    factor: float | None = None

    def evidence(self) -> dict[str, object]:
        """Return the line as evidence."""
        return {
            "name": self.name,
            "amount": self.amount,
            "source": self.source,
            "confidence": self.confidence,
            "activity": self.activity,
            "unit": self.unit,
            "factor": self.factor,
        }


@dataclass(frozen=True)
class Carbon:
    """Emissions of a subject over a span [tCO2].

    Attributes
    ----------
    fuels, processes : tuple of Emission
        Scope 1.
    power : tuple of Emission
        Scope 2 before certificates: electricity and heat bought.
    certified : tuple of Emission
        What certified green power takes off scope 2, as positive amounts.
    """

    fuels: tuple[Emission, ...]
    processes: tuple[Emission, ...]
    power: tuple[Emission, ...]
    certified: tuple[Emission, ...]

    @property
    def scope1(self) -> float:
        """Fuels and processes [tCO2]."""
        return math.fsum(line.amount for line in (*self.fuels, *self.processes))

    @property
    def scope2_gross(self) -> float:
        """Electricity and heat bought, by location [tCO2]."""
        return math.fsum(line.amount for line in self.power)

    @property
    def scope2(self) -> float:
        """The same without certified green power [tCO2]."""
        return self.scope2_gross - math.fsum(line.amount for line in self.certified)

    @property
    def total(self) -> float:
        """Scope 1 and scope 2 without certified green power [tCO2]."""
        return self.scope1 + self.scope2


def certified_emission(
    month: str, counted_kwh: float, factor_kg_per_kwh: float, source: str
) -> Emission:
    """Return what certified power [kWh] takes off at the grid factor of its year [kgCO2/kWh]."""
    factor = factor_kg_per_kwh / KG_PER_T
    return Emission(month, counted_kwh * factor, source, "", counted_kwh, "kWh", factor)


def sum_carbon(parts: Sequence[Carbon]) -> Carbon:
    """Return the emissions of several subjects together."""
    return Carbon(
        tuple(line for part in parts for line in part.fuels),
        tuple(line for part in parts for line in part.processes),
        tuple(line for part in parts for line in part.power),
        tuple(line for part in parts for line in part.certified),
    )
