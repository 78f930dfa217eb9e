"""`Ledger`: everything a gateway was ever given, and its comparison with a store."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.readings import ReadingBatch
from core.store.protocol import SeriesKey, TimeSeriesStore
from core.wire import WireMessage, decode


@dataclass(frozen=True)
class Ledger:
    """What one buffer file holds.

    Attributes
    ----------
    enterprise, gateway, stream : str
        Whose messages.
    messages : dict of int to WireMessage
        Every message by its number [1].
    pending : int
        Messages that no reply has named [1].
    """

    enterprise: str
    gateway: str
    stream: str
    messages: dict[int, WireMessage]
    pending: int


@dataclass(frozen=True)
class Comparison:
    """Ledgers against a store, in readings [1].

    Attributes
    ----------
    expected : int
        Distinct (point, time) the gateways were given.
    lost : int
        Of these, absent from the store.
    altered : int
        Of these, in the store with another value, quality, sent or seq than the rule leaves.
    doubled : int
        In the store more than once.
    unaccounted : int
        In the store, of these enterprises, and in no ledger.
    """

    expected: int
    lost: int
    altered: int
    doubled: int
    unaccounted: int

    @property
    def clean(self) -> bool:
        """Whether nothing is lost, altered, doubled or unaccounted for."""
        return not (self.lost or self.altered or self.doubled or self.unaccounted)


def read_ledger(path: Path) -> Ledger:
    """Read a buffer file that was kept as a ledger; a client may still be using it."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        rows = database.execute("SELECT seq, payload, durable FROM message").fetchall()
        enterprise, gateway, stream = database.execute(
            "SELECT enterprise, gateway, stream FROM identity"
        ).fetchone()
    finally:
        database.close()
    return Ledger(
        enterprise,
        gateway,
        stream,
        {seq: decode(payload) for seq, payload, _ in rows},
        sum(not durable for _, _, durable in rows),
    )


def compare(ledgers: Sequence[Ledger], store: TimeSeriesStore) -> Comparison:
    """Compare all that gateways were given with all that the store holds of their enterprises."""
    enterprises = {ledger.enterprise for ledger in ledgers}
    keys = {key: series for series, key in store.series_keys().items()}
    unknown: dict[SeriesKey, int] = {}
    expected = ReadingBatch.concat(
        [
            _batch(message, ledger.enterprise, keys, unknown)
            for ledger in ledgers
            for message in ledger.messages.values()
        ]
    ).latest()
    stored = _read_stored(store, [s for key, s in keys.items() if key.enterprise in enterprises])
    return _compare(expected, stored)


def _batch(
    message: WireMessage,
    enterprise: str,
    keys: dict[SeriesKey, int],
    unknown: dict[SeriesKey, int],
) -> ReadingBatch:
    """Return a message's readings; a series the store has never seen gets a negative id."""
    series = []
    for point in message.points:
        key = SeriesKey(enterprise, point)
        series.append(keys[key] if key in keys else unknown.setdefault(key, -1 - len(unknown)))
    count = len(message.time_ms)
    return ReadingBatch(
        np.array(series, np.int64)[message.point_index] if count else np.empty(0, np.int64),
        message.time_ms,
        message.value,
        message.quality,
        np.full(count, message.sent_ms, np.int64),
        np.full(count, message.seq or 0, np.int64),
    )


def _read_stored(store: TimeSeriesStore, series: list[int]) -> ReadingBatch:
    ids = np.array(sorted(series), np.int64)
    limit = np.iinfo(np.int64).max // 4
    return store.read_readings(ids, -limit, limit) if len(ids) else ReadingBatch.empty()


def _compare(expected: ReadingBatch, stored: ReadingBatch) -> Comparison:
    kind = np.dtype([("series", np.int64), ("time", np.int64)])
    wanted = np.empty(len(expected), kind)
    wanted["series"], wanted["time"] = expected.series, expected.time_ms
    found = np.empty(len(stored), kind)
    found["series"], found["time"] = stored.series, stored.time_ms
    unique, first = np.unique(found, return_index=True)
    _, at_wanted, at_found = np.intersect1d(wanted, unique, assume_unique=True, return_indices=True)
    there, given = stored.take(first[at_found]), expected.take(at_wanted)
    same = (
        (there.value == given.value)
        & (there.quality == given.quality)
        & (there.sent_ms == given.sent_ms)
        & (there.seq == given.seq)
    )
    return Comparison(
        expected=len(wanted),
        lost=len(wanted) - len(at_wanted),
        altered=int(np.count_nonzero(~same)),
        doubled=len(found) - len(unique),
        unaccounted=len(unique) - len(at_found),
    )
