"""`CollectorFigures`: what a collector measures of itself, for metrics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.latency import Latency


@dataclass(frozen=True)
class CollectorFigures:
    """Figures of one moment.

    Attributes
    ----------
    lag_messages : int
        Messages committed and not drained [1].
    lag_s : float
        For how long the oldest of them has been waiting [s]; 0 where there is none.
    inbox_bytes, inbox_messages : int
        What waits for the journal's commit [byte], [1].
    journal_bytes, journal_segments : int
        What the journal takes on the disk [byte], and its files [1].
    journal_age_s : float
        Age of its oldest segment [s]; 0 where there is none.
    outbox_rows : int
        What the courier is still to carry to the registry [1].
    commit : Latency
        A commit group of the intake, from its beginning until it is on the disk.
    store_write : Latency
        A batch's write to the time-series store, tries within the store included.
    store_writing_s : float
        For how long the write under way has been running [s]; 0 where there is none.
    quarantine_open : mapping
        Messages with something in quarantine, by reason [1].
    """

    lag_messages: int
    lag_s: float
    inbox_bytes: int
    inbox_messages: int
    journal_bytes: int
    journal_segments: int
    journal_age_s: float
    outbox_rows: int
    commit: Latency
    store_write: Latency
    store_writing_s: float
    quarantine_open: Mapping[str, int]
