"""Reading a recorded file: CSV, plain or gzip, into frames of rows with bounded memory."""

from __future__ import annotations

import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import IO

import numpy as np

from core.readings import Float64Array, Int64Array
from simulators.errors import MapError, ReplayFileError
from simulators.replay.map import ReplayMap

ROWS_PER_FRAME = 8192
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_DAY_S = 86_400
_NO_TIME = np.iinfo(np.int64).min


@dataclass(frozen=True)
class CellProblem:
    """A cell that cannot be taken; `row` is its line in the file [1], the header is line 1."""

    row: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        """Return it as one line for people."""
        return f"row {self.row}, column {self.column!r}: {self.value!r} {self.reason}"


@dataclass(frozen=True)
class Frame:
    """Some rows of a file.

    Attributes
    ----------
    rows : (n,) int64
        Line of each row in the file [1].
    wall_ms : (n,) int64
        Label on the file's own clock [ms]; see `simulators.replay.zones`.
    values : dict of (n,) float64
        Cells by column; NaN where empty.
    problems : list of CellProblem
        Cells that are neither a number nor empty, and rows without a readable time, which are left
        out.
    """

    rows: Int64Array
    wall_ms: Int64Array
    values: dict[str, Float64Array]
    problems: list[CellProblem] = field(default_factory=list)

    def __len__(self) -> int:
        """Return the number of rows [1]."""
        return len(self.wall_ms)


@contextmanager
def _open_text(path: Path, encoding: str) -> Iterator[IO[str]]:
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            binary = io.BufferedReader(gzip.GzipFile(fileobj=raw)) if packed else raw
            with io.TextIOWrapper(binary, encoding=encoding, newline="") as text:
                yield text
    except FileNotFoundError as error:
        raise ReplayFileError(f"file {path} is not there", fix="give its path") from error
    except (OSError, EOFError, zlib.error) as error:
        raise ReplayFileError(
            f"cannot be read: {error}", where=str(path), fix="copy it again"
        ) from error
    except (UnicodeDecodeError, LookupError) as error:
        raise ReplayFileError(
            f"is not {encoding}: {error}", where=str(path), fix="set encoding under [file]"
        ) from error


def read_frames(
    path: Path, given: ReplayMap, *, rows_per_frame: int = ROWS_PER_FRAME
) -> Iterator[Frame]:
    """Yield the rows of a file, `rows_per_frame` [1] at a time.

    Raises
    ------
    MapError
        The file lacks a column of the map.
    ReplayFileError
        The file cannot be opened, decoded or is not CSV.
    """
    with _open_text(path, given.file.encoding) as text:
        reader = csv.reader(text, delimiter=given.file.delimiter)
        header = [name.strip() for name in next(reader, [])]
        columns = _find_columns(header, given, path)
        clock = _LabelReader(given, path, columns)
        try:
            while rows := list(islice(reader, rows_per_frame)):
                yield _build_frame(rows, columns, clock, reader.line_num - len(rows))
        except csv.Error as error:
            raise ReplayFileError(
                f"line {reader.line_num} is not CSV: {error}",
                where=str(path),
                fix="mend the line, or set delimiter under [file]",
            ) from error


def _find_columns(header: Sequence[str], given: ReplayMap, path: Path) -> dict[str, int]:
    wanted = [given.time.column] if given.time.column else []
    wanted += [point.column for point in given.points]
    missing = [name for name in wanted if name not in header]
    if missing:
        raise MapError(
            f"column {missing[0]!r} is not in the file, which has {', '.join(header)}",
            where=str(path),
            fix="mend the name in the map, or [file] delimiter",
        )
    return {name: header.index(name) for name in wanted}


class _LabelReader:
    """Turns a row's label, or its number where the file has none, into wall time."""

    def __init__(self, given: ReplayMap, path: Path, columns: dict[str, int]) -> None:
        self._time = given.time
        self.empty = set(given.file.empty)
        self.column = given.time.column
        self.index = columns.get(given.time.column)
        self._known: dict[str, int] = {}
        self._start_ms = 0
        self._count = 0
        if given.is_assumed():
            self._start_ms = self._time.read_label(given.start_label(path.name))

    def label(self, cells: Sequence[str]) -> str:
        """Return the label of a row, '' where the file has none."""
        return "" if self.index is None else cells[self.index].strip()

    def read(self, text: str) -> int:
        """Return the wall time [ms] of the next row, whose label is `text`."""
        self._count += 1
        if self.index is None:
            return self._start_ms + (self._count - 1) * self._time.step_s * 1000
        wall_ms = self._time.read_label(text)
        if self._time.midnight == "end-of-day" and wall_ms % (_DAY_S * 1000) == 0:
            wall_ms += _DAY_S * 1000
        return wall_ms


def _build_frame(
    rows: list[list[str]], columns: dict[str, int], clock: _LabelReader, first: int
) -> Frame:
    problems: list[CellProblem] = []
    kept: list[list[str]] = []
    lines: list[int] = []
    walls: list[int] = []
    width = max(columns.values()) + 1
    for line, cells in enumerate(rows, start=first + 1):
        if not any(cells):
            continue
        if len(cells) < width:
            problems.append(CellProblem(line, "", ",".join(cells)[:60], "has too few cells"))
            continue
        label = clock.label(cells)
        try:
            walls.append(clock.read(label))
        except ReplayFileError:
            problems.append(CellProblem(line, clock.column, label, "is no time"))
            continue
        lines.append(line)
        kept.append(cells)
    frame_rows = np.array(lines, np.int64)
    values = {}
    for name, index in columns.items():
        if index != clock.index:
            texts = [cells[index].strip() for cells in kept]
            values[name] = _read_numbers(texts, name, frame_rows, (clock.empty, problems))
    return Frame(frame_rows, np.array(walls, np.int64), values, problems)


def _read_numbers(
    texts: list[str],
    column: str,
    rows: Int64Array,
    sink: tuple[set[str], list[CellProblem]],
) -> Float64Array:
    empty, problems = sink
    shown = [text if text and text not in empty else "nan" for text in texts]
    try:
        values = np.array(shown, np.float64)
    except ValueError:
        values = np.full(len(texts), np.inf)
    # What NumPy reads need not be a number of a CSV file: "inf", "nan" and "1_000" are looked at.
    if np.isnan(values).sum() == shown.count("nan") - texts.count("nan") and (
        not np.isinf(values).any() and "_" not in "".join(texts)
    ):
        return values
    values = np.full(len(texts), np.nan)
    for place, text in enumerate(texts):
        if not text or text in empty:
            continue
        value = float(text) if _NUMBER.fullmatch(text) else np.inf
        if np.isfinite(value):
            values[place] = value
        else:
            problems.append(CellProblem(int(rows[place]), column, text, "is no number"))
    return values
