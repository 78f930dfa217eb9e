"""Which kind of content a call is answered with, by its ``Accept`` header.

References
----------
RFC 9110, HTTP Semantics, section 12.5.1 (Accept).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from api.errors import NotAcceptableError


@dataclass(frozen=True)
class ContentKind:
    """A kind of content.

    Attributes
    ----------
    name : str
        Ending of files of it.
    media_type : str
        As in ``Accept``.
    header : str
        As in ``Content-Type``.
    """

    name: str
    media_type: str
    header: str


JSON = ContentKind("json", "application/json", "application/json")
CSV = ContentKind("csv", "text/csv", "text/csv; charset=utf-8; header=present")
NDJSON = ContentKind("ndjson", "application/x-ndjson", "application/x-ndjson")
PARQUET = ContentKind("parquet", "application/vnd.apache.parquet", "application/vnd.apache.parquet")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSX = ContentKind("xlsx", XLSX_TYPE, XLSX_TYPE)
TABLES = (CSV, NDJSON, PARQUET, XLSX)
LISTS = (JSON, *TABLES)
"""What lists are given as; the first where the caller takes several alike."""

_QUALITY = re.compile(r"\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*", re.IGNORECASE)


def choose_kind(accept: str | None, offered: Sequence[ContentKind]) -> ContentKind:
    """Return the kind that an ``Accept`` header likes best of those that are offered.

    Raises
    ------
    NotAcceptableError
        It takes none of them.
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = [_parse_range(text) for text in accept.split(",")]
    liked = [(_quality(kind, ranges), -place) for place, kind in enumerate(offered)]
    quality, place = max(liked)
    if quality > 0:
        return offered[-place]
    raise NotAcceptableError(
        f"Accept {accept[:200]!r} takes none of what this call gives",
        parameter="Accept",
        value=accept[:200],
        fix=f"accept one of {', '.join(kind.media_type for kind in offered)}",
    )


def _parse_range(text: str) -> tuple[str, float]:
    """Return a media range and its quality [0 … 1]; parameters but ``q`` are passed over."""
    media, *parameters = text.split(";")
    qualities = [found[1] for one in parameters if (found := _QUALITY.fullmatch(one))]
    return media.strip().lower(), float(qualities[0]) if qualities else 1.0


def _quality(kind: ContentKind, ranges: Sequence[tuple[str, float]]) -> float:
    """Return how much a kind is liked [0 … 1]: by the range that names it most closely."""
    family = kind.media_type.partition("/")[0] + "/*"
    for wanted in (kind.media_type, family, "*/*"):
        found = [quality for media, quality in ranges if media == wanted]
        if found:
            return found[0]
    return 0.0
