"""The drain: books, duplicates, the order of things, failing stores, any bytes at all."""

from __future__ import annotations

import gc
import random
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import topics, wire
from core.calendar import HOUR_MS
from core.clock import FixedClock
from core.errors import ReadingsRefusedError, StoreError
from core.readings import ReadingBatch
from core.registry.database import Registry
from core.registry.models import Gateway, Point
from ingest.batch import MessageBatch
from ingest.errors import StateError
from ingest.journal import Record
from ingest.reasons import Reason
from ingest.resolver import Snapshot
from tests.ingest.conftest import ACME, NOW_MS, POINT, Line, MemoryStore

FRESH_LINE = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def rows(seq: int, *readings: tuple[str, int, float], stream: str = "s") -> bytes:
    return wire.encode_rows(stream, seq, NOW_MS + seq, readings)


def test_a_message_reaches_the_store_the_books_and_the_outbox(line: Line) -> None:
    line.put(rows(1, ("A", NOW_MS, 1.5), ("B", NOW_MS - HOUR_MS, 2.5)))
    assert line.books()[ACME, "g1"].pending == 1
    line.run()
    assert line.store.by_name() == {  # type: ignore[attr-defined]
        (ACME, "A", NOW_MS): (1.5, 0),
        (ACME, "B", NOW_MS - HOUR_MS): (2.5, 0),
    }
    book = line.books()[ACME, "g1"]
    assert (book.received, book.stored, book.pending) == (1, 1, 0)
    assert (book.decoded, book.readings_stored) == (2, 2)
    hour = NOW_MS - NOW_MS % HOUR_MS
    marks = [(row.enterprise, row.hour_ms) for row in line.state.read_outbox(10)]
    assert marks == [(ACME, hour - HOUR_MS), (ACME, hour)]


def test_columns_and_rows_mean_the_same(make_line: Callable[..., Line]) -> None:
    seen = []
    for payload in (
        rows(1, ("A", NOW_MS, 1.5), ("A", NOW_MS - 1, 1.0), ("C", NOW_MS, 1.0)),
        wire.encode_columns(
            "s",
            1,
            NOW_MS + 1,
            {"A": ([NOW_MS, NOW_MS - 1], [1.5, 1.0], None), "C": ([NOW_MS], [1.0], [0])},
        ),
    ):
        line = make_line()
        line.put(payload)
        line.run()
        problems = [line.quarantine.show(i.id).readings for i in line.quarantine.list().items]
        seen.append((line.store.by_name(), problems))  # type: ignore[attr-defined]
    assert seen[0] == seen[1]
    assert seen[0][1][0][0].place == 2


def test_a_message_is_taken_reading_by_reading(line: Line) -> None:
    line.put(rows(1, ("A", NOW_MS, 1.0), ("X", NOW_MS, 2.0), ("C", NOW_MS, 3.0)))
    line.put(rows(2, ("X", NOW_MS, 2.0)))
    line.put(rows(3))
    line.run()
    book = line.books()[ACME, "g1"]
    assert (book.stored, book.quarantined) == (2, 1)
    assert (book.decoded, book.readings_stored, book.readings_quarantined) == (4, 1, 3)
    assert line.reasons() == [Reason.UNKNOWN_POINT, Reason.FOREIGN_POINT, Reason.UNKNOWN_POINT]


def test_messages_without_identity_are_never_duplicates(line: Line) -> None:
    payload = wire.encode_rows(None, None, NOW_MS, [("A", NOW_MS, 1.0)])
    line.put(payload, payload)
    line.run()
    book = line.books()[ACME, "g1"]
    assert (book.stored, book.duplicate) == (2, 0)


def test_a_damaged_message_that_is_sent_again_is_a_duplicate(line: Line) -> None:
    damaged = rows(1, ("A", NOW_MS, 1.0))[:-2]
    line.put(damaged, damaged)
    line.run()
    line.put(damaged)
    line.run()
    book = line.books()[ACME, "g1"]
    assert (book.quarantined, book.duplicate) == (1, 2)


