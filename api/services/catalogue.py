"""The catalogue: carriers, factors, levels and limits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from api.errors import MissingError
from api.schemas.catalogue import CarrierRow, FactorRow, LevelRow
from api.viewer import Viewer
from core.catalogue import Factor
from core.errors import CatalogueError
from core.vocabulary import Basis


def list_carriers(viewer: Viewer) -> list[CarrierRow]:
    """Return every carrier with its accounting unit."""
    return [
        CarrierRow(code=c.code, name=c.name_zh, name_en=c.name_en, unit=c.unit)
        for c in viewer.parts.catalogue.carriers()
    ]


def carrier_names(viewer: Viewer) -> dict[str, CarrierRow]:
    """Return every carrier by its code."""
    return {row.code: row for row in list_carriers(viewer)}


def list_factors(
    viewer: Viewer, *, carrier: str, region: str, at_ms: int | None = None
) -> list[FactorRow]:
    """Return the factors of a carrier at a time: standard coal on both bases, and CO2.

    Parameters
    ----------
    viewer : Viewer
        Who asks.
    carrier : str
        Code of the carrier.
    region : str
        Region whose grid factor is taken (GB/T 2260).
    at_ms : int or None
        Time [ms since the epoch, UTC]; None is now.

    Raises
    ------
    MissingError
        There is no such carrier.
    """
    catalogue = viewer.parts.catalogue
    if carrier not in carrier_names(viewer):
        raise MissingError(
            f"carrier {carrier!r} is not in the catalogue",
            parameter="carrier",
            value=carrier,
            fix="`GET /api/v1/catalogue/carriers` lists those that are",
        )
    at = viewer.now_ms() if at_ms is None else at_ms
    reads: dict[str, Callable[[], Factor]] = {
        "coal_calorific": lambda: catalogue.coal_factor(carrier, Basis.CALORIFIC, at),
        "coal_primary": lambda: catalogue.coal_factor(carrier, Basis.PRIMARY, at),
        "co2": lambda: catalogue.co2_factor(carrier, region, at),
    }
    rows: list[FactorRow] = []
    for kind, read in reads.items():
        with suppress(CatalogueError):
            rows.append(_factor(carrier, kind, read()))
    return rows


def _factor(carrier: str, kind: str, factor: Factor) -> FactorRow:
    return FactorRow(
        carrier=carrier,
        kind=kind,
        value=factor.value,
        unit=factor.unit,
        valid_from=factor.valid_from_ms,
        valid_to=factor.valid_to_ms,
        source=factor.source,
        confidence=factor.confidence,
        note=factor.note,
    )


def level_row(viewer: Viewer, benchmark_key: str, at_ms: int) -> LevelRow:
    """Return levels and limit grades of a key at a time [ms]; what is not there is None."""
    catalogue = viewer.parts.catalogue
    level = limit = None
    with suppress(CatalogueError):
        level = catalogue.level(benchmark_key, at_ms)
        limit = catalogue.limit(benchmark_key, at_ms)
    known = level or limit
    return LevelRow(
        benchmark_key=benchmark_key,
        unit=known.unit if known else "",
        benchmark=level.benchmark if level else None,
        baseline=level.baseline if level else None,
        edition=level.edition if level else "",
        grade1=limit.grade1 if limit else None,
        grade2=limit.grade2 if limit else None,
        grade3=limit.grade3 if limit else None,
        standard=limit.standard if limit else "",
        source=known.source if known else "",
        confidence=known.confidence if known else "",
    )


def read_levels(viewer: Viewer, benchmark_key: str, *, at_ms: int | None = None) -> LevelRow:
    """Return levels and limit grades of a key in force at a time.

    Parameters
    ----------
    viewer : Viewer
        Who asks.
    benchmark_key : str
        ``sector/product/condition/indicator``.
    at_ms : int or None
        Time [ms since the epoch, UTC]; None is now.

    Raises
    ------
    MissingError
        The catalogue has neither levels nor grades under the key.
    """
    row = level_row(viewer, benchmark_key, viewer.now_ms() if at_ms is None else at_ms)
    if row.unit == "":
        raise MissingError(
            f"benchmark key {benchmark_key!r} is not in the catalogue",
            parameter="benchmark_key",
            value=benchmark_key,
            fix="write it as the product's row has it: sector/product/condition/indicator",
        )
    return row
