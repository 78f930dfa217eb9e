"""Pictures of findings: the readings a finding is about, with its stretch marked, as SVG."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from sqlalchemy import select

from api.drawing import Curve, Frame, draw_bars, draw_curves
from api.errors import MissingError
from api.services.subjects import check_subject, code_of
from api.viewer import Viewer
from core.calendar import DAY_MS, HOUR_MS, to_local
from core.readings import ReadingBatch
from core.registry.models import Point
from core.registry.results import Finding
from core.store.protocol import SeriesKey
from core.vocabulary import Kind

MEDIA_TYPE = "image/svg+xml"
MARGIN_MS = 3 * DAY_MS
"""So much is shown on either side of a finding, at least [ms]."""
READINGS_SHOWN = 200_000
"""Beyond so many readings [1] hourly amounts are drawn."""
MARK = "疑似 suspect"


def draw_finding(viewer: Viewer, subject: str, point: str, code: str, *, start_ms: int) -> bytes:
    """Return the picture of a finding that starts at `start_ms` [ms], as SVG.

    Raises
    ------
    MissingError
        There is no such finding.
    ParameterError
        The subject is none.
    """
    check_subject(subject)
    with viewer.read() as session:
        finding = session.scalars(
            select(Finding).where(
                Finding.subject == subject,
                viewer.only_subjects(Finding.subject),
                Finding.point_code == point,
                Finding.code == code,
                Finding.start_ms == start_ms,
            )
        ).first()
        if finding is None:
            raise MissingError(
                f"{subject} has no finding {code!r} of point {point!r} that starts then",
                parameter="start",
                value=start_ms,
                fix="`GET /api/v1/findings?subject=…` lists those it has",
            )
        places = finding.evidence.get("points")
        shown = point or (str(places[0]) if isinstance(places, list) and places else "")
        about = session.get(Point, (code_of(subject), shown))
    draw = DRAWERS.get(code, _draw_values)
    return draw(viewer, finding, about)


def _title(finding: Finding) -> str:
    return f"{finding.point_code or code_of(finding.subject)} · {finding.code} · " + (
        f"{_label(finding.start_ms)} – {_label(finding.end_ms)}"
    )


def _label(t_ms: float) -> str:
    return to_local(round(t_ms)).strftime("%Y-%m-%d %H:%M")


def _short(t_ms: float) -> str:
    return to_local(round(t_ms)).strftime("%m-%d %H:%M")


def _read(viewer: Viewer, point: Point, span: tuple[int, int]) -> ReadingBatch:
    store = viewer.parts.store
    series = store.series_ids([SeriesKey(point.enterprise_code, point.code)])
    return store.read_readings(series, *span)


def _curve(viewer: Viewer, point: Point | None, span: tuple[int, int], name: str) -> Curve:
    """Return what a point shows in a span [ms]: its readings, or its hourly amounts."""
    if point is None:
        return Curve(name, np.empty(0), np.empty(0))
    count = (span[1] - span[0]) // (point.expected_s * 1000)
    if point.kind == Kind.REGISTER or count > READINGS_SHOWN:
        store = viewer.parts.store
        series = store.series_ids([SeriesKey(point.enterprise_code, point.code)])
        hours = store.read_hours(series, *span)
        known = np.where((hours.coverage > 0) | (hours.estimated != 0), hours.amount, np.nan)
        return Curve(name, hours.hour_ms.astype(np.float64), known)
    readings = _read(viewer, point, span)
    time_ms = readings.time_ms.astype(np.float64)
    return _part(Curve(name, time_ms, readings.value), 2000.0 * point.expected_s)


def _part(curve: Curve, gap_ms: float) -> Curve:
    """Return a curve that is parted where readings are more than `gap_ms` [ms] apart."""
    gaps = np.flatnonzero(np.diff(curve.x) > gap_ms) + 1
    x = np.insert(curve.x, gaps, curve.x[gaps] if len(gaps) else [])
    return Curve(curve.name, x, np.insert(curve.y, gaps, np.nan))


def _around(finding: Finding) -> tuple[int, int]:
    """Return the finding's time with a margin on either side [ms]."""
    margin = max(MARGIN_MS, (finding.end_ms - finding.start_ms) // 2)
    return max(finding.start_ms - margin, 0), finding.end_ms + margin


def _draw_values(viewer: Viewer, finding: Finding, point: Point | None) -> bytes:
    """Draw the point's values around the finding."""
    span = _around(finding)
    curve = _curve(viewer, point, span, (point.name or point.code) if point else "")
    bands = [(float(finding.start_ms), float(finding.end_ms))]
    unit = point.unit if point else ""
    return draw_curves(Frame(_title(finding), unit, bands, MARK), [curve], _short)


def _draw_copy(viewer: Viewer, finding: Finding, point: Point | None) -> bytes:
    """Draw the copied stretch over its source, as time since the stretch began."""
    back = finding.start_ms - _whole(finding.evidence["source_start_ms"])
    span = (finding.start_ms - DAY_MS // 2, finding.end_ms + DAY_MS // 2)
    now = _curve(viewer, point, span, f"{_label(span[0])} 起 from")
    source = (max(span[0] - back, 0), span[1] - back)
    then = _curve(viewer, point, source, f"{_label(source[0])} 起 from")
    then = Curve(then.name, then.x + back, then.y)
    bands = [(float(finding.start_ms), float(finding.end_ms))]
    frame = Frame(_title(finding), point.unit if point else "", bands, MARK)
    return draw_curves(frame, [now, then], _short)


def _draw_delay(viewer: Viewer, finding: Finding, point: Point | None) -> bytes:
    """Draw how long after its time each reading was sent."""
    curve = Curve("", np.empty(0), np.empty(0))
    if point is not None:
        readings = _read(viewer, point, _around(finding))
        sent = readings.take(readings.sent_ms > 0)
        delay = (sent.sent_ms - sent.time_ms) / HOUR_MS
        curve = Curve("发送延迟 delay", sent.time_ms.astype(np.float64), delay)
    bands = [(float(finding.start_ms), float(finding.end_ms))]
    return draw_curves(Frame(_title(finding), "h", bands, MARK), [curve], _short)


def _draw_digits(_viewer: Viewer, finding: Finding, _point: Point | None) -> bytes:
    """Draw how often each digit stands beside how often it usually does."""
    counts: Any = finding.evidence["digits"]
    usual: Any = finding.evidence["usual_shares"]
    total = sum(counts) or 1
    first = 10 - len(counts)
    names = [str(first + place) for place in range(len(counts))]
    frame = Frame(_title(finding), "占比 share", band_name="平时 usual")
    return draw_bars(frame, names, [count / total for count in counts], list(usual))


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value


DRAWERS: dict[str, Callable[[Viewer, Finding, Point | None], bytes]] = {
    "copied_day": _draw_copy,
    "deadline_burst": _draw_delay,
    "clock_games": _draw_delay,
    "digits": _draw_digits,
    "benford": _draw_digits,
}
