"""Verifying, exporting and pruning a journal's files, whoever holds them."""

from __future__ import annotations

import base64
import io
import json
import threading
from pathlib import Path

import pytest

from core import topics
from core.calendar import DAY_MS
from core.clock import FixedClock
from core.settings import Settings
from ingest.errors import JournalError
from ingest.intake import Arrival
from ingest.journal import Journal, sealing
from ingest.journal.archive import JournalArchive
from ingest.journal.export import ExportFilter, export_ndjson, export_raw
from ingest.journal.records import SEGMENT_HEADER, pack_group, read_records
from ingest.journal.sealing import CHAIN, Link, read_chain
from ingest.journal.verification import JournalVerification, verify_journal
from tests.ingest.conftest import ACME, NOW_MS, OTHER

SEGMENTS = 6


def fill(directory: Path, *, seal: bool = True) -> None:
    """Six segments of a day each; of ACME's g1 and OTHER's g2 in turn; all but the last sealed."""
    clock = FixedClock(NOW_MS)
    with Journal(directory, settings=Settings(journal_segment_bytes=700), clock=clock) as journal:
        for day in range(SEGMENTS):
            holder, gateway = ((ACME, "g1"), (OTHER, "g2"))[day % 2]
            group = [
                Arrival("mqtt", topics.data(holder, gateway), bytes([day, n]) * 90, clock.now_ms())
                for n in range(2)
            ]
            journal.append_group(group)
            clock.advance(DAY_MS / 1000)
        journal.release(journal.end)
        while seal and journal.seal_one():
            pass


def links(directory: Path) -> dict[int, Link]:
    return {link.number: link for link in read_chain(directory)}


def kinds(found: JournalVerification) -> list[tuple[str, int]]:
    return [(problem.kind, problem.segment) for problem in found.problems]


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 0x01
    path.write_bytes(data)


def test_a_whole_journal_verifies(tmp_path: Path) -> None:
    fill(tmp_path)
    told: list[tuple[int, int]] = []
    found = verify_journal(tmp_path, links(tmp_path), lambda *given: told.append(given))
    assert found.problems == ()
    assert (found.segments, found.sealed, found.compared) == (SEGMENTS, SEGMENTS - 1, 5)
    assert found.records == 2 * SEGMENTS
    assert told[-1] == (found.bytes, found.bytes)


@pytest.mark.parametrize("at", [0, 6, 40, -3])
def test_any_changed_byte_of_a_sealed_segment_shows(tmp_path: Path, at: int) -> None:
    fill(tmp_path)
    flip(sorted(tmp_path.glob("*.zst"))[2], at)
    found = verify_journal(tmp_path)
    assert found.altered == (3,)
    assert ("altered", 3) in kinds(found)
    assert found.problems[0].fix


def test_a_changed_byte_of_the_open_segment_shows(tmp_path: Path) -> None:
    fill(tmp_path)
    path = sorted(tmp_path.glob("*.journal"))[-1]
    flip(path, SEGMENT_HEADER.size + 60)
    assert kinds(verify_journal(tmp_path)) == [("damaged", SEGMENTS)]


def test_what_a_writer_has_not_finished_is_no_damage(tmp_path: Path) -> None:
    fill(tmp_path)
    path = sorted(tmp_path.glob("*.journal"))[-1]
    path.write_bytes(path.read_bytes()[:-10])
    found = verify_journal(tmp_path)
    assert (found.problems, found.records) == ((), 2 * SEGMENTS - 1)


def test_who_rewrites_segment_and_chain_is_seen_by_the_registry(tmp_path: Path) -> None:
    fill(tmp_path)
    registered = links(tmp_path)
    path = sorted(tmp_path.glob("*.zst"))[2]
    forged = tmp_path / path.name.removesuffix(".zst")
    with sealing.open_segment(path) as file:
        file.seek(0)
        data = bytearray(file.read())
    record = next(read_records(path, 0, SEGMENT_HEADER.size, len(data)))
    new = Arrival("mqtt", record.topic.decode(), b"\xff" * len(record.payload), record.arrival_ms)
    packed = pack_group([new])
    data[SEGMENT_HEADER.size : SEGMENT_HEADER.size + len(packed)] = packed
    forged.write_bytes(data)
    path.unlink()
    rewrite_chain(tmp_path, forged)
    assert verify_journal(tmp_path).problems == ()
    found = verify_journal(tmp_path, registered)
    assert ("chain", 3) in kinds(found)
    assert ("altered", 3) in kinds(found)


