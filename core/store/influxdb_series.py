"""The series a store has been asked for: their ids, their names in lines, tags and statements."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from core.errors import RefusedError
from core.readings import Int64Array
from core.store.arrow_columns import arrow_texts
from core.store.protocol import SeriesKey

CODE = re.compile(r"[\w.:/-]{1,64}")
"""What codes of enterprises and points look like; nothing in them needs escaping."""

POINTS_NAMED = 48
"""Points of an enterprise named in a statement [1]; beyond, all of it is read and picked from."""
ENTERPRISES_NAMED = 64
"""Enterprises named in one statement [1]."""


class SeriesBook:
    """Ids from 1 upwards, in memory, for as long as the store is open."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids: dict[SeriesKey, int] = {}
        self._keys: list[SeriesKey] = []
        self._by_tags: dict[str, int] = {}
        self._tails: pa.Array | None = None

    def __len__(self) -> int:
        """Return the number of series, which is also the greatest id [1]."""
        return len(self._keys)

    def ids(self, keys: Sequence[SeriesKey]) -> Int64Array:
        """Return the ids [1] of `keys`, same order, allotting ids to keys never seen.

        Raises
        ------
        RefusedError
            A code has a character that codes do not have.
        """
        with self._lock:
            for key in keys:
                if key not in self._ids:
                    self._add(SeriesKey(*key))
            return np.fromiter((self._ids[key] for key in keys), np.int64, len(keys))

    def _add(self, key: SeriesKey) -> None:
        for name, code in zip(key._fields, key, strict=True):
            if not CODE.fullmatch(code):
                raise RefusedError(
                    f"{name} {code!r} is no code",
                    where=f"series {key.enterprise} {key.point}",
                    fix="use 1 to 64 letters, digits and _ . : / -",
                )
        self._keys.append(key)
        self._ids[key] = len(self._keys)
        self._by_tags[f"enterprise={key.enterprise},point={key.point}"] = len(self._keys)

    def keys(self) -> dict[int, SeriesKey]:
        """Return every id [1] with its key."""
        with self._lock:
            return dict(enumerate(self._keys, 1))

    def tails(self) -> pa.Array:
        """Return, by id, what stands in a line between the measurement and the first value."""
        with self._lock:
            if self._tails is None or len(self._tails) != len(self._keys) + 1:
                tails = [f",enterprise={e},point={p} " for e, p in self._keys]
                self._tails = arrow_texts(["", *tails])
            return self._tails

    def by_tags(self, tags: Sequence[str]) -> Int64Array:
        """Return the ids [1] of series by their tags in an answer; 0 for one never asked for."""
        return np.fromiter((self._by_tags.get(t, 0) for t in tags), np.int64, len(tags))

    def choices(self, ids: Int64Array) -> Iterator[tuple[str, Int64Array]]:
        """Yield conditions that pick (at least) the series `ids` [1], and which ids each picks.

        Many enterprises share a condition; a condition names no more than statements bear.
        """
        by_enterprise: dict[str, list[int]] = {}
        known = ids[(ids > 0) & (ids <= len(self._keys))]
        for number in np.unique(known).tolist():
            by_enterprise.setdefault(self._keys[number - 1].enterprise, []).append(number)
        terms: list[str] = []
        chosen: list[int] = []
        for enterprise, numbers in by_enterprise.items():
            terms.append(self._term(enterprise, numbers))
            chosen += numbers
            if len(terms) >= ENTERPRISES_NAMED:
                yield " OR ".join(terms), np.array(chosen, np.int64)
                terms, chosen = [], []
        if terms:
            yield " OR ".join(terms), np.array(chosen, np.int64)

    def _term(self, enterprise: str, numbers: list[int]) -> str:
        whole = f"\"enterprise\" = '{enterprise}'"
        if len(numbers) > POINTS_NAMED:
            return f"({whole})"
        points = " OR ".join(f"\"point\" = '{self._keys[n - 1].point}'" for n in numbers)
        return f"({whole} AND ({points}))"
