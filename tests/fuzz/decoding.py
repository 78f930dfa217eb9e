"""What holds of any message: readings or a quarantined payload, and the books close.

An input is a byte that chooses how the message comes (gateway, leaf, signed by us or as it stands)
and the message itself.
"""

from __future__ import annotations

import gzip
import json
import math
import sqlite3
import tempfile
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import msgspec
import numpy as np

from core import topics, wire
from core.registry.database import open_registry
from core.wire import MessageLists, WireError, peek
from core.wire_identity import unfold
from core.wire_lenient import CODE, QUALITY_MAX, TIME_MAX_MS, parse_document
from core.wire_signed import SigningKey, sign
from ingest import quarantine_rows, sequences
from ingest.batch import Limits, MessageBatch
from ingest.books import BookKey, Counts
from ingest.checks import CheckedBatch
from ingest.decoders import DECODERS
from ingest.intake import Arrival
from ingest.journal import Record
from ingest.quarantine_rows import QuarantinedMessage, insert_messages
from ingest.reasons import Reason
from ingest.resolver import Resolver, Snapshot
from ingest.sequences import SequenceLedger, Sighting, StreamKey, digest_of
from ingest.signatures import make_namer
from tests.fuzz import seeds
from tests.fuzz.spoiling import NOW_MS, TOLERANCE_MS, spoil_message
from tests.ingest.conftest import ACME, KEY_1, MemoryStore, write_world

LIMITS = Limits(1 << 20, TOLERANCE_MS)
UNVERIFIED = {Reason.UNSIGNED, Reason.UNKNOWN_KEY, Reason.BAD_SIGNATURE}


class Way(NamedTuple):
    """How a message comes: by which gateway, on which leaf, signed with which key."""

    gateway: str
    key: SigningKey | None = None
    leaf: str = "data"

    @property
    def topic(self) -> str:
        """Topic of the message."""
        return str(topics.Topic(ACME, self.gateway, self.leaf))


WAYS = (
    Way("g1"),
    Way("gs", KEY_1),
    Way("g2", KEY_1),
    Way("gs"),
    Way("g1", leaf="raw/vendor/x"),
    Way("nobody"),
)
_OFTEN = (0, 0, 0, 0, 1, 2, 3, 4, 5)


def read_inputs() -> list[bytes]:
    """Return the inputs from which fuzzing starts."""
    plain = seeds.plain_messages()
    signed = [bytes([way]) + plain[way % len(plain)] for way in range(1, len(WAYS))]
    return signed + [bytes([0]) + one for one in seeds.messages() + seeds.replies()]


def spoil(data: bytes, random: Random) -> bytes:
    """Change an input: mostly the message, at times the way it comes."""
    way = data[:1] if data and random.random() < 0.8 else bytes([random.choice(_OFTEN)])
    return way + spoil_message(data[1:], random)


class Oracle:
    """Looks at one message after the other; a context manager."""

    def __init__(self) -> None:
        self._snapshot = read_snapshot()
        self._name = make_namer(lambda: self._snapshot)
        self._waiting: list[Sent] = []
        self._rows = sqlite3.connect(":memory:", isolation_level=None)
        self._rows.executescript(quarantine_rows.SCHEMA + sequences.SCHEMA)

    def check(self, data: bytes) -> None:
        """Check everything that holds of an input.

        Raises
        ------
        AssertionError
            It does not hold.
        """
        way = WAYS[data[0] % len(WAYS)] if data else WAYS[0]
        content = data[1:]
        for decode in DECODERS.values():
            lists = take_or_refuse(decode, content)
            check_identity(content, lists)
            if lists is not None:
                check_against_reference(content, lists)
        check_reply(content)
        payload = content if way.key is None else sign(way.topic, content, way.key)
        identity = self._name(Arrival("fuzz", way.topic, payload, NOW_MS))
        if identity is not None:
            reply = wire.Reply(identity[0], [(identity[1], identity[1])])
            assert wire.decode_reply(wire.encode_reply(reply)) == reply
        self._waiting.append(Sent(way, payload, identity))

    def settle(self, *, last: bool = False) -> None:
        """Let each message since the last time come twice; look at books and quarantine."""
        waiting, self._waiting = self._waiting, []
        line = Line(self._snapshot, SequenceLedger(self._rows))
        for sent in waiting:
            line.add(sent)
        messages = line.read_outcome()
        self._rows.execute("BEGIN")
        insert_messages(self._rows, messages)
        self._rows.execute("ROLLBACK")

    def close(self) -> None:
        """Close what is open."""
        self._rows.close()


