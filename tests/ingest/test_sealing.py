"""Sealed segments: the same records, less room, and a chain that tells when bytes were changed."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from core.clock import FixedClock, monotonic_s
from core.settings import Settings
from ingest.errors import JournalError
from ingest.intake import Arrival
from ingest.journal import Journal
from ingest.journal.keeper import JournalKeeper
from ingest.journal.sealing import CHAIN, read_chain

NOW_MS = 1_763_640_000_000
ARRIVALS = [Arrival("m", "t", bytes([n]) * 400, NOW_MS + n) for n in range(40)]


def opened(directory: Path, drained_to: int = 0) -> Journal:
    settings = Settings(journal_segment_bytes=2000)
    return Journal(directory, settings=settings, clock=FixedClock(NOW_MS), drained_to=drained_to)


def read_all(journal: Journal, position: int = 0) -> list[Arrival]:
    return [
        Arrival(r.door or "", r.topic.decode(), r.payload, r.arrival_ms)
        for r in journal.read(position)
    ]


def fill(directory: Path) -> Journal:
    journal = opened(directory)
    for arrival in ARRIVALS:
        journal.append_group([arrival])
    return journal


def seal_all(journal: Journal) -> int:
    journal.release(journal.end)
    count = 0
    while journal.seal_one():
        count += 1
    return count


def test_records_are_the_same_and_take_less_room(tmp_path: Path) -> None:
    with fill(tmp_path) as journal:
        before, end = journal.size_bytes, journal.end
        middle = list(journal.read(0))[21].position
        assert seal_all(journal) == 9
        assert journal.size_bytes < before / 3
        assert read_all(journal) == ARRIVALS
        assert read_all(journal, middle) == ARRIVALS[21:]
        assert journal.find_altered() == []
    with opened(tmp_path, end) as journal:
        assert journal.end == end
        assert read_all(journal) == ARRIVALS
        assert not journal.seal_one()
        journal.append_group([ARRIVALS[0]])
        assert read_all(journal, end) == [ARRIVALS[0]]
        assert journal.find_altered() == []


def test_only_what_is_drained_is_sealed(tmp_path: Path) -> None:
    with fill(tmp_path) as journal:
        assert not journal.seal_one()
        journal.release(list(journal.read(0))[6].position)
        assert journal.seal_one()
        assert not journal.seal_one()
        assert read_all(journal) == ARRIVALS


def test_sealing_begins_again_after_a_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fill(tmp_path) as journal:
        end = journal.end
        journal.release(end)

        def die(self: Path, target: Path) -> Path:
            raise OSError(5, "Input/output error")

        with monkeypatch.context() as patch:
            patch.setattr(Path, "rename", die)
            with pytest.raises(JournalError, match="Input/output"):
                journal.seal_one()
        assert read_all(journal) == ARRIVALS
    with opened(tmp_path, end) as journal:
        assert not list(tmp_path.glob("*.part"))
        assert seal_all(journal) == 9
        assert [link.number for link in read_chain(tmp_path)] == list(range(1, 10))
        assert journal.find_altered() == []
        assert read_all(journal) == ARRIVALS


def test_sealing_is_given_up_to_stop(tmp_path: Path) -> None:
    stopping = threading.Event()
    stopping.set()
    with fill(tmp_path) as journal:
        journal.release(journal.end)
        assert not journal.seal_one(stopping)
        assert not list(tmp_path.glob("*.zst*"))
        assert read_all(journal) == ARRIVALS


def test_the_keeper_seals_when_there_is_time(tmp_path: Path) -> None:
    with fill(tmp_path) as journal:
        journal.release(journal.end)
        keeper = JournalKeeper(journal, lambda: 0)
        keeper.start()
        ends_s = monotonic_s() + 10
        while len(list(tmp_path.glob("*.zst"))) < 9:
            assert monotonic_s() < ends_s
        keeper.stop()
        assert keeper.health() == {"state": "stopped", "last_error": ""}
        assert read_all(journal) == ARRIVALS


def test_the_keeper_waits_while_the_drain_lags(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = threading.Semaphore(0)
    monkeypatch.setattr("ingest.journal.keeper.PAUSE_S", 0.0)

    def read_lag() -> int:
        asked.release()
        return 1_000_000

    with fill(tmp_path) as journal:
        journal.release(journal.end)
        keeper = JournalKeeper(journal, read_lag)
        keeper.start()
        assert all(asked.acquire(timeout=10) for _ in range(5))
        keeper.stop()
        assert not list(tmp_path.glob("*.zst"))


def test_a_plain_file_left_beside_its_sealed_one_is_removed(tmp_path: Path) -> None:
    with fill(tmp_path) as journal:
        end = journal.end
        first = min(tmp_path.glob("*.journal"))
        data = first.read_bytes()
        seal_all(journal)
    first.write_bytes(data)
    with opened(tmp_path, end) as journal:
        assert not first.exists()
        assert read_all(journal) == ARRIVALS


def test_changed_bytes_break_the_chain(tmp_path: Path) -> None:
    with fill(tmp_path) as journal:
        end = journal.end
        seal_all(journal)
    lines = tmp_path.joinpath(CHAIN).read_text().splitlines()
    digest = lines[3].split()[3]
    lines[3] = lines[3].replace(digest, digest[::-1])
    tmp_path.joinpath(CHAIN).write_text("\n".join(lines) + "\n")
    with opened(tmp_path, end) as journal:
        assert [link.number for link in journal.find_altered()] == [4, 5]


def test_a_damaged_sealed_file_is_named(tmp_path: Path) -> None:
    with fill(tmp_path) as journal:
        end = journal.end
        seal_all(journal)
    path = sorted(tmp_path.glob("*.zst"))[2]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    with opened(tmp_path, end) as journal:
        assert [link.number for link in journal.find_altered()] == [3]
        found = list(journal.read(0))
        (damaged,) = [record for record in found if record.door is None]
        assert damaged.end - damaged.position > 0
        whole = [(r.door, r.payload) for r in found if r.door is not None]
        assert len(whole) >= len(ARRIVALS) - 5
        assert set(whole) <= {(a.door, a.payload) for a in ARRIVALS}


def test_bytes_after_the_end_of_a_sealed_file_show(tmp_path: Path) -> None:
    with fill(tmp_path) as journal:
        end = journal.end
        seal_all(journal)
    path = sorted(tmp_path.glob("*.zst"))[2]
    path.write_bytes(path.read_bytes() + b"more")
    with opened(tmp_path, end) as journal:
        assert [link.number for link in journal.find_altered()] == [3]
        assert read_all(journal) == ARRIVALS
