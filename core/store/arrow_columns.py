"""Columns from numpy to Arrow and back, by their memory.

``pa.array``, ``pa.scalar``, ``to_numpy``, and Arrow's functions where they are given a plain value,
import pandas wherever it is installed: 50 MB and half a second for every process.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


def arrow_numbers(column: NDArray[Any]) -> pa.Array:
    """Return a column of numbers as Arrow's, its memory shared."""
    whole = np.ascontiguousarray(column)
    kind = pa.from_numpy_dtype(whole.dtype)
    return pa.Array.from_buffers(kind, len(whole), [None, pa.py_buffer(whole)])


def numpy_numbers(column: pa.Array) -> NDArray[Any]:
    """Return a column of numbers as numpy's, its memory shared; 0 where there is none."""
    kind = np.dtype(column.type.to_pandas_dtype())
    if not len(column):
        return np.empty(0, kind)
    present, data = column.buffers()
    values = np.frombuffer(data, kind, len(column), column.offset * kind.itemsize)
    if not column.null_count:
        return values
    bits = np.unpackbits(np.frombuffer(present, np.uint8), bitorder="little")
    return np.where(bits[column.offset : column.offset + len(column)], values, kind.type(0))


def arrow_texts(texts: Iterable[str]) -> pa.Array:
    """Return texts as Arrow's, at most 2 GiB of them."""
    encoded = [text.encode() for text in texts]
    ends = np.zeros(len(encoded) + 1, np.int32)
    np.cumsum([len(text) for text in encoded], out=ends[1:])
    data = pa.py_buffer(b"".join(encoded))
    return pa.StringArray.from_buffers(len(encoded), pa.py_buffer(ends), data)


def arrow_text(text: str) -> pa.Scalar:
    """Return one text as Arrow's."""
    return arrow_texts([text])[0]
