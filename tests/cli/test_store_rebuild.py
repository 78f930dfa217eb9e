"""`nengheng store rebuild`: an emptied store is filled from the journal, and the books close."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cli.store_rebuild import register
from core import topics, wire
from core.clock import FixedClock
from core.errors import RefusedError, StoreBusyError
from core.registry.database import open_registry
from core.registry.marks import count_marks
from core.settings import Settings
from core.store.duckdb import DuckDBStore
from ingest.collector import Collector
from ingest.errors import JournalError
from ingest.intake import Arrival
from ingest.journal.files import lock_directory
from tests.ingest.conftest import ACME, NOW_MS, write_world


def run(*arguments: object) -> tuple[int, str]:
    app = typer.Typer()
    app.callback()(lambda: None)
    register(app)
    result = CliRunner().invoke(app, ["rebuild", *map(str, arguments)])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def collect(data: Path, messages: int = 0) -> tuple[int, bool]:
    """Collect some messages; return the readings in the store and whether an audit closes."""
    with (
        open_registry(data / "registry.db") as registry,
        DuckDBStore(data / "readings.duckdb", memory_bytes=256 << 20) as store,
        Collector(Settings(data_dir=data), registry, store, FixedClock(NOW_MS)) as collector,
    ):
        for seq in range(1, messages + 1):
            readings = [("A", NOW_MS - seq * 60_000, 1.0 * seq), ("B", NOW_MS - seq * 60_000, 2.0)]
            payload = wire.encode_rows("s", seq, NOW_MS + seq, readings)
            assert collector.intake.offer(Arrival("test", topics.data(ACME, "g1"), payload, NOW_MS))
        assert collector.wait_drained(30)
        return store.statistics().readings, collector.audit(full=True).closes


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with open_registry(tmp_path / "registry.db") as registry:
        write_world(registry)
    assert collect(tmp_path, 200) == (400, True)
    return tmp_path


def test_an_emptied_store_is_filled_again(data: Path) -> None:
    (data / "readings.duckdb").unlink()
    assert collect(data) == (0, False)
    with open_registry(data / "registry.db") as registry, registry.session() as session:
        session.connection().exec_driver_sql("DELETE FROM dirty_hour")
    for _ in range(2):
        code, text = run("--data", data, "--json")
        report = json.loads(text)["embedded"]
        assert (code, report["messages"], report["readings"]) == (0, 200, 400)
    assert collect(data) == (400, True)
    with open_registry(data / "registry.db") as registry, registry.read() as session:
        assert count_marks(session) == 4


def test_a_collector_at_work_is_not_disturbed(data: Path) -> None:
    with (
        lock_directory(data / "ingest" / "journal"),
        pytest.raises(JournalError, match="held by another process"),
    ):
        run("--data", data)
    with (
        DuckDBStore(data / "readings.duckdb", memory_bytes=256 << 20),
        pytest.raises(StoreBusyError),
    ):
        run("--data", data)


def test_a_journal_without_its_state_is_refused(data: Path) -> None:
    (data / "ingest" / "state.db").unlink()
    with pytest.raises(RefusedError, match=r"no state\.db"):
        run("--data", data)
