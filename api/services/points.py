"""Points, their meter epochs and their newest readings."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from api.schemas.base import Page
from api.schemas.points import EpochRow, LatestReading, PointRow
from api.services.paging import PAGE, Listing, read_page
from api.services.readings import require_point
from api.viewer import Viewer
from core.registry.models import MeterEpoch, Point
from core.store.protocol import SeriesKey


def list_points(
    viewer: Viewer,
    *,
    enterprise: str | None = None,
    latest: bool = False,
    limit: int = PAGE,
    cursor: str | None = None,
) -> Page[PointRow]:
    """Return points by enterprise and code, at most `limit` [1]; `latest`: with newest reading.

    Raises
    ------
    MissingError
        There is no such enterprise.
    ParameterError
        The cursor is not one this list gave.
    """
    statement = select(Point).where(viewer.only_enterprises(Point.enterprise_code))
    with viewer.read() as session:
        if enterprise is not None:
            viewer.require_enterprise(session, enterprise)
            statement = statement.where(Point.enterprise_code == enterprise)
        listing = Listing("points", statement, (Point.enterprise_code, Point.code), (str, str))
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        points: list[Point] = [row[0] for row in rows]
    newest = _read_latest(viewer, points) if latest else {}
    items = [_row(p, newest.get(SeriesKey(p.enterprise_code, p.code))) for p in points]
    return Page(items=items, next=after)


def read_point(viewer: Viewer, enterprise: str, code: str) -> PointRow:
    """Return one point with its newest reading.

    Raises
    ------
    MissingError
        There is no such enterprise or point, or it is not the viewer's.
    """
    point = require_point(viewer, enterprise, code)
    newest = _read_latest(viewer, [point])
    return _row(point, newest.get(SeriesKey(enterprise, code)))


def _row(point: Point, latest: LatestReading | None) -> PointRow:
    return PointRow(
        enterprise=point.enterprise_code,
        code=point.code,
        name=point.name,
        gateway=point.gateway_code,
        kind=point.kind,
        carrier=point.carrier,
        flow=point.flow,
        unit=point.unit,
        expected_s=point.expected_s,
        in_service=point.in_service_ms,
        product=point.product_code,
        parent=point.parent_code,
        line=point.line_code,
        equipment=point.equipment_code,
        meter_level=point.meter_level,
        formula=point.formula,
        latest=latest,
    )


def _read_latest(viewer: Viewer, points: Sequence[Point]) -> dict[SeriesKey, LatestReading]:
    keys = [SeriesKey(point.enterprise_code, point.code) for point in points]
    if not keys:
        return {}
    store = viewer.parts.store
    series = store.series_ids(keys)
    key_of = dict(zip(series.tolist(), keys, strict=True))
    batch = store.latest_readings(series)
    columns = zip(
        batch.series.tolist(),
        batch.time_ms.tolist(),
        batch.value.tolist(),
        batch.quality.tolist(),
        strict=True,
    )
    return {key_of[s]: LatestReading(time=t, value=v, quality=q) for s, t, v, q in columns}


def list_epochs(
    viewer: Viewer,
    *,
    enterprise: str | None = None,
    point: str | None = None,
    limit: int = PAGE,
    cursor: str | None = None,
) -> Page[EpochRow]:
    """Return meter epochs by enterprise, point and start, at most `limit` [1].

    Raises
    ------
    MissingError
        There is no such enterprise.
    ParameterError
        The cursor is not one this list gave.
    """
    statement = select(MeterEpoch).where(viewer.only_enterprises(MeterEpoch.enterprise_code))
    if point is not None:
        statement = statement.where(MeterEpoch.point_code == point)
    with viewer.read() as session:
        if enterprise is not None:
            viewer.require_enterprise(session, enterprise)
            statement = statement.where(MeterEpoch.enterprise_code == enterprise)
        keys = (MeterEpoch.enterprise_code, MeterEpoch.point_code, MeterEpoch.start_ms)
        listing = Listing("epochs", statement, keys, (str, str, int))
        rows, after = read_page(session, listing, limit=limit, cursor=cursor)
        items = [epoch_row(row[0]) for row in rows]
    return Page(items=items, next=after)


def epoch_row(epoch: MeterEpoch) -> EpochRow:
    """Return a meter epoch as it is answered."""
    return EpochRow(
        enterprise=epoch.enterprise_code,
        point=epoch.point_code,
        start=epoch.start_ms,
        stop=epoch.stop_ms,
        start_value=epoch.start_value,
        stop_value=epoch.stop_value,
        multiplier=epoch.multiplier,
        register_max=epoch.register_max,
        max_rate=epoch.max_rate,
        jitter=epoch.jitter,
        calibration_due=epoch.calibration_due_ms,
        serial=epoch.serial,
    )
