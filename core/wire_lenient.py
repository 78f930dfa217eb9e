"""Reading a message value by value: what the strict decoder of `core.wire` hands over.

Slow and patient: every reading that can be taken is, every other one becomes a
`ReadingProblem`, and only a message that cannot be understood as a whole raises `WireError`.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from core.errors import NenghengError
from core.topics import CODE_PATTERN

TIME_MAX_MS = 253_370_764_799_999
"""End of the year 9998 [ms since the epoch, UTC]; any zone can still write it."""
SEQ_MAX = 2**63 - 1
QUALITY_MAX = 4
DETAIL_MAX = 200

CODE = re.compile(CODE_PATTERN)


class WireReason(StrEnum):
    """Why a message or one of its readings cannot be taken, as far as the payload alone tells."""

    NOT_UTF8 = "not_utf8"
    BAD_JSON = "bad_json"
    BAD_GZIP = "bad_gzip"
    BAD_MESSAGEPACK = "bad_messagepack"
    UNKNOWN_FORMAT = "unknown_format"
    BAD_STRUCTURE = "bad_structure"
    BAD_IDENTITY = "bad_identity"
    TOO_LARGE = "too_large"
    UNSIGNED = "unsigned"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"
    BAD_READING = "bad_reading"
    BAD_POINT_CODE = "bad_point_code"
    BAD_TIME = "bad_time"
    BAD_QUALITY = "bad_quality"
    VALUE_NULL = "value_null"
    VALUE_NOT_NUMBER = "value_not_number"
    VALUE_NOT_FINITE = "value_not_finite"


def clean_text(text: str) -> str:
    """Return `text` shortened and such that every store can hold it (no lone surrogates)."""
    return text[:DETAIL_MAX].encode("utf-8", "backslashreplace").decode("utf-8")


def show(value: object) -> str:
    """Return a value of any depth as short text."""
    if value is None or isinstance(value, str | int | float):
        return clean_text(repr(value))
    return f"a {type(value).__name__}"


class WireError(NenghengError):
    """A message as a whole cannot be taken: `reason` is a `WireReason`, `detail` what was found."""

    def __init__(self, reason: WireReason, detail: str) -> None:
        self.reason = reason
        self.detail = clean_text(detail)
        super().__init__(f"{reason}: {self.detail}")


@dataclass(frozen=True, slots=True)
class ReadingProblem:
    """A reading that cannot be taken.

    Attributes
    ----------
    index : int
        Place of the reading in its message, counted over rows, then over columns [1].
    point : str
        Code of its point as sent.
    reason : str
        A `WireReason` of a reading.
    detail : str
        What was found.
    """

    index: int
    point: str
    reason: str
    detail: str


@dataclass(slots=True)
class MessageLists:
    """The good readings of a message as lists, and its problems.

    `counts` is None where `names` has one point code per reading; else `names` has one per series
    and `counts` its number of readings [1]. `index` holds each reading's place in the message [1],
    None where that is simply its place in the lists. Times in ms since the epoch, UTC.
    """

    stream: str | None
    seq: int | None
    sent_ms: int
    names: list[str]
    counts: list[int] | None
    time_ms: list[int]
    value: list[float]
    quality: list[int]
    index: list[int] | None = None
    problems: list[ReadingProblem] = field(default_factory=list)


class _ProblemError(Exception):
    """A value that cannot be taken, on its way to becoming a `ReadingProblem`."""

    def __init__(self, reason: WireReason, detail: str) -> None:
        self.reason = reason
        self.detail = clean_text(detail)
        super().__init__(detail)


def parse_json(payload: bytes) -> object:
    """Parse JSON with the leniency of the standard library: NaN and Infinity are numbers.

    Raises
    ------
    WireError
        The payload is no UTF-8 or no JSON.
    """
    try:
        text = payload.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WireError(WireReason.NOT_UTF8, str(error)) from error
    try:
        return json.loads(text, object_pairs_hook=refuse_twice)
    except (ValueError, RecursionError) as error:
        raise WireError(WireReason.BAD_JSON, str(error)) from error


def refuse_twice(pairs: Sequence[tuple[Hashable, object]]) -> dict[Hashable, object]:
    """Return the pairs of an object.

    Raises
    ------
    WireError
        A key stands twice.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        twice, _ = Counter(key for key, _ in pairs).most_common(1)[0]
        raise WireError(
            WireReason.BAD_STRUCTURE,
            f"the key {str(twice)[:64]!r} stands twice in one object; which of them holds is open",
        )
    return found


def parse_document(document: object) -> MessageLists:
    """Return the readings of a parsed message, taking whatever can be taken.

    Raises
    ------
    WireError
        The document has no readings at all, or its identity is malformed.
    """
    if not isinstance(document, dict):
        raise WireError(WireReason.BAD_STRUCTURE, f"a {type(document).__name__}, not an object")
    stream, seq = parse_identity(document)
    sent = document.get("sent")
    try:
        sent_ms = 0 if sent is None else _parse_time(sent)
    except _ProblemError as problem:
        raise WireError(WireReason.BAD_STRUCTURE, f"sent: {problem.detail}") from problem
    lists = MessageLists(stream, seq, sent_ms, [], None, [], [], [], index=[])
    for index, row in enumerate(_rows(document)):
        _take(lists, index, row)
    return lists


