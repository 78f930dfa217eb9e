"""Rows that tell how accounts are made: CO2 by heat, own production, heat and power parted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.catalogue import tables
from core.catalogue.records import Carrier, Factor
from core.catalogue.tables import Row, read_rows
from core.catalogue.timeline import Timeline, make_timeline

PER_HEAT = "kgCO2/MJ"
SHARES = ("of_boiler_heat", "of_outputs")
DATED = ("source", "valid_from", "valid_to", "confidence", "date_confidence", "note")


@dataclass(frozen=True)
class OwnProduction:
    """Whether what is produced of a carrier is an input of the enterprise.

    `counts` is 1 for primary energy won here, 0 for what was converted from another carrier [1];
    `equipment` the kind of equipment that wins it, '' for any.
    """

    carrier: str
    equipment: str
    counts: int
    source: str
    confidence: str
    valid_from_ms: int | None
    valid_to_ms: int | None
    note: str = ""


@dataclass(frozen=True)
class SplitRule:
    """How the energy of making heat and power together is parted.

    `share` says what the heat's share is of: ``of_boiler_heat`` or ``of_outputs``. The rule with
    the least `priority` [1] whose meters are there applies; `clause` states it in words.
    """

    code: str
    name_zh: str
    name_en: str
    priority: int
    share: str
    clause: str
    source: str
    confidence: str
    valid_from_ms: int | None
    valid_to_ms: int | None
    note: str = ""


@dataclass(frozen=True)
class Accounting:
    """The rows of accounting, found by carrier and time."""

    _per_heat: Mapping[str, Timeline[Factor]]
    _own: Mapping[tuple[str, str], Timeline[OwnProduction]]
    _split: Mapping[str, Timeline[SplitRule]]

    def co2_per_heat(self, carrier: Carrier, t_ms: int) -> Factor | None:
        """Return the CO2 of a fuel's heat at `t_ms` [ms] [kgCO2/MJ], None where none is known.

        References
        ----------
        Enterprise GHG accounting guides: E = heat × carbon per heat × oxidation × 44/12, with the
        measured heat of the fuel where there is one.
        """
        rows = self._per_heat.get(carrier.co2_as)
        return None if rows is None else rows.at(t_ms) or rows.nearest(t_ms)

    def own_production(self, carrier: str, equipment: str, t_ms: int) -> OwnProduction | None:
        """Return the row of what is produced of a carrier, None where it was converted.

        `t_ms` is the time asked for [ms].
        """
        for name in (equipment, ""):
            rows = self._own.get((carrier, name))
            if rows is not None and (found := rows.at(t_ms)) is not None:
                return found
        return None

    def split_rules(self, t_ms: int) -> list[SplitRule]:
        """Return the rules of the split in force at `t_ms` [ms], the first to apply first."""
        found = [row for rows in self._split.values() if (row := rows.at(t_ms)) is not None]
        return sorted(found, key=lambda row: row.priority)


def read_accounting(directory: Path, carriers: Mapping[str, Carrier]) -> Accounting:
    """Read the three files of accounting.

    Raises
    ------
    CatalogueError
        A row cannot be taken; the message names file and line.
    """
    return Accounting(
        _read_per_heat(directory / "co2_per_heat.csv", carriers),
        _read_own(directory / "own_production.csv", carriers),
        _read_split(directory / "heat_power_split.csv"),
    )


def _carrier(row: Row, carriers: Mapping[str, Carrier]) -> str:
    code = row.required("carrier")
    if code not in carriers:
        raise row.refuse(f"carrier {code!r} is unknown", "add it to carriers.csv")
    return code


def _read_per_heat(file: Path, carriers: Mapping[str, Carrier]) -> dict[str, Timeline[Factor]]:
    grouped: dict[str, list[Factor]] = {}
    for row in read_rows(file, ("carrier", "value", "unit", *DATED)):
        code, unit = _carrier(row, carriers), row.unit()
        if unit != PER_HEAT:
            raise row.refuse(f"unit {unit!r} is not {PER_HEAT}", f"convert into {PER_HEAT}")
        start, end = row.validity()
        factor = Factor(
            code,
            row.value("value"),
            unit,
            row.required("source"),
            row.one_of("confidence", tables.CONFIDENCES),
            start,
            end,
            row.one_of("date_confidence", tables.DATE_CONFIDENCES),
            row.text("note"),
        )
        grouped.setdefault(code, []).append(factor)
    return {code: make_timeline(rows, f"{file}, {code}") for code, rows in grouped.items()}


def _read_own(
    file: Path, carriers: Mapping[str, Carrier]
) -> dict[tuple[str, str], Timeline[OwnProduction]]:
    grouped: dict[tuple[str, str], list[OwnProduction]] = {}
    for row in read_rows(file, ("carrier", "equipment", "counts", *DATED)):
        start, end = row.validity()
        found = OwnProduction(
            _carrier(row, carriers),
            row.text("equipment"),
            int(row.one_of("counts", ("0", "1"))),
            row.required("source"),
            row.one_of("confidence", tables.CONFIDENCES),
            start,
            end,
            row.text("note"),
        )
        grouped.setdefault((found.carrier, found.equipment), []).append(found)
    return {key: make_timeline(rows, f"{file}, {key}") for key, rows in grouped.items()}


def _read_split(file: Path) -> dict[str, Timeline[SplitRule]]:
    grouped: dict[str, list[SplitRule]] = {}
    columns = ("code", "name_zh", "name_en", "priority", "share", "clause", *DATED)
    for row in read_rows(file, columns):
        start, end = row.validity()
        rule = SplitRule(
            row.required("code"),
            row.required("name_zh"),
            row.required("name_en"),
            int(row.value("priority")),
            row.one_of("share", SHARES),
            row.required("clause"),
            row.required("source"),
            row.one_of("confidence", tables.CONFIDENCES),
            start,
            end,
            row.text("note"),
        )
        grouped.setdefault(rule.code, []).append(rule)
    return {code: make_timeline(rows, f"{file}, {code}") for code, rows in grouped.items()}
