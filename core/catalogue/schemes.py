"""Assessment schemes 双控考核: what counts, what is deducted, and when, as dated rows.

Rows stand in ``data/schemes*.csv``, ``data/process_factors.csv`` and ``data/carrier_classes.csv``;
a row without source, with an unknown word or for an unknown scheme stops the loading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.catalogue import tables
from core.catalogue.tables import Row, read_rows
from core.errors import CatalogueError
from core.registry.codes import check_region_code
from core.vocabulary import Basis

FLAGS = ("yes", "no")
KINDS = ("intensity", "total")
QUANTITIES = ("energy", "carbon", "water", "cod", "nh3n", "nox", "vocs", "so2")
LIMITS = ("target", "elastic")
DEDUCTIONS = ("renewable", "non_fossil", "feedstock", "separate")
STEPS = ("annual", "midterm", "final")
CLASSES = ("coal", "electricity", "oil", "gas", "non_fossil")
EVER = 1 << 62


@dataclass(frozen=True)
class Measure:
    """What a scheme counts.

    Attributes
    ----------
    kind, quantity : str
        ``intensity`` or ``total``; of energy, carbon, water or a pollutant.
    indicator : str
        Word of the indicator and of its target.
    limit : str
        ``target``: as set; ``elastic``: from intensity target and growth, where none is set.
    exemption : str
        Target that, once met, exempts from this measure (激励目标); empty for none.
    rank : int
        1 is what the scheme looks at first [1].
    """

    scheme: str
    measure: str
    kind: str
    quantity: str
    indicator: str
    limit: str
    exemption: str
    rank: int
    source: str
    confidence: str
    valid_from_ms: int
    valid_to_ms: int
    note: str


@dataclass(frozen=True)
class Deduction:
    """What a scheme takes off, from what, and since when.

    Attributes
    ----------
    from_total, from_intensity : bool
        What it is taken off.
    base_too : bool
        Whether the base year is treated alike.
    growth_only : bool
        Whether only the growth over the base year counts.
    certificate_cap : float or None
        Greatest share of the deduction that may rest on certificates [1].
    """

    scheme: str
    deduction: str
    title_zh: str
    title_en: str
    quantity: str
    from_total: bool
    from_intensity: bool
    base_too: bool
    growth_only: bool
    certificate_cap: float | None
    source: str
    confidence: str
    valid_from_ms: int
    valid_to_ms: int
    note: str

    def applies_to(self, kind: str) -> bool:
        """Tell whether it is taken off a measure of that kind."""
        return self.from_total if kind == "total" else self.from_intensity


@dataclass(frozen=True)
class Step:
    """An evaluation of a scheme after a `year`: annual, mid-term or final."""

    year: int
    step: str
    title_zh: str
    title_en: str
    source: str
    confidence: str


@dataclass(frozen=True)
class Scheme:
    """An assessment scheme of a plan period; `region_code` empty means the whole country."""

    code: str
    title_zh: str
    title_en: str
    region_code: str
    first_year: int
    last_year: int
    base_year: int
    basis: Basis
    progress: str
    source: str
    confidence: str
    note: str
    measures: tuple[Measure, ...]
    deductions: tuple[Deduction, ...]
    rhythm: tuple[Step, ...]

    def holds(self, year: int, regions: tuple[str, ...]) -> bool:
        """Tell whether it assesses a region with those above it (`regions`) in a year [1]."""
        here = not self.region_code or self.region_code in regions
        return here and self.first_year <= year <= self.last_year

    def step(self, year: int) -> Step | None:
        """Return the evaluation after a year [1], None where the scheme has none."""
        return next((step for step in self.rhythm if step.year == year), None)

    def deductions_of(self, measure: Measure, at_ms: int) -> list[Deduction]:
        """Return what is taken off a measure at a time [ms]."""
        return [
            row
            for row in self.deductions
            if row.quantity == measure.quantity
            and row.applies_to(measure.kind)
            and row.valid_from_ms <= at_ms < row.valid_to_ms
        ]


@dataclass(frozen=True)
class ProcessFactor:
    """CO2 of a process [unit] by its activity, such as t of clinker made."""

    code: str
    name_zh: str
    name_en: str
    value: float
    unit: str
    activity: str
    source: str
    confidence: str
    note: str


def _flag(row: Row, column: str) -> bool:
    return row.one_of(column, FLAGS) == "yes"


def _year(row: Row, column: str) -> int:
    year = row.value(column)
    if not year.is_integer() or not 1990 <= year <= 2100:
        raise row.refuse(f"{column} {year:g} is no calendar year", "write such as 2025")
    return int(year)


def _span(row: Row) -> tuple[int, int]:
    start, end = row.validity()
    if start is None:
        raise row.refuse("valid_from is empty", "a rule of assessment has a first day")
    return start, EVER if end is None else end


def _measure(row: Row) -> Measure:
    start, end = _span(row)
    return Measure(
        row.required("scheme"),
        row.required("measure"),
        row.one_of("kind", KINDS),
        row.one_of("quantity", QUANTITIES),
        row.required("indicator"),
        row.one_of("limit", LIMITS),
        row.text("exemption"),
        int(row.value("rank")),
        row.required("source"),
        row.one_of("confidence", tables.CONFIDENCES),
        start,
        end,
        row.text("note"),
    )


def _deduction(row: Row) -> Deduction:
    start, end = _span(row)
    cap = row.number("certificate_cap")
    if cap is not None and not 0 <= cap < 1:
        raise row.refuse(f"certificate_cap {cap:g} is not in 0 … 1", "write such as 0.5")
    return Deduction(
        row.required("scheme"),
        row.one_of("deduction", DEDUCTIONS),
        row.required("title_zh"),
        row.required("title_en"),
        row.one_of("quantity", QUANTITIES),
        _flag(row, "from_total"),
        _flag(row, "from_intensity"),
        _flag(row, "base_too"),
        _flag(row, "growth_only"),
        cap,
        row.required("source"),
        row.one_of("confidence", tables.CONFIDENCES),
        start,
        end,
        row.text("note"),
    )


def _step(row: Row) -> Step:
    return Step(
        _year(row, "year"),
        row.one_of("step", STEPS),
        row.required("title_zh"),
        row.required("title_en"),
        row.required("source"),
        row.one_of("confidence", tables.CONFIDENCES),
    )


MEASURE_COLUMNS = (
    *("scheme", "measure", "kind", "quantity", "indicator", "limit", "exemption", "rank"),
    *("source", "valid_from", "valid_to", "confidence", "note"),
)
DEDUCTION_COLUMNS = (
    *("scheme", "deduction", "title_zh", "title_en", "quantity", "from_total", "from_intensity"),
    *("base_too", "growth_only", "certificate_cap"),
    *("source", "valid_from", "valid_to", "confidence", "note"),
)
STEP_COLUMNS = ("scheme", "year", "step", "title_zh", "title_en", "source", "confidence")
SCHEME_COLUMNS = (
    *("scheme", "title_zh", "title_en", "region_code", "first_year", "last_year", "base_year"),
    *("basis", "progress", "source", "confidence", "note"),
)


def read_schemes(directory: Path) -> dict[str, Scheme]:
    """Read every scheme with its measures, deductions and rhythm, by code.

    Raises
    ------
    CatalogueError
        A row cannot be taken; two rules on one thing hold at once; the message names the line.
    """
    measures = list(read_rows(directory / "schemes_measures.csv", MEASURE_COLUMNS))
    deductions = list(read_rows(directory / "schemes_deductions.csv", DEDUCTION_COLUMNS))
    steps = list(read_rows(directory / "schemes_rhythm.csv", STEP_COLUMNS))
    found: dict[str, Scheme] = {}
    for row in read_rows(directory / "schemes.csv", SCHEME_COLUMNS):
        code = row.required("scheme")
        if code in found:
            raise row.refuse(f"scheme {code!r} stands twice", "delete one of the rows")
        found[code] = _scheme(row, code, (measures, deductions, steps))
    for row in (*measures, *deductions, *steps):
        if row.text("scheme") not in found:
            raise row.refuse(f"scheme {row.text('scheme')!r} is unknown", "add it to schemes.csv")
    return found


def _scheme(row: Row, code: str, parts: tuple[list[Row], list[Row], list[Row]]) -> Scheme:
    measures, deductions, steps = ([r for r in rows if r.text("scheme") == code] for rows in parts)
    first, last, base = (_year(row, name) for name in ("first_year", "last_year", "base_year"))
    if not base < first <= last:
        raise row.refuse(
            f"years {base}, {first}, {last} are not base < first <= last", "mend one of them"
        )
    region = row.text("region_code")
    scheme = Scheme(
        code,
        row.required("title_zh"),
        row.required("title_en"),
        check_region_code(region) if region else "",
        first,
        last,
        base,
        Basis(row.one_of("basis", tuple(str(basis) for basis in Basis))),
        row.one_of("progress", ("geometric", "linear")),
        row.required("source"),
        row.one_of("confidence", tables.CONFIDENCES),
        row.text("note"),
        tuple(_measure(r) for r in measures),
        tuple(_deduction(r) for r in deductions),
        tuple(_step(r) for r in steps),
    )
    _check_double(scheme, row)
    return scheme


def _check_double(scheme: Scheme, row: Row) -> None:
    """Refuse two rules of one name that hold at once, and non-fossil energy taken off twice."""
    rules: list[Measure | Deduction] = [*scheme.measures, *scheme.deductions]
    for at, one in enumerate(rules):
        for other in rules[at + 1 :]:
            same = _names(one) & _names(other)
            meet = one.valid_from_ms < other.valid_to_ms and other.valid_from_ms < one.valid_to_ms
            if same and meet:
                raise row.refuse(
                    f"scheme {scheme.code!r} has two rules on {', '.join(sorted(same))} at once",
                    "end the validity of the earlier rule where the later one starts",
                )


def _names(rule: Measure | Deduction) -> set[str]:
    """Return what a rule is about; newly added renewable power is non-fossil energy too."""
    if isinstance(rule, Measure):
        return {f"measure {rule.measure}"}
    name = "non_fossil" if rule.deduction == "renewable" else rule.deduction
    return {f"deduction {name}"}


def read_process_factors(file: Path) -> dict[str, ProcessFactor]:
    """Read CO2 factors of processes [tCO2/t] by code.

    Raises
    ------
    CatalogueError
        A row cannot be taken, or a process stands twice; the message names file and line.
    """
    found: dict[str, ProcessFactor] = {}
    columns = ("process", "name_zh", "name_en", "value", "unit", "activity", "source", "confidence")
    for row in read_rows(file, (*columns, "note")):
        code = row.required("process")
        if code in found:
            raise row.refuse(f"process {code!r} stands twice", "delete one of the rows")
        found[code] = ProcessFactor(
            code,
            row.required("name_zh"),
            row.required("name_en"),
            row.value("value"),
            row.unit(),
            row.required("activity"),
            row.required("source"),
            row.one_of("confidence", tables.CONFIDENCES),
            row.text("note"),
        )
    return found


def read_classes(file: Path) -> dict[str, str]:
    """Read the class (coal, electricity …) of carriers, by carrier.

    Raises
    ------
    CatalogueError
        A row has no source, or an unknown class.
    """
    found: dict[str, str] = {}
    for row in read_rows(file, ("carrier", "class", "source", "confidence")):
        row.required("source")
        row.one_of("confidence", tables.CONFIDENCES)
        found[row.required("carrier")] = row.one_of("class", CLASSES)
    return found


def find_process(factors: Mapping[str, ProcessFactor], code: str) -> ProcessFactor:
    """Return the factor of a process.

    Raises
    ------
    CatalogueError
        There is none: that is not zero.
    """
    found = factors.get(code)
    if found is None:
        raise CatalogueError(
            f"process {code!r} has no CO2 factor",
            where="core/catalogue/data/process_factors.csv",
            fix=f"use one of {', '.join(factors)}, or add a row with its source",
        )
    return found
