"""Counting what a month of a point holds: readings due and come, in time, good, with a valid meter.

Pure functions on arrays. Times are ms since the epoch, UTC; spans are ``[start, end)``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.calendar import HOUR_MS
from core.readings import BoolArray, Int8Array, Int64Array
from core.vocabulary import Quality

Span = tuple[int, int]


@dataclass(frozen=True)
class Readings:
    """Readings of one point in a month, in order of time, shape (n,) each.

    Attributes
    ----------
    time_ms, sent_ms : (n,) int64
        When they were taken and sent [ms]; `sent_ms` is 0 where they do not say.
    quality : (n,) int8
        `core.vocabulary.Quality` [1].
    """

    time_ms: Int64Array
    sent_ms: Int64Array
    quality: Int8Array


@dataclass(frozen=True)
class PointCounts:
    """What a month of a point holds; the fields of `core.registry.quality.PointMonth`.

    Readings [1], hours [h] and seconds [s] as there.
    """

    until_ms: int
    expected: int
    excused: int
    received: int
    valid: int
    timed: int
    timely: int
    hours_due: int
    hours_sent: int
    hours_valid: int
    service_s: int
    known_s: int
    calibrated_s: int


def count_month(
    readings: Readings,
    *,
    service: Span,
    outages: Sequence[Span],
    epochs: Sequence[tuple[int, int, int | None]],
    step_ms: int,
    timely_ms: float,
    valid_share: float,
    connected_ms: int = 0,
) -> PointCounts:
    """Count one month of one point.

    Parameters
    ----------
    readings : Readings
        Those of the month; readings within an outage do not count.
    service : (int, int)
        The part of the month, as far as it has passed, in which the point is in service [ms].
    outages : sequence of (int, int)
        Declared outages [ms].
    epochs : sequence of (int, int, int or None)
        Start and end of each meter's stretch and when its calibration falls due [ms].
    step_ms : int
        Expected time between readings [ms].
    timely_ms : float
        A reading sent within this time is timely [ms].
    valid_share : float
        Share of an hour's expected readings that must be good for the hour to be valid [1].
    connected_ms : int
        When the point's first message was sent [ms]; what was measured before it, history that
        was loaded on connecting, is neither timely nor late.

    References
    ----------
    HJ 212-2017, appendix D: an hour is valid with at least 45 valid minutes.
    """
    excused = clip_spans(outages, service)
    out_ms = sum(end - start for start, end in excused)
    due_ms = max(service[1] - service[0], 0) - out_ms
    kept = _thin(readings, service, excused, step_ms)
    good = kept.quality == Quality.GOOD
    expected = due_ms // step_ms
    received = min(len(kept.time_ms), expected)
    timed = (kept.sent_ms > 0) & (kept.time_ms + timely_ms >= connected_ms)
    timely = timed & (kept.sent_ms - kept.time_ms <= timely_ms)
    hours = _count_hours(kept.time_ms, good, excused, service=service, step_ms=step_ms)
    sent = hours.received > 0
    valid_hours = hours.valid >= valid_share * np.maximum(hours.due, 1)
    known_s, calibrated_s = _count_calibration(epochs, service)
    return PointCounts(
        until_ms=service[1],
        expected=int(expected),
        excused=int(out_ms // step_ms),
        received=int(received),
        valid=min(int(good.sum()), int(received)),
        timed=int(timed.sum()),
        timely=int(timely.sum()),
        hours_due=int((hours.due > 0).sum()),
        hours_sent=int((sent & (hours.due > 0)).sum()),
        hours_valid=int((valid_hours & sent & (hours.due > 0)).sum()),
        service_s=max(service[1] - service[0], 0) // 1000,
        known_s=known_s,
        calibrated_s=calibrated_s,
    )


def clip_spans(spans: Sequence[Span], within: Span) -> list[Span]:
    """Return what of `spans` lies `within` a span [ms], by start, overlaps joined."""
    clipped = sorted(
        (max(start, within[0]), min(end, within[1]))
        for start, end in spans
        if min(end, within[1]) > max(start, within[0])
    )
    joined: list[Span] = []
    for start, end in clipped:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _inside(time_ms: Int64Array, spans: Sequence[Span]) -> BoolArray:
    inside = np.zeros(len(time_ms), np.bool_)
    for start, end in spans:
        inside |= (time_ms >= start) & (time_ms < end)
    return inside


def _thin(readings: Readings, service: Span, excused: Sequence[Span], step_ms: int) -> Readings:
    """Return the readings that count: in service, outside outages, one a step.

    Sent more often than expected, readings cannot make good for others that are missing.
    """
    time_ms = readings.time_ms
    chosen = (time_ms >= service[0]) & (time_ms < service[1]) & ~_inside(time_ms, excused)
    index = np.flatnonzero(chosen)
    if len(index):
        slot = (time_ms[index] - _find_phase(time_ms[index], step_ms) + step_ms // 2) // step_ms
        index = index[np.concatenate(([True], np.diff(slot) != 0))]
    return Readings(time_ms[index], readings.sent_ms[index], readings.quality[index])


def _find_phase(time_ms: Int64Array, step_ms: int) -> int:
    """Return where in the step readings usually fall [ms], by the mean on the circle."""
    angle = (time_ms % step_ms) * (2 * np.pi / step_ms)
    mean = float(np.arctan2(np.sin(angle).mean(), np.cos(angle).mean()))
    return round(mean / (2 * np.pi) * step_ms)


@dataclass(frozen=True)
class _Hours:
    """Readings due, come and good in each hour of the service, shape (h,) each [1]."""

    due: Int64Array
    received: Int64Array
    valid: Int64Array


def _count_hours(
    time_ms: Int64Array, good: BoolArray, excused: Sequence[Span], *, service: Span, step_ms: int
) -> _Hours:
    """Count readings by hour; of a step longer than an hour, by step."""
    width = max(HOUR_MS, step_ms)
    first = service[0] // width
    number = max(-(-service[1] // width) - first, 0)
    starts = (first + np.arange(number, dtype=np.int64)) * width
    open_ms = np.minimum(starts + width, service[1]) - np.maximum(starts, service[0])
    for start, end in excused:
        open_ms -= np.maximum(np.minimum(starts + width, end) - np.maximum(starts, start), 0)
    place = time_ms // width - first
    return _Hours(
        open_ms // step_ms,
        np.bincount(place, minlength=number),
        np.bincount(place[good], minlength=number),
    )


def _count_calibration(
    epochs: Sequence[tuple[int, int, int | None]], service: Span
) -> tuple[int, int]:
    """Return seconds with a declared date of calibration, and those before it [s]."""
    known = calibrated = 0
    for start, end, due in epochs:
        first, last = max(start, service[0]), min(end, service[1])
        if due is None or last <= first:
            continue
        known += last - first
        calibrated += max(min(last, due) - first, 0)
    return known // 1000, calibrated // 1000
