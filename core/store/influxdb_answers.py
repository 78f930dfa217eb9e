"""InfluxQL answers as columns: CSV streamed into Arrow, series told by their tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv
from numpy.typing import NDArray

from core.errors import StoreError
from core.readings import Int64Array
from core.store.arrow_columns import numpy_numbers
from core.store.influxdb_http import InfluxHTTP
from core.store.influxdb_series import SeriesBook

BLOCK_BYTES = 1 << 20

Columns = dict[str, NDArray[Any]]
"""Columns of one length by name, ``series`` and ``time`` first."""


class Answers:
    """Runs statements grouped by enterprise and point, and tells the series of the rows.

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

    def stream(self, statement: str, kinds: Mapping[str, Any]) -> Iterator[Columns]:
        """Yield the rows of a statement in pieces, as they come; series 0 is one never asked for.

        Parameters
        ----------
        statement : str
            InfluxQL that ends before its GROUP BY.
        kinds : Mapping[str, numpy type]
            The columns wanted, as the statement names them, in its order.

        Raises
        ------
        StoreError
            The statement failed or broke off.
        """
        body = self._http.query(statement)
        if body is None:
            return
        types = {name: pa.from_numpy_dtype(np.dtype(kind)) for name, kind in kinds.items()}
        types |= {"tags": pa.dictionary(pa.int32(), pa.string()), "time": pa.int64()}
        with body:
            try:
                reader = pa_csv.open_csv(
                    body,
                    read_options=pa_csv.ReadOptions(use_threads=False, block_size=BLOCK_BYTES),
                    convert_options=pa_csv.ConvertOptions(
                        column_types=types, include_columns=["tags", "time", *kinds]
                    ),
                )
                for piece in reader:
                    yield self._columns(piece, kinds)
            except pa.ArrowInvalid as error:
                raise StoreError(
                    f"InfluxDB {self._http.address}: its answer cannot be read: {error}. "
                    "To mend: see that nothing in between changes answers"
                ) from error

    def _columns(self, piece: pa.RecordBatch, kinds: Mapping[str, Any]) -> Columns:
        tags = piece.column(0)
        series = self._book.by_tags(tags.dictionary.to_pylist())
        found: Columns = {
            "series": series[numpy_numbers(tags.indices)] if len(series) else series,
            "time": numpy_numbers(piece.column(1)),
        }
        for k, (name, kind) in enumerate(kinds.items(), 2):
            found[name] = numpy_numbers(piece.column(k)).astype(kind, copy=False)
        return found

    def read(self, statement: str, kinds: Mapping[str, Any], wanted: Int64Array) -> Columns:
        """Return the rows of the series `wanted` [1], by (series, time), as `stream`."""
        empty: Columns = {"series": np.empty(0, np.int64), "time": np.empty(0, np.int64)}
        empty |= {name: np.empty(0, kind) for name, kind in kinds.items()}
        pieces = [empty, *self.stream(statement, kinds)]
        found = {name: np.concatenate([piece[name] for piece in pieces]) for name in empty}
        return pick_series(found, wanted)


def pick_series(rows: Columns, wanted: Int64Array) -> Columns:
    """Return the rows of the series `wanted` [1], by (series, time)."""
    series, time = rows["series"], rows["time"]
    ids = np.unique(wanted)
    size = max(int(ids[-1]) if len(ids) else 0, int(series.max()) if len(series) else 0) + 1
    is_wanted = np.zeros(size, np.bool_)
    is_wanted[ids] = True
    order = np.lexsort((time, series))
    order = order[is_wanted[series[order]]]
    return {name: column[order] for name, column in rows.items()}


def concat(parts: list[Columns]) -> Columns:
    """Return the rows of all `parts` in one, order kept; there must be one."""
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
