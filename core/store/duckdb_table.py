"""A table keyed (series, time) in two parts: open days as they come, older days sorted.

Neither part has an index. A row later than all of its series is appended unseen; any other is
compared with what stands at its (series, time), which DuckDB finds by the ranges it keeps of every
122,880 rows. (A primary key costs six times the CPU and eight times the disk, and does not fit in
memory at a province's size; measured.)
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import duckdb
import numpy as np

from core.calendar import DAY_MS, OFFSET_MS
from core.readings import BoolArray, Int64Array
from core.store.duckdb_file import Columns, DuckDBFile, fetch_columns
from core.store.duckdb_span import SpanIndex, group_starts

MOVE_ROWS = 4_000_000
"""Rows moved in one transaction; writers wait about a second for it [1]."""

_LITERAL_SERIES = 256


@dataclass(frozen=True)
class TableShape:
    """What a table holds besides ``series`` and ``time``.

    Attributes
    ----------
    name : str
        Name of the view; the parts are NAME_open, NAME_closed, NAME_span.
    columns : dict of str to str
        Further columns with their SQL types, in order.
    beats : tuple of str
        Columns by which a new row must be greater than the one it replaces; empty: always.
    """

    name: str
    columns: dict[str, str]
    beats: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """All columns' names in order."""
        return ["series", "time", *self.columns]


