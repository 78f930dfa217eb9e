"""Writing lines in requests of bounded size, and finding the lines that InfluxDB refuses."""

from __future__ import annotations

import re

from core.store.influxdb_http import InfluxHTTP, LinesRefusedError
from core.store.influxdb_lines import Lines

LINES_A_REQUEST = 10_000
"""Lines of one request [1]; from 5,000 to 50,000 InfluxDB takes them at the same rate."""

_DROPPED = re.compile(r"dropped=(\d+)")


def write_lines(http: InfluxHTTP, lines: Lines) -> dict[int, str]:
    """Write all lines but those that InfluxDB refuses; return their places [1] and its words.

    A refused request is halved until the culprits stand alone. InfluxDB may have taken the good
    lines of it already; writing them again changes nothing.

    Raises
    ------
    StoreError
        InfluxDB failed; it is not known what it has.
    """
    refused: dict[int, str] = {}
    parts = [
        (first, min(first + LINES_A_REQUEST, len(lines)))
        for first in range(0, len(lines), LINES_A_REQUEST)
    ]
    parts.reverse()
    while parts:
        first, end = parts.pop()
        try:
            http.write(lines.slice(first, end))
        except LinesRefusedError as error:
            if end - first == 1 or _all_dropped(error.words, end - first):
                refused |= dict.fromkeys(range(first, end), error.words)
            else:
                middle = (first + end) // 2
                parts += [(middle, end), (first, middle)]
    return refused


def _all_dropped(words: str, lines: int) -> bool:
    """Tell whether InfluxDB says that it dropped all `lines` [1] of a request."""
    told = _DROPPED.search(words)
    return told is not None and int(told[1]) == lines
