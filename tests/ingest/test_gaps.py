"""Numbers that never came: the pure book-keeping against the obvious one, and the findings."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import topics, wire
from core.clock import FixedClock
from core.partition import WHOLE
from core.registry.database import Registry
from core.registry.models import GatewayKey
from core.registry.results import Book, Finding
from core.wire_signed import SigningKey, sign
from ingest.courier import Courier
from ingest.gap_watch import GapView, GapWatch
from ingest.gaps import RANGES_MAX, Gap, StreamGaps, choose_due, find_jump, follow, join
from ingest.seat import Seat
from ingest.sequences import CHUNK
from tests.ingest.conftest import ACME, KEY_1, NOW_MS, Line, MemoryStore

AFTER_S = 600.0


def expand(now: StreamGaps) -> list[int]:
    return [n for gap in now.gaps for n in range(gap.first, gap.last + 1)]


@given(st.lists(st.lists(st.integers(1, 80), max_size=12), max_size=8))
def test_what_is_missing_is_what_the_obvious_way_finds(turns: list[list[int]]) -> None:
    now, seen = StreamGaps(), set[int]()
    for at_ms, turn in enumerate(turns):
        seen |= set(turn)
        now = follow(now, sorted(set(turn)), at_ms)
        missing = [n for n in range(1, max(seen, default=0)) if n not in seen]
        assert expand(now) == missing
        assert now.missing == len(missing)
        assert now.high == max(seen, default=0)
        assert [n for a, b in join(now.gaps) for n in range(a, b + 1)] == missing


@given(st.lists(st.integers(1, 60), unique=True, min_size=1), st.integers(0, 60))
def test_looking_at_numbers_again_changes_nothing(numbers: list[int], again: int) -> None:
    came = sorted(numbers)
    now = follow(StreamGaps(), came, 5)
    assert follow(now, came[: again % len(came) + 1], 9)._replace(seen_ms=5) == now


def test_a_gap_keeps_its_time_when_part_of_it_comes() -> None:
    now = follow(StreamGaps(), [1, 10], 100)
    now = follow(now, [5, 20], 200)
    assert now.gaps == (Gap(2, 4, 100), Gap(6, 9, 100), Gap(11, 19, 200))
    assert choose_due(now, 199) == (Gap(2, 4, 100), Gap(6, 9, 100))
    assert join(now.gaps) == [(2, 4), (6, 9), (11, 19)]


def test_a_jump_that_does_not_count_leaves_what_lies_behind_it() -> None:
    now = follow(StreamGaps(high=10, seen_ms=1), [50, 53], 2, jump_counts=False)
    assert now.gaps == (Gap(51, 52, 2),)
    assert find_jump(StreamGaps(high=10), [3, 11, 20]) == 0
    assert find_jump(StreamGaps(high=10), [3, 12]) == 1
    assert find_jump(StreamGaps(high=10), [3]) == 0


def test_of_very_many_ranges_the_oldest_are_only_counted() -> None:
    now = follow(StreamGaps(), range(2, 2 * RANGES_MAX + 21, 2), 0)
    assert len(now.gaps) == RANGES_MAX
    assert (now.older, now.missing) == (10, RANGES_MAX + 10)


class Rig:
    """A line with courier and watch, without threads."""

    def __init__(self, line: Line, registry: Registry, name: str = "c") -> None:
        self.line = line
        self.registry = registry
        self.name = name
        self.age_s = 0.0
        self.open()

    def open(self) -> None:
        line = self.line
        self.courier = Courier(
            line.state,
            self.registry,
            seat=Seat(self.name, WHOLE, url="", started_ms=0),
            clock=line.clock,
            read_books=lambda: line.tally.rows(line.resolver.snapshot.deliveries()),
        )
        self.courier.carry()
        view = GapView(
            self.name,
            AFTER_S,
            read_met_row=lambda: self.courier.met_row,
            read_age_s=lambda: self.age_s,
            is_known=lambda key: key in line.resolver.snapshot.gateways,
            on_posted=lambda: None,
        )
        self.watch = GapWatch(line.state, self.registry, view, clock=line.clock)

    def put(self, *numbers: int, stream: str = "s", gateway: str = "g1") -> None:
        payloads = [wire.encode_rows(stream, n, NOW_MS, [("A", NOW_MS, 1.0)]) for n in numbers]
        self.line.put(*payloads, gateway=gateway)
        self.line.run()

    def look(self, after_s: float = 0.0) -> list[Finding]:
        self.watch.look()
        if after_s:
            self.line.clock.advance(after_s)
            self.watch.look()
        self.courier.carry()
        with self.registry.read() as session:
            found = session.query(Finding).filter_by(code="sequence_gap")
            return found.order_by(Finding.detail).all()

    def missing(self, after_s: float = 0.0) -> dict[str, list[list[int]]]:
        return {row.detail: row.evidence["missing"] for row in self.look(after_s)}  # type: ignore[misc]


@pytest.fixture
def rig(line: Line, registry: Registry) -> Rig:
    return Rig(line, registry)


def test_numbers_that_never_came_are_a_finding_once_they_are_late(rig: Rig) -> None:
    rig.put(1, 2, 5, 9)
    assert rig.look() == []
    assert rig.look(AFTER_S - 1) == []
    (finding,) = rig.look(1)
    assert (finding.subject, finding.point_code, finding.detail) == (
        f"enterprise:{ACME}",
        "",
        "g1/s",
    )
    assert finding.evidence == {
        "missing": [[3, 4], [6, 8]],
        "count": 5,
        "gateway": "g1",
        "stream": "s",
    }
    assert (finding.start_ms, finding.end_ms) == (NOW_MS, NOW_MS + 1)
    assert finding.text == "网关 g1 的消息流 s 有 5 条报文始终没有到达：3–4, 6–8"
    assert finding.text_en == "5 messages of stream s of gateway g1 never came: 3–4, 6–8"
    assert rig.watch.health()["missing"] == 5


def test_it_shrinks_grows_and_goes_as_numbers_come_late(rig: Rig) -> None:
    rig.put(1, 5)
    assert rig.missing(AFTER_S) == {"g1/s": [[2, 4]]}
    rig.put(3)
    assert rig.missing() == {"g1/s": [[2, 2], [4, 4]]}
    rig.put(8)
    assert rig.missing() == {"g1/s": [[2, 2], [4, 4]]}
    assert rig.missing(AFTER_S) == {"g1/s": [[2, 2], [4, 4], [6, 7]]}
    rig.put(2, 4, 6, 7)
    assert rig.missing() == {}
    assert rig.watch.health()["missing"] == 0
    rig.put(10)
    (finding,) = rig.look(AFTER_S)
    assert finding.start_ms == NOW_MS + 2 * AFTER_S * 1000


def test_nothing_is_said_of_what_only_comes_out_of_order(rig: Rig) -> None:
    rig.put(3, 2, 1)
    rig.put(5)
    assert rig.missing() == {}
    rig.put(4)
    assert rig.missing(AFTER_S) == {}


def test_it_survives_restarts_between_the_sight_and_the_finding(
    tmp_path: Path, registry: Registry, clock: FixedClock
) -> None:
    store = MemoryStore()
    line = Line(tmp_path / "ingest", registry, store, clock)
    rig = Rig(line, registry)
    rig.put(1, 3)
    rig.watch.look()
    rig.put(6)
    line.close()
    clock.advance(AFTER_S)
    rig.line = Line(tmp_path / "ingest", registry, store, clock)
    rig.open()
    assert rig.missing() == {"g1/s": [[2, 2]]}
    assert rig.missing(AFTER_S) == {"g1/s": [[2, 2], [4, 5]]}
    rig.put(2, 4, 5)
    assert rig.missing() == {}
    rig.line.close()


def test_each_stream_has_its_own(rig: Rig) -> None:
    rig.put(2, stream="a")
    rig.put(3, stream="b", gateway="g2")
    rig.put(1, stream="c")
    assert rig.missing(AFTER_S) == {"g1/a": [[1, 1]], "g2/b": [[1, 2]]}


def test_whole_chunks_and_retired_ones_are_seen(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.sequences.KEEP_CHUNKS", 2)
    rig.put(*range(1, 5 * CHUNK + 1))
    rig.put(9 * CHUNK + 1)
    assert rig.missing(AFTER_S) == {"g1/s": [[5 * CHUNK + 1, 9 * CHUNK]]}


def test_many_streams_and_chunks_are_looked_at_in_turns(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.gap_watch.STREAMS_AT_ONCE", 2)
    monkeypatch.setattr("ingest.gap_rows.CHUNKS_AT_ONCE", 1)
    for stream in "abcde":
        rig.put(*range(1, CHUNK * 3), CHUNK * 3 + 1, stream=stream)
    for _ in range(4):
        rig.watch.look()
    expected = {f"g1/{stream}": [[CHUNK * 3, CHUNK * 3]] for stream in "abcde"}
    assert rig.missing(AFTER_S) == expected


def test_what_waits_behind_the_drain_is_not_missing(rig: Rig) -> None:
    rig.put(1, 3)
    rig.watch.look()
    rig.line.clock.advance(AFTER_S + 100)
    rig.age_s = 200.0  # the message with number 2 may lie in the journal
    assert rig.missing() == {}
    rig.age_s = 0.0
    assert rig.missing() == {"g1/s": [[2, 2]]}


def hear_elsewhere(registry: Registry, at_ms: int, *, gateway: str = "g1") -> None:
    with registry.session() as session:
        session.merge(
            Book(
                collector="another",
                enterprise_code=ACME,
                gateway_code=gateway,
                received=1,
                stored=1,
                last_arrival_ms=at_ms,
            )
        )


def test_a_head_that_another_collector_may_have_is_not_missing(rig: Rig) -> None:
    hear_elsewhere(rig.registry, NOW_MS - 1)
    rig.put(100, 102)
    rig.put(100, gateway="g2")
    assert rig.missing(AFTER_S) == {"g1/s": [[101, 101]], "g2/s": [[1, 99]]}


def test_what_went_to_another_collector_and_back_is_not_missing(rig: Rig) -> None:
    rig.put(1, 2)
    rig.watch.look()
    hear_elsewhere(rig.registry, NOW_MS + 5000)
    rig.line.clock.advance(10)
    rig.put(50, 52)
    assert rig.missing(AFTER_S) == {"g1/s": [[51, 51]]}
    rig.put(60)
    assert rig.missing(AFTER_S) == {"g1/s": [[51, 51], [53, 59]]}


def test_a_collector_that_lost_its_state_counts_no_heads(
    rig: Rig, tmp_path: Path, registry: Registry, clock: FixedClock
) -> None:
    rig.put(1, 2)
    rig.watch.look()
    rig.courier.carry()
    fresh = Line(tmp_path / "fresh", registry, MemoryStore(), clock)
    again = Rig(fresh, registry)
    again.put(100, 103)
    assert again.missing(AFTER_S) == {"g1/s": [[101, 102]]}
    fresh.close()


def test_of_an_unknown_gateway_nothing_is_said(rig: Rig) -> None:
    rig.put(1, 3, gateway="stranger")
    assert rig.missing(AFTER_S) == {}


def test_a_forged_number_neither_fills_a_gap_nor_opens_one(rig: Rig, registry: Registry) -> None:
    topic = topics.data(ACME, "gs")

    def frame(seq: int, key: SigningKey) -> bytes:
        return sign(topic, wire.encode_rows("s", seq, NOW_MS, [("A", NOW_MS, 1.0)]), key)

    late = SigningKey(3, b"registered a little later")
    rig.line.put(frame(1, KEY_1), frame(3, KEY_1), frame(2, late), frame(90, late), topic=topic)
    rig.line.run()
    assert rig.missing(AFTER_S) == {"gs/s": [[2, 2]]}
    with registry.session() as session:
        session.add(
            GatewayKey(
                enterprise_code=ACME,
                gateway_code="gs",
                key_id=3,
                secret="cmVnaXN0ZXJlZCBhIGxpdHRsZSBsYXRlcg==",
                valid_from_ms=0,
            )
        )
    rig.line.quarantine.replay_all()
    assert rig.missing() == {}


def test_a_registry_that_is_away_only_delays(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    rig.put(1, 3)
    rig.courier.met_row = None
    rig.watch.look()
    assert rig.line.state.connection.execute("SELECT * FROM stream_gap").fetchall() == []
    rig.courier.met_row = 0
    assert rig.missing(AFTER_S) == {"g1/s": [[2, 2]]}


@pytest.fixture
def older(tmp_path: Path) -> Callable[[], Path]:
    """Make of a line's directory what a version without gaps would have left."""

    def downgrade() -> Path:
        path = tmp_path / "ingest" / "state.db"
        with sqlite3.connect(path) as connection:
            for table in ("seen_changed", "stream_gap", "gap_origin"):
                connection.execute(f"DROP TABLE {table}")
            connection.execute("PRAGMA user_version = 2")
        connection.close()
        return path

    return downgrade


def test_a_state_of_an_older_version_is_looked_at_whole(
    tmp_path: Path, registry: Registry, clock: FixedClock, older: Callable[[], Path]
) -> None:
    line = Line(tmp_path / "ingest", registry, MemoryStore(), clock)
    rig = Rig(line, registry)
    rig.put(*range(1, 200), 201)
    line.close()
    older()
    rig.line = Line(tmp_path / "ingest", registry, MemoryStore(), clock)
    rig.open()
    rig.put(203)
    assert rig.missing(AFTER_S) == {"g1/s": [[200, 200], [202, 202]]}
    rig.line.close()


def test_the_thread_looks_by_itself(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.gap_watch.PAUSE_S", 0.01)
    rig.put(1, 3)
    rig.watch.look()
    rig.line.clock.advance(AFTER_S)
    posted = []
    object.__setattr__(rig.watch._view, "on_posted", lambda: posted.append(1))
    rig.watch.start()
    while not posted:
        rig.watch._thread.join(0.01)
        assert rig.watch._thread.is_alive()
    rig.watch.stop()
    assert rig.watch.health()["state"] == "stopped"
