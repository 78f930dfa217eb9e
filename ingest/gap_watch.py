"""`GapWatch`: finds the numbers that never came, and tells the registry by findings.

The drain notes which numbers came; this looks at what is new every few seconds and keeps what is
missing in state.db, so that a restart forgets nothing. A finding (`sequence_gap`) stands for each
stream of which something has been missing for longer than `gap_after_s`; it changes and goes as
numbers come late.

What lies between our last sight of a stream and its next number counts as missing only where no
other collector has heard the gateway in between: then those numbers may be there (an enterprise
that moved to another part and back). Likewise the head of a stream that is first seen above 1: it
counts where this state.db is the first this collector has had, and nobody else heard the gateway.
"""

from __future__ import annotations

import json
import logging
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import select

from core.clock import Clock
from core.errors import NenghengError
from core.registry.database import Registry
from core.registry.results import Book
from ingest.books import BookKey
from ingest.gap_rows import (
    GapRow,
    forget_changed,
    note_origin,
    read_came,
    read_changed_chunks,
    read_changed_streams,
    read_open_rows,
    read_origin,
    read_replayed,
    read_row,
    write_rows,
)
from ingest.gaps import Gap, choose_due, find_jump, follow, join, subtract
from ingest.outbox import OutboxFinding, add_findings, remove_findings
from ingest.state import State

log = logging.getLogger(__name__)

CODE = "sequence_gap"
PAUSE_S = 5.0
STREAMS_AT_ONCE = 200
"""Streams looked at in one transaction [1]: the drain waits for so long."""
RANGES_SHOWN = 100
"""Ranges named in a finding's evidence [1]; the count is of all."""
RANGES_TOLD = 5


@dataclass(frozen=True)
class GapView:
    """What the watch is to know of its collector.

    Attributes
    ----------
    collector : str
        Its name in the registry.
    gap_after_s : float
        How long a number may be late [s].
    read_met_row : callable
        Returns the last outbox row the registry had of this collector when they met [1]; None
        before they have.
    read_age_s : callable
        Returns for how long the oldest message that is not drained has waited [s].
    is_known : callable
        Tells whether the registry has a gateway.
    on_posted : callable
        Called after findings were put into the outbox.
    """

    collector: str
    gap_after_s: float
    read_met_row: Callable[[], int | None]
    read_age_s: Callable[[], float]
    is_known: Callable[[BookKey], bool]
    on_posted: Callable[[], None]


