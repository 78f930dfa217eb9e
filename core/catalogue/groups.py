"""Groups of lines, sizes of data centres and kinds of solid waste, as the data files name them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from core.catalogue import tables
from core.catalogue.tables import Row, read_rows
from core.catalogue.timeline import Timeline, make_timeline
from core.registry.codes import check_region_code
from core.vocabulary import Vintage

NATIONAL = ""
RowT = TypeVar("RowT")
Place = tuple[str, str, str]
"""Region ('' for the whole country), size and vintage."""


@dataclass(frozen=True)
class BenchmarkGroup:
    """A sector for which a target sets the share of capacity at 标杆.

    Its lines are those whose key begins with `key_prefix`.
    """

    group: str
    name_en: str
    key_prefix: str
    target_indicator: str
    source: str
    confidence: str


@dataclass(frozen=True)
class CentreSize:
    """A size of data centres: from `racks_min` standard racks [1] of `rack_kw` [kW] on."""

    size: str
    name_zh: str
    name_en: str
    racks_min: float
    rack_kw: float
    source: str
    confidence: str


@dataclass(frozen=True)
class PueCeiling:
    """The greatest PUE [1] that a place asks of data centres of a size and vintage."""

    region_code: str
    size: str
    vintage: str
    value: float
    source: str
    confidence: str
    valid_from_ms: int | None
    valid_to_ms: int | None
    note: str


@dataclass(frozen=True)
class SolidWaste:
    """A kind of industrial solid waste, with its class in the national directory."""

    kind: str
    name_zh: str
    name_en: str
    class_code: str
    source: str
    confidence: str


@dataclass(frozen=True)
class LevelGroups:
    """All of them, each by its code."""

    groups: Mapping[str, BenchmarkGroup]
    sizes: Mapping[str, CentreSize]
    ceilings: Mapping[Place, Timeline[PueCeiling]]
    wastes: Mapping[str, SolidWaste]

    def group_of(self, benchmark_key: str) -> BenchmarkGroup | None:
        """Return the group whose prefix a key has, None where no target names its sector."""
        for group in self.groups.values():
            if benchmark_key.startswith(group.key_prefix):
                return group
        return None

    def size_of(self, racks: float) -> CentreSize:
        """Return the size of a data centre of so many standard racks [1]."""
        fitting = [size for size in self.sizes.values() if size.racks_min <= racks]
        return max(fitting, key=lambda size: size.racks_min)

    def ceiling(
        self, region_codes: tuple[str, ...], size: str, vintage: Vintage, *, t_ms: int
    ) -> PueCeiling | None:
        """Return the strictest ceiling in force at `t_ms` [ms] here, above, or in the country."""
        age = Vintage.NEW if vintage is Vintage.PLANNED else vintage
        found = [
            row
            for region in (*region_codes, NATIONAL)
            if (rows := self.ceilings.get((region, size, age.value))) and (row := rows.at(t_ms))
        ]
        return min(found, key=lambda row: row.value, default=None)


def read_level_groups(directory: Path) -> LevelGroups:
    """Read the groups, sizes, ceilings and kinds of waste.

    Raises
    ------
    CatalogueError
        A row cannot be taken; the message names file and line.
    """
    sizes = _by_code(directory / "data_centre_sizes.csv", _read_size)
    return LevelGroups(
        _by_code(directory / "benchmark_groups.csv", _read_group),
        sizes,
        _read_ceilings(directory / "pue_ceilings.csv", sizes),
        _by_code(directory / "solid_wastes.csv", _read_waste),
    )


def _by_code(file: Path, read: Callable[[Row], tuple[str, RowT]]) -> dict[str, RowT]:
    columns = {
        "benchmark_groups.csv": ("group", "name_en", "key_prefix", "target_indicator"),
        "data_centre_sizes.csv": ("size", "name_zh", "name_en", "racks_min", "rack_kw"),
        "solid_wastes.csv": ("kind", "name_zh", "name_en", "class_code"),
    }[file.name]
    found: dict[str, RowT] = {}
    for row in read_rows(file, (*columns, "source", "confidence")):
        code, record = read(row)
        if code in found:
            raise row.refuse(f"{code!r} stands twice", "delete one of the rows")
        found[code] = record
    return found


def _read_group(row: Row) -> tuple[str, BenchmarkGroup]:
    code = row.required("group")
    return code, BenchmarkGroup(
        code,
        row.required("name_en"),
        row.required("key_prefix"),
        row.required("target_indicator"),
        row.required("source"),
        row.one_of("confidence", tables.CONFIDENCES),
    )


def _read_size(row: Row) -> tuple[str, CentreSize]:
    code = row.required("size")
    return code, CentreSize(
        code,
        row.required("name_zh"),
        row.required("name_en"),
        row.value("racks_min"),
        row.value("rack_kw"),
        row.required("source"),
        row.one_of("confidence", tables.CONFIDENCES),
    )


def _read_waste(row: Row) -> tuple[str, SolidWaste]:
    code = row.required("kind")
    return code, SolidWaste(
        code,
        row.required("name_zh"),
        row.required("name_en"),
        row.required("class_code"),
        row.required("source"),
        row.one_of("confidence", tables.CONFIDENCES),
    )


def _read_ceilings(
    file: Path, sizes: Mapping[str, CentreSize]
) -> dict[Place, Timeline[PueCeiling]]:
    grouped: dict[Place, list[PueCeiling]] = {}
    columns = ("region_code", "size", "vintage", "value", "source", "valid_from", "valid_to")
    for row in read_rows(file, (*columns, "confidence", "note")):
        region = row.text("region_code")
        if region:
            check_region_code(region)
        start, end = row.validity()
        ceiling = PueCeiling(
            region,
            row.one_of("size", tuple(sizes)),
            row.one_of("vintage", tuple(Vintage)),
            row.value("value"),
            row.required("source"),
            row.one_of("confidence", tables.CONFIDENCES),
            start,
            end,
            row.text("note"),
        )
        grouped.setdefault((region, ceiling.size, ceiling.vintage), []).append(ceiling)
    return {place: make_timeline(rows, f"{file}, {place}") for place, rows in grouped.items()}
