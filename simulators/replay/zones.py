"""Labels of time and the zones they are told in.

A label is read into *wall time*: milliseconds since 1970-01-01 00:00 on the clock of the file, as
if that clock were UTC. A zone turns wall times into UTC; in a zone with daylight saving one hour a
year does not exist on the wall, and another is there twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import numpy as np

from core.calendar import DAY_MS
from core.readings import BoolArray, Int64Array
from simulators.errors import MapError, ReplayFileError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read_zone(name: str) -> tzinfo:
    """Return the zone called `name`: a name of the time-zone database, or ``+09:00``.

    Raises
    ------
    MapError
        There is no such zone.
    """
    if name[:1] in ("+", "-"):
        try:
            return timezone(datetime.strptime(name, "%z").utcoffset() or timedelta())
        except ValueError as error:
            raise _unknown_zone(name) from error
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise _unknown_zone(name) from error


def _unknown_zone(name: str) -> MapError:
    return MapError(
        f"zone {name!r} is unknown",
        where="zone",
        fix="write an offset such as +09:00 or a name such as Asia/Seoul",
    )


def parse_label(text: str, formats: list[str], *, utc: bool = False) -> int:
    """Return the wall time [ms] of a label by the first of `formats` that fits, or ISO 8601.

    Parameters
    ----------
    utc : bool
        Whether the file's zone is UTC; only then may a label carry an offset of its own.

    Raises
    ------
    ReplayFileError
        No format fits, or the label carries an offset and the file's zone is another than UTC.
    """
    moment = _parse(text, formats)
    if moment.tzinfo is None:
        return _wall_ms(moment.replace(tzinfo=UTC))
    if not utc:
        raise ReplayFileError(
            f"time {text!r} carries an offset of its own, and the map names another zone",
            fix='set zone = "UTC" in the map',
        )
    return _wall_ms(moment)


def _parse(text: str, formats: list[str]) -> datetime:
    for form in formats:
        try:
            if "%z" in form:
                return datetime.strptime(text, form).astimezone(UTC)
            return datetime.strptime(text, form).replace(tzinfo=UTC).replace(tzinfo=None)
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        tried = ", ".join([*formats, "ISO 8601"])
        raise ReplayFileError(
            f"time {text!r} cannot be read as {tried}",
            fix="put the format of the time column into [time] formats",
        ) from error


def _wall_ms(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


@dataclass(frozen=True)
class Located:
    """UTC times of n wall times.

    Attributes
    ----------
    time_ms : (n,) int64
        Time [ms since the epoch, UTC]; of an ambiguous wall time the one the map asks for.
    nonexistent, ambiguous : (n,) bool
        Wall times that daylight saving leaves out, and those it has twice.
    """

    time_ms: Int64Array
    nonexistent: BoolArray
    ambiguous: BoolArray


def locate(wall_ms: Int64Array, zone: tzinfo, *, second: bool) -> Located:
    """Return the UTC times of `wall_ms` [ms] in `zone`; `second` takes the later of two."""
    days, index = np.unique(wall_ms // DAY_MS, return_inverse=True)
    at_start = np.array([_offset_ms(int(day) * DAY_MS, zone, 0) for day in days], np.int64)
    at_end = np.array([_offset_ms(int(day + 1) * DAY_MS, zone, 0) for day in days], np.int64)
    offset = at_start[index]
    nonexistent = np.zeros(len(wall_ms), np.bool_)
    ambiguous = np.zeros(len(wall_ms), np.bool_)
    for place in np.flatnonzero((at_start != at_end)[index]):
        first = _offset_ms(int(wall_ms[place]), zone, 0)
        later = _offset_ms(int(wall_ms[place]), zone, 1)
        offset[place] = later if second and first > later else first
        nonexistent[place] = first < later
        ambiguous[place] = first > later
    return Located(wall_ms - offset, nonexistent, ambiguous)


def _offset_ms(wall_ms: int, zone: tzinfo, fold: int) -> int:
    moment = (_EPOCH + timedelta(milliseconds=wall_ms)).replace(tzinfo=zone, fold=fold)
    offset = moment.utcoffset()
    return 0 if offset is None else offset // timedelta(milliseconds=1)


def format_utc(time_ms: int) -> str:
    """Return `time_ms` [ms since the epoch, UTC] as ISO 8601 in UTC."""
    return datetime.fromtimestamp(time_ms / 1000, UTC).isoformat().replace("+00:00", "Z")
