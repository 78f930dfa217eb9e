"""What the registry knows of enterprises' points, as `Meter`."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from analytics.consumption.meters import Epoch, Meter
from analytics.context import Context
from core.catalogue import Catalogue
from core.errors import RefusedError
from core.registry.models import MeterEpoch, Point, Product
from core.store.protocol import SeriesKey
from core.units import amount_unit, conversion_factor, hourly_factor, is_rate
from core.vocabulary import Flow, Kind

LISTED = 500
"""Above so many enterprises all of them are read and the rest left out [1]."""

_log = logging.getLogger(__name__)


class _PointRow(NamedTuple):
    enterprise_code: str
    code: str
    kind: str
    carrier: str
    flow: str
    unit: str
    expected_s: int
    product_code: str | None
    in_service_ms: int


def read_meters(context: Context, enterprises: Sequence[str]) -> list[Meter]:
    """Read the points of `enterprises` with their epochs, by series.

    A point whose unit does not fit its carrier is left out, with a line in the log.
    """
    with context.registry.read() as session:
        wanted = set(enterprises)
        points = [p for p in _read_points(session, enterprises) if p.enterprise_code in wanted]
        epochs = _read_epochs(session, enterprises)
        products = _read_product_units(session, enterprises)
    series = context.store.series_ids([SeriesKey(row.enterprise_code, row.code) for row in points])
    meters: list[Meter] = []
    for row, number in zip(points, series.tolist(), strict=True):
        key = (row.enterprise_code, row.code)
        unit = products.get((row.enterprise_code, row.product_code or ""))
        try:
            factor, rate = _find_factor(row, unit, context.catalogue)
        except RefusedError as error:
            _log.warning(
                "point %s of %s is not accounted: %s", row.code, row.enterprise_code, error
            )
            continue
        meters.append(
            Meter(
                number,
                Kind(row.kind),
                row.expected_s * 1000,
                factor,
                rate,
                tuple(_in_service(row, epochs.get(key, []))),
                row.enterprise_code,
                row.code,
            )
        )
    return sorted(meters, key=lambda meter: meter.series)


def _target(row: _PointRow, product_unit: str | None, catalogue: Catalogue) -> str:
    """Return the unit of a point's hourly amounts.

    The product's unit for output, else the carrier's accounting unit, else the point's own; of a
    gauge that is no rate always the point's own.
    """
    if row.kind == Kind.GAUGE and not is_rate(row.unit):
        return row.unit
    if row.flow == Flow.OUTPUT and product_unit:
        return product_unit
    return catalogue.carrier(row.carrier).unit if row.carrier else amount_unit(row.unit)


def _find_factor(
    row: _PointRow, product_unit: str | None, catalogue: Catalogue
) -> tuple[float, bool]:
    """Return accounting units per unit of the point [1], and whether that is by the hour."""
    target = _target(row, product_unit, catalogue)
    if row.kind != Kind.REGISTER and is_rate(row.unit):
        return hourly_factor(row.unit, target), True
    return conversion_factor(row.unit, target), False


def _in_service(row: _PointRow, epochs: list[Epoch]) -> list[Epoch]:
    """Leave out start values older than the point's service: what was counted before is not ours.

    They would otherwise be spread, as estimated, over the years since the meter was made.
    """
    return [
        epoch if epoch.start_ms >= row.in_service_ms else epoch._replace(start_value=None)
        for epoch in epochs
    ]


def _read_points(session: Session, enterprises: Sequence[str]) -> list[_PointRow]:
    """Read the points that have readings: all but virtual ones."""
    statement = select(
        Point.enterprise_code,
        Point.code,
        Point.kind,
        Point.carrier,
        Point.flow,
        Point.unit,
        Point.expected_s,
        Point.product_code,
        Point.in_service_ms,
    ).order_by(Point.enterprise_code, Point.code)
    statement = statement.where(Point.kind != Kind.VIRTUAL)
    rows = session.execute(_of(statement, Point.enterprise_code, enterprises))
    return [_PointRow._make(row) for row in rows]


def _read_epochs(
    session: Session, enterprises: Sequence[str]
) -> dict[tuple[str, str], list[Epoch]]:
    statement = select(
        MeterEpoch.enterprise_code,
        MeterEpoch.point_code,
        MeterEpoch.start_ms,
        MeterEpoch.stop_ms,
        MeterEpoch.start_value,
        MeterEpoch.stop_value,
        MeterEpoch.multiplier,
        MeterEpoch.register_max,
        MeterEpoch.max_rate,
        MeterEpoch.jitter,
        MeterEpoch.serial,
    ).order_by(MeterEpoch.enterprise_code, MeterEpoch.point_code, MeterEpoch.start_ms)
    found: dict[tuple[str, str], list[Epoch]] = defaultdict(list)
    for row in session.execute(_of(statement, MeterEpoch.enterprise_code, enterprises)):
        found[row[0], row[1]].append(Epoch._make(row[2:]))
    return found


def _read_product_units(session: Session, enterprises: Sequence[str]) -> dict[tuple[str, str], str]:
    statement = select(Product.enterprise_code, Product.code, Product.unit)
    rows = session.execute(_of(statement, Product.enterprise_code, enterprises))
    return {(row[0], row[1]): row[2] for row in rows}


def _of(
    statement: Select[*tuple[Any, ...]],
    column: InstrumentedAttribute[str],
    enterprises: Sequence[str],
) -> Select[*tuple[Any, ...]]:
    """Restrict a statement to `enterprises`; beyond what a database takes as a list, to no one."""
    return statement.where(column.in_(enterprises)) if len(enterprises) <= LISTED else statement