class SeriesTimeTable:
    """Rows keyed (series, time), written by one thread at a time and read by any.

    Parameters
    ----------
    file : DuckDBFile
        Where the table is, and is made if absent.
    shape : TableShape
        Names, types and rule.
    """

    def __init__(self, file: DuckDBFile, shape: TableShape) -> None:
        self._file = file
        self._shape = shape
        self._lock = threading.Lock()
        self.span = SpanIndex()
        self._closed_before_ms = 0
        self._stale = False
        name, columns = shape.name, ", ".join(shape.names)
        types = {"series": "BIGINT", "time": "BIGINT", **shape.columns}
        body = ", ".join(f"{column} {kind} NOT NULL" for column, kind in types.items())
        with file.transaction("preparing") as cursor:
            for part in ("open", "closed"):
                cursor.execute(f"CREATE TABLE IF NOT EXISTS {name}_{part}({body})")
            cursor.execute(
                f"CREATE TABLE IF NOT EXISTS {name}_span"
                "(series BIGINT PRIMARY KEY, first BIGINT NOT NULL, last BIGINT NOT NULL)"
            )
            cursor.execute(
                f"CREATE OR REPLACE VIEW {name} AS SELECT {columns} FROM {name}_closed "
                f"UNION ALL SELECT {columns} FROM {name}_open"
            )
        self._load()

    def _load(self) -> None:
        name = self._shape.name
        span = SpanIndex()
        with self._file.cursor("reading the extent of") as cursor:
            closed = fetch_columns(cursor, f"SELECT series, first, last FROM {name}_span")
            still_open = fetch_columns(
                cursor,
                f"SELECT series, min(time) AS first, max(time) AS last FROM {name}_open GROUP BY 1",
            )
        for found in (closed, still_open):
            span.widen(found["series"], found["first"], found["last"])
        self._closed_before_ms = int(closed["last"].max()) + 1 if len(closed["last"]) else 0
        self._closed_before_ms -= (self._closed_before_ms + OFFSET_MS) % -DAY_MS
        self.span = span
        self._stale = False

    # Writing -------------------------------------------------------------------------------------

    def write(self, rows: Columns) -> None:
        """Write rows, sorted by (series, time) and without a (series, time) twice; durable.

        Raises
        ------
        StoreError
            Nothing was written, or it is not known what was; write the rows again.
        """
        with self._lock:
            if self._stale:
                self._load()
            self._stale = True
            self._write(rows)
            self._stale = False

    def _write(self, rows: Columns) -> None:
        late = rows["time"] <= self.span.last_ms(rows["series"])
        name = self._shape.name
        with self._file.transaction("writing to") as cursor:
            kept = rows
            if late.any():
                kept = _take(rows, ~self._beaten(cursor, rows, late))
            old = kept["time"] < self._closed_before_ms
            self._insert(cursor, f"{name}_open", _take(kept, ~old) if old.any() else kept)
            if old.any():
                self._insert(cursor, f"{name}_closed", _take(kept, old))
                self._note_closed(cursor, "new_rows_span", _spans(_take(kept, old)))
        spans = _spans(kept)
        self.span.widen(spans["series"], spans["first"], spans["last"])

    def _insert(self, cursor: duckdb.DuckDBPyConnection, table: str, rows: Columns) -> None:
        if not len(rows["series"]):
            return
        columns = ", ".join(self._shape.names)
        cursor.register("new_rows", rows)
        cursor.execute(f"INSERT INTO {table} SELECT {columns} FROM new_rows")
        cursor.unregister("new_rows")

    def _beaten(
        self, cursor: duckdb.DuckDBPyConnection, rows: Columns, late: BoolArray
    ) -> BoolArray:
        """Return which rows lose to what stands; delete what loses to them."""
        name, beats = self._shape.name, self._shape.beats
        at = np.flatnonzero(late)
        chosen = _take(rows, late) | {"row": at}
        within = _within("r", chosen)
        wins = (
            f"({', '.join('l.' + c for c in beats)}) > ({', '.join('r.' + c for c in beats)})"
            if beats
            else "TRUE"
        )
        beaten = np.zeros(len(late), np.bool_)
        cursor.register("late_rows", chosen)
        for part in ("open", "closed"):
            found = fetch_columns(
                cursor,
                f"SELECT l.row AS row, {wins} AS wins, r.rowid AS place FROM {name}_{part} r "
                f"JOIN late_rows l ON r.series = l.series AND r.time = l.time WHERE {within}",
            )
            wins_here = found["wins"]
            beaten[found["row"][~wins_here]] = True
            places = np.sort(found["place"][wins_here])
            if len(places):
                cursor.register("lost_rows", {"place": places})
                cursor.execute(
                    f"DELETE FROM {name}_{part} WHERE rowid IN (SELECT place FROM lost_rows)"
                )
                cursor.unregister("lost_rows")
        cursor.unregister("late_rows")
        return beaten

    def _note_closed(
        self, cursor: duckdb.DuckDBPyConnection, source: str, spans: Columns | None = None
    ) -> None:
        if spans is not None:
            cursor.register(source, spans)
        cursor.execute(
            f"INSERT INTO {self._shape.name}_span SELECT series, first, last FROM {source} "
            "ON CONFLICT (series) DO UPDATE SET first = least(first, excluded.first), "
            "last = greatest(last, excluded.last)"
        )
        if spans is not None:
            cursor.unregister(source)

    # Moving --------------------------------------------------------------------------------------

    def move(self, before_ms: int, stop: Callable[[], bool]) -> None:
        """Move the rows before `before_ms` [ms], a day's start, to the sorted part."""
        with self._lock:
            self._closed_before_ms = max(self._closed_before_ms, before_ms)
        name = self._shape.name
        with self._file.cursor("counting in") as cursor:
            slices = list(_slices(cursor, name, before_ms))
        for where in slices:
            if stop():
                return
            with self._lock:
                self._move_slice(where)
        if slices:
            with self._lock:
                self._checkpoint()

    def _move_slice(self, where: str) -> None:
        name, columns = self._shape.name, ", ".join(self._shape.names)
        with self._file.transaction("moving older days in") as cursor:
            self._note_closed(
                cursor,
                f"(SELECT series, min(time) AS first, max(time) AS last FROM {name}_open "
                f"WHERE {where} GROUP BY 1)",
            )
            cursor.execute(
                f"INSERT INTO {name}_closed SELECT {columns} FROM {name}_open WHERE {where} "
                f"ORDER BY (time + {OFFSET_MS}) // {DAY_MS}, series, time"
            )
            cursor.execute(f"DELETE FROM {name}_open WHERE {where}")

    def _checkpoint(self) -> None:
        with self._file.cursor("checkpointing") as cursor:
            try:
                cursor.execute("CHECKPOINT")
            except duckdb.TransactionException:
                return  # someone reads; the next commit that finds the file free does it

    # Reading -------------------------------------------------------------------------------------

    def read(self, series: Int64Array, start_ms: int, end_ms: int, names: Sequence[str]) -> Columns:
        """Return columns of `series` [1] in ``[start_ms, end_ms)`` [ms], by (series, time).

        `names` are the columns wanted, ``series`` and ``time`` among them.
        """
        columns = ", ".join(names)
        return _sorted(
            self._query(
                f"SELECT {columns} FROM {self._shape.name} WHERE time >= {start_ms} AND "
                f"time < {end_ms} AND {{chosen}}",
                series,
            )
        )

    def counts(self, series: Int64Array, start_ms: int, end_ms: int) -> Columns:
        """Return ``series`` and its ``rows`` [1] in ``[start_ms, end_ms)`` [ms], by series."""
        return self._query(
            f"SELECT series, count(*) AS rows FROM {self._shape.name} WHERE time >= {start_ms} "
            f"AND time < {end_ms} AND {{chosen}} GROUP BY series ORDER BY series",
            series,
        )

    def sums(self, series: Int64Array, start_ms: int, end_ms: int, name: str) -> Columns:
        """Return ``series`` and the ``total`` of a column in ``[start_ms, end_ms)`` [ms]."""
        return self._query(
            f"SELECT series, sum({name}) AS total FROM {self._shape.name} WHERE time >= {start_ms} "
            f"AND time < {end_ms} AND {{chosen}} GROUP BY series ORDER BY series",
            series,
        )

    def pick(self, series: Int64Array, condition: str, last: bool) -> Columns:
        """Return one row of each of `series` [1]: the last (or first) that meets `condition`."""
        choose = "arg_max" if last else "arg_min"
        end = "max" if last else "min"
        further = ", ".join(f"{choose}({c}, time) AS {c}" for c in self._shape.columns)
        return self._query(
            f"SELECT series, {end}(time) AS picked, {further} FROM {self._shape.name} "
            f"WHERE {condition} AND {{chosen}} GROUP BY series ORDER BY series",
            series,
        )

    def _query(self, sql: str, series: Int64Array) -> Columns:
        """Run `sql` with ``{chosen}`` standing for the condition that picks `series`."""
        ids = np.unique(series)
        if not len(ids):
            ids = np.zeros(1, np.int64)
        low, high = int(ids[0]), int(ids[-1])
        whole = high - low + 1 == len(ids)
        chosen = f"series BETWEEN {low} AND {high}"
        with self._file.cursor("reading from") as cursor:
            if not whole and len(ids) <= _LITERAL_SERIES:
                chosen = f"series IN ({', '.join(map(str, ids.tolist()))})"
            elif not whole:
                cursor.register("chosen_series", {"id": ids})
                chosen += " AND series IN (SELECT id FROM chosen_series)"
            found = fetch_columns(cursor, sql.format(chosen=chosen))
            if "chosen_series" in chosen:
                cursor.unregister("chosen_series")
        return found

    def count(self) -> int:
        """Return the number of rows [1]."""
        name = self._shape.name
        with self._file.cursor("counting in") as cursor:
            found = cursor.execute(
                f"SELECT (SELECT count(*) FROM {name}_open) + (SELECT count(*) FROM {name}_closed)"
            ).fetchone()
        return int(found[0]) if found else 0


