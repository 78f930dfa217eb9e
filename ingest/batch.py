"""`MessageBatch`: many messages of the journal, decoded and resolved together.

Messages are added one by one into lists; `ingest.checks` then makes arrays of them and looks at
the whole batch at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import repeat
from typing import NamedTuple

from core import topics
from core.wire import MessageLists, WireError, peek
from core.wire_lenient import clean_text
from core.wire_signed import MAGIC
from ingest.books import UNATTRIBUTED, BookKey, Counts
from ingest.decoders import DECODERS, Decoder
from ingest.journal import Record
from ingest.quarantine_rows import QuarantinedMessage
from ingest.reasons import Reason
from ingest.resolver import GatewayView, Snapshot
from ingest.sequences import Sighting
from ingest.signatures import open_payload, unverified_stream

Narrow = Callable[[Record, MessageLists], MessageLists]
"""Leaves of a decoded message only the readings that are asked for."""

See = Callable[[BookKey, str, int, bytes], Sighting]
"""Tells what an identity is: gateway, stream, seq, payload."""

READINGS_A_BATCH = 25_000
MESSAGES_A_BATCH = 10_000
BYTES_A_BATCH = 8 * 1024 * 1024

_DAMAGE = b"\0damage"


@dataclass(frozen=True)
class Limits:
    """What a message may be: its size [byte], and how far after arrival a reading may lie [ms].

    `present_ms` is the present where a message is looked at again [ms since the epoch, UTC]: what
    has been by then was no future, whatever the clock said that stamped its arrival.
    """

    message_max_bytes: int
    future_tolerance_ms: int
    present_ms: int = 0


@dataclass(slots=True)
class Source:
    """A topic as seen in this batch, with the changes it makes to its book."""

    key: BookKey | None
    view: GatewayView | None
    decoder: Decoder | None
    refusal: Reason | None
    must_sign: bool = False
    counts: Counts = field(default_factory=Counts)


class Taken(NamedTuple):
    """A decoded message: where it came from, and its lists."""

    record: Record
    source: Source
    lists: MessageLists


class MessageBatch:
    """Messages under one snapshot of the registry.

    Attributes
    ----------
    taken : list of Taken
        Decoded messages, in order; `counts` has their numbers of readings [1].
    slots, time_ms, value, quality : list
        Readings of all of them: slot in the snapshot or -1 [1], time [ms since the epoch, UTC],
        raw value, quality [1].
    whole : list of QuarantinedMessage
        Messages that go into quarantine as they are.
    end : int
        Journal position after the last record added [byte].

    Parameters
    ----------
    snapshot : Snapshot
        What the registry knows.
    limits : Limits
        What is taken.
    see : callable
        Tells duplicates; called once a message, in order.
    narrow : callable, optional
        Leaves of a decoded message only the readings that are asked for.
    """

    def __init__(
        self, snapshot: Snapshot, limits: Limits, see: See, narrow: Narrow | None = None
    ) -> None:
        self.snapshot = snapshot
        self.limits = limits
        self._see = see
        self._narrow = narrow
        self._sources: dict[bytes, Source] = {}
        self.whole: list[QuarantinedMessage] = []
        self.taken: list[Taken] = []
        self.slots: list[int] = []
        self.time_ms: list[int] = []
        self.value: list[float] = []
        self.quality: list[int] = []
        self.counts: list[int] = []
        self.unknown_gateways: set[BookKey] = set()
        self.records = 0
        self.payload_bytes = 0
        self.end = 0

    @property
    def sources(self) -> Iterable[Source]:
        """Every topic of the batch."""
        return self._sources.values()

    def is_full(self) -> bool:
        """Whether the batch is worth a write to the store by itself."""
        return (
            len(self.slots) >= READINGS_A_BATCH
            or self.records >= MESSAGES_A_BATCH
            or self.payload_bytes >= BYTES_A_BATCH
        )

    def add(self, record: Record) -> None:
        """Take in a record of the journal."""
        self.records += 1
        self.payload_bytes += len(record.payload)
        self.end = record.end
        topic = _DAMAGE if record.door is None else record.topic
        source = self._sources.get(topic)
        if source is None:
            source = self._sources[topic] = self._find_source(record)
        if source.key is None:
            return
        counts = source.counts
        counts.received += 1
        counts.last_arrival_ms = max(counts.last_arrival_ms, record.arrival_ms)
        payload = record.payload
        if source.must_sign or payload[:3] == MAGIC:
            opened = self._open(record, source)
            if opened is None:
                return
            payload = opened
        if source.refusal is not None or source.decoder is None:
            detail = clean_text(record.topic.decode("utf-8", "replace"))
            self._refuse(record, source, (source.refusal or Reason.NO_DECODER, detail), payload)
            return
        if len(record.payload) > self.limits.message_max_bytes:
            detail = f"{len(record.payload)} bytes, at most {self.limits.message_max_bytes}"
            self._refuse(record, source, (Reason.TOO_LARGE, detail), payload)
            return
        try:
            lists = source.decoder(payload)
        except WireError as error:
            self._refuse(record, source, (Reason(error.reason), error.detail), payload)
            return
        if lists.stream is not None and lists.seq is not None:
            sighting = self._see(source.key, lists.stream, lists.seq, payload)
            if sighting is not Sighting.FRESH:
                self._repeat(record, source, sighting, (lists.stream, lists.seq))
                return
        self._take(record, source, self._narrow(record, lists) if self._narrow else lists)

    def _take(self, record: Record, source: Source, lists: MessageLists) -> None:
        view = source.view
        if view is None:
            return
        find = view.slots.get
        if lists.counts is None:
            self.slots += [find(name, -1) for name in lists.names]
        else:
            for name, count in zip(lists.names, lists.counts, strict=True):
                self.slots += repeat(find(name, -1), count)
        self.time_ms += lists.time_ms
        self.value += lists.value
        self.quality += lists.quality
        self.counts.append(len(lists.time_ms))
        self.taken.append(Taken(record, source, lists))

    def _find_source(self, record: Record) -> Source:
        if record.door is None:
            return Source(UNATTRIBUTED, None, None, Reason.JOURNAL_CORRUPT)
        topic = topics.parse(record.topic.decode("utf-8", "replace"))
        if topic is None or topic.leaf == "reply":
            return Source(UNATTRIBUTED, None, None, Reason.UNKNOWN_TOPIC)
        if topic.leaf == "status":
            return Source(None, None, None, None)
        key = BookKey(topic.enterprise, topic.gateway)
        view = self.snapshot.gateways.get(key)
        if view is None:
            self.unknown_gateways.add(key)
            return Source(key, None, None, Reason.UNKNOWN_GATEWAY)
        decoder = DECODERS.get(topic.leaf.partition("/")[0])
        refusal = None if decoder else Reason.NO_DECODER
        return Source(key, view, decoder, refusal, view.must_sign)

    def _open(self, record: Record, source: Source) -> bytes | None:
        """Return what a signed message says; None where it went into quarantine instead."""
        view = source.view
        if view is None:
            if source.key == UNATTRIBUTED:
                return record.payload
            why = (source.refusal or Reason.UNKNOWN_GATEWAY, "a signed frame")
        else:
            topic, payload = record.topic, record.payload
            try:
                return open_payload(view, topic, payload, arrival_ms=record.arrival_ms)
            except WireError as error:
                why = (Reason(error.reason), error.detail)
        self._refuse(record, source, why, record.payload, verified=False)
        return None

    def _refuse(
        self,
        record: Record,
        source: Source,
        why: tuple[Reason, str],
        payload: bytes,
        *,
        verified: bool = True,
    ) -> None:
        """Put a message into quarantine whole, unless it is there already."""
        identity = None
        if source.key is not None and source.key != UNATTRIBUTED:
            identity = peek(payload)
            if identity is not None:
                stream = identity[0] if verified else unverified_stream(identity[0])
                sighting = self._see(source.key, stream, identity[1], payload)
                if sighting is Sighting.DUPLICATE:
                    source.counts.duplicate += 1
                    return
        self._lay_whole(record, source, why, identity)

    def _repeat(
        self, record: Record, source: Source, sighting: Sighting, identity: tuple[str, int]
    ) -> None:
        if sighting is Sighting.DUPLICATE:
            source.counts.duplicate += 1
            return
        detail = f"stream {identity[0]} seq {identity[1]}"
        self._lay_whole(record, source, (Reason.SEQ_REUSED, detail), identity)

    def _lay_whole(
        self,
        record: Record,
        source: Source,
        why: tuple[Reason, str],
        identity: tuple[str, int] | None,
    ) -> None:
        source.counts.quarantined += 1
        stream, seq = identity or (None, None)
        self.whole.append(
            QuarantinedMessage(
                record.position,
                record.arrival_ms,
                record.door or "journal",
                record.topic,
                record.payload,
                source.key or UNATTRIBUTED,
                stream,
                seq,
                *why,
            )
        )


def pick_places(lists: MessageLists, takes: Callable[[int], bool]) -> MessageLists:
    """Return only the readings whose place in the message [1] is taken."""
    names = lists.names
    if lists.counts is not None:
        names = [n for n, count in zip(names, lists.counts, strict=True) for _ in range(count)]
    index = lists.index if lists.index is not None else range(len(names))
    chosen = [at for at, place in enumerate(index) if takes(place)]
    return MessageLists(
        lists.stream,
        lists.seq,
        lists.sent_ms,
        [names[at] for at in chosen],
        None,
        [lists.time_ms[at] for at in chosen],
        [lists.value[at] for at in chosen],
        [lists.quality[at] for at in chosen],
        [index[at] for at in chosen],
        [problem for problem in lists.problems if takes(problem.index)],
    )
