"""Figures of data quality: weights, limits and tolerances, and rates at which meters are due.

Rows of ``data/quality_rules.csv`` and ``data/meter_fitting.csv``, dated and sourced as all others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.catalogue import tables
from core.catalogue.timeline import Timeline, make_timeline
from core.errors import CatalogueError

DATA = Path(__file__).parent / "data"
RULES_FILE = DATA / "quality_rules.csv"
FITTING_FILE = DATA / "meter_fitting.csv"
DATED = ("source", "valid_from", "valid_to", "confidence", "note")


@dataclass(frozen=True)
class QualityFigure:
    """A figure `value` in `unit` by its name, in force in ``[valid_from_ms, valid_to_ms)`` [ms]."""

    name: str
    value: float
    unit: str
    source: str
    confidence: str
    valid_from_ms: int | None
    valid_to_ms: int | None
    note: str


@dataclass(frozen=True)
class FittingRate:
    """配备率 `rate` [%] of meters of a class of carriers at a `level` 1 … 3 [1]."""

    name: str
    name_zh: str
    name_en: str
    carriers: tuple[str, ...]
    level: int
    rate: float
    source: str
    confidence: str
    valid_from_ms: int | None
    valid_to_ms: int | None
    note: str


@dataclass(frozen=True)
class QualityFigures:
    """The figures of data quality by name."""

    rows: Mapping[str, Timeline[QualityFigure]]

    def at(self, name: str, t_ms: int) -> QualityFigure:
        """Return the figure in force at `t_ms` [ms]; before its first day the first one.

        Raises
        ------
        CatalogueError
            There is no such figure.
        """
        rows = self.rows.get(name)
        if rows is None:
            raise CatalogueError(
                f"figure {name!r} is not in the catalogue",
                where=str(RULES_FILE),
                fix=f"use one of {', '.join(self.rows)}",
            )
        return rows.at(t_ms) or rows.nearest(t_ms)

    def names(self, prefix: str) -> list[str]:
        """Return the names that begin so, in the order of the file, without the prefix."""
        return [name.removeprefix(prefix) for name in self.rows if name.startswith(prefix)]


@cache
def read_quality_figures(file: Path = RULES_FILE) -> QualityFigures:
    """Read the figures; read once per process.

    Raises
    ------
    CatalogueError
        A row has no source, an unknown unit, or overlaps another; the message names the line.
    """
    grouped: dict[str, list[QualityFigure]] = {}
    for row in tables.read_rows(file, ("name", "value", "unit", *DATED)):
        start, end = row.validity()
        name = row.required("name")
        grouped.setdefault(name, []).append(
            QualityFigure(
                name,
                row.value("value"),
                row.unit(),
                row.required("source"),
                row.one_of("confidence", tables.CONFIDENCES),
                start,
                end,
                row.text("note"),
            )
        )
    return QualityFigures({n: make_timeline(r, f"{file}, {n}") for n, r in grouped.items()})


@cache
def read_fitting_rates(file: Path = FITTING_FILE) -> tuple[FittingRate, ...]:
    """Read the rates at which meters are due, in the order of the file; read once per process.

    Raises
    ------
    CatalogueError
        A row has no source, no level 1 … 3 or a rate above 100 %; the message names the line.
    """
    columns = ("class", "name_zh", "name_en", "carriers", "level", "rate", "unit", *DATED)
    found: list[FittingRate] = []
    grouped: dict[tuple[str, str], list[FittingRate]] = {}
    for row in tables.read_rows(file, columns):
        start, end = row.validity()
        rate = row.value("rate")
        if not 0 < rate <= 100:
            raise row.refuse(f"rate {rate:g} % is none", "write a share above 0 and up to 100")
        row.one_of("unit", ("%",))
        found.append(
            FittingRate(
                row.required("class"),
                row.required("name_zh"),
                row.required("name_en"),
                tuple(row.required("carriers").split()),
                int(row.one_of("level", ("1", "2", "3"))),
                rate,
                row.required("source"),
                row.one_of("confidence", tables.CONFIDENCES),
                start,
                end,
                row.text("note"),
            )
        )
        grouped.setdefault((found[-1].name, str(found[-1].level)), []).append(found[-1])
    for key, rows in grouped.items():
        make_timeline(rows, f"{file}, {key}")
    return tuple(found)