class Sent(NamedTuple):
    """A message on its way, and the identity that a reply would name."""

    way: Way
    payload: bytes
    identity: tuple[str, int] | None


class Line:
    """Messages as the drain takes them, each of them twice, with numbers of its own."""

    def __init__(self, snapshot: Snapshot, ledger: SequenceLedger) -> None:
        self._ledger = ledger
        self._batch = MessageBatch(snapshot, LIMITS, self._see)
        self._sent: list[Sent] = []
        self._duplicates: Counter[int] = Counter()

    def _see(self, key: BookKey, stream: str, seq: int, payload: bytes) -> Sighting:
        number = len(self._sent)
        stream_id = self._ledger.stream_id(StreamKey(*key, f"{number} {stream}"))
        sighting = self._ledger.see(stream_id, seq, digest_of(payload))
        self._duplicates[number] += sighting is Sighting.DUPLICATE
        return sighting

    def add(self, sent: Sent) -> None:
        """Add a message, twice."""
        at = 2 * len(self._sent)
        topic = sent.way.topic.encode()
        for position in (at, at + 1):
            record = Record(position, position + 1, NOW_MS, "fuzz", topic, sent.payload)
            self._batch.add(record)
        found = self._duplicates[len(self._sent)]
        assert sent.identity is None or found == 1, f"{sent.identity} is named, and counted twice"
        self._sent.append(sent)

    def read_outcome(self) -> list[QuarantinedMessage]:
        """Check that books and quarantine have everything; return what is quarantined."""
        checked = CheckedBatch(self._batch)
        outcome = checked.outcome()
        received = Counter(BookKey(ACME, sent.way.gateway) for sent in self._sent)
        assert {key: 2 * n for key, n in received.items()} == {
            key: counts.received for key, counts in outcome.books.items()
        }
        every = Counts()
        for counts in outcome.books.values():
            assert counts.received == counts.stored + counts.duplicate + counts.quarantined
            assert counts.decoded == counts.readings_stored + counts.readings_quarantined
            every.add(counts)
        assert every.dropped == every.readings_dropped == 0
        assert every.duplicate == self._duplicates.total()
        assert every.readings_stored == len(checked.readings)
        assert np.isfinite(checked.readings.value).all()
        assert every.readings_quarantined == sum(len(m.readings) for m in outcome.quarantined)
        whole = sum(message.counted == "quarantined" for message in outcome.quarantined)
        assert every.quarantined == whole
        for message in outcome.quarantined:
            self._check_kept(message)
        return outcome.quarantined

    def _check_kept(self, message: QuarantinedMessage) -> None:
        """Check that a quarantined message is the one that was sent."""
        sent = self._sent[message.position // 2]
        assert message.payload == sent.payload
        assert message.topic == sent.way.topic.encode()
        check_words(message)
        if Reason(message.reason) in UNVERIFIED and sent.way.gateway == "gs":
            assert sent.identity is None, "a reply would name what is not verified"


def read_snapshot() -> Snapshot:
    """Return the small world of the ingest tests as the drain sees it."""
    with (
        tempfile.TemporaryDirectory() as directory,
        open_registry(Path(directory) / "registry.db") as registry,
    ):
        write_world(registry)
        resolver = Resolver(registry, MemoryStore())  # type: ignore[arg-type]
        resolver.close()
        return resolver.snapshot


def check_words(message: QuarantinedMessage) -> None:
    """Check that a quarantined message says why, in words that any database takes."""
    assert Reason(message.reason).text
    assert Reason(message.reason).text_en
    message.detail.encode("utf-8")
    places = [problem.index for problem in message.readings]
    assert len(set(places)) == len(places)
    for problem in message.readings:
        assert Reason(problem.reason).text
        (problem.point + problem.detail).encode("utf-8")


def take_or_refuse(decode: Any, content: bytes) -> MessageLists | None:
    """Return the readings of a message, None where it is refused for a reason that is known."""
    try:
        lists: MessageLists = decode(content)
    except WireError as refusal:
        error = refusal
    else:
        check_lists(lists)
        return lists
    assert Reason(error.reason).text
    error.detail.encode("utf-8")
    return None


def check_lists(lists: MessageLists) -> None:
    """Check that every reading is whole, within its bounds, and counted once."""
    assert (lists.stream is None) == (lists.seq is None)
    if lists.stream is not None and lists.seq is not None:
        assert CODE.fullmatch(lists.stream)
        assert 1 <= lists.seq <= 2**63 - 1
    assert 0 <= lists.sent_ms <= TIME_MAX_MS
    names = sum(lists.counts) if lists.counts is not None else len(lists.names)
    assert names == len(lists.time_ms) == len(lists.value) == len(lists.quality)
    assert all(type(t) is int and 0 <= t <= TIME_MAX_MS for t in lists.time_ms)
    assert all(type(v) is float for v in lists.value)
    assert all(type(q) is int and 0 <= q <= QUALITY_MAX for q in lists.quality)
    places = list(range(names)) if lists.index is None else list(lists.index)
    places += [problem.index for problem in lists.problems]
    assert sorted(places) == list(range(len(places)))


def check_identity(content: bytes, lists: MessageLists | None) -> None:
    """Check that what the door reads of an identity is what the decoder reads.

    A gateway sends again what no reply names, so that a taken message must be named.
    """
    identity = peek(content)
    if identity is not None:
        assert CODE.fullmatch(identity[0])
        assert 1 <= identity[1] <= 2**63 - 1
    if lists is not None:
        taken = None if lists.stream is None else (lists.stream, lists.seq)
        assert identity == taken, f"the door reads {identity}, the decoder {taken}"


def check_against_reference(content: bytes, lists: MessageLists) -> None:
    """Check a taken message against an obvious reading of it by other libraries."""
    document = read_reference(content)
    if document is None:
        return
    slow = parse_document(document)
    assert (lists.stream, lists.seq, lists.sent_ms) == (slow.stream, slow.seq, slow.sent_ms)
    assert len(lists.value) + len(lists.problems) == count_readings(document)
    assert good_rows(lists) == good_rows(slow)


def read_reference(content: bytes) -> Any:
    """Return the document in a message that was taken; None where the reference cannot tell."""
    if content[:2] == b"\x1f\x8b":
        folded, content = content, gzip.decompress(content)
        assert unfold(folded) == content
    try:
        if content[:1] and (0x80 <= content[0] <= 0x8F or content[0] in (0xDE, 0xDF)):
            return msgspec.msgpack.decode(content)
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None


def count_readings(document: dict[str, Any]) -> int:
    """Return how many readings a document holds, good and bad."""
    count = len(document.get("readings") or ())
    for columns in (document.get("series") or {}).values():
        lists = [columns.get(c) for c in "tvq"] if isinstance(columns, dict) else []
        sizes = [len(one) for one in lists if isinstance(one, list)]
        is_whole = len(sizes) == len(lists) - (lists[-1:] == [None]) > 1
        count += max(sizes) if is_whole and len(set(sizes)) == 1 else max([1, *sizes])
    return count


def good_rows(lists: MessageLists) -> list[tuple[str, int, str, int]]:
    """Return the readings with a finite value, values to their last bit."""
    names = lists.names
    if lists.counts is not None:
        names = [n for n, count in zip(names, lists.counts, strict=True) for _ in range(count)]
    rows = zip(names, lists.time_ms, lists.value, lists.quality, strict=True)
    return [
        (name, t, v.hex(), q) for name, t, v, q in rows if math.isfinite(v) and CODE.fullmatch(name)
    ]


def check_reply(content: bytes) -> None:
    """Check that a gateway takes any bytes for a reply, or refuses them."""
    try:
        reply = wire.decode_reply(content)
    except WireError:
        return
    assert wire.decode_reply(wire.encode_reply(reply)) == reply