def parse_identity(document: dict[object, object]) -> tuple[str | None, int | None]:
    """Return stream and seq [1] of a parsed message, both None where it has none.

    Raises
    ------
    WireError
        One of them is malformed or missing.
    """
    stream, seq = document.get("stream"), document.get("seq")
    if stream is None and seq is None:
        return None, None
    number = _whole(seq)
    if not isinstance(stream, str) or not CODE.fullmatch(stream):
        raise WireError(WireReason.BAD_IDENTITY, f"stream {show(stream)} is not 1-64 of [\\w.:/-]")
    if number is None or not 1 <= number <= SEQ_MAX:
        raise WireError(WireReason.BAD_IDENTITY, f"seq {show(seq)} is not a whole number from 1")
    return stream, number


def _rows(document: dict[object, object]) -> Iterator[object]:
    """Yield every reading as a row, columns after rows; what has no shape comes as it stands."""
    readings, series = document.get("readings"), document.get("series")
    if readings is None and series is None:
        raise WireError(WireReason.BAD_STRUCTURE, "neither readings nor series")
    if readings is not None and not isinstance(readings, list | tuple):
        raise WireError(WireReason.BAD_STRUCTURE, f"readings is a {type(readings).__name__}")
    if series is not None and not isinstance(series, dict):
        raise WireError(WireReason.BAD_STRUCTURE, f"series is a {type(series).__name__}")
    yield from readings or ()
    for point, columns in (series or {}).items():
        yield from _column_rows(point, columns)


def _column_rows(point: object, columns: object) -> Iterator[object]:
    if not isinstance(columns, dict):
        yield _Shapeless(point, f"columns are a {type(columns).__name__}, not an object")
        return
    given = {name: columns.get(name) for name in ("t", "v", "q")}
    if given["q"] is None and isinstance(given["t"], list | tuple):
        given["q"] = [0] * len(given["t"])
    sizes = {k: len(c) if isinstance(c, list | tuple) else -1 for k, c in given.items()}
    size = max(sizes.values())
    if size < 0 or len(set(sizes.values())) > 1:
        detail = ", ".join(f"{n if n >= 0 else 'no list of'} {k}" for k, n in sizes.items())
        for _ in range(max(size, 1)):
            yield _Shapeless(point, f"columns of unequal length: {detail}")
        return
    t, v, q = (c if isinstance(c, list | tuple) else () for c in given.values())
    for row in zip(t, v, q, strict=True):
        yield {"p": point, "t": row[0], "v": row[1], "q": row[2]}


def name_of(point: object) -> str:
    """Return what stands where a point's code should, as text."""
    return clean_text(point) if isinstance(point, str) else show(point)


@dataclass(frozen=True, slots=True)
class _Shapeless:
    point: object
    detail: str


def _take(lists: MessageLists, index: int, row: object) -> None:
    point: object = ""
    try:
        if isinstance(row, _Shapeless):
            point = row.point
            raise _ProblemError(WireReason.BAD_READING, row.detail)
        if not isinstance(row, dict):
            raise _ProblemError(WireReason.BAD_READING, f"{show(row)} is not an object")
        point = row.get("p")
        name = _parse_point(point)
        time_ms = _parse_time(row.get("t"))
        value = _parse_value(row.get("v"))
        quality = _parse_quality(row.get("q"))
    except _ProblemError as problem:
        lists.problems.append(ReadingProblem(index, name_of(point), problem.reason, problem.detail))
        return
    lists.names.append(name)
    lists.time_ms.append(time_ms)
    lists.value.append(value)
    lists.quality.append(quality)
    if lists.index is not None:
        lists.index.append(index)


def _parse_point(given: object) -> str:
    if isinstance(given, str) and CODE.fullmatch(given):
        return given
    raise _ProblemError(WireReason.BAD_POINT_CODE, f"p {show(given)} is not 1-64 of [\\w.:/-]")


def _parse_time(given: object) -> int:
    number = _whole(given)
    if number is None or not 0 <= number <= TIME_MAX_MS:
        raise _ProblemError(WireReason.BAD_TIME, f"{show(given)} is not epoch milliseconds")
    return number


def _parse_quality(given: object) -> int:
    number = 0 if given is None else _whole(given)
    if number is None or not 0 <= number <= QUALITY_MAX:
        raise _ProblemError(WireReason.BAD_QUALITY, f"q {show(given)} is not 0 to {QUALITY_MAX}")
    return number


def _parse_value(given: object) -> float:
    if given is None:
        raise _ProblemError(WireReason.VALUE_NULL, "v is null or absent")
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise _ProblemError(WireReason.VALUE_NOT_NUMBER, f"v {show(given)} is no number")
    try:
        value = float(given)
    except OverflowError:
        value = math.inf
    if not math.isfinite(value):
        raise _ProblemError(WireReason.VALUE_NOT_FINITE, f"v is {value}")
    return value


def _whole(given: object) -> int | None:
    """Return a whole number given as int or as a float without fraction, else None."""
    if isinstance(given, float) and given.is_integer():
        return int(given)
    return given if isinstance(given, int) and not isinstance(given, bool) else None
