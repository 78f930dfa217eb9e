"""Factors over time: which one holds in which hours, measured calorific values first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analytics.accounts.facts import EnterpriseFacts, EntryFacts
from core.calendar import HOUR_MS, Period, period_end, period_start
from core.catalogue import Catalogue, Factor
from core.errors import CatalogueError
from core.readings import BoolArray, Float64Array
from core.units import convert
from core.vocabulary import Basis

KG_PER_T = 1000.0
RECALLED = "recalled"
CALORIFIC = "calorific:"
HEAT = "heat"
"""Carrier, in MJ, whose factor turns measured calorific values into standard coal."""


class Use(StrEnum):
    """What an amount is multiplied with."""

    ONE = "one"
    COAL_CALORIFIC = "coal_calorific"
    COAL_PRIMARY = "coal_primary"
    CO2 = "co2"


BASIS_OF_USE = {Use.COAL_CALORIFIC: Basis.CALORIFIC, Use.COAL_PRIMARY: Basis.PRIMARY}


@dataclass(frozen=True)
class FactorStep:
    """A factor over ``[start_ms, end_ms)`` [ms].

    Attributes
    ----------
    value : float or None
        Factor [t, or tce, per accounting unit]; None where none is known.
    unit : str
        Unit of `value`.
    source, confidence : str
        Where it comes from.
    note : str
        What a reader of the figure should know, such as "carried on from 2024".
    """

    start_ms: int
    end_ms: int
    value: float | None
    unit: str
    source: str
    confidence: str
    note: str = ""


@dataclass(frozen=True)
class FactorLine:
    """The factor of each of H hours [t or tce per accounting unit], and where it is known."""

    values: Float64Array
    known: BoolArray


class Factors:
    """The factors of one enterprise, each looked up once a span."""

    def __init__(self, catalogue: Catalogue, facts: EnterpriseFacts) -> None:
        self._catalogue = catalogue
        self._facts = facts
        self._units = {carrier.code: carrier.unit for carrier in catalogue.carriers()}
        self._measured_heat: dict[str, list[EntryFacts]] = {}
        for entry in facts.entries:
            if entry.item.startswith(CALORIFIC):
                self._measured_heat.setdefault(entry.item.removeprefix(CALORIFIC), []).append(entry)
        self._lines: dict[tuple[Use, str, int, int], FactorLine] = {}

    def line(self, use: Use, carrier: str, start_ms: int, end_ms: int) -> FactorLine:
        """Return the factor of each hour of ``[start_ms, end_ms)`` [ms]."""
        key = (use, carrier, start_ms, end_ms)
        if key not in self._lines:
            self._lines[key] = self._compute_line(use, carrier, start_ms, end_ms)
        return self._lines[key]

    def _compute_line(self, use: Use, carrier: str, start_ms: int, end_ms: int) -> FactorLine:
        hours = (end_ms - start_ms) // HOUR_MS
        values, known = np.ones(hours), np.ones(hours, np.bool_)
        if use is Use.ONE:
            return FactorLine(values, known)
        for step in self.steps(use, carrier, start_ms, end_ms):
            first = -((start_ms - step.start_ms) // HOUR_MS)
            last = -((start_ms - step.end_ms) // HOUR_MS)
            values[first:last] = step.value or 0.0
            known[first:last] = step.value is not None
        return FactorLine(values, known)

    def steps(self, use: Use, carrier: str, start_ms: int, end_ms: int) -> list[FactorStep]:
        """Return the factors that hold in ``[start_ms, end_ms)`` [ms], in order of time."""
        found: list[FactorStep] = []
        at = start_ms
        while at < end_ms:
            step = self._step(use, carrier, at, end_ms)
            found.append(step)
            at = step.end_ms
        return found

    def _step(self, use: Use, carrier: str, at_ms: int, end_ms: int) -> FactorStep:
        entry, until_ms = self._entry_at(use, carrier, at_ms, end_ms)
        if entry is not None:
            return self._measured(entry, use, carrier, span=(at_ms, until_ms))
        region, leaves_ms = self._facts.region_at(at_ms)
        if use is Use.CO2:
            until_ms = min(until_ms, leaves_ms)
        try:
            factor = self._look_up(use, carrier, region, at_ms)
        except CatalogueError as error:
            next_year_ms = period_end(Period.YEAR, period_start(Period.YEAR, at_ms))
            return FactorStep(
                at_ms, min(until_ms, next_year_ms), None, "", "", "missing", error.what
            )
        for edge_ms in (factor.valid_from_ms, factor.valid_to_ms):
            if edge_ms is not None and at_ms < edge_ms:
                until_ms = min(until_ms, edge_ms)
        return FactorStep(
            at_ms,
            until_ms,
            factor.value / KG_PER_T,
            factor.unit.replace("kg", "t", 1),
            factor.source,
            factor.confidence,
            factor.note,
        )

    def _look_up(self, use: Use, carrier: str, region: str, at_ms: int) -> Factor:
        if use is Use.CO2:
            return self._catalogue.co2_factor(carrier, region, at_ms)
        return self._catalogue.coal_factor(carrier, BASIS_OF_USE[use], at_ms)

    def _entry_at(
        self, use: Use, carrier: str, at_ms: int, end_ms: int
    ) -> tuple[EntryFacts | None, int]:
        """Return the measured calorific value at `at_ms`, if any, and until when that holds."""
        if not self._by_heat(use, carrier, at_ms):
            return None, end_ms
        chosen: EntryFacts | None = None
        until_ms = end_ms
        for entry in self._measured_heat.get(carrier, ()):
            if entry.start_ms <= at_ms < entry.end_ms:
                chosen = entry
                until_ms = min(until_ms, entry.end_ms)
            elif entry.start_ms > at_ms:
                until_ms = min(until_ms, entry.start_ms)
        return chosen, until_ms

    def _by_heat(self, use: Use, carrier: str, at_ms: int) -> bool:
        """Tell whether a measured calorific value stands for the default factor."""
        if use is Use.CO2:
            accounting = self._catalogue.accounting
            return accounting.co2_per_heat(self._catalogue.carrier(carrier), at_ms) is not None
        return use in BASIS_OF_USE

    def _measured(
        self, entry: EntryFacts, use: Use, carrier: str, *, span: tuple[int, int]
    ) -> FactorStep:
        """Return the factor that follows from a measured calorific value.

        References
        ----------
        GB/T 2589-2020, 6.2 (measured before default); enterprise GHG accounting guides (heat ×
        carbon per heat × oxidation).
        """
        unit = self._units[carrier]
        energy_mj = convert(entry.value, entry.unit, f"MJ/{unit}")
        above = "tce"
        per_heat = self._catalogue.coal_factor(HEAT, Basis.CALORIFIC, span[0])
        if use is Use.CO2:
            above = "tCO2"
            own = self._catalogue.carrier(carrier)
            per_heat = self._catalogue.accounting.co2_per_heat(own, span[0]) or per_heat
        confidence = RECALLED if per_heat.confidence == RECALLED else "measured"
        return FactorStep(
            *span,
            energy_mj * per_heat.value / KG_PER_T,
            f"{above}/{unit}",
            f"{entry.document}: {entry.value:g} {entry.unit} × {per_heat.value:g} {per_heat.unit} "
            f"({per_heat.source})",
            confidence,
            "实测热值 measured calorific value",
        )
