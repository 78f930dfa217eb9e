"""What holds of any CSV files: they are imported whole, or refused row by row and nothing changes.

An input is one or more files, each a byte that chooses the table and the file's bytes, with `MARK`
between them.
"""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any
from zlib import crc32

from api.schemas.imports import ImportProblem
from core.clock import FixedClock
from core.registry.database import Registry, connect_registry, open_registry
from core.registry.transfer import ImportReport, export_files, import_files
from core.registry.transfer.spec import TableSpec, Values
from core.registry.transfer.tables import TABLES
from tests.core.registry.transfer.conftest import FILES, NOW_MS, write_rows
from tests.fuzz.spoiling import MEMORY, cut_bytes, spoil_part, spoil_table

MARK = b"\x1c\x1c"
NAMES = tuple(TABLES)
TOKENS = [
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"x" * 402,
    b'""',
    b" ",
    b"\x1c",
]
TAKEN = 16
"""Of so many good inputs one is imported for good as well, told by its bytes [1]."""
ELSEWHERE = 8
"""Of so many of these one is exported, and imported elsewhere [1]."""


def read_inputs() -> list[bytes]:
    """Return the files from which fuzzing starts: each table alone, and all of them."""
    with tempfile.TemporaryDirectory() as directory:
        blocks = [
            bytes([NAMES.index(name)])
            + write_rows(Path(directory) / f"{name}.csv", rows).read_bytes().replace(b"\r", b"")
            for name, rows in FILES.items()
        ]
    heads = [
        bytes([place]) + ",".join(column.name for column in spec.columns).encode() + b"\n"
        for place, spec in enumerate(TABLES.values())
    ]
    return [*blocks, *heads, MARK.join(blocks), MARK.join(reversed(blocks))]


def spoil(data: bytes, random: Random) -> bytes:
    """Change one of the files: mostly a cell, row or column of it."""

    def spoil_file(block: bytes, random: Random) -> bytes:
        if random.random() < 0.25:
            return cut_bytes(block, random, TOKENS)
        text = block[1:].decode("utf-8", "replace")
        head = block[:1] if block and random.random() < 0.95 else bytes([random.randrange(9)])
        return head + spoil_table(text, random).encode("utf-8", "surrogatepass")

    for _ in range(random.choice((1, 1, 1, 2, 3))):
        data = spoil_part(data, random, MARK, spoil_file)
    return data


