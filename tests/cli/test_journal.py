"""`nengheng journal`: verify against the registry, export, prune; status 1 when a byte changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.journal import register
from core import topics, wire
from core.calendar import DAY_MS, format_time
from core.clock import FixedClock
from core.errors import RefusedError
from core.registry.database import open_registry
from core.settings import Settings
from ingest.collector import Collector
from ingest.errors import JournalError
from ingest.intake import Arrival
from tests.ingest.conftest import ACME, NOW_MS, MemoryStore, write_world


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data directory whose collector has sealed three days and told the registry."""
    clock = FixedClock(NOW_MS)
    settings = Settings(data_dir=tmp_path, journal_segment_bytes=200)
    with open_registry(tmp_path / "registry.db") as registry:
        write_world(registry)
        with Collector(settings, registry, MemoryStore(), clock) as collector:  # type: ignore[arg-type]
            for seq in range(1, 5):
                payload = wire.encode_rows("s", seq, NOW_MS, [("A", NOW_MS, 1.0)] * 5)
                arrival = Arrival("test", topics.data(ACME, "g1"), payload, clock.now_ms())
                assert collector.intake.offer(arrival)
                assert collector.wait_drained(20)
                clock.advance(DAY_MS / 1000)
            seal(collector)
            assert collector.wait_drained(20)
    return tmp_path


def seal(collector: Collector) -> None:
    while collector._journal.seal_one():
        pass
    collector._post_links()


def run(*arguments: object) -> tuple[int, str]:
    import typer

    app = typer.Typer()
    register(app)
    result = CliRunner().invoke(app, ["journal", *map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def test_a_whole_journal(data: Path) -> None:
    code, text = run("verify", "--data", data, "--json")
    found = json.loads(text)["embedded"]
    assert (code, found["problems"]) == (0, [])
    assert (found["segments"], found["compared"], found["records"]) == (4, 3, 4)
    code, text = run("verify", "--data", data)
    assert code == 0
    assert "nothing was changed" in text


def test_a_changed_byte_is_named_with_a_fix(data: Path) -> None:
    path = sorted((data / "ingest" / "journal").glob("*.zst"))[1]
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    code, text = run("verify", "--data", data)
    assert code == 1
    assert "segment 2: altered" in text
    assert "To mend" in text


def test_a_registry_that_is_away_is_no_silent_half_check(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NENGHENG_REGISTRY_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    with pytest.raises(RefusedError, match="--offline"):
        run("verify", "--data", data)
    code, text = run("verify", "--data", data, "--offline")
    assert code == 0
    assert "not compared" in text


def test_export_of_a_day(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "day.ndjson"
    span = ("--from", format_time(NOW_MS + DAY_MS), "--to", format_time(NOW_MS + 2 * DAY_MS))
    code, text = run("export", out, "--data", data, *span, "--enterprise", ACME)
    assert (code, text) == (0, "1 records written\n")
    (row,) = [json.loads(line) for line in out.read_text().splitlines()]
    assert row["arrival_ms"] == NOW_MS + DAY_MS
    with pytest.raises(RefusedError, match="name a new file"):
        run("export", out, "--data", data)


def test_prune_needs_the_collector_stopped(data: Path) -> None:
    arguments = ("prune", "--data", data, "--before", format_time(NOW_MS + 2 * DAY_MS))
    with (
        open_registry(data / "registry.db") as registry,
        Collector(Settings(data_dir=data), registry, MemoryStore(), FixedClock(NOW_MS)),  # type: ignore[arg-type]
        pytest.raises(JournalError, match="held by another process"),
    ):
        run(*arguments)
    code, text = run(*arguments)
    assert code == 0
    assert "2 segments deleted" in text
    code, text = run("verify", "--data", data, "--json")
    found = json.loads(text)["embedded"]
    assert (code, found["pruned"], found["problems"]) == (0, 2, [])


def test_no_journal_is_refused_with_what_there_is(data: Path, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="embedded"):
        run("verify", "--data", data, "--collector", "other")
    with pytest.raises(RefusedError, match="none at all"):
        run("verify", "--data", tmp_path / "empty")