def rewrite_chain(directory: Path, forged: Path) -> None:
    """Seal again from the forged segment on, as an attacker with our programs would."""
    old = read_chain(directory)
    number = int(forged.name[:8])
    kept = [link for link in old if link.number < number]
    text = "".join(f"{k.number} {k.base} {k.size} {k.digest}\n" for k in kept)
    directory.joinpath(CHAIN).write_text(text)
    for link in old[len(kept) :]:
        (path,) = directory.glob(f"{link.number:08d}-*")
        if path.suffix == sealing.SUFFIX:
            plain = directory / path.name.removesuffix(sealing.SUFFIX)
            with sealing.open_segment(path) as file:
                file.seek(0)
                plain.write_bytes(file.read())
            path.unlink()
        else:
            plain = path
        assert sealing.seal_segment(plain, link, threading.Event())
        plain.unlink()


def test_a_missing_file_and_a_cut_chain_show(tmp_path: Path) -> None:
    fill(tmp_path)
    registered = links(tmp_path)
    sorted(tmp_path.glob("*.zst"))[2].unlink()
    assert kinds(verify_journal(tmp_path, registered)) == [("missing", 3)]
    chain = tmp_path / CHAIN
    chain.write_text("".join(chain.read_text().splitlines(keepends=True)[:-1]))
    found = kinds(verify_journal(tmp_path, registered))
    assert ("chain", 5) in found
    registered.pop(2)
    assert ("chain", 2) in kinds(verify_journal(tmp_path, registered))


def test_pruned_segments_are_no_problem(tmp_path: Path) -> None:
    fill(tmp_path)
    for path in sorted(tmp_path.glob("*.zst"))[:2]:
        path.unlink()
    found = verify_journal(tmp_path, links(tmp_path))
    assert (found.problems, found.pruned) == ((), 2)


def test_a_held_directory_can_be_read(tmp_path: Path) -> None:
    fill(tmp_path)
    with Journal(tmp_path, settings=Settings(), clock=FixedClock(NOW_MS)) as journal:
        assert verify_journal(tmp_path).problems == ()
        assert [r.position for r in JournalArchive(tmp_path).read()] == [
            r.position for r in journal.read(0)
        ]


def test_no_journal_is_named(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="no journal"):
        verify_journal(tmp_path / "none")


@pytest.mark.parametrize(
    ("chosen", "days"),
    [
        (ExportFilter(), [0, 1, 2, 3, 4, 5]),
        (ExportFilter(enterprise=ACME), [0, 2, 4]),
        (ExportFilter(gateway="g2"), [1, 3, 5]),
        (ExportFilter(start_ms=NOW_MS + 2 * DAY_MS, end_ms=NOW_MS + 4 * DAY_MS), [2, 3]),
    ],
)
def test_records_are_exported_as_lines(
    tmp_path: Path, chosen: ExportFilter, days: list[int]
) -> None:
    fill(tmp_path)
    file = io.BytesIO()
    report = export_ndjson(JournalArchive(tmp_path), chosen, file)
    rows = [json.loads(line) for line in file.getvalue().splitlines()]
    assert [base64.b64decode(row["payload"])[0] for row in rows[::2]] == days
    assert [row["arrival_ms"] for row in rows[::2]] == [NOW_MS + day * DAY_MS for day in days]
    assert rows[0]["door"] == "mqtt"
    assert (report.records, report.damaged) == (len(rows), 0)


def test_records_are_exported_byte_for_byte(tmp_path: Path) -> None:
    fill(tmp_path / "j")
    archive = JournalArchive(tmp_path / "j")
    out = tmp_path / "out.journal"
    with out.open("wb") as file:
        export_raw(archive, ExportFilter(enterprise=ACME), file)
    read = list(read_records(out, 0, SEGMENT_HEADER.size, out.stat().st_size))
    expected = [r for r in archive.read() if ACME in r.topic.decode()]
    assert [r[2:] for r in read] == [r[2:] for r in expected]


def test_damaged_stretches_are_counted_and_left_out(tmp_path: Path) -> None:
    fill(tmp_path, seal=False)
    flip(sorted(tmp_path.glob("*.journal"))[1], SEGMENT_HEADER.size + 60)
    report = export_ndjson(JournalArchive(tmp_path), ExportFilter(), io.BytesIO())
    assert (report.records, report.damaged) == (2 * SEGMENTS - 1, 1)


def test_pruning_leaves_what_is_young_or_not_sealed(tmp_path: Path) -> None:
    fill(tmp_path)
    with Journal(tmp_path, settings=Settings(), clock=FixedClock(NOW_MS)) as journal:
        assert journal.prune_before(NOW_MS + 3 * DAY_MS) == []
    with Journal(
        tmp_path, settings=Settings(), clock=FixedClock(NOW_MS), drained_to=10**6
    ) as journal:
        assert journal.prune_before(NOW_MS + 3 * DAY_MS) == [1, 2, 3]
        assert journal.prune_before(NOW_MS + 99 * DAY_MS) == [4, 5]
    assert len(read_chain(tmp_path)) == 5
