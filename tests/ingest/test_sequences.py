"""Numbers seen: against a plain dictionary, across commits, crashes and restarts."""

from __future__ import annotations

import random
import sqlite3
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import sequences
from ingest.sequences import CHUNK, SequenceLedger, Sighting, StreamKey, digest_of


def opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(sequences.SCHEMA)
    return connection


def see(ledger: SequenceLedger, stream: str, seq: int, payload: bytes) -> Sighting:
    number = ledger.stream_id(StreamKey("e", "g", stream))
    return ledger.see(number, seq, digest_of(payload))


def commit(ledger: SequenceLedger) -> None:
    ledger.write()
    ledger.settle()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b"]),
        st.integers(1, 3) | st.integers(CHUNK - 2, CHUNK + 2) | st.integers(1, 2**63 - 1),
        st.sampled_from([b"x", b"y"]),
    )
    | st.sampled_from(["commit", "crash", "restart"]),
    max_size=40,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_it_agrees_with_a_dictionary(
    steps: list[object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("seq") / "s.db"
    connection = opened(path)
    ledger = SequenceLedger(connection)
    committed: dict[tuple[str, int], bytes] = {}
    known: dict[tuple[str, int], bytes] = {}
    for step in steps:
        if isinstance(step, tuple):
            stream, seq, payload = step
            before = known.get((stream, seq))
            expected = Sighting.DUPLICATE if before == payload else Sighting.REUSED
            found = see(ledger, stream, seq, payload)
            assert found is (Sighting.FRESH if before is None else expected)
            known.setdefault((stream, seq), payload)
        elif step == "commit":
            commit(ledger)
            committed = dict(known)
        else:
            if step == "crash":
                ledger.forget()
            else:
                connection.close()
                connection = opened(path)
                ledger = SequenceLedger(connection)
            known = dict(committed)
    connection.close()


def test_full_chunks_far_behind_give_their_digests_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sequences, "KEEP_CHUNKS", 2)
    connection = opened(tmp_path / "s.db")
    ledger = SequenceLedger(connection)
    missing = CHUNK + 5
    for seq in range(1, 5 * CHUNK):
        if seq != missing:
            assert see(ledger, "a", seq, b"x") is Sighting.FRESH
        if seq % 25 == 0:
            commit(ledger)
    commit(ledger)
    sizes = connection.execute("SELECT chunk, length(digests) FROM seen").fetchall()
    assert [size > 0 for _, size in sorted(sizes)] == [False, True, False, True, True]
    ledger = SequenceLedger(connection)
    assert see(ledger, "a", 7, b"other") is Sighting.DUPLICATE
    assert see(ledger, "a", missing, b"x") is Sighting.FRESH
    assert see(ledger, "a", missing + 1, b"other") is Sighting.REUSED
    assert see(ledger, "a", 4 * CHUNK, b"other") is Sighting.REUSED
    connection.close()


def test_the_cache_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequences, "CACHE_CHUNKS", 10)
    connection = opened(tmp_path / "s.db")
    ledger = SequenceLedger(connection)
    for number in range(50):
        assert see(ledger, f"s{number}", 1, b"x") is Sighting.FRESH
        commit(ledger)
        assert len(ledger._chunks) <= 11
    assert see(ledger, "s0", 1, b"x") is Sighting.DUPLICATE
    connection.close()


@pytest.mark.parametrize("size", [0, 1, 2046, 2047, 2048, 5000, 65_503, 65_504, 65_505, 200_000])
def test_a_digest_in_pieces_is_the_digest_of_the_whole(size):
    payload = random.Random(size).randbytes(size)
    assert digest_of(payload) == blake2b(payload, digest_size=8).digest()
