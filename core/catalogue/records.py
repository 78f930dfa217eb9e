"""Rows of the catalogue as frozen records.

Validity is ``[valid_from_ms, valid_to_ms)`` in epoch milliseconds UTC, None for open. `confidence`
says how the figure was come by (``verified`` or ``recalled``), `date_confidence` how its validity
was: ``verified``, ``recalled``, ``assumed`` (see docs/catalogue.md) or empty where it is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.catalogue.corrections import CorrectionRule


@dataclass(frozen=True)
class Carrier:
    """能源品种 or 耗能工质; amounts are kept in `unit`.

    `kind` is ``electricity``, ``fuel``, ``heat`` or ``medium``; `co2_as` the carrier whose CO2
    factors apply.
    """

    code: str
    name_zh: str
    name_en: str
    unit: str
    kind: str
    co2_as: str


@dataclass(frozen=True)
class Factor:
    """A conversion factor `value` in `unit`, such as kgce/kWh or kgCO2/kg.

    `carried` is True where no row is valid at the time asked and the nearest one stands in;
    `note` then says so. `province` is the GB/T 2260 code of a provincial grid factor.
    """

    code: str
    value: float
    unit: str
    source: str
    confidence: str
    valid_from_ms: int | None
    valid_to_ms: int | None
    date_confidence: str = ""
    note: str = ""
    carried: bool = False
    province: str = ""


@dataclass(frozen=True)
class BenchmarkLevel:
    """标杆水平 `benchmark` and 基准水平 `baseline` of one line of an edition, in `unit`.

    Either may be None. `direction` is ``lower`` (lower is better); `deadline` the day by which what
    is below the baseline must be mended; `limit_key` the line of the limit standard, '' for none;
    `status` tells more about `confidence`.
    """

    key: str
    edition: str
    unit: str
    benchmark: float | None
    baseline: float | None
    direction: str
    deadline: date | None
    limit_key: str
    source: str
    confidence: str
    valid_from_ms: int | None
    valid_to_ms: int | None
    date_confidence: str
    status: str
    note: str


@dataclass(frozen=True)
class LimitGrades:
    """限额 grades 1 to 3 of one line of a limit standard, in `unit`; a grade may be None."""

    key: str
    standard: str
    unit: str
    grade1: float | None
    grade2: float | None
    grade3: float | None
    direction: str
    source: str
    confidence: str
    valid_from_ms: int | None
    valid_to_ms: int | None
    date_confidence: str
    note: str


@dataclass(frozen=True)
class Correction:
    """A correction of limits by a condition of the site: its words, and them as functions."""

    standard: str
    product: str
    grades: str
    variable: str
    rule: str
    unit: str
    source: str
    confidence: str
    rules: tuple[CorrectionRule, ...] = ()


@dataclass(frozen=True)
class Target:
    """A target of a region, `value` in `unit`; `kind` such as ``change`` or ``at_most``."""

    region_code: str
    region: str
    period: str
    base_year: int | None
    indicator: str
    indicator_zh: str
    value: float
    unit: str
    kind: str
    source: str
    confidence: str
    valid_from_ms: int | None
    valid_to_ms: int | None
    note: str
