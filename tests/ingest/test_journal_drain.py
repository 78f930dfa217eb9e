"""Damage of the journal on its way through the drain: named, kept byte for byte, and counted."""

from __future__ import annotations

from pathlib import Path

from core import wire
from core.clock import FixedClock
from core.registry.database import Registry
from ingest.reasons import Reason
from tests.ingest.conftest import ACME, NOW_MS, Line, MemoryStore


def test_a_damaged_stretch_goes_into_quarantine(
    tmp_path: Path, shared_registry: Registry, clock: FixedClock
) -> None:
    first = Line(tmp_path / "i", shared_registry, MemoryStore(), clock)
    first.put(*(wire.encode_rows("s", n, NOW_MS, [("A", NOW_MS + n, 1.0)]) for n in range(1, 6)))
    records = list(first.journal.read(0))
    first.close()
    path = next((tmp_path / "i" / "journal").glob("*.journal"))
    data = bytearray(path.read_bytes())
    data[records[1].position + 40] ^= 1
    path.write_bytes(data)
    line = Line(tmp_path / "i", shared_registry, MemoryStore(), clock)
    assert line.books()["", ""].pending == 1
    line.run()
    assert line.reasons() == [Reason.JOURNAL_CORRUPT]
    kept = line.quarantine.show(1)
    assert kept.payload == bytes(data[records[1].position : records[1].end])
    assert (line.books()[ACME, "g1"].stored, line.books()["", ""].quarantined) == (4, 1)
    assert all(book.closes for book in line.books().values())
    assert line.audit().differences == ()
    assert line.quarantine.replay_all().messages == 0
    line.close()


def test_an_audit_names_altered_segments(line: Line) -> None:
    line.put(wire.encode_rows("s", 1, NOW_MS, [("A", NOW_MS, 1.0)]))
    line.run()
    assert line.audit().altered_segments == ()
    chain = line.settings.data_dir / "journal" / "chain"
    chain.write_text(f"1 0 {line.journal.end} {'0' * 64}\n")
    assert line.audit().altered_segments == (1,)


def test_a_sound_journal_has_nothing_to_name(line: Line) -> None:
    line.put(wire.encode_rows("s", 1, NOW_MS, [("A", NOW_MS, 1.0)]))
    line.run()
    assert line.reasons() == []
