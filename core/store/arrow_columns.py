"""Columns and texts as Arrow's, without ``pa.array``.

That one imports pandas wherever it is installed, to see whether it was given something of it: 50 MB
and half a second for every process.
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


def arrow_texts(texts: Iterable[str]) -> pa.Array:
    """Return texts as Arrow's, at most 2 GiB of them."""
    encoded = [text.encode() for text in texts]
    ends = np.zeros(len(encoded) + 1, np.int32)
    np.cumsum([len(text) for text in encoded], out=ends[1:])
    data = pa.py_buffer(b"".join(encoded))
    return pa.StringArray.from_buffers(len(encoded), pa.py_buffer(ends), data)
