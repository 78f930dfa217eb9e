"""What holds of any topic: it names a gateway or none, and no message on it leaves the books."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from random import Random

from paho.mqtt.client import MQTTMessage, topic_matches_sub

from core import topics
from core.clock import FixedClock
from core.partition import Part, part_of
from core.registry.credentials import GatewayName, parse_login
from core.settings import Settings
from ingest.batch import MessageBatch
from ingest.books import UNATTRIBUTED, BookKey, book_key, record_key
from ingest.checks import CheckedBatch
from ingest.doors.replies import reply_topic
from ingest.doors.statuses import KnownStatuses
from ingest.intake import Arrival
from ingest.journal import Journal, Record
from ingest.reasons import Reason
from ingest.sequences import Sighting
from ingest.signatures import make_namer
from tests.fuzz import seeds
from tests.fuzz.decoding import LIMITS, read_snapshot
from tests.fuzz.spoiling import NOW_MS, spoil_topic

PAYLOAD = b'{"stream":"s","seq":1,"readings":[{"p":"A","t":1763640000000,"v":1}]}'
LEVEL = re.compile(r"[\w.:-]{1,64}")
TOPIC_MAX_BYTES = 65_535


def read_inputs() -> list[bytes]:
    """Return the topics from which fuzzing starts."""
    return seeds.topic_names()


def spoil(data: bytes, random: Random) -> bytes:
    """Change a topic."""
    return spoil_topic(data, random)[:TOPIC_MAX_BYTES]


class Oracle:
    """Looks at one topic after the other, and at all of them in the journal."""

    def __init__(self) -> None:
        self._snapshot = read_snapshot()
        self._name = make_namer(lambda: self._snapshot)
        self._directory = tempfile.TemporaryDirectory()
        self._journal = Journal(
            Path(self._directory.name), settings=Settings(), clock=FixedClock(NOW_MS)
        )
        self._waiting: list[Arrival] = []

    def check(self, data: bytes) -> None:
        """Check everything that holds of a topic, as a broker gives it.

        Raises
        ------
        AssertionError
            It does not hold.
        """
        message = MQTTMessage(topic=data[:TOPIC_MAX_BYTES])
        try:
            name = message.topic
        except UnicodeDecodeError:
            name = ""
        parsed = topics.parse(name)
        if parsed is not None:
            check_parts(name, parsed)
        check_answer(name, parsed)
        arrival = Arrival("fuzz", name, PAYLOAD, NOW_MS)
        self._check_book(arrival, parsed)
        self._waiting.append(arrival)

    def settle(self, *, last: bool = False) -> None:
        """Check that the journal gives back every topic as it came."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        start, _ = self._journal.append_group(waiting)
        records = list(self._journal.read(start))
        assert len(records) == len(waiting)
        for record, arrival in zip(records, waiting, strict=True):
            assert (record.door, record.payload) == (arrival.door, arrival.payload)
            assert record.topic.decode("utf-8") == arrival.topic
            assert record_key(record) == book_key(arrival.topic)

    def close(self) -> None:
        """Close what is open."""
        self._journal.close()
        self._directory.cleanup()

    def _check_book(self, arrival: Arrival, parsed: topics.Topic | None) -> None:
        """Check that drain and door count a message in the same book, and keep it whole."""
        key = book_key(arrival.topic)
        record = Record(0, 1, NOW_MS, "fuzz", arrival.topic.encode("utf-8"), PAYLOAD)
        batch = MessageBatch(self._snapshot, LIMITS, lambda *_: Sighting.FRESH)
        batch.add(record)
        outcome = CheckedBatch(batch).outcome()
        assert list(outcome.books) == ([] if key is None else [key])
        self._name(arrival)
        if key is None:
            assert parsed is not None
            assert parsed.leaf == "status"
            assert not outcome.quarantined
            return
        counts = outcome.books[key]
        assert (counts.received, counts.stored + counts.quarantined) == (1, 1)
        assert len(outcome.quarantined) == counts.quarantined
        for message in outcome.quarantined:
            assert (message.topic, message.payload, message.key) == (record.topic, PAYLOAD, key)
            assert Reason(message.reason).text
            message.detail.encode("utf-8")
        if parsed is None or parsed.leaf == "reply":
            assert key == UNATTRIBUTED
        else:
            assert key == BookKey(parsed.enterprise, parsed.gateway)


def check_parts(name: str, parsed: topics.Topic) -> None:
    """Check that the parts of a topic are codes, and make the topic again."""
    assert str(parsed) == name
    assert LEVEL.fullmatch(parsed.enterprise)
    assert LEVEL.fullmatch(parsed.gateway)
    assert not {"+", "#", "/"} & {*parsed.enterprise, *parsed.gateway}
    is_raw = parsed.leaf.startswith("raw/")
    assert is_raw or parsed.leaf in ("data", "status", "reply")
    assert topics.parse(topics.data(parsed.enterprise, parsed.gateway)) is not None
    wanted = [s for s in topics.SUBSCRIPTIONS if topic_matches_sub(s, name)]
    own = [s for s in topics.subscriptions(parsed.enterprise) if topic_matches_sub(s, name)]
    assert len(wanted) == len(own) == (0 if parsed.leaf == "reply" else 1)
    parts = [Part(number, 4).has(parsed.enterprise) for number in range(1, 5)]
    assert parts.count(True) == 1
    assert parts[part_of(parsed.enterprise, 4) - 1]
    login = parse_login(str(GatewayName(parsed.enterprise, parsed.gateway)))
    if login is not None and "." not in parsed.enterprise:
        assert login == (parsed.enterprise, parsed.gateway)


def check_answer(name: str, parsed: topics.Topic | None) -> None:
    """Check that only data is answered, where its gateway listens and no collector does."""
    where = reply_topic(name)
    assert (where is not None) == (parsed is not None and parsed.leaf == "data")
    if where is not None and parsed is not None:
        assert topics.parse(where) == (parsed.enterprise, parsed.gateway, "reply")
        assert reply_topic(where) is None
    known = KnownStatuses()
    known.note(name, PAYLOAD)
    assert known.has(name, PAYLOAD) or parsed is None or parsed.leaf != "status"