def _take(rows: Columns, chosen: BoolArray) -> Columns:
    return {name: column[chosen] for name, column in rows.items()}


def _sorted(rows: Columns) -> Columns:
    """Return rows by (series, time), as those of a moved day already are; saves half of a read."""
    series, time = rows["series"], rows["time"]
    follows = (series[1:] > series[:-1]) | ((series[1:] == series[:-1]) & (time[1:] > time[:-1]))
    if follows.all():
        return rows
    order = np.lexsort((time, series))
    return {name: column[order] for name, column in rows.items()}


def _spans(rows: Columns) -> Columns:
    """Return ``series``, ``first`` and ``last`` time [ms] of rows sorted by (series, time)."""
    starts = group_starts(rows["series"])
    ends = np.append(starts[1:], len(rows["series"])) - 1 if len(starts) else starts
    return {
        "series": rows["series"][starts],
        "first": rows["time"][starts],
        "last": rows["time"][ends],
    }


def _within(alias: str, rows: Columns) -> str:
    """Return the condition that `alias` lies in the rows' ranges, so that DuckDB skips the rest."""
    return " AND ".join(
        f"{alias}.{c} BETWEEN {int(rows[c].min())} AND {int(rows[c].max())}"
        for c in ("series", "time")
    )


def _slices(cursor: duckdb.DuckDBPyConnection, name: str, before_ms: int) -> Iterator[str]:
    """Yield conditions that cut the open rows before `before_ms` [ms] into movable slices."""
    days = cursor.execute(
        f"SELECT (time + {OFFSET_MS}) // {DAY_MS} AS day, count(*) AS rows, min(series) AS low, "
        f"max(series) AS high FROM {name}_open WHERE time < {before_ms} GROUP BY 1 ORDER BY 1"
    ).fetchall()
    start, total = None, 0
    for day, rows, low, high in days:
        begin, end = day * DAY_MS - OFFSET_MS, (day + 1) * DAY_MS - OFFSET_MS
        if rows > MOVE_ROWS:
            step = -(-(high - low + 1) * MOVE_ROWS // rows)
            for first in range(low, high + 1, step):
                yield (
                    f"time >= {begin} AND time < {end} "
                    f"AND series >= {first} AND series < {first + step}"
                )
            continue
        start = begin if start is None else start
        total += rows
        if total >= MOVE_ROWS:
            yield f"time >= {start} AND time < {end}"
            start, total = None, 0
    if start is not None:
        yield f"time >= {start} AND time < {before_ms}"