class Oracle:
    """A registry with a few rows, put back after every import that changed it.

    Parameters
    ----------
    hurried : bool
        Read the registry's rows from memory for the check, which is four fifths of its time and
        the same for every input; import only one in `TAKEN` good inputs for good.
    """

    def __init__(self, *, hurried: bool = True) -> None:
        self._directory = Path(tempfile.mkdtemp(prefix="fuzz-import-", dir=MEMORY))
        self._clock = FixedClock(NOW_MS)
        self._registry = open_registry(self._directory / "registry.db")
        self._remembered: dict[str, dict[Any, Values]] = {}
        self._hurried = hurried
        paths = [write_rows(self._directory / f"{n}.csv", rows) for n, rows in FILES.items()]
        assert import_files(self._registry, paths, clock=self._clock).applied
        self._template = sqlite3.connect(self._directory / "template.db")
        self._copy(self._registry, back=False)
        self._empty = self._make_empty()

    def check(self, data: bytes) -> None:
        """Check everything that holds of a set of files.

        Raises
        ------
        AssertionError
            It does not hold.
        """
        paths = self._write(data)
        with self._read_from_memory():
            report = import_files(self._registry, paths, clock=self._clock, dry_run=True)
        assert not report.applied
        check_report(report, paths)
        if report.rows:
            return
        check_counts(report, paths)
        share = crc32(data)
        if share % TAKEN == 0 or not self._hurried:
            self._check_taken(report, paths, elsewhere=share // TAKEN % ELSEWHERE == 0)

    def settle(self, *, last: bool = False) -> None:
        """Nothing waits here: every input was judged alone."""

    def close(self) -> None:
        """Close what is open."""
        self._template.close()
        self._registry.close()
        shutil.rmtree(self._directory)

    def _write(self, data: bytes) -> list[Path]:
        """Write the files of an input; those of one table are numbered."""
        paths: list[Path] = []
        seen: Counter[str] = Counter()
        for block in data.split(MARK):
            name = NAMES[block[0] % len(NAMES)] if block else NAMES[0]
            seen[name] += 1
            path = self._directory / f"{name}_{seen[name]}.csv"
            path.write_bytes(block[1:])
            paths.append(path)
        return paths

    def _check_taken(self, planned: ImportReport, paths: list[Path], *, elsewhere: bool) -> None:
        """Import for good, again, and elsewhere, and put the registry back."""
        try:
            report = import_files(self._registry, paths, clock=self._clock)
            assert report.applied, report.rows
            assert report.counts == planned.counts
            again = import_files(self._registry, paths, clock=self._clock)
            assert again.applied, again.rows
            assert all(c.added == c.changed == 0 for c in again.counts.values()), again.counts
            if elsewhere:
                self._check_elsewhere()
        finally:
            self._copy(self._registry, back=True)

    def _check_elsewhere(self) -> None:
        """What is exported is taken by an empty registry, and exported from there the same."""
        out, other = self._directory / "out", self._directory / "other"
        place = self._directory / "elsewhere.db"
        shutil.copy(self._empty, place)
        with connect_registry(place) as elsewhere:
            files = export_files(self._registry, out)
            report = import_files(elsewhere, sorted(out.glob("*.csv")), clock=self._clock)
            assert report.applied, (files, report.rows)
            export_files(elsewhere, other)
        for path in sorted(out.glob("*.csv")):
            assert path.read_bytes() == (other / path.name).read_bytes()
        for path in self._directory.glob("elsewhere.db*"):
            path.unlink()

    def _make_empty(self) -> Path:
        path = self._directory / "empty.db"
        open_registry(path).close()
        return path

    def _copy(self, registry: Registry, *, back: bool) -> None:
        """Copy the registry's file into the template, or `back`."""
        held = registry.engine.raw_connection()
        try:
            pair = (held.driver_connection, self._template)
            source, target = reversed(pair) if back else pair
            assert isinstance(source, sqlite3.Connection)
            source.backup(target)  # type: ignore[arg-type]
        finally:
            held.close()

    @contextmanager
    def _read_from_memory(self) -> Iterator[None]:
        if not self._hurried:
            yield
            return
        kinds = {type(spec): type(spec).read for spec in TABLES.values()}
        try:
            for kind, read in kinds.items():
                kind.read = self._remembering(read)  # type: ignore[method-assign]
            yield
        finally:
            for kind, read in kinds.items():
                kind.read = read  # type: ignore[method-assign]

    def _remembering(self, read: Callable[..., Any]) -> Callable[..., Any]:
        def read_once(spec: TableSpec, session: object, *_where: object) -> dict[Any, Values]:
            if spec.name not in self._remembered:  # whole: conditions only leave out what is apart
                self._remembered[spec.name] = read(spec, session)
            return {key: dict(values) for key, values in self._remembered[spec.name].items()}

        return read_once


def check_report(report: ImportReport, paths: list[Path]) -> None:
    """Check that every problem says which file, row and cell, why, and what to do."""
    names = {str(path) for path in paths}
    for problem in report.rows:
        assert problem.file in names
        assert problem.row >= 0
        assert problem.reason
        assert problem.fix
        shown = ImportProblem(**problem._asdict())
        shown.model_dump_json()
    assert [(p.file, p.row) for p in report.rows] == sorted((p.file, p.row) for p in report.rows)


def check_counts(report: ImportReport, paths: list[Path]) -> None:
    """Check that files without a problem have every row counted."""
    rows: Counter[str] = Counter()
    for path in paths:
        text = path.read_bytes().decode("utf-8-sig")
        assert "\0" not in text, "PostgreSQL keeps no NUL"
        lines = [
            one for one in csv.reader(io.StringIO(text, newline="")) if any(map(str.strip, one))
        ]
        rows[path.stem.rpartition("_")[0]] += max(0, len(lines) - 1)
    counted = {name: sum(counts) for name, counts in report.counts.items()}
    assert counted == rows
