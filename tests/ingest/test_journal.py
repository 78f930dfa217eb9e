"""The journal: what is committed comes back, torn tails are cut, damage is named, disks fill."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.calendar import DAY_MS
from core.clock import FixedClock
from core.settings import Settings
from ingest.errors import JournalError, JournalFullError
from ingest.intake import Arrival
from ingest.journal import Journal, Record
from ingest.journal.records import SEGMENT_HEADER

NOW_MS = 1_763_640_000_000
ARRIVALS = st.builds(
    Arrival,
    st.sampled_from(["mqtt", "http"]),
    st.text(max_size=20).filter(lambda t: t.isprintable()),
    st.binary(max_size=300),
    st.integers(0, 2**62),
)


def opened(directory: Path, *, drained_to: int = 0, **given: object) -> Journal:
    return Journal(
        directory,
        settings=Settings(**given),  # type: ignore[arg-type]
        clock=FixedClock(NOW_MS),
        drained_to=drained_to,
    )


def message(number: int, size: int = 100) -> Arrival:
    return Arrival("mqtt", f"t/{number}", bytes([number % 251]) * size, NOW_MS + number)


def arrivals_of(records: Iterator[Record]) -> list[Arrival]:
    return [Arrival(r.door or "", r.topic.decode(), r.payload, r.arrival_ms) for r in records]


def files(directory: Path) -> list[Path]:
    return sorted(directory.glob("*.journal"))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(groups=st.lists(st.lists(ARRIVALS, min_size=1, max_size=4), max_size=6))
def test_what_is_committed_comes_back(
    groups: list[list[Arrival]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    directory = tmp_path_factory.mktemp("journal")
    with opened(directory, journal_segment_bytes=600) as journal:
        spans = [journal.append_group(group) for group in groups]
        end = journal.end
        assert arrivals_of(journal.read(0)) == [a for group in groups for a in group]
    with opened(directory, journal_segment_bytes=600) as journal:
        assert journal.end == end
        assert arrivals_of(journal.read(0)) == [a for group in groups for a in group]
        for number, (start, _) in enumerate(spans):
            rest = [a for group in groups[number:] for a in group]
            assert arrivals_of(journal.read(start)) == rest


def test_reading_goes_on_from_every_record(tmp_path: Path) -> None:
    with opened(tmp_path, journal_segment_bytes=1000) as journal:
        for number in range(30):
            journal.append_group([message(number)])
        assert len(files(tmp_path)) > 3
        records = list(journal.read(0))
        for number, record in enumerate(records):
            assert len(list(journal.read(record.end))) == 29 - number
            assert next(journal.read(record.position)) == record


def test_large_records_span_reads(tmp_path: Path) -> None:
    big = Arrival("mqtt", "t", os.urandom(9_000_000), NOW_MS)
    with opened(tmp_path) as journal:
        journal.append_group([message(1), big, message(2)])
        assert arrivals_of(journal.read(0)) == [message(1), big, message(2)]


@pytest.mark.parametrize("cut", [1, 10, 23, 24, 60, 126])
def test_a_torn_last_record_is_cut_and_kept_beside(
    tmp_path: Path, cut: int, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(tmp_path) as journal:
        journal.append_group([message(1)])
        end = journal.end
        journal.append_group([message(2)])
    path = files(tmp_path)[0]
    data = path.read_bytes()
    path.write_bytes(data[:-cut])
    with caplog.at_level(logging.WARNING), opened(tmp_path) as journal:
        assert journal.end == end
        assert arrivals_of(journal.read(0)) == [message(1)]
        journal.append_group([message(3)])
        assert arrivals_of(journal.read(0)) == [message(1), message(3)]
    assert f"torn bytes cut at offset {end}" in caplog.text
    assert tmp_path.joinpath(f"cut-{end:015d}.bin").read_bytes() == data[end:-cut]


@pytest.mark.parametrize("length", [0, 5, SEGMENT_HEADER.size])
def test_a_torn_segment_header_is_mended(tmp_path: Path, length: int) -> None:
    with opened(tmp_path) as journal:
        journal.append_group([message(1)])
    path = files(tmp_path)[0]
    path.write_bytes(path.read_bytes()[:length])
    with opened(tmp_path) as journal:
        assert list(journal.read(0)) == []
        journal.append_group([message(2)])
        assert arrivals_of(journal.read(0)) == [message(2)]


@pytest.mark.parametrize("offset", [0, 4, 9, 14, 22, 30, 80])
def test_a_flipped_byte_costs_one_record_and_is_named(
    tmp_path: Path, offset: int, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(tmp_path) as journal:
        journal.append_group([message(number) for number in range(5)])
        records = list(journal.read(0))
    path = files(tmp_path)[0]
    data = bytearray(path.read_bytes())
    data[records[2].position + offset] ^= 0x10
    path.write_bytes(data)
    with opened(tmp_path) as journal:
        found = list(journal.read(0))
    assert [r.door is None for r in found] == [False, False, True, False, False]
    damaged = found[2]
    assert (damaged.position, damaged.end) == (records[2].position, records[2].end)
    assert damaged.payload == bytes(data[damaged.position : damaged.end])
    assert f"{path}: damaged at offset {damaged.position}" in caplog.text


def test_a_closed_segment_that_is_too_short_is_named(tmp_path: Path) -> None:
    with opened(tmp_path, journal_segment_bytes=300) as journal:
        for number in range(6):
            journal.append_group([message(number)])
    first = files(tmp_path)[0]
    first.write_bytes(first.read_bytes()[:-50])
    with opened(tmp_path, journal_segment_bytes=300) as journal:
        found = list(journal.read(0))
    assert sum(r.door is None for r in found) == 1
    assert arrivals_of(r for r in found if r.door) == [message(n) for n in (0, 2, 3, 4, 5)]


def test_positions_are_never_given_twice(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with opened(tmp_path) as journal:
        journal.append_group([message(1)])
        end = journal.end
    for path in files(tmp_path):
        path.unlink()
    with opened(tmp_path, drained_to=end) as journal:
        assert "files are missing" in caplog.text
        start, _ = journal.append_group([message(2)])
        assert start >= end
        assert arrivals_of(journal.read(end)) == [message(2)]


def test_a_second_writer_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(JournalError, match="held by another process"):
        opened(tmp_path)
    opened(tmp_path).close()


def test_drained_segments_are_pruned_when_old(tmp_path: Path) -> None:
    clock = FixedClock(NOW_MS)
    kept = Settings(journal_segment_bytes=300, journal_keep_days=2)
    with Journal(tmp_path, settings=kept, clock=clock) as journal:
        for number in range(10):
            journal.append_group([message(number)])
            clock.at_ms += DAY_MS // 2
        middle = list(journal.read(0))[5].position
        before = len(files(tmp_path))
        journal.release(middle)
        left = arrivals_of(journal.read(0))
        assert left[-1] == message(9)
        assert message(5) in left
        assert journal.begin > 0
        assert len(files(tmp_path)) < before
    with Journal(tmp_path, settings=kept, clock=clock) as journal:
        assert arrivals_of(journal.read(0)) == left


def test_the_limit_prunes_what_is_drained_and_refuses_what_is_not(tmp_path: Path) -> None:
    with opened(tmp_path, journal_segment_bytes=300, journal_max_bytes=1000) as journal:
        for number in range(6):
            journal.append_group([message(number)])
        with pytest.raises(JournalFullError, match=r"limit 1000.*To mend"):
            journal.append_group([message(6)])
        assert arrivals_of(journal.read(0)) == [message(n) for n in range(6)]
        journal.release(journal.end)
        journal.append_group([message(50)])
        assert arrivals_of(journal.read(0))[-1] == message(50)


def test_old_segments_are_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path, journal_segment_s=60) as journal:
        journal.append_group([message(1)])
        monkeypatch.setattr("ingest.journal.journal.monotonic_s", lambda: 1e9)
        journal.append_group([message(2)])
        assert len(files(tmp_path)) == 2


def test_a_failed_sync_counts_as_not_committed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path) as journal:
        journal.append_group([message(1)])

        def fail(_: int) -> None:
            raise OSError(5, "Input/output error")

        with monkeypatch.context() as patch:
            patch.setattr("ingest.journal.journal.os.fdatasync", fail)
            with pytest.raises(JournalError, match="Input/output error"):
                journal.append_group([message(2)])
        journal.append_group([message(3)])
        assert arrivals_of(journal.read(0)) == [message(1), message(3)]
    with opened(tmp_path) as journal:
        assert arrivals_of(journal.read(0)) == [message(1), message(3)]


FILL = """
import resource, sys
from pathlib import Path
from core.clock import FixedClock
from core.settings import Settings
from ingest.errors import JournalFullError
from ingest.intake import Arrival
from ingest.journal import Journal
directory, limit = Path(sys.argv[1]), int(sys.argv[2])
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
journal = Journal(directory, settings=Settings(), clock=FixedClock(0))
kept = 0
try:
    while kept < 100_000:
        journal.append_group([Arrival("m", "t", kept.to_bytes(4, "big") * 2000, 0)])
        kept += 1