class GapWatch:
    """The watch and its thread, between `start` and `stop`."""

    def __init__(self, state: State, registry: Registry, view: GapView, *, clock: Clock) -> None:
        self._state = state
        self._registry = registry
        self._view = view
        self._clock = clock
        self._stopping = threading.Event()
        self._error = ""
        self._missing = 0
        self._thread = threading.Thread(target=self._run, name="gap-watch", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Stop; wait at most `timeout_s` [s]."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def health(self) -> dict[str, object]:
        """Return state, numbers missing for longer than they may [1], and the last error."""
        stopped = self._stopping.is_set() or self._thread.ident is None
        alive = "retrying" if self._error else "ok"
        state = alive if self._thread.is_alive() else "stopped" if stopped else "dead"
        return {"state": state, "missing": self._missing, "last_error": self._error}

    def look(self) -> None:
        """Look at what is new, and post what has been missing for too long.

        Raises
        ------
        RegistryError, StateError
            One of the two refuses; what is not posted will be at the next look.
        """
        met_row = self._view.read_met_row()
        if met_row is None:
            return
        age_ms = round(self._view.read_age_s() * 1000 * self._clock.speed)
        as_of_ms = self._clock.now_ms() - age_ms
        with self._state.lock:
            is_first = read_origin(self._state.connection)
        if is_first is None:
            is_first = met_row == 0
            with self._state.transaction() as connection:
                note_origin(connection, is_first=is_first)
        after: int | None = 0
        while after is not None and not self._stopping.is_set():
            after = self._follow_some(after, as_of_ms, is_first=is_first)
        self._post(as_of_ms)

    def _run(self) -> None:
        while not self._stopping.wait(PAUSE_S):
            try:
                self.look()
                self._error = ""
            except (NenghengError, sqlite3.Error) as error:
                if str(error) != self._error:
                    log.warning("missing numbers cannot be looked at yet: %s", error)
                self._error = str(error)

    def _follow_some(self, after: int, as_of_ms: int, *, is_first: bool) -> int | None:
        """Take in what is new of streams beyond `after`; return the last, None at the end."""
        with self._state.lock:
            connection = self._state.connection
            streams = read_changed_streams(connection, after, STREAMS_AT_ONCE)
            news = [news for number in streams if (news := _read_news(connection, number))]
        asked = {one.row.gateway for one in news if one.jumps}
        heard = self._read_heard_elsewhere(asked)
        with self._state.transaction() as connection:
            for number in streams:
                one = _read_news(connection, number)  # more may have come since
                if one is None:
                    forget_changed(connection, number, read_changed_chunks(connection, number))
                    continue
                row = one.row
                if one.jumps and row.gateway not in asked:
                    continue
                ours = is_first or row.now.high > 0
                counts = ours and heard.get(row.gateway, -1) <= row.now.seen_ms
                now = follow(row.now, one.came, as_of_ms, jump_counts=counts)
                write_rows(connection, [replace(row, now=now)])
                forget_changed(connection, number, one.chunks)
        return streams[-1] if len(streams) == STREAMS_AT_ONCE else None

    def _read_heard_elsewhere(self, gateways: set[BookKey]) -> dict[BookKey, int]:
        """Return when other collectors last heard these gateways [ms, UTC]."""
        if not gateways:
            return {}
        heard: dict[BookKey, int] = {}
        with self._registry.read() as session:
            rows = session.execute(
                select(Book.enterprise_code, Book.gateway_code, Book.last_arrival_ms).where(
                    Book.collector != self._view.collector,
                    Book.enterprise_code.in_({key.enterprise for key in gateways}),
                    Book.received > 0,
                )
            )
            for enterprise, gateway, at_ms in rows:
                key = BookKey(enterprise, gateway)
                heard[key] = max(at_ms, heard.get(key, 0))
        return heard

    def _post(self, as_of_ms: int) -> None:
        """Put findings that came, changed or went into the outbox."""
        until_ms = as_of_ms - round(self._view.gap_after_s * 1000 * self._clock.speed)
        with self._state.lock:
            connection = self._state.connection
            rows = [r for r in read_open_rows(connection) if self._view.is_known(r.gateway)]
            replayed = {key: read_replayed(connection, key) for key in {r.gateway for r in rows}}
        came: list[OutboxFinding] = []
        went: list[OutboxFinding] = []
        moved: list[GapRow] = []
        missing = 0
        for row in rows:
            late = replayed[row.gateway].get(row.key.stream, [])
            due = [left for gap in choose_due(row.now, until_ms) for left in subtract(gap, late)]
            missing += row.now.older + sum(gap.missing for gap in due)
            text = json.dumps([*join(due), row.now.older]) if due or row.now.older else ""
            if text == row.posted:
                continue
            start_ms = row.start_ms if row.posted else min((g.since_ms for g in due), default=0)
            if text:
                came.append(make_finding(row, due, start_ms))
            else:
                went.append(make_finding(row, due, start_ms))
            moved.append(replace(row, posted=text, start_ms=start_ms if text else 0))
        self._missing = missing
        if moved:
            with self._state.transaction() as connection:
                add_findings(connection, came)
                remove_findings(connection, went)
                for row in moved:
                    connection.execute(
                        "UPDATE stream_gap SET posted = ?, start_ms = ? WHERE stream_id = ?",
                        (row.posted, row.start_ms, row.stream_id),
                    )
            self._view.on_posted()


class _News(NamedTuple):
    """What is new of a stream: its row, the chunks [1] that changed, their numbers [1]."""

    row: GapRow
    chunks: list[int]
    came: list[int]

    @property
    def jumps(self) -> bool:
        """Whether numbers lie between what had come and the next that came."""
        return find_jump(self.row.now, self.came) > 0


def _read_news(connection: sqlite3.Connection, stream_id: int) -> _News | None:
    row = read_row(connection, stream_id)
    if row is None:
        return None
    chunks = read_changed_chunks(connection, stream_id)
    return _News(row, chunks, read_came(connection, stream_id, chunks))


def make_finding(row: GapRow, due: list[Gap], start_ms: int) -> OutboxFinding:
    """Return the finding of a stream whose numbers `due` are missing; `start_ms` [ms, UTC]."""
    ranges = join(due)
    count = row.now.older + sum(gap.missing for gap in due)
    told = ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in ranges[:RANGES_TOLD])
    told += " …" if len(ranges) > RANGES_TOLD or row.now.older else ""
    gateway, stream = row.key.gateway, row.key.stream
    return OutboxFinding(
        subject=f"enterprise:{row.key.enterprise}",
        code=CODE,
        start_ms=start_ms,
        end_ms=max((gap.since_ms for gap in due), default=start_ms) + 1,
        text=f"网关 {gateway} 的消息流 {stream} 有 {count} 条报文始终没有到达：{told}",
        text_en=f"{count} messages of stream {stream} of gateway {gateway} never came: {told}",
        detail=f"{gateway}/{stream}",
        evidence={
            "missing": [list(one) for one in ranges[:RANGES_SHOWN]],
            "count": count,
            "gateway": gateway,
            "stream": stream,
        },
    )
