"""How much stands in a bucket: its series, and counts that are never let become a burden."""

from __future__ import annotations

import threading

from core.clock import monotonic_s
from core.errors import StoreError
from core.store.influxdb_http import InfluxHTTP
from core.store.influxdb_series import CODE, SeriesBook
from core.store.influxdb_statements import HOURS, READINGS, count_all
from core.store.protocol import SeriesKey, StoreStatistics

WAIT_S = 2.0
"""Longest wait for a count [s]; it goes on behind and is known the next time."""
REST_TURNS = 20.0
"""Rest between counts, in the last one's own time [1]: they take a twentieth of InfluxDB's time."""
SHORT_S = 0.1
"""A count that took no longer is always taken anew [s]."""
UNKNOWN = -1


def list_series(http: InfluxHTTP) -> list[SeriesKey]:
    """Return the series that stand in the bucket, by name.

    Raises
    ------
    StoreError
        InfluxDB could not be asked.
    """
    found: set[SeriesKey] = set()
    for measurement in (READINGS, HOURS):
        result = http.run(f'SHOW SERIES FROM "{measurement}"')
        for series in result.get("series", ()):
            for (name,) in series["values"]:
                tags = dict(part.split("=", 1) for part in name.split(",")[1:])
                key = SeriesKey(tags.get("enterprise", ""), tags.get("point", ""))
                if all(CODE.fullmatch(code) for code in key):
                    found.add(key)
    return sorted(found)


class SizeKeeper:
    """Counts rows now and then, and remembers what was counted.

    Parameters
    ----------
    http : InfluxHTTP
        The bucket.
    book : SeriesBook
        Its series as far as asked for.
    """

    def __init__(self, http: InfluxHTTP, book: SeriesBook) -> None:
        self._http = http
        self._book = book
        self._lock = threading.Lock()
        self._counting: threading.Thread | None = None
        self._counts = (UNKNOWN, UNKNOWN)
        self._error: StoreError | None = None
        self._next_s = 0.0

    def statistics(self) -> StoreStatistics:
        """Return the size as last counted; disk space is not told by InfluxDB: 0.

        Raises
        ------
        StoreError
            InfluxDB could not be asked.
        """
        with self._lock:
            if monotonic_s() >= self._next_s and self._counting is None:
                self._counting = threading.Thread(target=self._count, daemon=True, name="count")
                self._counting.start()
            counting = self._counting
        if counting is not None:
            counting.join(WAIT_S)
        with self._lock:
            if self._error is not None:
                raise self._error
            readings, hours = self._counts
        return StoreStatistics(readings, hours, len(self._book), 0)

    def _count(self) -> None:
        began_s = monotonic_s()
        try:
            counts = self._count_rows(READINGS, "v"), self._count_rows(HOURS, "coverage")
            error = None
        except StoreError as found:
            counts, error = self._counts, found
        with self._lock:
            self._counts, self._error, self._counting = counts, error, None
            spent_s = monotonic_s() - began_s
            self._next_s = monotonic_s() + (REST_TURNS * spent_s if spent_s > SHORT_S else 0.0)

    def _count_rows(self, measurement: str, field: str) -> int:
        result = self._http.run(count_all(measurement, field))
        return sum(int(series["values"][0][1]) for series in result.get("series", ()))