except JournalFullError as error:
    print("full", error, file=sys.stderr)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
for path in directory.glob("ballast"):
    path.unlink()
journal.append_group([Arrival("m", "t", b"again", 0)])
found = [record.payload for record in journal.read(0)]
assert found == [n.to_bytes(4, "big") * 2000 for n in range(kept)] + [b"again"], len(found)
print(kept)
"""


def fill(directory: Path, limit: int) -> int:
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(directory), str(limit)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "full" in done.stderr
    assert "free space" in done.stderr
    return int(done.stdout)


def test_a_file_limit_is_a_full_journal(tmp_path: Path) -> None:
    assert 0 < fill(tmp_path, 1_000_000) < 130


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    mounted = tmp_path / "disk"
    mounted.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(mounted)]
    if os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small disk needs the right to mount: run as root")
    yield mounted
    subprocess.run(["umount", str(mounted)], check=True)


def test_a_full_disk_is_a_full_journal(small_disk: Path) -> None:
    small_disk.joinpath("ballast").write_bytes(bytes(500_000))
    assert 0 < fill(small_disk, 0) < 260


def test_waiting_ends_when_something_comes(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        assert not journal.wait_beyond(0, 0.01)
        journal.append_group([message(1)])
        assert journal.wait_beyond(0, 0.01)
