"""The audit: from journal, quarantine and store alone the same books, and what is missing named."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import wire
from core.clock import FixedClock
from core.registry.database import Registry
from core.registry.models import Gateway
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from core.wire_signed import SigningKey, sign
from ingest.collector import Collector
from ingest.intake import Arrival
from ingest.journal.sealing import read_chain
from ingest.store_check import Sample
from tests.ingest.conftest import ACME, NOW_MS, Line

TOPIC = f"nengheng/v1/{ACME}/g1/data"


def rows(seq: int, *readings: tuple[str, int, float], stream: str = "s", sent: int = 0) -> bytes:
    return wire.encode_rows(stream, seq, sent or NOW_MS + seq, readings)


def columns(line: Line) -> set[tuple[str, int, int]]:
    return {(d.column, d.booked, d.recounted) for d in line.audit().differences}


def test_everything_together_closes(line: Line) -> None:
    line.put(
        rows(1, ("A", NOW_MS, 1.0), ("X", NOW_MS, 2.0)),
        rows(1, ("A", NOW_MS, 1.0), ("X", NOW_MS, 2.0)),
        rows(2, ("X", NOW_MS, 2.0)),
        rows(2, ("A", NOW_MS, 9.0)),
        b"{",
        rows(3, ("A", NOW_MS, 1.0))[:-2],
        rows(3, ("A", NOW_MS, 1.0))[:-2],
        sign(TOPIC, rows(4, ("B", NOW_MS, 4.0)), SigningKey(1, b"k" * 32)),
        sign(TOPIC, rows(4, ("B", NOW_MS, 4.0)), SigningKey(1, b"k" * 32)),
        rows(4, ("B", NOW_MS, 4.0)),
        rows(5),
        wire.encode_rows(None, None, NOW_MS, [("A", NOW_MS, 0.5)]),
        wire.encode_columns("s", 6, NOW_MS, {"B": ([NOW_MS - 1, NOW_MS], [1.0, 2.0], None)}),
    )
    line.put(rows(1, ("A", NOW_MS, 1.0)), gateway="nobody")
    line.put(b"?", topic="elsewhere")
    line.put(b"online", topic=f"nengheng/v1/{ACME}/g1/status")
    line.run()
    assert line.audit().closes
    line.quarantine.drop(1, "no such meter")
    line.quarantine.drop(2, "none either")
    assert line.audit().closes
    report = line.audit()
    assert (report.complete, report.readings_missing) == (True, 0)
    assert report.readings_checked == 3


def test_replayed_after_a_fix_closes(line: Line, registry: Registry) -> None:
    line.put(rows(1, ("A", NOW_MS, 1.0)), gateway="late")
    line.run()
    assert line.audit().closes
    with registry.session() as session:
        session.add(Gateway(enterprise_code=ACME, code="late"))
    assert line.quarantine.replay_all().messages == 1
    report = line.audit()
    assert report.closes
    assert report.readings_checked == 1


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(chance=st.randoms(use_true_random=False))
def test_any_feed_closes(chance: random.Random, make_line: Callable[..., Line]) -> None:
    line = make_line()
    feed = [
        rows(
            seq,
            *(
                (chance.choice("ABCX"), NOW_MS - chance.randrange(3) * 1000, float(n))
                for n in range(chance.randrange(4))
            ),
        )
        for seq in range(1, 15)
    ]
    for payload in chance.choices([*feed, b"junk", b'{"readings": 3}'], k=40):
        line.put(payload, gateway=chance.choice(["g1", "g2", "nobody"]))
        if chance.random() < 0.1:
            line.run()
    line.run()
    for item in line.quarantine.list(limit=100).items:
        if chance.random() < 0.3:
            line.quarantine.drop(item.id, "by chance")
    report = line.audit()
    assert report.differences == ()
    assert report.problems == ()
    assert report.missing == ()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("stored = 3, received = 4", {("stored", 3, 2), ("received", 4, 3)}),
        ("duplicate = 0, stored = 3", {("duplicate", 0, 1), ("stored", 3, 2)}),
        ("decoded = 3, readings_stored = 3", {("decoded", 3, 2), ("readings_stored", 3, 2)}),
    ],
)
def test_a_book_changed_by_hand_is_found(
    line: Line, change: str, found: set[tuple[str, int, int]]
) -> None:
    line.put(rows(1, ("A", NOW_MS, 1.0)), rows(1, ("A", NOW_MS, 1.0)), rows(2, ("B", NOW_MS, 1.0)))
    line.run()
    with line.state.transaction() as connection:
        connection.execute(f"UPDATE book SET {change}")
    assert columns(line) == found


def test_readings_gone_from_the_store_are_named(line: Line) -> None:
    line.put(rows(1, *(("A", NOW_MS - n * 7_200_000, float(n)) for n in range(30))))
    line.put(rows(2, ("A", NOW_MS, 50.0), ("B", NOW_MS, 7.0)))
    line.run()
    assert line.audit().closes
    kept = line.store.rows  # type: ignore[attr-defined]
    gone = next(key for key in kept if key[1] == NOW_MS - 7_200_000)
    del kept[gone]
    other = next(key for key in kept if key[1] == NOW_MS and kept[key][2] == 7.0)
    kept[other] = (*kept[other][:2], 8.0, 0)
    report = line.audit()
    assert not report.closes
    assert report.readings_missing == 2
    assert {(m.point, m.time_ms, m.value, m.why) for m in report.missing} == {
        ("A", NOW_MS - 7_200_000, 1.0, "it is not in the store"),
        ("B", NOW_MS, 7.0, "another value is stored"),
    }


def test_a_later_value_in_the_store_is_no_difference(line: Line) -> None:
    line.put(rows(1, ("A", NOW_MS, 1.0)))
    line.run()
    line.put(rows(2, ("A", NOW_MS, 2.0)))
    line.run()
    key = next(iter(line.store.rows))  # type: ignore[attr-defined]
    line.store.rows[key] = (NOW_MS + 10**6, 0, 3.0, 0)  # type: ignore[attr-defined]
    assert line.audit().closes


def test_bytes_damaged_after_the_drain_are_said(line: Line) -> None:
    line.put(rows(1, ("A", NOW_MS, 1.0)), rows(2, ("B", NOW_MS, 1.0)))
    line.run()
    path = next((line.settings.data_dir / "journal").glob("*.journal"))
    data = bytearray(path.read_bytes())
    data[next(iter(line.journal.read(0))).position + 40] ^= 1
    path.write_bytes(data)
    report = line.audit()
    assert any("damaged after they were drained" in problem for problem in report.problems)
    assert ("received", 2, 1) in columns(line)


def test_a_damaged_sealed_segment_is_shown_and_passed_over(make_line: Callable[..., Line]) -> None:
    line = make_line(journal_segment_bytes=300)
    for seq in range(1, 9):
        line.put(rows(seq, ("A", NOW_MS + seq, float(seq))))
    line.run()
    line.put(rows(9, ("A", NOW_MS + 9, 9.0)))
    line.run()
    while line.journal.seal_one():
        pass
    directory = line.settings.data_dir / "journal"
    registered = {link.number: link for link in read_chain(directory)}
    assert line.audit(registered=registered).closes
    path = sorted(directory.glob("*.zst"))[1]
    path.write_bytes(path.read_bytes()[:40])
    report = line.audit(registered=registered)
    assert report.altered_segments == (2,)
    assert not report.closes


def test_a_sample_is_spread_over_the_journal() -> None:
    sample = Sample(100_000, full=False)
    taken = [number for number in range(100_000) if sample.takes(50)]
    assert len(taken) == 20 * 50
    assert (taken[0], taken[50]) == (0, 5000)
    assert all(Sample(9, full=True).takes(1) for _ in range(9))


def test_a_running_collector_is_audited(
    tmp_path: Path, registry: Registry, clock: FixedClock
) -> None:
    with (
        DuckDBStore(tmp_path / "readings.duckdb", memory_bytes=256 << 20) as store,
        Collector(Settings(data_dir=tmp_path), registry, store, clock) as collector,
    ):
        for seq in range(1, 300):
            payload = rows(seq, ("A", NOW_MS - seq * 1000, 1.0), ("B", NOW_MS - seq * 1000, 2.0))
            assert collector.intake.offer(Arrival("test", TOPIC, payload, NOW_MS))
        assert collector.audit(full=True).closes
        assert collector.wait_drained(20)
        report = collector.audit(full=True)
        assert report.closes
        assert (report.readings_checked, report.books) == (2 * 299, 1)
