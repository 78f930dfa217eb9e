"""From data files to records: one function a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from core.catalogue import tables
from core.catalogue.correction_shapes import parse_rules
from core.catalogue.corrections import CorrectionRule
from core.catalogue.records import (
    BenchmarkLevel,
    Carrier,
    Correction,
    Factor,
    LimitGrades,
    Target,
)
from core.catalogue.tables import Row, read_rows
from core.catalogue.timeline import Dated, Timeline, make_timeline
from core.errors import CatalogueError
from core.registry.codes import check_region_code
from core.vocabulary import Basis

KINDS = ("electricity", "fuel", "heat", "medium")
BASES = (Basis.CALORIFIC, Basis.PRIMARY)
DATED = ("source", "valid_from", "valid_to", "confidence", "date_confidence", "note")
LINE = ("sector", "product", "condition", "indicator", "unit", "direction")

KeyT = TypeVar("KeyT", str, tuple[str, str])
RowT = TypeVar("RowT", bound=Dated)


def _timelines(file: Path, grouped: dict[KeyT, list[RowT]]) -> dict[KeyT, Timeline[RowT]]:
    return {key: make_timeline(rows, f"{file}, {key}") for key, rows in grouped.items()}


def read_carriers(file: Path) -> dict[str, Carrier]:
    """Read the carriers by code.

    Raises
    ------
    CatalogueError
        A code stands twice, a unit or kind is unknown, or `co2_as` names no carrier.
    """
    found: dict[str, Carrier] = {}
    rows = list(read_rows(file, ("code", "name_zh", "name_en", "unit", "kind", "co2_as")))
    for row in rows:
        code = row.required("code")
        if code in found:
            raise row.refuse(f"carrier {code!r} stands twice", "delete one of the rows")
        found[code] = Carrier(
            code,
            row.required("name_zh"),
            row.required("name_en"),
            row.unit(),
            row.one_of("kind", KINDS),
            row.required("co2_as"),
        )
    for row in rows:
        if row.text("co2_as") not in found:
            raise row.refuse(f"co2_as {row.text('co2_as')!r} is no carrier", "name a carrier")
    return found


def _read_factor(row: Row, carriers: Mapping[str, Carrier], above: str, province: str) -> Factor:
    code = row.required("carrier")
    if code not in carriers:
        raise row.refuse(f"carrier {code!r} is unknown", "add it to carriers.csv")
    unit = row.unit()
    if unit != f"{above}/{carriers[code].unit}":
        raise row.refuse(
            f"unit {unit!r} is not {above} per accounting unit of {code}",
            f"convert the figure into {above}/{carriers[code].unit}",
        )
    start, end = row.validity()
    return Factor(
        code,
        row.value("value"),
        unit,
        row.required("source"),
        row.one_of("confidence", tables.CONFIDENCES),
        start,
        end,
        row.one_of("date_confidence", tables.DATE_CONFIDENCES),
        row.text("note"),
        province=province,
    )


def read_coal(
    file: Path, carriers: Mapping[str, Carrier]
) -> dict[tuple[str, str], Timeline[Factor]]:
    """Read standard-coal factors [kgce/unit] by carrier and basis.

    Raises
    ------
    CatalogueError
        A row cannot be taken; the message names file and line.
    """
    grouped: dict[tuple[str, str], list[Factor]] = {}
    for row in read_rows(file, ("carrier", "basis", "value", "unit", *DATED)):
        factor = _read_factor(row, carriers, "kgce", "")
        grouped.setdefault((factor.code, row.one_of("basis", BASES)), []).append(factor)
    return _timelines(file, grouped)


def read_co2(
    file: Path, carriers: Mapping[str, Carrier]
) -> dict[tuple[str, str], Timeline[Factor]]:
    """Read CO2 factors [kgCO2/unit] by carrier and province, '' for the whole country.

    Raises
    ------
    CatalogueError
        A row cannot be taken; the message names file and line.
    """
    grouped: dict[tuple[str, str], list[Factor]] = {}
    for row in read_rows(file, ("carrier", "province", "value", "unit", *DATED)):
        province = row.text("province")
        if province:
            check_region_code(province)
        factor = _read_factor(row, carriers, "kgCO2", province)
        grouped.setdefault((factor.code, province), []).append(factor)
    return _timelines(file, grouped)


def read_limits(file: Path) -> dict[str, Timeline[LimitGrades]]:
    """Read limit grades by ``sector/product/condition/indicator``.

    Raises
    ------
    CatalogueError
        A row cannot be taken, or states no grade; the message names file and line.
    """
    grouped: dict[str, list[LimitGrades]] = {}
    for row in read_rows(file, (*LINE, "standard", "grade1", "grade2", "grade3", *DATED)):
        start, end = row.validity()
        limit = LimitGrades(
            row.key(),
            row.required("standard"),
            row.unit(),
            row.number("grade1"),
            row.number("grade2"),
            row.number("grade3"),
            row.one_of("direction", tables.DIRECTIONS),
            row.required("source"),
            row.one_of("confidence", tables.CONFIDENCES),
            start,
            end,
            row.one_of("date_confidence", tables.DATE_CONFIDENCES),
            row.text("note"),
        )
        if limit.grade3 is None:
            raise row.refuse("grade3 is empty", "a limit has at least its third grade")
        grouped.setdefault(limit.key, []).append(limit)
    return _timelines(file, grouped)


def read_levels(
    file: Path, limits: Mapping[str, Timeline[LimitGrades]]
) -> dict[str, Timeline[BenchmarkLevel]]:
    """Read benchmark and baseline levels by ``sector/product/condition/indicator``.

    Raises
    ------
    CatalogueError
        A row cannot be taken, states no level, or names a limit line that is not there.
    """
    grouped: dict[str, list[BenchmarkLevel]] = {}
    columns = (*LINE, "edition", "benchmark", "baseline", "deadline", "limit_key", "status")
    for row in read_rows(file, (*columns, *DATED)):
        start, end = row.validity()
        level = BenchmarkLevel(
            row.key(),
            row.required("edition"),
            row.unit(),
            row.number("benchmark"),
            row.number("baseline"),
            row.one_of("direction", tables.DIRECTIONS),
            row.day("deadline"),
            row.text("limit_key"),
            row.required("source"),
            row.one_of("confidence", tables.CONFIDENCES),
            start,
            end,
            row.one_of("date_confidence", tables.DATE_CONFIDENCES),
            row.one_of("status", tables.STATUSES),
            row.text("note"),
        )
        if level.benchmark is None and level.baseline is None:
            raise row.refuse("neither benchmark nor baseline is given", "leave the row out")
        if level.limit_key and level.limit_key not in limits:
            raise row.refuse(
                f"limit_key {level.limit_key!r} is no line of limits.csv", "copy the line's key"
            )
        grouped.setdefault(level.key, []).append(level)
    return _timelines(file, grouped)


def read_corrections(file: Path) -> tuple[Correction, ...]:
    """Read the corrections of limits.

    Raises
    ------
    CatalogueError
        A row has no source, an unknown confidence, or a rule in no known shape.
    """
    names = ("standard", "product", "grades", "variable", "rule", "unit", "source", "confidence")
    return tuple(
        Correction(
            standard=row.required("standard"),
            product=row.required("product"),
            grades=row.required("grades"),
            variable=row.required("variable"),
            rule=row.required("rule"),
            unit=row.required("unit"),
            source=row.required("source"),
            confidence=row.one_of("confidence", tables.CONFIDENCES),
            rules=_parse_correction(row),
        )
        for row in read_rows(file, names)
    )


def _parse_correction(row: Row) -> tuple[CorrectionRule, ...]:
    try:
        return parse_rules(row.text("grades"), row.text("variable"), row.text("rule"))
    except CatalogueError as error:
        raise row.refuse(error.what, error.fix) from error


def read_targets(file: Path) -> tuple[Target, ...]:
    """Read the targets of regions.

    Raises
    ------
    CatalogueError
        A row cannot be taken, or two of one kind hold for an indicator at once; the message names
        the file.
    """
    found: list[Target] = []
    names = ("region_code", "region", "period", "base_year", "indicator", "indicator_zh")
    columns = (*names, "value", "unit", "kind", "source", "confidence", "valid_from", "valid_to")
    for row in read_rows(file, (*columns, "note")):
        start, end = row.validity()
        base = row.number("base_year")
        found.append(
            Target(
                check_region_code(row.required("region_code")),
                row.required("region"),
                row.required("period"),
                None if base is None else int(base),
                row.required("indicator"),
                row.required("indicator_zh"),
                row.value("value"),
                row.unit(),
                row.required("kind"),
                row.required("source"),
                row.one_of("confidence", tables.CONFIDENCES),
                start,
                end,
                row.text("note"),
            )
        )
    grouped: dict[tuple[str, str, str], list[Target]] = {}
    for one in found:
        grouped.setdefault((one.region_code, one.indicator, one.kind), []).append(one)
    for key, rows in grouped.items():
        make_timeline(rows, f"{file}, {key}")
    return tuple(found)
