"""`Catalogue`: what the data files say, found by code, place and time."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from core.catalogue import early_warning, loader, schemes
from core.catalogue.accounting import Accounting, read_accounting
from core.catalogue.early_warning import WarningScheme
from core.catalogue.groups import LevelGroups, read_level_groups
from core.catalogue.records import (
    BenchmarkLevel,
    Carrier,
    Correction,
    Factor,
    LimitGrades,
    Target,
)
from core.catalogue.schemes import ProcessFactor, Scheme
from core.catalogue.timeline import Timeline
from core.errors import CatalogueError
from core.registry.codes import province_code
from core.vocabulary import Basis

DATA = Path(__file__).parent / "data"
NATIONAL = ""
FACTOR = "factor"
"""Unit of a correction that multiplies, whatever the unit of the limit."""


@dataclass(frozen=True)
class Catalogue:
    """All dated figures of the platform; immutable.

    Attributes
    ----------
    edition : str
        Hash of the data files: the version of every figure at once.
    accounting : Accounting
        Rows that tell how accounts are made.
    groups : LevelGroups
        Sectors with a target of their own, sizes of data centres, kinds of solid waste.
    """

    edition: str
    accounting: Accounting
    groups: LevelGroups
    _carriers: Mapping[str, Carrier]
    _coal: Mapping[tuple[str, str], Timeline[Factor]]
    _co2: Mapping[tuple[str, str], Timeline[Factor]]
    _levels: Mapping[str, Timeline[BenchmarkLevel]]
    _limits: Mapping[str, Timeline[LimitGrades]]
    _corrections: tuple[Correction, ...]
    _targets: tuple[Target, ...]
    _schemes: Mapping[str, Scheme] = field(default_factory=dict)
    _warnings: Mapping[str, WarningScheme] = field(default_factory=dict)
    _processes: Mapping[str, ProcessFactor] = field(default_factory=dict)
    _classes: Mapping[str, str] = field(default_factory=dict)

    def carriers(self) -> list[Carrier]:
        """Return every carrier and medium, in the order of the data file."""
        return list(self._carriers.values())

    def carrier(self, code: str) -> Carrier:
        """Return one carrier.

        Raises
        ------
        CatalogueError
            The catalogue has no such carrier.
        """
        found = self._carriers.get(code)
        if found is None:
            raise CatalogueError(
                f"carrier {code!r} is not in the catalogue",
                where="core/catalogue/data/carriers.csv",
                fix=f"use one of {', '.join(self._carriers)}",
            )
        return found

    def coal_factor(self, carrier: str, basis: Basis, t_ms: int) -> Factor:
        """Return the standard coal of one accounting unit of a carrier [kgce/unit].

        Where no row is valid at `t_ms` [ms], the nearest one stands in and is flagged `carried`.

        Raises
        ------
        CatalogueError
            The carrier is unknown, or has no factor on this basis.

        References
        ----------
        GB/T 2589-2020, appendices A and B; electricity on the primary basis by the average net
        coal rate of power supply of the year.
        """
        self.carrier(carrier)
        rows = self._coal.get((carrier, basis))
        if rows is None:
            raise CatalogueError(
                f"carrier {carrier!r} has no standard-coal factor on the {basis} basis",
                where="core/catalogue/data/standard_coal.csv",
                fix="choose the calorific or the primary basis",
            )
        return _in_force(rows, t_ms)

    def co2_factor(self, carrier: str, region_code: str, t_ms: int) -> Factor:
        """Return the CO2 of one accounting unit of a carrier [kgCO2/unit].

        Electricity takes the average grid factor of the region's province and of the year of the
        data; a province without one takes the national figure. Where no row is valid at `t_ms`
        [ms], the nearest year stands in and is flagged `carried`.

        Raises
        ------
        CatalogueError
            The carrier is unknown, or the catalogue has no CO2 factor for it: that is not zero.
        """
        source = self.carrier(carrier).co2_as
        rows = self._co2.get((source, province_code(region_code)))
        note = ""
        if rows is None:
            rows = self._co2.get((source, NATIONAL))
            if source == "electricity":
                note = f"no factor for province {region_code[:2]}, the national one stands in"
        if rows is None:
            raise CatalogueError(
                f"carrier {carrier!r} has no CO2 factor",
                where="core/catalogue/data/co2_factors.csv",
                fix="add a row with its source, or meter another carrier",
            )
        factor = _in_force(rows, t_ms)
        return replace(factor, note=_joined(factor.note, note)) if note else factor

    def level(self, benchmark_key: str, t_ms: int) -> BenchmarkLevel | None:
        """Return the levels in force at `t_ms` [ms].

        None before the first edition, and for a line that only a limit standard has.

        Raises
        ------
        CatalogueError
            No edition and no limit standard has such a line.
        """
        if benchmark_key not in self._levels and benchmark_key in self._limits:
            return None
        return self._editions(benchmark_key).at(t_ms)

    def line_unit(self, benchmark_key: str) -> str:
        """Return the unit of a line of levels or limits, by its newest row.

        Raises
        ------
        CatalogueError
            No edition and no limit standard has such a line.
        """
        limits = self._limits.get(benchmark_key)
        if benchmark_key not in self._levels and limits is not None:
            return limits.rows[-1].unit
        return self.newest_level(benchmark_key).unit

    def limit_keys(self) -> list[str]:
        """Return every line that a limit standard has, sorted."""
        return sorted(self._limits)

    def newest_level(self, benchmark_key: str) -> BenchmarkLevel:
        """Return the last edition's levels, in force or not.

        Raises
        ------
        CatalogueError
            No edition has such a line.
        """
        return self._editions(benchmark_key).rows[-1]

    def _editions(self, benchmark_key: str) -> Timeline[BenchmarkLevel]:
        rows = self._levels.get(benchmark_key)
        if rows is None:
            raise CatalogueError(
                f"benchmark key {benchmark_key!r} is not in the catalogue",
                where="core/catalogue/data/benchmark_levels.csv",
                fix="write sector/product/condition/indicator as in that file",
            )
        return rows

    def limit(self, benchmark_key: str, t_ms: int) -> LimitGrades | None:
        """Return the limit grades in force at `t_ms` [ms] for a benchmark key or a limit's own.

        None where the benchmark line names no limit line, or no standard is in force.
        """
        rows = self._limits.get(benchmark_key)
        levels = self._levels.get(benchmark_key)
        if levels is not None:
            line = levels.at(t_ms) or levels.nearest(t_ms)
            rows = self._limits.get(line.limit_key)
        return rows.at(t_ms) if rows is not None else None

    def benchmark_keys(self) -> list[str]:
        """Return every key that `level` knows, sorted."""
        return sorted(self._levels)

    def corrections(self, standard: str) -> list[Correction]:
        """Return the corrections that a limit standard makes for conditions of the site."""
        return [row for row in self._corrections if row.standard == standard]

    def corrections_of(self, limit: LimitGrades) -> list[Correction]:
        """Return the corrections that the standard of a limit line makes to it."""
        _, product, condition, _ = limit.key.split("/")
        names = {product, condition} - {""}
        return [
            row
            for row in self.corrections(limit.standard)
            if names & {row.product, *row.product.partition("（")[0].split("、")}
            and (row.unit == FACTOR or row.unit.replace(" coke", "") == limit.unit)
        ]

    def target(self, region_codes: Sequence[str], indicator: str, t_ms: int) -> Target | None:
        """Return the target in force at `t_ms` [ms] of the first region that has one.

        `region_codes` go from the region itself upward; None where none of them has one.
        """
        for code in region_codes:
            for row in self.targets(code):
                begun = row.valid_from_ms is None or row.valid_from_ms <= t_ms
                ended = row.valid_to_ms is not None and row.valid_to_ms <= t_ms
                if row.indicator == indicator and begun and not ended:
                    return row
        return None

    def targets(self, region_code: str) -> list[Target]:
        """Return the targets set for a region itself, in the order of the data file."""
        return [row for row in self._targets if row.region_code == region_code]

    def warning_schemes(self) -> list[WarningScheme]:
        """Return every scheme of early warning, in the order of the data file."""
        return list(self._warnings.values())

    def schemes(self) -> list[Scheme]:
        """Return every assessment scheme, in the order of the data file."""
        return list(self._schemes.values())

    def process_factor(self, code: str) -> ProcessFactor:
        """Return the CO2 factor of a process [tCO2/t].

        Raises
        ------
        CatalogueError
            There is none: that is not zero.
        """
        return schemes.find_process(self._processes, code)

    def carriers_of_class(self, name: str) -> list[str]:
        """Return the carriers of a class such as ``coal``, sorted."""
        return sorted(code for code, found in self._classes.items() if found == name)


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)


def _in_force(rows: Timeline[Factor], t_ms: int) -> Factor:
    found = rows.at(t_ms)
    if found is not None:
        return found
    near = rows.nearest(t_ms)
    note = _joined(near.note, "carried: no figure for the time asked, the nearest year stands in")
    return replace(near, note=note, carried=True)


@cache
def read_catalogue(directory: Path = DATA) -> Catalogue:
    """Read the catalogue's data files; read once per process.

    Raises
    ------
    CatalogueError
        A row has no source, an unknown unit or confidence, or overlaps another; the message names
        file and line.
    """
    carriers = loader.read_carriers(directory / "carriers.csv")
    limits = loader.read_limits(directory / "limits.csv")
    return Catalogue(
        edition=_hash_files(directory),
        accounting=read_accounting(directory, carriers),
        groups=read_level_groups(directory),
        _carriers=carriers,
        _coal=loader.read_coal(directory / "standard_coal.csv", carriers),
        _co2=loader.read_co2(directory / "co2_factors.csv", carriers),
        _levels=loader.read_levels(directory / "benchmark_levels.csv", limits),
        _limits=limits,
        _corrections=loader.read_corrections(directory / "limit_corrections.csv"),
        _targets=loader.read_targets(directory / "targets.csv"),
        _schemes=schemes.read_schemes(directory),
        _warnings=early_warning.read_warning_schemes(directory),
        _processes=schemes.read_process_factors(directory / "process_factors.csv"),
        _classes=schemes.read_classes(directory / "carrier_classes.csv"),
    )


def _hash_files(directory: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(directory.glob("*.csv")):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]