def test_a_failing_store_moves_nothing(line: Line) -> None:
    line.put(rows(1, ("A", NOW_MS, 1.0)))
    line.store.failures = 2  # type: ignore[attr-defined]
    for _ in range(2):
        with pytest.raises(StoreError):
            line.drain.drain_stretch()
        line.state.sequences.forget()
        assert line.drain.position == 0
        assert line.books()[ACME, "g1"].pending == 1
    line.run()
    book = line.books()[ACME, "g1"]
    assert (book.stored, book.duplicate, book.pending) == (1, 0, 0)


def test_the_thread_tries_a_failing_store_again(line: Line) -> None:
    line.store.failures = 3  # type: ignore[attr-defined]
    line.put(rows(1, ("A", NOW_MS, 1.0)))
    line.drain.start()
    assert line.drain.wait_reached(line.journal.end, 10.0)
    line.drain.stop()
    assert line.drain.health()["state"] == "stopped"
    assert line.books()[ACME, "g1"].stored == 1
    assert line.store.writes == 4  # type: ignore[attr-defined]


def test_a_failing_state_moves_nothing(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    line.put(rows(1, ("A", NOW_MS, 1.0)))

    def refuse(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("ingest.drain.set_position", refuse)
    with pytest.raises(StateError, match="full"):
        line.drain.drain_stretch()
    line.state.sequences.forget()
    monkeypatch.undo()
    assert line.books()[ACME, "g1"].pending == 1
    line.run()
    assert line.books()[ACME, "g1"].stored == 1
    assert line.books()[ACME, "g1"].duplicate == 0


def test_the_store_refuses_single_readings(line: Line) -> None:
    line.store.refused_values = {13.0, 17.0}  # type: ignore[attr-defined]
    line.put(*(rows(seq, ("A", NOW_MS + seq, float(seq))) for seq in range(1, 33)))
    line.run()
    assert line.reasons() == [Reason.STORE_REFUSED] * 2
    book = line.books()[ACME, "g1"]
    assert (book.stored, book.quarantined, book.readings_stored) == (30, 2, 30)
    line.store.refused_values = set()  # type: ignore[attr-defined]
    line.quarantine.replay_all()
    assert len(line.store.by_name()) == 32  # type: ignore[attr-defined]


def test_a_store_that_names_what_it_refuses_costs_that_alone(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = line.store.write_readings  # type: ignore[attr-defined]
    sizes: list[int] = []

    def name_places(batch: ReadingBatch) -> None:
        sizes.append(len(batch))
        bad = {at: f"no {v}\n" for at, v in enumerate(batch.value.tolist()) if v in {13.0, 17.0}}
        write(batch.take(np.array([at for at in range(len(batch)) if at not in bad])))
        if bad:
            raise ReadingsRefusedError(bad, where="influx")

    monkeypatch.setattr(line.store, "write_readings", name_places)
    line.put(rows(1, ("X", NOW_MS, 1.0), *(("A", NOW_MS + n, float(n)) for n in range(1, 33))))
    line.run()
    assert sizes == [32]
    (item,) = line.quarantine.list().items
    details = {r.reason: r.detail for r in line.quarantine.show(item.id).readings}
    assert details[Reason.STORE_REFUSED].startswith("v 17.0 at ")
    assert details[Reason.STORE_REFUSED].endswith(": no 17.0")
    book = line.books()[ACME, "g1"]
    assert (book.decoded, book.readings_stored, book.readings_quarantined) == (33, 30, 3)
    assert book.closes


def test_what_was_registered_before_it_arrived_is_known(line: Line, registry: Registry) -> None:
    line.put(rows(1, ("A", NOW_MS, 1.0)))
    line.run()
    with registry.session() as session:
        session.add(Gateway(enterprise_code=ACME, code="g9"))
        session.add(Point(enterprise_code=ACME, code="X", gateway_code="g9", **POINT))
    line.put(rows(1, ("X", NOW_MS, 1.0)), topic=topics.data(ACME, "g9"))
    line.run()
    assert line.reasons() == []
    assert line.books()[ACME, "g9"].stored == 1


def test_gateways_hear_what_lies_in_quarantine(line: Line) -> None:
    heard: list[object] = []
    line.drain.on_quarantined.append(lambda *told: heard.append(told))
    line.put(rows(1, ("A", NOW_MS, 1.0)), rows(2, ("X", NOW_MS, 1.0)), b"{")
    line.run()
    assert heard == [((ACME, "g1"), "s", [wire.Quarantined(2, "unknown_point", "X")])]


MESSAGES = st.lists(
    st.tuples(
        st.sampled_from(["g1", "g2"]),
        st.lists(
            st.tuples(
                st.sampled_from(["A", "B", "C", "N", "X"]),
                st.integers(0, 5).map(lambda n: NOW_MS - n * 1000),
                st.integers(0, 3).map(float),
            ),
            max_size=4,
        ),
    ),
    min_size=1,
    max_size=12,
)


@FRESH_LINE
@given(messages=MESSAGES, chance=st.randoms(use_true_random=False))
def test_doubled_shuffled_and_split_gives_the_same_store(
    messages: list[tuple[str, list[tuple[str, int, float]]]],
    chance: random.Random,
    make_line: Callable[..., Line],
) -> None:
    feed = [(g, rows(seq, *readings)) for seq, (g, readings) in enumerate(messages, 1)]
    clean = make_line()
    for gateway, payload in feed:
        clean.put(payload, gateway=gateway)
    clean.run()
    expected, books = clean.store.by_name(), clean.books()  # type: ignore[attr-defined]
    unruly = make_line()
    spoiled = feed + [message for message in feed if chance.random() < 0.5]
    chance.shuffle(spoiled)
    for gateway, payload in spoiled:
        unruly.put(payload, gateway=gateway)
        if chance.random() < 0.3:
            unruly.run()
    unruly.run()
    assert unruly.store.by_name() == expected  # type: ignore[attr-defined]
    for key, book in unruly.books().items():
        assert book.closes
        assert book.pending == 0
        assert book.stored == books[key].stored
        assert book.received - book.duplicate == books[key].received


@FRESH_LINE
@given(
    payloads=st.lists(
        st.binary(max_size=60)
        | st.binary(max_size=40).map(lambda b: b'{"readings":[{"p":"A","t":1,"v":' + b + b"}]}"),
        min_size=1,
        max_size=8,
    ),
    topic=st.sampled_from([topics.data(ACME, "g1"), "", "\x00", "nengheng/v1/a/b/raw/é"]),
)
def test_any_bytes_are_stored_or_kept(
    payloads: list[bytes], topic: str, make_line: Callable[..., Line]
) -> None:
    line = make_line()
    line.put(*payloads, topic=topic)
    line.run()
    books = line.books().values()
    assert all(book.closes for book in books)
    assert sum(book.received for book in books) == len(payloads)
    kept = line.quarantine.list(limit=100).items
    assert sum(b.stored + b.duplicate + b.quarantined for b in books) == len(payloads)
    assert {line.quarantine.show(item.id).payload for item in kept} <= set(payloads)
    line.quarantine.replay_all()
    assert all(book.closes for book in line.books().values())


def test_a_restart_goes_on_where_it_stood(
    tmp_path: Path, shared_registry: Registry, clock: FixedClock
) -> None:
    store = MemoryStore()
    first = Line(tmp_path / "i", shared_registry, store, clock)
    first.put(rows(1, ("A", NOW_MS, 1.0)))
    first.run()
    first.put(rows(1, ("A", NOW_MS, 1.0)), rows(2, ("A", NOW_MS, 2.0)))
    before = first.books()
    first.close()
    second = Line(tmp_path / "i", shared_registry, store, clock)
    assert second.books() == before
    assert second.books()[ACME, "g1"].pending == 2
    second.run()
    book = second.books()[ACME, "g1"]
    assert (book.received, book.stored, book.duplicate) == (3, 2, 1)
    second.close()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Batches of five messages of two readings each, and four batches a stretch."""
    monkeypatch.setattr("ingest.batch.READINGS_A_BATCH", 10)
    monkeypatch.setattr("ingest.drain.BATCHES_A_STRETCH", 4)


def pairs(*seqs: int) -> list[bytes]:
    return [rows(seq, ("A", NOW_MS + seq, 1.0), ("B", NOW_MS + seq, float(seq))) for seq in seqs]


@pytest.mark.usefixtures("small")
def test_batches_and_stretches_are_bounded(line: Line) -> None:
    line.put(*pairs(*range(1, 40)))
    assert line.drain.drain_stretch()
    assert line.books()[ACME, "g1"].stored == 20
    assert line.store.writes == 4  # type: ignore[attr-defined]
    assert not line.drain.drain_stretch()
    assert line.books()[ACME, "g1"].stored == 39


@pytest.mark.usefixtures("small")
def test_a_batch_is_gathered_while_the_store_takes_the_one_before(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, gather = line.store.write_readings, line.drain._gather  # type: ignore[attr-defined]
    gathered: list[MessageBatch] = []
    second = threading.Event()
    waited: list[bool] = []

    def slow_write(batch: ReadingBatch) -> None:
        waited.append(second.wait(10))
        write(batch)

    def told_gather(records: Iterator[Record], snapshot: Snapshot) -> MessageBatch:
        gathered.append(gather(records, snapshot))
        if len(gathered) == 2:
            second.set()
        return gathered[-1]

    monkeypatch.setattr(line.store, "write_readings", slow_write)
    monkeypatch.setattr(line.drain, "_gather", told_gather)
    line.put(*pairs(*range(1, 8)))
    line.run()
    assert waited == [True, True]
    assert line.books()[ACME, "g1"].stored == 7


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("good_writes", range(4))
def test_a_store_that_fails_amid_a_stretch_moves_nothing(
    line: Line, monkeypatch: pytest.MonkeyPatch, good_writes: int
) -> None:
    write = line.store.write_readings  # type: ignore[attr-defined]

    def fail_late(batch: ReadingBatch) -> None:
        if line.store.writes == good_writes:  # type: ignore[attr-defined]
            raise StoreError("away")
        write(batch)

    line.put(*pairs(*range(1, 19)))
    monkeypatch.setattr(line.store, "write_readings", fail_late)
    with pytest.raises(StoreError):
        line.drain.drain_stretch()
    line.state.sequences.forget()
    assert (line.drain.position, line.state.position()) == (0, 0)
    monkeypatch.undo()
    line.run()
    book = line.books()[ACME, "g1"]
    assert (book.stored, book.duplicate, book.readings_stored) == (18, 0, 36)
    assert len(line.store.by_name()) == 36  # type: ignore[attr-defined]


@pytest.mark.usefixtures("small")
def test_what_batches_of_a_stretch_refuse_and_repeat_is_told_apart(line: Line) -> None:
    line.store.refused_values = {2.0, 13.0}  # type: ignore[attr-defined]
    line.put(*pairs(*range(1, 9), 3, *range(9, 16), 4))
    line.run()
    assert line.reasons() == [Reason.STORE_REFUSED] * 2
    book = line.books()[ACME, "g1"]
    assert (book.received, book.stored, book.duplicate) == (17, 15, 2)
    assert (book.readings_stored, book.readings_quarantined) == (28, 2)


@pytest.mark.usefixtures("small")
def test_what_is_registered_before_a_later_batch_is_known(line: Line, registry: Registry) -> None:
    line.put(rows(1, ("A", NOW_MS, 1.0)))
    line.run()
    with registry.session() as session:
        session.add(Point(enterprise_code=ACME, code="X", gateway_code="g1", **POINT))
    line.put(*pairs(*range(2, 12)), rows(12, ("X", NOW_MS, 1.0)), rows(13, ("Y", NOW_MS, 1.0)))
    line.run()
    assert line.reasons() == [Reason.UNKNOWN_POINT]
    book = line.books()[ACME, "g1"]
    assert (book.stored, book.duplicate, book.quarantined) == (12, 0, 1)


@pytest.mark.usefixtures("small")
def test_a_batch_that_the_store_did_not_take_is_let_go_at_once(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[weakref.ref[MessageBatch]] = []
    gather = line.drain._gather

    def noted_gather(records: Iterator[Record], snapshot: Snapshot) -> MessageBatch:
        batch = gather(records, snapshot)
        batches.append(weakref.ref(batch))
        return batch

    monkeypatch.setattr(line.drain, "_gather", noted_gather)
    line.store.failures = 1  # type: ignore[attr-defined]
    line.put(*pairs(*range(1, 19)))
    gc.disable()
    try:
        with pytest.raises(StoreError):
            line.drain.drain_stretch()
        assert batches
        assert [batch for ref in batches if (batch := ref()) is not None] == []
    finally:
        gc.enable()
