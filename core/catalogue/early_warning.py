"""Schemes of early warning 预警: levels with their conditions, labels and colours, as rows.

Rows stand in ``data/warning_schemes.csv`` and ``data/warning_levels.csv``. Numbering runs opposite
ways in different schemes, so `severity` is an ordinal of its own; what people see is the label.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from core.calendar import Period
from core.catalogue import tables
from core.catalogue.tables import Row, read_rows
from core.registry.codes import check_region_code
from core.vocabulary import Severity

INDICATORS = ("intensity", "total")
MEASURES = ("intensity_change", "intensity_gap", "schedule_excess")
PERIODS = (Period.MONTH, Period.QUARTER)
COLOUR = re.compile(r"#[0-9a-f]{6}")
EVER = 1 << 62


@dataclass(frozen=True)
class WarningLevel:
    """A level of a scheme.

    Attributes
    ----------
    measure : str
        ``intensity_change`` (against the same months of the year before), ``intensity_gap``
        (that change less the change due) or ``schedule_excess`` (use above the plan); empty for
        what is left when no worse level holds.
    above : float
        The level holds where the measure is above this [%].
    suspends : bool
        Whether a region at this level is marked for 缓批限批.
    """

    level: str
    severity: Severity
    label_zh: str
    label_en: str
    colour: str
    measure: str
    above: float
    suspends: bool
    step_zh: str
    step_en: str
    source: str
    confidence: str
    note: str


@dataclass(frozen=True)
class WarningScheme:
    """A scheme of a region and all below it; `region_code` empty means the whole country.

    `levels` of each indicator go from the worst to the best. `suspends_missed_year`: whether a
    region that missed its target of the year before is marked for 缓批限批.
    """

    code: str
    title_zh: str
    title_en: str
    region_code: str
    periods: tuple[Period, ...]
    suspends_missed_year: bool
    source: str
    confidence: str
    valid_from_ms: int
    valid_to_ms: int
    note: str
    levels: dict[str, tuple[WarningLevel, ...]]

    def holds(self, regions: tuple[str, ...], t_ms: int) -> bool:
        """Tell whether it grades a region with those above it (`regions`) at a time [ms]."""
        here = not self.region_code or self.region_code in regions
        return here and self.valid_from_ms <= t_ms < self.valid_to_ms


LEVEL_COLUMNS = (
    *("scheme", "indicator", "level", "severity", "label_zh", "label_en", "colour", "measure"),
    *("above", "unit", "suspends", "step_zh", "step_en", "source", "confidence", "note"),
)
SCHEME_COLUMNS = (
    *("scheme", "title_zh", "title_en", "region_code", "periods", "suspends_missed_year"),
    *("source", "valid_from", "valid_to", "confidence", "date_confidence", "note"),
)


def _flag(row: Row, column: str) -> bool:
    return row.one_of(column, ("yes", "no")) == "yes"


def _level(row: Row) -> WarningLevel:
    measure = row.text("measure")
    if measure:
        row.one_of("measure", MEASURES)
        row.one_of("unit", ("%",))
    elif row.text("above"):
        raise row.refuse(
            f"above {row.text('above')!r} has no measure", "name the measure, or leave both empty"
        )
    colour = row.required("colour")
    if not COLOUR.fullmatch(colour):
        raise row.refuse(f"colour {colour!r} is no colour", "write such as #d03b3b")
    return WarningLevel(
        row.required("level"),
        Severity[row.one_of("severity", tuple(s.name.lower() for s in Severity)).upper()],
        row.required("label_zh"),
        row.required("label_en"),
        colour,
        measure,
        row.value("above") if measure else 0.0,
        _flag(row, "suspends"),
        row.required("step_zh"),
        row.required("step_en"),
        row.required("source"),
        row.one_of("confidence", tables.CONFIDENCES),
        row.text("note"),
    )


def _scheme(row: Row, rows: list[Row]) -> WarningScheme:
    code, region = row.required("scheme"), row.text("region_code")
    start, end = row.validity()
    names = row.required("periods").split()
    if not set(names) <= {str(period) for period in PERIODS}:
        raise row.refuse(f"periods {' '.join(names)!r} are unknown", "write month, quarter or both")
    row.one_of("date_confidence", tables.DATE_CONFIDENCES)
    return WarningScheme(
        code,
        row.required("title_zh"),
        row.required("title_en"),
        check_region_code(region) if region else "",
        tuple(Period(name) for name in names),
        _flag(row, "suspends_missed_year"),
        row.required("source"),
        row.one_of("confidence", tables.CONFIDENCES),
        -EVER if start is None else start,
        EVER if end is None else end,
        row.text("note"),
        {name: _order(row, name, rows) for name in INDICATORS},
    )


def _order(row: Row, indicator: str, rows: list[Row]) -> tuple[WarningLevel, ...]:
    """Return the levels of an indicator, which must go from the worst to one that always holds."""
    own = [r for r in rows if r.text("indicator") == indicator]
    levels = tuple(_level(r) for r in own)
    what = f"scheme {row.text('scheme')!r}, {indicator}"
    if not levels or levels[-1].measure:
        raise row.refuse(
            f"{what}: no level is left where no condition holds",
            "end the levels with one whose measure is empty",
        )
    for (one, other), at in zip(pairwise(levels), own[1:], strict=True):
        if not one.measure or one.severity <= other.severity:
            raise at.refuse(
                f"{what}: level {other.level!r} ({other.severity.name.lower()}) stands after "
                f"{one.level!r} ({one.severity.name.lower()})",
                "write the levels from the worst to the best",
            )
    if len({level.level for level in levels}) < len(levels):
        raise row.refuse(f"{what}: a level stands twice", "delete one of the rows")
    return levels


def read_warning_schemes(directory: Path) -> dict[str, WarningScheme]:
    """Read every scheme of early warning with its levels, by code.

    Raises
    ------
    CatalogueError
        A row cannot be taken, or levels are out of order; the message names file and line.
    """
    rows = list(read_rows(directory / "warning_levels.csv", LEVEL_COLUMNS))
    found: dict[str, WarningScheme] = {}
    for row in read_rows(directory / "warning_schemes.csv", SCHEME_COLUMNS):
        code = row.required("scheme")
        if code in found:
            raise row.refuse(f"scheme {code!r} stands twice", "delete one of the rows")
        found[code] = _scheme(row, [r for r in rows if r.text("scheme") == code])
    for row in rows:
        row.one_of("indicator", INDICATORS)
        if row.text("scheme") not in found:
            raise row.refuse(
                f"scheme {row.text('scheme')!r} is unknown", "add it to warning_schemes.csv"
            )
    return found
